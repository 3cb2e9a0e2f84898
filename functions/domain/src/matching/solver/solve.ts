import { bestTotal } from './best-total.js'
import { mostMatched } from './most-matched.js'
import { afterLocks, atLeast, scoreIn, type Certificate, type Problem, type Solution } from './problem.js'

/**
 * The four stages. Most people matched and least shortfall do not compete: taking in more mentees along augmenting paths
 * never empties a place again, so a plan that fills as many of the first places as possible can always be extended to one
 * that matches as many people as possible. Two separate fillings therefore decide whether a floor still allows both.
 */
export function solve(problem: Problem): Solution {
  const { rows, minLoad, locked } = problem
  const remainder = afterLocks(problem)
  const { places, firstPlaces, offered } = remainder
  const all = mostMatched(rows, offered, places)
  const wanted = mostMatched(rows, offered, firstPlaces)

  let everyone = all
  let minimum = wanted
  const failure: { proof: Certificate['floor'] } = { proof: null }
  const reaches = (score: number): boolean => {
    const good = atLeast(rows, offered, score)
    const most = mostMatched(rows, good, places, everyone.mentorOf)
    if (most.matched < all.matched) {
      failure.proof = { cover: most.cover, lost: 'matched' }
      return false
    }
    const least = mostMatched(rows, good, firstPlaces, minimum.mentorOf)
    if (least.matched < wanted.matched) {
      failure.proof = { cover: least.cover, lost: 'shortfall' }
      return false
    }
    everyone = most
    minimum = least
    return true
  }
  const steps = scoresIn(problem)
  let low = 0
  let high = steps.length
  while (all.matched > 0 && low + 1 < high) {
    const middle = (low + high) >> 1
    if (reaches(steps[middle]!)) low = middle
    else high = middle
  }
  const floor = all.matched > 0 ? steps[low]! : null
  // The search ends with the lowest score that fails, and that failure is the proof. Above the best score there are no pairs at all.
  const proof = floor === null ? null : (failure.proof ?? { cover: { mentees: [], mentors: [] }, lost: 'matched' as const })

  const plan = bestTotal(rows, {
    ...remainder,
    offered: floor === null ? new Int32Array(rows.length) : atLeast(rows, offered, floor),
  })
  const mentorOf = plan.mentorOf.map((mentor, mentee) => (locked[mentee]! >= 0 ? locked[mentee]! : mentor))
  const total = rows.reduce((sum, row, mentee) => sum + (mentorOf[mentee]! < 0 ? 0 : (scoreIn(row, mentorOf[mentee]!) ?? 0)), 0)
  return {
    mentorOf,
    optimum: {
      matched: mentorOf.filter((mentor) => mentor >= 0).length,
      shortfall: shortfallOf(mentorOf, minLoad),
      floor,
      total,
    },
    certificate: { matched: all.cover, shortfall: wanted.cover, floor: proof, total: plan.prices },
  }
}

export function shortfallOf(mentorOf: Int32Array, minLoad: Int32Array): number {
  const open = minLoad.slice()
  for (const mentor of mentorOf) if (mentor >= 0) open[mentor]! -= 1
  return open.reduce((sum, missing) => sum + Math.max(0, missing), 0)
}

function scoresIn({ rows, locked }: Problem): number[] {
  const found = new Set<number>()
  rows.forEach(({ scores }, mentee) => {
    if (locked[mentee]! >= 0) return
    for (let at = 0; at < scores.length; at++) if (at === 0 || scores[at] !== scores[at - 1]) found.add(scores[at]!)
  })
  return [...found].sort((a, b) => a - b)
}
