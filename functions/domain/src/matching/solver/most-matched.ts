import { loads } from './loads.js'
import type { Cover, Row } from './problem.js'

export type Filling = { readonly mentorOf: Int32Array; readonly matched: number; readonly cover: Cover }

/**
 * The largest number of mentees that fit into the places, by augmenting paths in phases; a mentor is searched once a phase.
 * The last phase finds nothing, and what it reached is the proof: everybody it reached competes for places that are all
 * taken. The other mentees and the reached mentors together touch every pair and have exactly as many places as are filled.
 */
export function mostMatched(rows: readonly Row[], offered: Int32Array, places: Int32Array, start?: Int32Array): Filling {
  const plan = loads(rows.length, places.length)
  const { mentorOf, load, first, next, move } = plan
  const firstFree = (mentee: number): number => {
    const { mentors } = rows[mentee]!
    for (let at = 0; at < offered[mentee]!; at++) if (load[mentors[at]!]! < places[mentors[at]!]!) return mentors[at]!
    return -1
  }
  for (let mentee = 0; mentee < rows.length; mentee++) {
    const kept = start?.[mentee] ?? -1
    if (kept >= 0 && load[kept]! < places[kept]! && rows[mentee]!.mentors.subarray(0, offered[mentee]!).includes(kept))
      move(mentee, kept)
  }
  for (let mentee = 0; mentee < rows.length; mentee++) {
    const mentor = mentorOf[mentee]! < 0 ? firstFree(mentee) : -1
    if (mentor >= 0) move(mentee, mentor)
  }

  const searched = new Int32Array(places.length)
  const cursor = new Int32Array(places.length)
  const tried = new Int32Array(rows.length)
  let phase = 0
  const augment = (from: number): boolean => {
    const path = [from]
    tried[from] = 0
    while (path.length > 0) {
      const mentee = path[path.length - 1]!
      if (tried[mentee]! >= offered[mentee]!) {
        path.pop()
        continue
      }
      const mentor = rows[mentee]!.mentors[tried[mentee]!]!
      if (load[mentor]! < places[mentor]!) {
        let free = mentor
        for (let at = path.length - 1; at >= 0; at--) {
          const left = mentorOf[path[at]!]!
          move(path[at]!, free)
          free = left
        }
        return true
      }
      if (searched[mentor] !== phase) {
        searched[mentor] = phase
        cursor[mentor] = first[mentor]!
      }
      const rival = cursor[mentor]!
      // A rival who moved on earlier in this phase ends the list; the next phase looks again.
      if (rival < 0 || mentorOf[rival] !== mentor) {
        cursor[mentor] = -1
        tried[mentee]! += 1
        continue
      }
      cursor[mentor] = next[rival]!
      tried[rival] = 0
      path.push(rival)
    }
    return false
  }
  for (let found = true; found;) {
    found = false
    phase += 1
    for (let mentee = 0; mentee < rows.length; mentee++)
      if (mentorOf[mentee]! < 0 && offered[mentee]! > 0 && augment(mentee)) found = true
  }

  const mentors = indices(places.length, (mentor) => searched[mentor] === phase)
  const mentees = indices(rows.length, (mentee) => mentorOf[mentee]! >= 0 && searched[mentorOf[mentee]!] !== phase)
  return { mentorOf, matched: mentorOf.reduce((sum, mentor) => sum + (mentor < 0 ? 0 : 1), 0), cover: { mentees, mentors } }
}

function indices(size: number, wanted: (index: number) => boolean): number[] {
  const found: number[] = []
  for (let index = 0; index < size; index++) if (wanted(index)) found.push(index)
  return found
}
