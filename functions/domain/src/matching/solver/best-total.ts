import { loads } from './loads.js'
import { nearestFirst } from './nearest-first.js'
import { rowOf, type Certificate, type Remainder, type Row } from './problem.js'

export type Plan = { readonly mentorOf: Int32Array; readonly prices: Certificate['total'] }

/** More candidates at once make each round slower, fewer make more rounds. */
const candidatesPerRound = 48

/**
 * A mentee's best plan rarely lies deep in their list, so the flow is first solved on everybody's best candidates. Then every
 * pair is compared with the prices; those that would be a bargain join, and the flow is solved again. When no pair is left
 * that would, the plan is the best among all pairs, not only among the candidates.
 */
export function bestTotal(rows: readonly Row[], remainder: Remainder): Plan {
  const { offered } = remainder
  const chosen = rows.map((row, mentee) => new Map(pairsOf(row, Math.min(offered[mentee]!, candidatesPerRound))))
  for (const [mentor, best] of bestMentees(rows, remainder).entries())
    for (const [mentee, score] of best) chosen[mentee]!.set(mentor, score)
  const candidates = chosen.map(rowOf)
  const top = bestScore(rows, offered)
  for (;;) {
    const plan = cheapestFlow(candidates, { ...remainder, offered: Int32Array.from(candidates, ({ mentors }) => mentors.length) })
    const { mentees: worth, mentors: price } = plan.prices
    let joined = false
    rows.forEach((row, mentee) => {
      const bargains: [mentor: number, score: number, cost: number][] = []
      for (let at = 0; at < offered[mentee]!; at++) {
        const lacking = top - row.scores[at]!
        if (lacking >= worth[mentee]!) break
        const mentor = row.mentors[at]!
        if (lacking + price[mentor]! < worth[mentee]!) bargains.push([mentor, row.scores[at]!, lacking + price[mentor]!])
      }
      if (bargains.length === 0) return
      joined = true
      bargains.sort(([mentorA, , costA], [mentorB, , costB]) => costA - costB || mentorA - mentorB)
      for (const [mentor, score] of bargains.slice(0, candidatesPerRound)) chosen[mentee]!.set(mentor, score)
      candidates[mentee] = rowOf(chosen[mentee]!)
    })
    if (!joined) return plan
  }
}

function pairsOf({ mentors, scores }: Row, first: number): [mentor: number, score: number][] {
  return Array.from(mentors.subarray(0, first), (mentor, at) => [mentor, scores[at]!])
}

/** Mentors on nobody's list still need their minimum; without these the first rounds would be spent on finding somebody for them. */
function bestMentees(rows: readonly Row[], { places, offered }: Remainder): [mentee: number, score: number][][] {
  const best = Array.from(places, (): [mentee: number, score: number][] => [])
  rows.forEach(({ mentors, scores }, mentee) => {
    for (let at = 0; at < offered[mentee]!; at++) {
      const score = scores[at]!
      const own = best[mentors[at]!]!
      if (own.length >= candidatesPerRound && own[own.length - 1]![1] >= score) continue
      let slot = own.length
      while (slot > 0 && own[slot - 1]![1] < score) slot -= 1
      own.splice(slot, 0, [mentee, score])
      if (own.length > candidatesPerRound) own.pop()
    }
  })
  return best
}

function bestScore(rows: readonly Row[], offered: Int32Array): number {
  return rows.reduce((best, row, mentee) => (offered[mentee]! > 0 ? Math.max(best, row.scores[0]!) : best), 0)
}

/**
 * The highest total of scores among the plans with most people matched and least shortfall, as a minimum-cost flow: a pair
 * costs what it lacks to the best score, a place beyond a mentor's minimum costs more than all pairs together, and leaving
 * somebody out more than all of that. Mentees join one after the other along the cheapest path of changes; the prices that
 * make every path cheap to find are the proof at the end. Everything is a whole number far below 2^53, so nothing rounds.
 */
function cheapestFlow(rows: readonly Row[], { places, firstPlaces, offered }: Remainder): Plan {
  const top = bestScore(rows, offered)
  const beyondMinimum = rows.length * top + 1
  const unmatched = beyondMinimum * (rows.length + 1)

  const { mentorOf, load, first, next, move } = loads(rows.length, places.length)
  const price = new Float64Array(places.length)
  const worth = new Float64Array(rows.length).fill(unmatched)
  const distance = new Float64Array(places.length).fill(Number.POSITIVE_INFINITY)
  const reachedBy = new Int32Array(places.length)
  const queue = nearestFirst()
  let touched: number[] = []
  let best = 0
  let lastMentor = -1
  let leaver = -1

  const endsAt = (mentor: number, distance: number): void => {
    if (load[mentor]! >= places[mentor]!) return
    const cost = load[mentor]! < firstPlaces[mentor]! ? distance : distance + beyondMinimum - price[mentor]!
    if (cost >= best) return
    best = cost
    lastMentor = mentor
    leaver = -1
  }
  const look = (mentee: number, from: number): void => {
    const { mentors, scores } = rows[mentee]!
    const base = from - worth[mentee]! + top
    for (let at = 0; at < offered[mentee]!; at++) {
      const lacking = base - scores[at]!
      if (lacking >= best) return // scores only fall from here, and prices only add
      const mentor = mentors[at]!
      const cost = lacking + price[mentor]!
      if (cost >= best || cost >= distance[mentor]!) continue
      if (distance[mentor] === Number.POSITIVE_INFINITY) touched.push(mentor)
      distance[mentor] = cost
      reachedBy[mentor] = mentee
      queue.add(cost, mentor)
      endsAt(mentor, cost)
    }
  }

  for (let mentee = 0; mentee < rows.length; mentee++) {
    if (offered[mentee] === 0) continue
    worth[mentee] = 0
    best = unmatched
    lastMentor = -1
    leaver = mentee
    look(mentee, 0)
    const settled: number[] = []
    for (let mentor = queue.take(); mentor >= 0 && queue.taken() < best; mentor = queue.take()) {
      if (queue.taken() > distance[mentor]!) continue // a shorter way was found after this entry
      settled.push(mentor)
      for (let rival = first[mentor]!; rival >= 0; rival = next[rival]!) {
        const cost = distance[mentor]! + unmatched - worth[rival]!
        if (cost < best) {
          best = cost
          leaver = rival
          lastMentor = -1
        }
        look(rival, distance[mentor]!)
      }
    }

    worth[mentee]! += best
    for (const mentor of settled) {
      const gain = best - distance[mentor]!
      if (gain <= 0) continue
      price[mentor]! += gain
      for (let rival = first[mentor]!; rival >= 0; rival = next[rival]!) worth[rival]! += gain
    }
    if (leaver !== mentee) {
      let free = leaver < 0 ? lastMentor : mentorOf[leaver]!
      if (leaver >= 0) move(leaver, -1)
      for (let mover = reachedBy[free]!; ; mover = reachedBy[free]!) {
        const left = mentorOf[mover]!
        move(mover, free)
        if (mover === mentee) break
        free = left
      }
    }
    for (const mentor of touched) distance[mentor] = Number.POSITIVE_INFINITY
    touched = []
    queue.clear()
  }
  return { mentorOf, prices: { mentees: [...worth], mentors: [...price], beyondMinimum, unmatched } }
}
