import { bestTotal, totalOf, type Priced } from './best-total.js'
import { candidatesOf } from './candidates.js'
import { simplexEngine, type MakeEngine } from './engine.js'
import { filling } from './filling.js'
import { highestFloor } from './highest-floor.js'
import { afterLocks, bestScore, scoreIn, shortfallOf, type FloorProof, type Problem, type Row, type Solution } from './problem.js'
import { tell, type Watch } from './watch.js'

export type SolveOptions = Watch & {
  /** First the best sum, then the best worst pair among the plans that have it. The other way round when it is not asked for. */
  readonly totalBeforeFloor?: boolean
  readonly engine?: MakeEngine
}

/** What the last stage took: a measure of work that no machine changes. */
export type Effort = { readonly rounds: number; readonly steps: number }

/** So many of everybody's best are looked at first; more make the flow slower, fewer make more rounds of pricing. */
const candidatesPerPerson = 32

/**
 * The four stages. Most people matched and least shortfall do not compete: taking in more mentees along augmenting paths
 * never empties a place again, so a plan that fills as many of the first places as possible can always be extended to one
 * that matches as many people as possible. Two separate fillings therefore decide whether a floor still allows both.
 */
export function solve(problem: Problem, options: SolveOptions = {}): Solution & { readonly effort: Effort } {
  const { rows, minLoad, locked } = problem
  const remainder = afterLocks(problem)
  const { places, firstPlaces, free } = remainder
  tell(options, 'candidates')
  const candidates = candidatesOf(rows, free, places.length, candidatesPerPerson)
  const choice = { rows, chosen: candidates, free }
  const everybody = Number.POSITIVE_INFINITY
  tell(options, 'matched')
  const all = filling(choice, 0, places, everybody)
  tell(options, 'shortfall')
  const wanted = filling(choice, 0, firstPlaces, everybody)
  const total = (floor: number): Priced =>
    bestTotal({ rows, candidates, floor }, remainder, options, options.engine ?? simplexEngine)

  let proof: FloorProof | null = null
  let plan: Priced | null = null
  if (all.matched > 0 && options.totalBeforeFloor) {
    plan = highestAmongBest(problem, free, total)
  } else if (all.matched > 0) {
    const found = highestFloor({ choice, all, wanted }, remainder, options)
    proof = found.proof
    plan = total(found.floor)
  }
  const prices = plan?.prices ?? total(Number.MAX_SAFE_INTEGER).prices
  const mentorOf = locked.map((fixed, mentee) => (fixed >= 0 ? fixed : (plan?.mentorOf[mentee] ?? -1)))
  return {
    mentorOf,
    optimum: {
      matched: mentorOf.filter((mentor) => mentor >= 0).length,
      shortfall: shortfallOf(mentorOf, minLoad),
      floor: plan && lowest(rows, plan.mentorOf),
      total: totalOf(rows, mentorOf),
    },
    certificate: { matched: all.cover, shortfall: wanted.cover, floor: proof, total: prices },
    effort: { rounds: plan?.rounds ?? 0, steps: plan?.steps ?? 0 },
  }
}

/** Of the plans with the best total one whose worst pair is best; the prices of the first plan prove the total of them all. */
function highestAmongBest({ rows, minLoad }: Problem, free: Uint8Array, total: (floor: number) => Priced): Priced {
  const matchedBy = (plan: Priced): number => plan.mentorOf.reduce((sum, mentor) => sum + (mentor >= 0 ? 1 : 0), 0)
  const first = total(0)
  const reached = totalOf(rows, first.mentorOf)
  let best = first
  let low = lowest(rows, first.mentorOf) ?? 0
  let high = 1 + bestScore(rows, free)
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2)
    const plan = total(middle)
    const asGood =
      matchedBy(plan) === matchedBy(first) && shortfallOf(plan.mentorOf, minLoad) === shortfallOf(first.mentorOf, minLoad)
    if (asGood && totalOf(rows, plan.mentorOf) === reached) {
      best = plan
      low = middle
    } else high = middle
  }
  return { ...best, prices: first.prices }
}

function lowest(rows: readonly Row[], mentorOf: Int32Array): number | null {
  let floor: number | null = null
  mentorOf.forEach((mentor, mentee) => {
    const score = mentor < 0 ? undefined : scoreIn(rows[mentee]!, mentor)
    if (score !== undefined && (floor === null || score < floor)) floor = score
  })
  return floor
}
