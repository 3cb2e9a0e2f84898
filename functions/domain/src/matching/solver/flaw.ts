import {
  afterLocks,
  bestScore,
  scoreIn,
  shortfallOf,
  type Certificate,
  type Cover,
  type Optimum,
  type Problem,
} from './problem.js'

/** What is wrong with a plan or its proof; null when the plan is allowed and nothing better exists. */
export type Flaw =
  | 'pair-not-allowed'
  | 'lock-not-kept'
  | 'over-capacity'
  | 'figures-differ'
  | 'more-could-be-matched'
  | 'shortfall-could-be-smaller'
  | 'floor-could-be-higher'
  | 'total-could-be-higher'

/** Above this, sums of whole numbers in floating point could round. */
const exactBelow = 2 ** 51

/**
 * Checks without solving: whoever doubts a plan has to trust this file only. Covers bound what any plan can reach. The
 * prices bound the total of every plan with as many matched and as little shortfall, whatever the two penalties are, so
 * these need no check of their own.
 *
 * With `totalBeforeFloor` the prices have to hold for all pairs, and nothing is claimed about the floor.
 */
export function flawIn(
  problem: Problem,
  mentorOf: Int32Array,
  optimum: Optimum,
  certificate: Certificate,
  totalBeforeFloor = false,
): Flaw | null {
  const { rows, capacity, minLoad, locked } = problem
  const { places, firstPlaces } = afterLocks(problem)
  const load = new Int32Array(capacity.length)
  let matched = 0
  let total = 0
  let floor: number | null = null
  for (const [mentee, row] of rows.entries()) {
    const mentor = mentorOf[mentee] ?? -1
    if (locked[mentee]! >= 0 && mentor !== locked[mentee]) return 'lock-not-kept'
    if (mentor < 0) continue
    const score = scoreIn(row, mentor)
    if (score === undefined) return 'pair-not-allowed'
    matched += 1
    total += score
    if (locked[mentee]! >= 0) continue
    load[mentor]! += 1
    if (floor === null || score < floor) floor = score
  }
  if (load.some((own, mentor) => own > places[mentor]!)) return 'over-capacity'
  const shortfall = shortfallOf(mentorOf, minLoad)
  if (optimum.matched !== matched || optimum.total !== total || optimum.floor !== floor || optimum.shortfall !== shortfall)
    return 'figures-differ'

  const free = load.reduce((sum, own) => sum + own, 0)
  const first = load.reduce((sum, own, mentor) => sum + Math.min(own, firstPlaces[mentor]!), 0)
  if (!covers(problem, certificate.matched, -1) || size(certificate.matched, places) !== free) return 'more-could-be-matched'
  if (!covers(problem, certificate.shortfall, -1) || size(certificate.shortfall, firstPlaces) !== first)
    return 'shortfall-could-be-smaller'
  if (floor !== null && !totalBeforeFloor) {
    if (certificate.floor === null || !covers(problem, certificate.floor.cover, floor)) return 'floor-could-be-higher'
    const { cover, lost } = certificate.floor
    if (lost === 'matched' ? size(cover, places) >= free : size(cover, firstPlaces) >= first) return 'floor-could-be-higher'
  }
  const lowest = floor === null ? Number.POSITIVE_INFINITY : totalBeforeFloor ? 0 : floor
  const bound = boundOf(problem, load, lowest, certificate.total)
  return bound === BigInt(total) ? null : 'total-could-be-higher'
}

/** Whether every pair with a score above this has one of its two people in the cover. */
function covers({ rows, capacity, locked }: Problem, cover: Cover, above: number): boolean {
  const mentees = new Set(cover.mentees)
  const inCover = new Uint8Array(capacity.length)
  for (const mentor of cover.mentors) inCover[mentor] = 1
  return rows.every(({ mentors, scores }, mentee) => {
    if (locked[mentee]! >= 0 || mentees.has(mentee)) return true
    for (let at = 0; at < mentors.length; at++) if (scores[at]! > above && inCover[mentors[at]!] === 0) return false
    return true
  })
}

function size(cover: Cover, places: Int32Array): number {
  return (
    new Set(cover.mentees).size + [...new Set(cover.mentors)].reduce((sum, mentor) => sum + (places[mentor] ?? Number.NaN), 0)
  )
}

/**
 * The total that no plan with as many matched and as little shortfall can exceed, among pairs of at least this score; null
 * when the prices prove nothing. Each single comparison is between whole numbers that floating point holds exactly; the
 * sums, which may be larger, are made with integers of any size.
 */
export function boundOf(
  problem: Problem,
  load: Int32Array,
  lowest: number,
  { mentees, mentors, beyondMinimum, unmatched }: Certificate['total'],
): bigint | null {
  const { rows, locked } = problem
  const { places, firstPlaces, free } = afterLocks(problem)
  if (mentees.length !== rows.length || mentors.length !== places.length) return null
  const exact = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < exactBelow
  if (!exact(beyondMinimum) || !exact(unmatched) || !mentees.every(exact) || !mentors.every(exact)) return null
  if (beyondMinimum < 0 || mentors.some((price) => price < 0)) return null

  const top = bestScore(rows, free)
  const price = Float64Array.from(mentors)
  let cost = 0n
  let unlocked = 0n
  for (const [mentee, row] of rows.entries()) {
    if (locked[mentee]! >= 0) continue
    const worth = mentees[mentee]!
    if (worth > unmatched) return null
    const limit = worth - top
    for (let at = 0; at < row.mentors.length; at++) {
      const score = row.scores[at]!
      if (score >= lowest && price[row.mentors[at]!]! - score < limit) return null
    }
    cost += BigInt(worth)
    unlocked += 1n
  }
  let beyond = 0n
  let matched = 0n
  load.forEach((own, mentor) => {
    const first = firstPlaces[mentor]!
    cost -= BigInt(first) * BigInt(mentors[mentor]!)
    cost -= BigInt(places[mentor]! - first) * BigInt(Math.max(0, mentors[mentor]! - beyondMinimum))
    beyond += BigInt(Math.max(0, own - first))
    matched += BigInt(own)
  })
  const alone = unlocked - matched
  return BigInt(top) * matched + BigInt(unmatched) * alone + BigInt(beyondMinimum) * beyond - cost + BigInt(lockedTotal(problem))
}

function lockedTotal({ rows, locked }: Problem): number {
  return rows.reduce((sum, row, mentee) => sum + (locked[mentee]! < 0 ? 0 : (scoreIn(row, locked[mentee]!) ?? 0)), 0)
}
