import { mostMatched, type Filling } from './most-matched.js'
import type { Row } from './problem.js'

/** Some of the pairs of every row, to which more are added where they turn out to matter. */
export type Choice = { readonly rows: readonly Row[]; readonly chosen: Row[]; readonly free: Uint8Array }

/** More at once make the search slower, fewer make more searches. */
const addedPerMentee = 8

/**
 * The largest number of mentees that fit into the places, proven for all pairs and found among few. The chosen pairs alone
 * already give a cover; a pair that this cover leaves untouched is one that could make a difference, so it is chosen too.
 * When no pair is left untouched, the cover is the proof for all pairs. It ends at once when `enough` are matched.
 */
export function filling(
  { rows, chosen, free }: Choice,
  floor: number,
  places: Int32Array,
  enough: number,
  start?: Int32Array,
): Filling {
  const inCover = new Uint8Array(places.length)
  for (let from = start; ;) {
    const found = mostMatched({ rows: chosen, free, floor }, places, from)
    if (found.matched >= enough) return found
    from = found.mentorOf
    inCover.fill(0)
    for (const mentor of found.cover.mentors) inCover[mentor] = 1
    const covered = new Set(found.cover.mentees)
    let added = false
    for (let mentee = 0; mentee < rows.length; mentee++) {
      if (!free[mentee] || covered.has(mentee)) continue
      const untouched = untouchedIn(rows[mentee]!, floor, inCover, mentee)
      if (untouched.length === 0) continue
      chosen[mentee] = joined(chosen[mentee]!, rows[mentee]!, untouched)
      added = true
    }
    if (!added) return found
  }
}

/** Everybody begins elsewhere in their row, so that not all of them choose the same few. */
function untouchedIn({ mentors, scores }: Row, floor: number, inCover: Uint8Array, mentee: number): number[] {
  const found: number[] = []
  let at = mentors.length === 0 ? 0 : (mentee * 7919) % mentors.length
  for (let turn = 0; turn < mentors.length && found.length < addedPerMentee; turn++) {
    if (scores[at]! >= floor && inCover[mentors[at]!] === 0) found.push(at)
    at = at + 1 === mentors.length ? 0 : at + 1
  }
  return found
}

function joined(own: Row, row: Row, more: readonly number[]): Row {
  const pairs = [
    ...Array.from(own.mentors, (mentor, at) => [mentor, own.scores[at]!] as const),
    ...more.map((at) => [row.mentors[at]!, row.scores[at]!] as const),
  ].sort(([a], [b]) => a - b)
  return { mentors: Int32Array.from(pairs, ([mentor]) => mentor), scores: Int32Array.from(pairs, ([, score]) => score) }
}
