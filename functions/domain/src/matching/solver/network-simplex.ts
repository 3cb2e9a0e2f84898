import { down, spanningTree, up } from './spanning-tree.js'

/**
 * A minimum-cost flow in which everybody's unit ends at one place, the sink. Numbers are exact as long as they stay whole and below 2^53.
 *
 * The network simplex keeps a spanning tree of arcs; every other arc is empty or full. It looks for an arc that would make
 * the flow cheaper, pushes along the circle this arc closes with the tree, and lets the arc that stops the push leave. The
 * tree is kept strongly feasible (from every node something can still be pushed towards the sink), which is what forbids
 * endless turning in place (Cunningham 1976).
 */
export type Flow = {
  /** Adds an arc, between two runs too; its number is the count of arcs before it. */
  readonly addArc: (from: number, to: number, cost: number, capacity: number, flow: number) => number
  /** The first tree. Arcs outside it have to be empty or full, and from every node something can be pushed towards the sink. */
  readonly plant: (parents: Int32Array, arcs: Int32Array) => void
  /** Pivots until no arc would make the flow cheaper. False when `goOn` stopped it before; the flow is valid but not the cheapest. */
  readonly run: (goOn?: () => boolean) => boolean
  readonly flowOf: (arc: number) => number
  /** What a unit at this node costs on its way to the sink; duals of the linear programme. */
  readonly priceOf: (node: number) => number
  readonly pivots: () => number
}

const [full, inTree, empty] = [-1, 0, 1]
export const boundless = 2 ** 30

/** The sink has the number after the last node's. */
export function cheapestFlow(nodes: number, expectedArcs: number): Flow {
  const sink = nodes
  let room = Math.max(16, expectedArcs)
  let source = new Int32Array(room)
  let target = new Int32Array(room)
  let cost = new Float64Array(room)
  let capacity = new Int32Array(room)
  let flow = new Int32Array(room)
  let state = new Int8Array(room)
  let arcs = 0
  let pivots = 0
  let searchFrom = 0
  const tree = spanningTree(nodes)
  const { parent, arcUp, points, below, price, hang } = tree

  const addArc = (from: number, to: number, itsCost: number, itsCapacity: number, itsFlow: number): number => {
    if (arcs === room) {
      room = Math.ceil(room * 1.5)
      source = grown(source, new Int32Array(room))
      target = grown(target, new Int32Array(room))
      cost = grown(cost, new Float64Array(room))
      capacity = grown(capacity, new Int32Array(room))
      flow = grown(flow, new Int32Array(room))
      state = grown(state, new Int8Array(room))
    }
    source[arcs] = from
    target[arcs] = to
    cost[arcs] = itsCost
    capacity[arcs] = itsCapacity
    flow[arcs] = itsFlow
    // An arc that can carry nothing never enters, so it counts as one that is not to be looked at.
    state[arcs] = itsCapacity === 0 ? inTree : itsFlow === 0 ? empty : full
    return arcs++
  }

  const plant = (parents: Int32Array, itsArcs: Int32Array): void => {
    for (let node = 0; node < nodes; node++) {
      const arc = itsArcs[node]!
      parent[node] = parents[node]!
      arcUp[node] = arc
      points[node] = source[arc] === node ? up : down
      state[arc] = inTree
    }
    tree.plant((arc) => cost[arc]!)
  }

  /** The best arc of the first block that holds a good one; searching everything for the very best takes longer than it saves. */
  const entering = (): number => {
    const block = Math.max(10, Math.ceil(Math.sqrt(arcs) / 2))
    let best = 0
    let found = -1
    let left = block
    let arc = searchFrom
    for (let seen = 0; seen < arcs; seen++) {
      const gain = state[arc]! * (cost[arc]! + price[source[arc]!]! - price[target[arc]!]!)
      if (gain < best) {
        best = gain
        found = arc
      }
      arc += 1
      if (arc === arcs) arc = 0
      left -= 1
      if (left === 0) {
        if (found >= 0) break
        left = block
      }
    }
    searchFrom = arc
    return found
  }

  const pivot = (incoming: number): void => {
    const start = source[incoming]!
    const end = target[incoming]!
    let join = start
    for (let other = end; join !== other;) {
      if (below[join]! < below[other]!) join = parent[join]!
      else other = parent[other]!
    }

    const forward = state[incoming] === empty
    const first = forward ? start : end
    const second = forward ? end : start
    let push = forward ? capacity[incoming]! - flow[incoming]! : flow[incoming]!
    let out = -1
    let outOnFirst = true
    for (let node = first; node !== join; node = parent[node]!) {
      const arc = arcUp[node]!
      const slack = points[node] === up ? flow[arc]! : capacity[arc]! - flow[arc]!
      if (slack < push) {
        push = slack
        out = node
      }
    }
    // Of several arcs that stop the push, the last along the circle leaves: that keeps the tree strongly feasible.
    for (let node = second; node !== join; node = parent[node]!) {
      const arc = arcUp[node]!
      const slack = points[node] === up ? capacity[arc]! - flow[arc]! : flow[arc]!
      if (slack <= push) {
        push = slack
        out = node
        outOnFirst = false
      }
    }

    if (push > 0) {
      const moved = state[incoming]! * push
      flow[incoming]! += moved
      for (let node = start; node !== join; node = parent[node]!) flow[arcUp[node]!]! -= points[node]! * moved
      for (let node = end; node !== join; node = parent[node]!) flow[arcUp[node]!]! += points[node]! * moved
    }
    if (out < 0) {
      state[incoming] = -state[incoming]!
      return
    }
    const leaving = arcUp[out]!
    state[incoming] = inTree
    state[leaving] = flow[leaving] === 0 ? empty : full
    const inner = outOnFirst ? first : second
    const outer = outOnFirst ? second : first
    const direction = inner === start ? up : down
    hang(inner, outer, out, join, incoming, direction)
    tree.reprice(inner, price[outer]! - price[inner]! - direction * cost[incoming]!)
  }

  return {
    addArc,
    plant,
    run: (goOn) => {
      for (let arc = entering(); arc >= 0; arc = entering()) {
        pivot(arc)
        pivots += 1
        if ((pivots & 4095) === 0 && goOn && !goOn()) return false
      }
      return true
    },
    flowOf: (arc) => flow[arc]!,
    priceOf: (node) => price[sink]! - price[node]!,
    pivots: () => pivots,
  }
}

function grown<Own extends Int32Array | Float64Array | Int8Array>(old: Own, wider: Own): Own {
  wider.set(old)
  return wider
}
