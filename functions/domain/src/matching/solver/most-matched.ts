import { loads } from './loads.js'
import { scoreIn, type Cover, type Row } from './problem.js'

export type Filling = { readonly mentorOf: Int32Array; readonly matched: number; readonly cover: Cover }

/** Which pairs count: those of free mentees with at least this score. */
export type Offer = { readonly rows: readonly Row[]; readonly free: Uint8Array; readonly floor: number }

/**
 * The largest number of mentees that fit into the places, by augmenting paths in phases; a mentor is searched once a phase.
 * The last phase finds nothing, and what it reached is the proof: everybody it reached competes for places that are all
 * taken. The other mentees and the reached mentors together touch every pair and have exactly as many places as are filled.
 */
export function mostMatched({ rows, free, floor }: Offer, places: Int32Array, start?: Int32Array): Filling {
  const plan = loads(rows.length, places.length)
  const { mentorOf, load, first, next, move } = plan
  for (let mentee = 0; mentee < rows.length; mentee++) {
    const kept = start?.[mentee] ?? -1
    if (free[mentee] && kept >= 0 && load[kept]! < places[kept]! && (scoreIn(rows[mentee]!, kept) ?? -1) >= floor)
      move(mentee, kept)
  }
  const looked = new Int32Array(rows.length)
  /** A mentor with a free place. Who is full stays full, so nobody is looked at twice, however often this is asked. */
  const firstFree = (mentee: number): number => {
    const { mentors, scores } = rows[mentee]!
    // Everybody begins elsewhere in their row, or all of them would want the same few.
    const shift = mentors.length === 0 ? 0 : mentee % mentors.length
    for (; looked[mentee]! < mentors.length; looked[mentee]! += 1) {
      const at = looked[mentee]! + shift < mentors.length ? looked[mentee]! + shift : looked[mentee]! + shift - mentors.length
      if (scores[at]! >= floor && load[mentors[at]!]! < places[mentors[at]!]!) return mentors[at]!
    }
    return -1
  }
  for (let mentee = 0; mentee < rows.length; mentee++) {
    const mentor = free[mentee] && mentorOf[mentee]! < 0 ? firstFree(mentee) : -1
    if (mentor >= 0) move(mentee, mentor)
  }

  const searched = new Int32Array(places.length)
  const cursor = new Int32Array(places.length)
  const tried = new Int32Array(rows.length)
  const met = new Int32Array(rows.length)
  let phase = 0
  /** The next mentee of a mentor whom nobody met in this phase; a list that changed under way is begun anew. */
  const nextRival = (mentor: number): number => {
    let rival = cursor[mentor]!
    while (rival >= 0 && (met[rival] === phase || mentorOf[rival] !== mentor))
      rival = mentorOf[rival] === mentor ? next[rival]! : first[mentor]!
    cursor[mentor] = rival < 0 ? -1 : next[rival]!
    return rival
  }
  const augment = (from: number): boolean => {
    met[from] = phase
    const path = [from]
    tried[from] = 0
    while (path.length > 0) {
      const mentee = path[path.length - 1]!
      const vacancy = tried[mentee] === 0 ? firstFree(mentee) : -1
      if (vacancy >= 0) {
        let place = vacancy
        for (let step = path.length - 1; step >= 0; step--) {
          const left = mentorOf[path[step]!]!
          move(path[step]!, place)
          place = left
        }
        return true
      }
      const { mentors, scores } = rows[mentee]!
      let at = tried[mentee]!
      while (at < mentors.length && (scores[at]! < floor || (searched[mentors[at]!] === phase && cursor[mentors[at]!]! < 0)))
        at += 1
      tried[mentee] = at
      if (at >= mentors.length) {
        path.pop()
        continue
      }
      const mentor = mentors[at]!
      if (searched[mentor] !== phase) {
        searched[mentor] = phase
        cursor[mentor] = first[mentor]!
      }
      const rival = nextRival(mentor)
      if (rival < 0) {
        tried[mentee]! += 1
        continue
      }
      met[rival] = phase
      tried[rival] = 0
      path.push(rival)
    }
    return false
  }
  const placesInAll = places.reduce((sum, own) => sum + own, 0)
  let matched = mentorOf.reduce((sum, mentor) => sum + (mentor < 0 ? 0 : 1), 0)
  for (let found = true; found && matched < placesInAll;) {
    found = false
    phase += 1
    for (let mentee = 0; mentee < rows.length; mentee++)
      if (free[mentee] && mentorOf[mentee]! < 0 && augment(mentee)) {
        found = true
        matched += 1
      }
  }
  if (matched === placesInAll) return { mentorOf, matched, cover: { mentees: [], mentors: indices(places.length, () => true) } }
  const mentors = indices(places.length, (mentor) => searched[mentor] === phase)
  const mentees = indices(rows.length, (mentee) => mentorOf[mentee]! >= 0 && searched[mentorOf[mentee]!] !== phase)
  return { mentorOf, matched, cover: { mentees, mentors } }
}

export function indices(size: number, wanted: (index: number) => boolean): number[] {
  const found: number[] = []
  for (let index = 0; index < size; index++) if (wanted(index)) found.push(index)
  return found
}
