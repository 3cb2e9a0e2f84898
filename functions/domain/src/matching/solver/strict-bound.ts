import type { Problem } from './problem.js'

/** What is decided about a mentor: those who take part have at least their minimum, the others nobody. */
export const choice = { undecided: 0, open: 1, closed: 2 } as const

/** What each mentee asks a plan to pay for them, and at the end what one more person is worth. */
export type Multipliers = Float64Array

type Improved = {
  /** No plan below this node has a higher total. */
  readonly bound: number
  readonly multipliers: Multipliers
  /** What follows for other mentors from what is decided. */
  readonly state: Uint8Array
  /** Who would take part at these prices. */
  readonly likely: Uint8Array
  /** The mentor about whom prices are least sure, -1 when all is decided. */
  readonly branch: number
}

export type StrictBound = {
  readonly first: () => Multipliers
  /** Null when no plan is left. */
  readonly improve: (state: Uint8Array, multipliers: Multipliers, best: number) => Improved | null
}

type Sides = { readonly places: Int32Array; readonly wanted: Int32Array; readonly free: Uint8Array }

/** Prices are improved so often at a node; few are enough to see whether the node is worth more. */
const turns = 120

/**
 * A bound on the total when mentors take nobody or at least their minimum. If mentees could be shared out among mentors
 * without regard to whom else they are with, every mentor would choose for themselves: the best few at today's prices, or
 * nobody. Prices that rise for mentees chosen too often and fall for those chosen by nobody make that sum approach what
 * real plans reach (Lagrangian relaxation, Held and Karp 1971).
 */
export function strictBound(
  { rows }: Problem,
  { places, wanted, free }: Sides,
  floor: number,
  /** How many are to be matched; null when it is just these that are to be counted. */
  people: number | null,
): StrictBound {
  const mentees = rows.length
  const lists = places.slice().fill(0)
  const each = (told: (mentee: number, mentor: number, score: number) => void): void =>
    rows.forEach((row, mentee) => {
      if (!free[mentee]) return
      for (let at = 0; at < row.mentors.length; at++)
        if (row.scores[at]! >= floor) told(mentee, row.mentors[at]!, row.scores[at]!)
    })
  each((_, mentor) => (lists[mentor]! += 1))
  const starts = new Int32Array(places.length + 1)
  lists.forEach((length, mentor) => (starts[mentor + 1] = starts[mentor]! + length))
  const filled = starts.slice()
  const who = new Int32Array(starts[places.length]!)
  const score = new Float64Array(who.length)
  each((mentee, mentor, own) => {
    who[filled[mentor]!] = mentee
    score[filled[mentor]!++] = people === null ? 1 : own
  })

  const chosenBy = new Int32Array(mentees)
  const gain = new Float64Array(places.length)
  const takes = new Int32Array(places.length)
  const picked = new Int32Array(Math.max(1, who.length))
  const worth = new Float64Array(Math.max(1, ...lists))
  const order: number[] = []

  /** What each mentor gains by the best choice of their own; null when somebody who takes part cannot have a minimum. */
  const choose = (state: Uint8Array, prices: Multipliers): number | null => {
    const extra = prices[mentees]!
    let sum = -extra * (people ?? 0)
    for (let mentee = 0; mentee < mentees; mentee++) sum += prices[mentee]!
    chosenBy.fill(0)
    for (let mentor = 0; mentor < places.length; mentor++) {
      gain[mentor] = 0
      takes[mentor] = 0
      if (state[mentor] === choice.closed || places[mentor] === 0) continue
      const from = starts[mentor]!
      const length = lists[mentor]!
      const least = wanted[mentor]!
      if (length < least) {
        if (state[mentor] === choice.open) return null
        gain[mentor] = Number.NEGATIVE_INFINITY
        continue
      }
      order.length = 0
      for (let at = 0; at < length; at++) {
        worth[at] = score[from + at]! + extra - prices[who[from + at]!]!
        if (worth[at]! > 0) order.push(at)
      }
      if (order.length < least) {
        order.length = 0
        for (let at = 0; at < length; at++) order.push(at)
      }
      order.sort((a, b) => worth[b]! - worth[a]! || a - b)
      let own = 0
      let taken = 0
      for (const at of order) {
        if (taken >= places[mentor]! || (taken >= least && worth[at]! <= 0)) break
        own += worth[at]!
        picked[from + taken++] = who[from + at]!
      }
      gain[mentor] = own
      if (state[mentor] === choice.undecided && own <= 0) continue
      sum += own
      takes[mentor] = taken
      for (let at = from; at < from + taken; at++) chosenBy[picked[at]!]! += 1
    }
    return sum
  }

  return {
    first: () => {
      const prices = new Float64Array(mentees + 1)
      each((mentee, _, own) => (prices[mentee] = Math.max(prices[mentee]!, (people === null ? 1 : own) / 2)))
      return prices
    },
    improve: (given, multipliers, best) => {
      const state = given.slice()
      const prices = multipliers.slice()
      const kept = multipliers.slice()
      const openSeen = new Float64Array(places.length)
      let bound = Number.POSITIVE_INFINITY
      let pace = 1
      let idle = 0
      for (let turn = 0; turn < turns && pace > 1e-3; turn++) {
        const sum = choose(state, prices)
        if (sum === null) return null
        if (sum < bound - 1e-7) {
          bound = sum
          kept.set(prices)
          idle = 0
        } else if (++idle >= 6) {
          pace /= 2
          idle = 0
        }
        if (Math.floor(bound + 1e-6) <= best)
          return { bound: Math.floor(bound + 1e-6), multipliers: kept, state, likely: state, branch: -1 }
        // Whoever would have to be paid more than there is to gain is decided.
        for (let mentor = 0; mentor < places.length; mentor++) {
          openSeen[mentor] = 0.8 * openSeen[mentor]! + (takes[mentor]! > 0 ? 0.2 : 0)
          if (state[mentor] !== choice.undecided) continue
          if (gain[mentor]! <= 0 && Math.floor(sum + gain[mentor]! + 1e-6) <= best) state[mentor] = choice.closed
          else if (gain[mentor]! > 0 && Math.floor(sum - gain[mentor]! + 1e-6) <= best) state[mentor] = choice.open
        }
        let length = 0
        let inAll = 0
        for (let mentee = 0; mentee < mentees; mentee++) {
          const slack = 1 - chosenBy[mentee]!
          inAll += chosenBy[mentee]!
          if (slack < 0 || prices[mentee]! > 0) length += slack * slack
        }
        const missing = people === null ? 0 : people - inAll
        length += missing ** 2
        if (length === 0) break
        const step = (pace * Math.max(1, sum - best)) / length
        for (let mentee = 0; mentee < mentees; mentee++)
          prices[mentee] = Math.max(0, prices[mentee]! - step * (1 - chosenBy[mentee]!))
        prices[mentees]! += step * missing
      }
      let branch = -1
      for (let mentor = 0; mentor < places.length; mentor++) {
        if (state[mentor] !== choice.undecided) continue
        if (branch < 0 || Math.abs(openSeen[mentor]! - 0.5) < Math.abs(openSeen[branch]! - 0.5)) branch = mentor
      }
      const likely = state.map((own, mentor) =>
        own !== choice.undecided ? own : openSeen[mentor]! >= 0.5 ? choice.open : choice.closed,
      )
      return { bound: Math.floor(bound + 1e-6), multipliers: kept, state, likely, branch }
    },
  }
}
