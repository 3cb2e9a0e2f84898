import type { MakeEngine, Penalties, Plan } from './engine.js'
import { loads } from './loads.js'
import { nearestFirst } from './nearest-first.js'
import type { Remainder, Row } from './problem.js'
import { MatchingStopped } from './watch.js'

/** The second engine: it knows nothing of the first but what a plan costs. Each time it begins from nothing. */
export const pathsEngine: MakeEngine = (candidates, remainder, penalties) => {
  const pairs = candidates.map(({ mentors, scores }) => Array.from(mentors, (mentor, at) => ({ mentor, score: scores[at]! })))
  let searches = 0
  return {
    add: (mentee, mentor, score) => void pairs[mentee]!.push({ mentor, score }),
    cheapest: (goOn) => {
      const rows = pairs.map((row): Row => {
        row.sort((a, b) => b.score - a.score || a.mentor - b.mentor)
        return { mentors: Int32Array.from(row, ({ mentor }) => mentor), scores: Int32Array.from(row, ({ score }) => score) }
      })
      searches += rows.length
      return successivePaths(rows, remainder, penalties, goOn)
    },
    steps: () => searches,
  }
}

/**
 * Mentees join one after the other along the cheapest path of changes; the prices that make every path cheap to find are
 * the proof at the end. Rows hold the best score first.
 */
function successivePaths(
  rows: readonly Row[],
  { places, firstPlaces }: Remainder,
  { top, beyondMinimum, unmatched }: Penalties,
  goOn?: () => boolean,
): Plan {
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
    for (let at = 0; at < mentors.length; at++) {
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
    if (rows[mentee]!.mentors.length === 0) continue
    if ((mentee & 255) === 255 && goOn && !goOn()) throw new MatchingStopped()
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
