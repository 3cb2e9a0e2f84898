/**
 * The matching without people: numbers only, so that the solver and the check of its proof stay small enough to read.
 * A row holds the mentors one mentee may have, in the order of their numbers. Two bytes hold most scores and most mentors:
 * ten thousand people on either side are a hundred million pairs.
 */
export type Numbers = Uint16Array | Int32Array
export type Row = { readonly mentors: Numbers; readonly scores: Numbers }

export type Problem = {
  readonly rows: readonly Row[]
  readonly capacity: Int32Array
  readonly minLoad: Int32Array
  /** The mentor a mentee is fixed to, -1 when free. Fixed pairs were checked before they came here. */
  readonly locked: Int32Array
}

/** In this order, each only among the plans that are best in all before: most matched, least shortfall, highest floor, highest total. */
export type Optimum = {
  readonly matched: number
  readonly shortfall: number
  readonly floor: number | null
  readonly total: number
}

/** Mentees and mentors that touch every allowed pair: no plan can hold more pairs than these have places. */
export type Cover = { readonly mentees: readonly number[]; readonly mentors: readonly number[] }

/** Prices (a linear programme's duals): no pair is worth more than its two prices, and the plan's pairs are worth exactly them. */
export type Prices = {
  readonly mentees: readonly number[]
  readonly mentors: readonly number[]
  readonly beyondMinimum: number
  readonly unmatched: number
}

export type Certificate = {
  /** As many places as people matched: nobody more can be matched. */
  readonly matched: Cover
  /** The same with only each mentor's first `minLoad` places: the shortfall cannot be smaller. */
  readonly shortfall: Cover
  /** Touches every pair above the floor and has too few places to reach `lost` again; null when nothing but locks is matched. */
  readonly floor: FloorProof | null
  readonly total: Prices
}

export type FloorProof = { readonly cover: Cover; readonly lost: 'matched' | 'shortfall' }

export type Solution = { readonly mentorOf: Int32Array; readonly optimum: Optimum; readonly certificate: Certificate }

/** What the locks leave over: free places, those of them that still count against the shortfall, and who is still to be matched. */
export type Remainder = { readonly places: Int32Array; readonly firstPlaces: Int32Array; readonly free: Uint8Array }

/** Mentors are numbered below this, so that a score and a mentor fit into one exact number and can be sorted together. */
export const mentorsAtMost = 2 ** 21

/** What takes least room for whole numbers from 0 to `highest`. */
export function numbersUpTo(highest: number, length: number): Numbers {
  return highest < 2 ** 16 ? new Uint16Array(length) : new Int32Array(length)
}

export function rowOf(scores: ReadonlyMap<number, number>): Row {
  const inOrder = [...scores].sort(([a], [b]) => a - b)
  return { mentors: Int32Array.from(inOrder, ([mentor]) => mentor), scores: Int32Array.from(inOrder, ([, score]) => score) }
}

export function afterLocks({ capacity, minLoad, locked }: Problem): Remainder {
  const places = capacity.map((own) => Math.max(0, own))
  const wanted = minLoad.map((own) => Math.max(0, own))
  for (const mentor of locked) {
    if (mentor < 0) continue
    places[mentor]! -= 1
    wanted[mentor] = Math.max(0, wanted[mentor]! - 1)
  }
  const firstPlaces = wanted.map((own, mentor) => Math.min(own, places[mentor]!))
  return { places, firstPlaces, free: Uint8Array.from(locked, (mentor) => (mentor < 0 ? 1 : 0)) }
}

export function scoreIn({ mentors, scores }: Row, mentor: number): number | undefined {
  let low = 0
  let high = mentors.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (mentors[middle]! < mentor) low = middle + 1
    else high = middle
  }
  return mentors[low] === mentor ? scores[low] : undefined
}

/** The best score of a row, -1 when it is empty. */
export function highestIn({ scores }: Row): number {
  let best = -1
  for (let at = 0; at < scores.length; at++) if (scores[at]! > best) best = scores[at]!
  return best
}

/** The best score anybody free may have. */
export function bestScore(rows: readonly Row[], free: Uint8Array): number {
  return rows.reduce((best, row, mentee) => (free[mentee] ? Math.max(best, highestIn(row)) : best), 0)
}

/** The next score there is above this one; null when there is none. */
export function nextScore(rows: readonly Row[], free: Uint8Array, above: number): number | null {
  let next = Number.POSITIVE_INFINITY
  rows.forEach(({ scores }, mentee) => {
    if (!free[mentee]) return
    for (let at = 0; at < scores.length; at++) if (scores[at]! > above && scores[at]! < next) next = scores[at]!
  })
  return next === Number.POSITIVE_INFINITY ? null : next
}

export function shortfallOf(mentorOf: Int32Array, minLoad: Int32Array): number {
  const open = minLoad.slice()
  for (const mentor of mentorOf) if (mentor >= 0) open[mentor]! -= 1
  return open.reduce((sum, missing) => sum + Math.max(0, missing), 0)
}
