/**
 * The matching without people: numbers only, so that the solver and the check of its proof stay small enough to read.
 * A row holds the mentors one mentee may have, best score first (then smaller mentor), so that "at least this score" is
 * always a front part of the row.
 */
export type Row = { readonly mentors: Int32Array; readonly scores: Int32Array }

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

export type Certificate = {
  /** As many places as people matched: nobody more can be matched. */
  readonly matched: Cover
  /** The same with only each mentor's first `minLoad` places: the shortfall cannot be smaller. */
  readonly shortfall: Cover
  /** Touches every pair above the floor and has too few places to reach `lost` again; null when nothing but locks is matched. */
  readonly floor: { readonly cover: Cover; readonly lost: 'matched' | 'shortfall' } | null
  /** Prices (a linear programme's duals): no pair is worth more than its two prices, and the plan's pairs are worth exactly them. */
  readonly total: {
    readonly mentees: readonly number[]
    readonly mentors: readonly number[]
    readonly beyondMinimum: number
    readonly unmatched: number
  }
}

export type Solution = { readonly mentorOf: Int32Array; readonly optimum: Optimum; readonly certificate: Certificate }

/** What the locks leave over: free places, those of them that still count against the shortfall, and how many mentors each row offers. */
export type Remainder = { readonly places: Int32Array; readonly firstPlaces: Int32Array; readonly offered: Int32Array }

const mentorsAtMost = 2 ** 21

/** Scores are whole numbers from 0 below 2^31. Score and mentor share one number, as sorting millions of pairs of numbers takes long. */
export function rowOf(scores: ReadonlyMap<number, number>): Row {
  const sorted = Float64Array.from(scores, ([mentor, score]) => mentor - score * mentorsAtMost).sort()
  const row = { mentors: new Int32Array(sorted.length), scores: new Int32Array(sorted.length) }
  sorted.forEach((both, at) => {
    const score = -Math.floor(both / mentorsAtMost)
    row.scores[at] = score
    row.mentors[at] = both + score * mentorsAtMost
  })
  return row
}

export function afterLocks({ rows, capacity, minLoad, locked }: Problem): Remainder {
  const places = capacity.map((own) => Math.max(0, own))
  const wanted = minLoad.map((own) => Math.max(0, own))
  for (const mentor of locked) {
    if (mentor < 0) continue
    places[mentor]! -= 1
    wanted[mentor] = Math.max(0, wanted[mentor]! - 1)
  }
  const firstPlaces = wanted.map((own, mentor) => Math.min(own, places[mentor]!))
  const offered = Int32Array.from(rows, (row, mentee) => (locked[mentee]! < 0 ? row.mentors.length : 0))
  return { places, firstPlaces, offered }
}

/** How many mentors of each free mentee's row have at least this score. */
export function atLeast(rows: readonly Row[], offered: Int32Array, score: number): Int32Array {
  return offered.map((length, mentee) => {
    const { scores } = rows[mentee]!
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >> 1
      if (scores[middle]! >= score) low = middle + 1
      else high = middle
    }
    return low
  })
}

export function scoreIn(row: Row, mentor: number): number | undefined {
  const at = row.mentors.indexOf(mentor)
  return at < 0 ? undefined : row.scores[at]
}
