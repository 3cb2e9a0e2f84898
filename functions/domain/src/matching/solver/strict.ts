import { bestTotal, totalOf } from './best-total.js'
import { candidatesOf } from './candidates.js'
import { filling } from './filling.js'
import { highestFloor } from './highest-floor.js'
import { afterLocks, scoreIn, shortfallOf, type Optimum, type Problem } from './problem.js'
import type { Effort } from './solve.js'
import { choice, strictBound, type Multipliers } from './strict-bound.js'
import { tell, type Watch } from './watch.js'

/**
 * What is known about the best plan in which a mentor has nobody or at least the minimum: what no such plan exceeds, stage
 * by stage. Where plan and bound meet, the plan is proven. To find such a plan is hard in general, so after a stated number
 * of tries the best one found is handed over, together with how far from the best it can be at most.
 */
export type StrictProof = {
  readonly primal: number
  readonly dual: number
  readonly equal: boolean
  readonly matchedAtMost: number
  readonly floorAtMost: number | null
  readonly nodes: number
}

export type StrictSolution = {
  readonly mentorOf: Int32Array
  readonly optimum: Optimum
  readonly proof: StrictProof
  readonly effort: Effort
}

/** A lock may hold a mentor to a minimum that nobody else can fill. */
export class MinimumUnreachable extends Error {}

type Found = { readonly mentorOf: Int32Array; readonly matched: number; readonly total: number; readonly met: boolean }

/**
 * So many pairs are looked at before a stage gives up proving and keeps its bound: a few seconds of work. Rounds of some
 * hundred people are mostly solved exactly; `equal` in the proof says whether this one was.
 */
const pairsPerStage = 8_000_000

/**
 * Branch and bound on which mentors take part. Once that is decided, the rest is the flow that also solves the plain
 * programme: a mentor who takes part has first places to be filled, everybody else has no place.
 */
export function solveStrict(problem: Problem, watch: Watch = {}): StrictSolution {
  const { rows, capacity, minLoad, locked } = problem
  const { places, free } = afterLocks(problem)
  const lockedLoad = new Int32Array(capacity.length)
  for (const mentor of locked) if (mentor >= 0) lockedLoad[mentor]! += 1
  const need = minLoad.map((own, mentor) => Math.max(0, own - lockedLoad[mentor]!))
  const start = Uint8Array.from(need, (own, mentor) => {
    if (lockedLoad[mentor]! > 0 || own <= 1) return choice.open
    return own > places[mentor]! ? choice.closed : choice.undecided
  })
  // A minimum of one without a lock asks for nothing: whoever has nobody is not used.
  const wanted = need.map((own, mentor) => (lockedLoad[mentor]! === 0 && own <= 1 ? 0 : own))
  const candidates = candidatesOf(rows, free, places.length, 32)
  const pairsInAll = rows.reduce((sum, row) => sum + row.mentors.length, 0)
  const nodesAtMost = Math.ceil(pairsPerStage / (pairsInAll + 1000))
  let nodes = 0
  let steps = 0

  const planFor = (state: Uint8Array, floor: number): Found => {
    nodes += 1
    const own = places.map((all, mentor) => (state[mentor] === choice.closed ? 0 : all))
    const first = wanted.map((all, mentor) => (state[mentor] === choice.open ? Math.min(all, own[mentor]!) : 0))
    const plan = bestTotal({ rows, candidates, floor }, { places: own, firstPlaces: first, free })
    steps += plan.steps
    const load = loadOf(plan.mentorOf, own.length)
    return {
      mentorOf: plan.mentorOf,
      matched: load.reduce((sum, mentees) => sum + mentees, 0),
      total: totalOf(rows, plan.mentorOf),
      met: state.every((decided, mentor) => decided !== choice.open || load[mentor]! >= wanted[mentor]!),
    }
  }

  /** A plan with at least so many people and no score below the floor; null when there is none, undefined when that stays open. */
  const search = (floor: number, people: number): { state: Uint8Array; plan: Found } | null | undefined => {
    const counting = strictBound(problem, { places, wanted, free }, floor, null)
    const waiting = [{ given: start, multipliers: counting.first() }]
    const last = nodes + nodesAtMost / 4
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (nodes >= last) return undefined
      tell(watch, 'strict minimum', nodes)
      const improved = counting.improve(node.given, node.multipliers, people - 1)
      if (improved === null || improved.bound < people) continue
      const { state, multipliers } = improved
      const plan = planFor(state, floor)
      if (!plan.met || plan.matched < people) continue
      const load = loadOf(plan.mentorOf, places.length)
      let branch = -1
      for (let mentor = 0; mentor < state.length; mentor++) {
        if (state[mentor] !== choice.undecided || load[mentor] === 0 || load[mentor]! >= wanted[mentor]!) continue
        if (branch < 0 || load[mentor]! * wanted[branch]! > load[branch]! * wanted[mentor]!) branch = mentor
      }
      if (branch < 0)
        return {
          state: state.map((own, at) => (own !== choice.undecided ? own : load[at]! > 0 ? choice.open : choice.closed)),
          plan,
        }
      waiting.push(
        { given: decided(state, branch, choice.closed), multipliers },
        { given: decided(state, branch, choice.open), multipliers },
      )
    }
    return null
  }

  // 1. People
  const pairs = { rows, chosen: candidates, free }
  const all = filling(pairs, 0, places, Number.POSITIVE_INFINITY)
  let matched = all.matched
  let matchedAtMost = all.matched
  let known = search(0, matched)
  while (!known && matched > 0) {
    if (known === null && matchedAtMost === matched) matchedAtMost = matched - 1
    matched -= 1
    known = search(0, matched)
  }
  if (!known) throw new MinimumUnreachable('The locks hold mentors to a minimum that no other mentee can fill.')

  // 2. Floor: without minimum it cannot be lower, and often it is reached with it.
  let floor: number | null = null
  let floorAtMost: number | null = null
  if (matched > 0) {
    const nothing = new Int32Array(places.length)
    const plain = highestFloor(
      { choice: pairs, all: { ...all, matched }, wanted: filling(pairs, 0, nothing, 0) },
      { places, firstPlaces: nothing, free },
      watch,
    )
    let low = lowestScore(problem, known.plan.mentorOf)
    let high = plain.floor + 1
    floorAtMost = plain.floor
    for (let middle = plain.floor; low + 1 < high; middle = Math.floor((low + high) / 2)) {
      const better = search(middle, matched)
      if (better) {
        known = better
        low = lowestScore(problem, better.plan.mentorOf)
      } else {
        high = middle
        if (better === null && floorAtMost >= middle) floorAtMost = middle - 1
      }
    }
    floor = low
  }

  // 3. Total
  let best = known
  const lowest = floor ?? 0
  const bound = strictBound(problem, { places, wanted, free }, lowest, matched)
  const limit = nodes + nodesAtMost
  const consider = (state: Uint8Array): boolean => {
    const plan = planFor(state, lowest)
    if (!plan.met || plan.matched < matched || plan.total <= best.plan.total) return false
    best = { state, plan }
    return true
  }
  // Half of the tries go into good plans, the other half into the proof.
  climb(
    start,
    () => best.state,
    (state) => nodes < limit - nodesAtMost / 2 && consider(state),
  )
  type Open = { readonly state: Uint8Array; readonly multipliers: Multipliers; readonly above: number }
  const waiting: Open[] = [{ state: start, multipliers: bound.first(), above: Number.POSITIVE_INFINITY }]
  let left = Number.NEGATIVE_INFINITY
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.above <= best.plan.total) continue
    if (nodes >= limit) {
      left = Math.max(left, node.above)
      continue
    }
    nodes += 1
    tell(watch, 'strict minimum', nodes, Number.isFinite(node.above) ? node.above : null)
    const found = bound.improve(node.state, node.multipliers, best.plan.total)
    if (found === null || found.bound <= best.plan.total) continue
    if (!found.likely.every((own, at) => own === best.state[at])) consider(found.likely)
    if (found.bound <= best.plan.total) continue
    if (found.branch < 0) {
      // Everything is decided: the flow for it was just solved.
      consider(found.likely)
      continue
    }
    const child = (own: number): Open => ({
      state: decided(found.state, found.branch, own),
      multipliers: found.multipliers,
      above: found.bound,
    })
    const [likely, unlikely] =
      found.likely[found.branch] === choice.open ? [choice.open, choice.closed] : [choice.closed, choice.open]
    waiting.push(child(unlikely), child(likely))
  }
  const mentorOf = locked.map((fixed, mentee) => (fixed >= 0 ? fixed : best.plan.mentorOf[mentee]!))
  const total = totalOf(rows, mentorOf)
  const dual = Math.max(total, left + total - best.plan.total)
  return {
    mentorOf,
    optimum: {
      matched: mentorOf.filter((mentor) => mentor >= 0).length,
      shortfall: shortfallOf(mentorOf, minLoad),
      floor,
      total,
    },
    proof: {
      primal: total,
      dual,
      equal: dual === total && matchedAtMost === matched && floorAtMost === floor,
      matchedAtMost: matchedAtMost + (mentorOf.length - free.reduce((sum, own) => sum + own, 0)),
      floorAtMost,
      nodes,
    },
    effort: { rounds: nodes, steps },
  }
}

/** Opens or closes one mentor after the other for as long as that makes the plan better. */
function climb(start: Uint8Array, current: () => Uint8Array, consider: (state: Uint8Array) => boolean): void {
  const free = [...start.keys()].filter((mentor) => start[mentor] === choice.undecided).slice(0, 400)
  for (let better = true, turns = 0; better && turns < 4; turns++) {
    better = false
    for (const mentor of free) {
      const own = current()[mentor] === choice.open ? choice.closed : choice.open
      if (consider(decided(current(), mentor, own))) better = true
    }
  }
}

function decided(state: Uint8Array, mentor: number, own: number): Uint8Array {
  const next = state.slice()
  next[mentor] = own
  return next
}

function loadOf(mentorOf: Int32Array, mentors: number): Int32Array {
  const load = new Int32Array(mentors)
  for (const mentor of mentorOf) if (mentor >= 0) load[mentor]! += 1
  return load
}

function lowestScore({ rows }: Problem, mentorOf: Int32Array): number {
  return rows.reduce(
    (low, row, mentee) => (mentorOf[mentee]! < 0 ? low : Math.min(low, scoreIn(row, mentorOf[mentee]!) ?? low)),
    Number.MAX_SAFE_INTEGER,
  )
}
