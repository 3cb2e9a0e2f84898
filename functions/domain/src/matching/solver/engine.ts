import { pathsEngine } from './successive-paths.js'
import { MatchingStopped } from './watch.js'
import { boundless, cheapestFlow } from './network-simplex.js'
import type { Prices, Remainder, Row } from './problem.js'

/** What a plan costs: a pair what it lacks to the best score, the rest more than all that could be gained by it. */
export type Penalties = { readonly top: number; readonly beyondMinimum: number; readonly unmatched: number }

export type Plan = { readonly mentorOf: Int32Array; readonly prices: Prices }

/** Finds the cheapest plan among the pairs it was given so far. Two are made so that each can check the other. */
export type Engine = {
  readonly add: (mentee: number, mentor: number, score: number) => void
  readonly cheapest: (goOn?: () => boolean) => Plan
  /** Pivots or searches: how much work it was, on any machine. */
  readonly steps: () => number
}
export type MakeEngine = (candidates: readonly Row[], remainder: Remainder, penalties: Penalties) => Engine

/**
 * The network simplex with mentees and mentors as nodes. It begins with a plan that is good already; a mentor without a
 * place left hangs below one of their mentees, through whom they can still pass somebody on.
 */
export const simplexEngine: MakeEngine = (candidates, remainder, penalties) => {
  const { places, firstPlaces } = remainder
  const { top, beyondMinimum, unmatched } = penalties
  const mentees = candidates.length
  const mentors = places.length
  const sink = mentees + mentors
  const flow = cheapestFlow(
    sink,
    candidates.reduce((sum, row) => sum + row.mentors.length, 2 * mentees + 3 * mentors),
  )
  const arcs: { readonly mentee: number[]; readonly mentor: number[]; readonly number: number[] } = {
    mentee: [],
    mentor: [],
    number: [],
  }
  const parents = new Int32Array(sink).fill(sink)
  const treeArcs = new Int32Array(sink).fill(-1)
  const mentorOf = firstPlan(candidates, remainder, penalties)
  const load = new Int32Array(mentors)
  for (const mentor of mentorOf) if (mentor >= 0) load[mentor]! += 1

  for (let mentee = 0; mentee < mentees; mentee++)
    treeArcs[mentee] = flow.addArc(mentee, sink, unmatched, boundless, mentorOf[mentee]! < 0 ? 1 : 0)
  for (let mentor = 0; mentor < mentors; mentor++) {
    const own = Math.min(load[mentor]!, firstPlaces[mentor]!)
    const first = flow.addArc(mentees + mentor, sink, 0, Math.min(boundless, firstPlaces[mentor]!), own)
    const second = flow.addArc(
      mentees + mentor,
      sink,
      beyondMinimum,
      Math.min(boundless, places[mentor]! - firstPlaces[mentor]!),
      load[mentor]! - own,
    )
    treeArcs[mentees + mentor] = load[mentor]! < firstPlaces[mentor]! ? first : second
  }
  const add = (mentee: number, mentor: number, score: number, taken = 0): number => {
    const arc = flow.addArc(mentee, mentees + mentor, top - score, boundless, taken)
    arcs.mentee.push(mentee)
    arcs.mentor.push(mentor)
    arcs.number.push(arc)
    return arc
  }
  candidates.forEach((row, mentee) => {
    for (let at = 0; at < row.mentors.length; at++) {
      const mentor = row.mentors[at]!
      if (places[mentor] === 0) continue
      const taken = mentorOf[mentee] === mentor
      const arc = add(mentee, mentor, row.scores[at]!, taken ? 1 : 0)
      if (!taken) continue
      const node = mentees + mentor
      if (load[mentor] === places[mentor] && parents[node] === sink) {
        parents[node] = mentee
        treeArcs[node] = arc
      } else {
        parents[mentee] = node
        treeArcs[mentee] = arc
      }
    }
  })
  flow.plant(parents, treeArcs)

  return {
    add: (mentee, mentor, score) => {
      if (places[mentor]! > 0) add(mentee, mentor, score)
    },
    cheapest: (goOn) => {
      if (!flow.run(goOn)) throw new MatchingStopped()
      const plan = new Int32Array(mentees).fill(-1)
      arcs.number.forEach((arc, at) => {
        if (flow.flowOf(arc) > 0) plan[arcs.mentee[at]!] = arcs.mentor[at]!
      })
      return {
        mentorOf: plan,
        prices: {
          mentees: Array.from(plan, (_, mentee) => flow.priceOf(mentee)),
          // Nobody is ever worth more than staying alone costs, so this price keeps everybody from a mentor without a place.
          mentors: Array.from(places, (own, mentor) => (own === 0 ? unmatched : flow.priceOf(mentees + mentor))),
          beyondMinimum,
          unmatched,
        },
      }
    },
    steps: () => flow.pivots(),
  }
}

/**
 * Where mentors have several places, taking the best that is left is nearly the best plan. With one place each it is far
 * from it, and the simplex would turn in place for long; the other engine finds such a plan sooner, so the simplex begins
 * with that one and has only to prove it and to take in what pricing adds.
 */
function firstPlan(candidates: readonly Row[], remainder: Remainder, penalties: Penalties): Int32Array {
  const oneEach = remainder.places.every((own) => own <= 1)
  return oneEach ? pathsEngine(candidates, remainder, penalties).cheapest().mentorOf : bestLeft(candidates, remainder.places)
}

function bestLeft(candidates: readonly Row[], places: Int32Array): Int32Array {
  const load = new Int32Array(places.length)
  return Int32Array.from(candidates, ({ mentors, scores }) => {
    let chosen = -1
    let best = -1
    for (let at = 0; at < mentors.length; at++) {
      const mentor = mentors[at]!
      if (scores[at]! <= best || load[mentor]! >= places[mentor]!) continue
      best = scores[at]!
      chosen = mentor
    }
    if (chosen >= 0) load[chosen]! += 1
    return chosen
  })
}
