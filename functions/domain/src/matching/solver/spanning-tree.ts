/**
 * The tree of a network simplex: parents, the arc to the parent and which way it points, the cost of the way down from the
 * root, and one walk through all nodes, parents first, in which every branch is one piece. The walk is what makes a branch
 * cheap to cut, to turn and to price again. The lists are those of Kiraly and Kovacs 2012.
 */
export type SpanningTree = {
  readonly parent: Int32Array
  readonly arcUp: Int32Array
  readonly points: Int8Array
  readonly below: Int32Array
  readonly price: Float64Array
  /** Puts all lists right after parents, arcs and directions were written. */
  readonly plant: (costOf: (arc: number) => number) => void
  /** Cuts the branch that begins at `out` and hangs it, turned so that `inner` is its top, below `outer`. */
  readonly hang: (inner: number, outer: number, out: number, join: number, arc: number, direction: number) => void
  /** The same change for everybody in the branch. */
  readonly reprice: (top: number, change: number) => void
}

/** An arc points up when it leads from the child to the parent. */
export const [up, down] = [1, -1]

/** A tree of `nodes` nodes below a root, which has the number after theirs. */
export function spanningTree(nodes: number): SpanningTree {
  const root = nodes
  const parent = new Int32Array(nodes + 1).fill(root)
  const arcUp = new Int32Array(nodes + 1)
  const points = new Int8Array(nodes + 1).fill(up)
  const next = new Int32Array(nodes + 1)
  const before = new Int32Array(nodes + 1)
  const below = new Int32Array(nodes + 1).fill(1)
  const lastBelow = new Int32Array(nodes + 1)
  const price = new Float64Array(nodes + 1)
  const relinked = new Int32Array(nodes + 1)
  parent[root] = -1

  const plant = (costOf: (arc: number) => number): void => {
    const walk = walked(parent, root)
    below.fill(1)
    walk.forEach((node, step) => {
      const after = walk[step + 1] ?? root
      next[node] = after
      before[after] = node
      lastBelow[node] = node
      if (node !== root) price[node] = price[parent[node]!]! - points[node]! * costOf(arcUp[node]!)
    })
    for (let step = nodes; step > 0; step--) {
      const node = walk[step]!
      const above = parent[node]!
      below[above]! += below[node]!
      // The last child of the walk is met first on the way back.
      if (lastBelow[above] === above) lastBelow[above] = lastBelow[node]!
    }
  }

  const hang = (inner: number, outer: number, out: number, join: number, arc: number, direction: number): void => {
    const oldParent = parent[out]!
    const oldBefore = before[out]!
    const size = below[out]!
    const oldLast = lastBelow[out]!
    if (inner === out) {
      parent[inner] = outer
      arcUp[inner] = arc
      points[inner] = direction
      if (next[outer] !== out) {
        const after = next[oldLast]!
        next[oldBefore] = after
        before[after] = oldBefore
        const follower = next[outer]!
        next[outer] = out
        before[out] = outer
        next[oldLast] = follower
        before[follower] = oldLast
      }
    } else {
      const goesOn = oldBefore === outer ? next[oldLast]! : next[outer]!
      let stem = inner
      let above = outer
      let last = lastBelow[inner]!
      let after = next[last]!
      let dirty = 0
      next[outer] = inner
      relinked[dirty++] = outer
      while (stem !== out) {
        const nextStem = parent[stem]!
        next[last] = nextStem
        relinked[dirty++] = last
        const left = before[stem]!
        next[left] = after
        before[after] = left
        parent[stem] = above
        above = stem
        stem = nextStem
        last = lastBelow[stem] === lastBelow[above] ? before[above]! : lastBelow[stem]!
        after = next[last]!
      }
      parent[out] = above
      next[last] = goesOn
      before[goesOn] = last
      lastBelow[out] = last
      if (oldBefore !== outer) {
        next[oldBefore] = after
        before[after] = oldBefore
      }
      for (let at = 0; at < dirty; at++) before[next[relinked[at]!]!] = relinked[at]!

      let counted = 0
      const branchLast = lastBelow[out]!
      for (let node = out; node !== inner;) {
        const top = parent[node]!
        arcUp[node] = arcUp[top]!
        points[node] = -points[top]!
        counted += below[node]! - below[top]!
        below[node] = counted
        lastBelow[top] = branchLast
        node = top
      }
      arcUp[inner] = arc
      points[inner] = direction
      below[inner] = size
    }

    const limit = lastBelow[join] === outer ? join : -1
    const branchEnd = lastBelow[out]!
    for (let node = outer; node !== -1 && lastBelow[node] === outer; node = parent[node]!) lastBelow[node] = branchEnd
    if (join !== oldBefore && outer !== oldBefore) {
      for (let node = oldParent; node !== limit && lastBelow[node] === oldLast; node = parent[node]!) lastBelow[node] = oldBefore
    } else if (branchEnd !== oldLast) {
      for (let node = oldParent; node !== limit && lastBelow[node] === oldLast; node = parent[node]!) lastBelow[node] = branchEnd
    }
    for (let node = outer; node !== join; node = parent[node]!) below[node]! += size
    for (let node = oldParent; node !== join; node = parent[node]!) below[node]! -= size
  }

  const reprice = (top: number, change: number): void => {
    const stop = next[lastBelow[top]!]!
    for (let node = top; node !== stop; node = next[node]!) price[node]! += change
  }
  return { parent, arcUp, points, below, price, plant, hang, reprice }
}

/** All nodes, the root first and every branch in one piece. */
function walked(parent: Int32Array, root: number): Int32Array {
  const firstChild = new Int32Array(root + 1).fill(-1)
  const sibling = new Int32Array(root + 1).fill(-1)
  for (let node = root - 1; node >= 0; node--) {
    const above = parent[node]!
    sibling[node] = firstChild[above]!
    firstChild[above] = node
  }
  const walk = new Int32Array(root + 1)
  const waiting = [root]
  let step = 0
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    walk[step++] = node
    for (let child = firstChild[node]!; child >= 0; child = sibling[child]!) waiting.push(child)
  }
  return walk
}
