import { afterLocks, scoreIn, type Certificate, type Cover, type Optimum, type Problem } from './problem.js'
import { shortfallOf } from './solve.js'

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

/**
 * Checks without solving: whoever doubts a plan has to trust this file only. Covers bound what any plan can reach. The
 * prices bound the total of every plan with as many matched and as little shortfall, whatever the two penalties are, so
 * these need no check of their own.
 */
export function flawIn(problem: Problem, mentorOf: Int32Array, optimum: Optimum, certificate: Certificate): Flaw | null {
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
  if (!covers(problem, certificate.matched, null) || size(certificate.matched, places) !== free) return 'more-could-be-matched'
  if (!covers(problem, certificate.shortfall, null) || size(certificate.shortfall, firstPlaces) !== first)
    return 'shortfall-could-be-smaller'
  if (floor !== null) {
    if (certificate.floor === null || !covers(problem, certificate.floor.cover, floor)) return 'floor-could-be-higher'
    const { cover, lost } = certificate.floor
    if (lost === 'matched' ? size(cover, places) >= free : size(cover, firstPlaces) >= first) return 'floor-could-be-higher'
  }
  return pricesFit(problem, mentorOf, load, floor, certificate.total) ? null : 'total-could-be-higher'
}

function covers({ rows, locked }: Problem, cover: Cover, above: number | null): boolean {
  const mentees = new Set(cover.mentees)
  const mentors = new Set(cover.mentors)
  return rows.every(({ mentors: row, scores }, mentee) => {
    if (locked[mentee]! >= 0 || mentees.has(mentee)) return true
    return row.every((mentor, at) => (above !== null && scores[at]! <= above) || mentors.has(mentor))
  })
}

function size(cover: Cover, places: Int32Array): number {
  return (
    new Set(cover.mentees).size + [...new Set(cover.mentors)].reduce((sum, mentor) => sum + (places[mentor] ?? Number.NaN), 0)
  )
}

/** Complementary slackness of the minimum-cost flow: all of it holds, or the plan is not proven. */
function pricesFit(
  problem: Problem,
  mentorOf: Int32Array,
  load: Int32Array,
  floor: number | null,
  total: Certificate['total'],
): boolean {
  const { rows, locked } = problem
  const { places, firstPlaces } = afterLocks(problem)
  const { beyondMinimum, unmatched } = total
  if (total.mentees.length !== rows.length || total.mentors.length !== places.length || !(beyondMinimum >= 0)) return false
  const slotsFit = total.mentors.every((price, mentor) => {
    const own = load[mentor]!
    if (!(price >= 0)) return false
    if (own < firstPlaces[mentor]! && price !== 0) return false
    if (own < places[mentor]! && price > beyondMinimum) return false
    return own <= firstPlaces[mentor]! || price >= beyondMinimum
  })
  if (!slotsFit || floor === null) return slotsFit
  const top = rows.reduce(
    (best, row, mentee) => (locked[mentee]! < 0 && row.scores.length > 0 ? Math.max(best, row.scores[0]!) : best),
    0,
  )
  return rows.every(({ mentors, scores }, mentee) => {
    if (locked[mentee]! >= 0) return true
    const worth = total.mentees[mentee]!
    if (!(worth <= unmatched) || (mentorOf[mentee]! < 0 && worth !== unmatched)) return false
    for (let at = 0; at < mentors.length && scores[at]! >= floor; at++) {
      const cost = top - scores[at]! + total.mentors[mentors[at]!]!
      if (!(cost >= worth) || (mentorOf[mentee] === mentors[at] && cost !== worth)) return false
    }
    return true
  })
}
