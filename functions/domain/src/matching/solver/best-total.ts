import { simplexEngine, type MakeEngine, type Plan } from './engine.js'
import { bestScore, scoreIn, type Prices, type Remainder, type Row } from './problem.js'
import { tell, type Watch } from './watch.js'

/** Sums that could round would prove nothing. */
export class ScoresTooFarApart extends Error {
  constructor() {
    super('The scores lie too far apart to be added up exactly for so many people.')
  }
}

export type Priced = Plan & { readonly rounds: number; readonly steps: number }

/** More bargains at once make each round slower, fewer make more rounds. */
const bargainsPerRound = 16

/**
 * A mentee's best plan rarely lies deep in their list, so the flow is first solved on the candidates. Then every pair is
 * compared with the prices; those that would be a bargain join, and the flow is solved again from where it stood. When no
 * pair is left that would, the plan is the best among all pairs, not only among the candidates.
 *
 * A pair costs what it lacks to the best score, a place beyond a mentor's minimum more than all pairs together, and leaving
 * somebody out more than all of that. Everything is a whole number, and a sum that could reach 2^53 is refused.
 */
export function bestTotal(
  { rows, candidates, floor }: { readonly rows: readonly Row[]; readonly candidates: readonly Row[]; readonly floor: number },
  remainder: Remainder,
  watch: Watch = {},
  makeEngine: MakeEngine = simplexEngine,
): Priced {
  const { free } = remainder
  const top = Math.max(floor, bestScore(candidates, free))
  const beyondMinimum = rows.length * (top - floor) + 1
  const unmatched = beyondMinimum * (rows.length + 1)
  if (unmatched > 2 ** 50) throw new ScoresTooFarApart()
  tell(watch, 'total')
  const engine = makeEngine(
    candidates.map((row, mentee) => (free[mentee] ? above(row, floor) : none)),
    remainder,
    {
      top,
      beyondMinimum,
      unmatched,
    },
  )
  let pairsPriced = 0
  let bound: number | null = null
  for (let rounds = 1; ; rounds++) {
    tell(watch, 'total', pairsPriced, bound)
    const plan = engine.cheapest(watch.goOn)
    const found = bargains(rows, free, floor, top, plan.prices)
    pairsPriced += found.priced
    bound = totalOf(rows, plan.mentorOf) + found.excess
    if (found.mentees.length === 0) {
      tell(watch, 'total', pairsPriced, bound)
      return { ...plan, rounds, steps: engine.steps() }
    }
    found.mentees.forEach((mentee, at) => engine.add(mentee, found.mentors[at]!, found.scores[at]!))
  }
}

export function totalOf(rows: readonly Row[], mentorOf: Int32Array): number {
  return rows.reduce((sum, row, mentee) => sum + (mentorOf[mentee]! < 0 ? 0 : (scoreIn(row, mentorOf[mentee]!) ?? 0)), 0)
}

const none: Row = { mentors: new Int32Array(0), scores: new Int32Array(0) }

function above({ mentors, scores }: Row, floor: number): Row {
  const kept = [...mentors.keys()].filter((at) => scores[at]! >= floor)
  return { mentors: Int32Array.from(kept, (at) => mentors[at]!), scores: Int32Array.from(kept, (at) => scores[at]!) }
}

type Bargains = {
  readonly mentees: number[]
  readonly mentors: number[]
  readonly scores: number[]
  readonly priced: number
  /** By how much the total of this round can be exceeded at most. */
  readonly excess: number
}

/** Every pair that is worth more than its prices, at most a few of each mentee's, the biggest first. */
function bargains(rows: readonly Row[], free: Uint8Array, floor: number, top: number, prices: Prices): Bargains {
  const price = Float64Array.from(prices.mentors)
  const found = { mentees: [] as number[], mentors: [] as number[], scores: [] as number[] }
  const gains = new Float64Array(bargainsPerRound)
  const places = new Int32Array(bargainsPerRound)
  let priced = 0
  let excess = 0
  for (let mentee = 0; mentee < rows.length; mentee++) {
    if (!free[mentee]) continue
    const { mentors, scores } = rows[mentee]!
    const spare = prices.mentees[mentee]! - top
    let held = 0
    priced += mentors.length
    for (let at = 0; at < mentors.length; at++) {
      const score = scores[at]!
      const gain = spare + score - price[mentors[at]!]!
      if (gain <= 0 || score < floor || (held === bargainsPerRound && gain <= gains[held - 1]!)) continue
      let slot = held < bargainsPerRound ? held++ : held - 1
      for (; slot > 0 && gains[slot - 1]! < gain; slot--) {
        gains[slot] = gains[slot - 1]!
        places[slot] = places[slot - 1]!
      }
      gains[slot] = gain
      places[slot] = at
    }
    if (held === 0) continue
    excess += gains[0]!
    for (let slot = 0; slot < held; slot++) {
      found.mentees.push(mentee)
      found.mentors.push(mentors[places[slot]!]!)
      found.scores.push(scores[places[slot]!]!)
    }
  }
  return { ...found, priced, excess }
}
