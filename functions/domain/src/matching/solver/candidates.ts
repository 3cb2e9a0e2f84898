import { mentorsAtMost, type Row } from './problem.js'

/**
 * The pairs a good plan is most likely made of: everybody's best, on either side. A mentor who is on nobody's list still
 * needs a minimum, and a mentee on no mentor's list still needs somebody. Nobody is lost by this choice: every other pair is
 * compared with the prices later on.
 */
export function candidatesOf(rows: readonly Row[], free: Uint8Array, mentors: number, perPerson: number): Row[] {
  const ofMentees = shortLists(rows.length, mentors, perPerson)
  const ofMentors = shortLists(mentors, rows.length, perPerson)
  rows.forEach((row, mentee) => {
    if (!free[mentee]) return
    for (let at = 0; at < row.mentors.length; at++) {
      const score = row.scores[at]!
      const mentor = row.mentors[at]!
      ofMentees.offer(mentee, mentor, score)
      ofMentors.offer(mentor, mentee, score)
    }
  })
  const chosen = rows.map((): number[] => [])
  const choose = (mentee: number, mentor: number, score: number): void => {
    chosen[mentee]!.push(mentor * 2 ** 31 + score)
  }
  for (let mentee = 0; mentee < rows.length; mentee++) ofMentees.each(mentee, (mentor, score) => choose(mentee, mentor, score))
  for (let mentor = 0; mentor < mentors; mentor++) ofMentors.each(mentor, (mentee, score) => choose(mentee, mentor, score))
  return chosen.map((both) => {
    const once = Float64Array.from(both).sort()
    const distinct = once.filter((value, at) => value !== once[at - 1])
    return {
      mentors: Int32Array.from(distinct, (value) => Math.floor(value / 2 ** 31)),
      scores: Int32Array.from(distinct, (value) => value % 2 ** 31),
    }
  })
}

type ShortLists = {
  readonly offer: (owner: number, other: number, score: number) => void
  readonly each: (owner: number, told: (other: number, score: number) => void) => void
}

/**
 * For each owner the best few of all that is offered, as a heap with the worst on top. Among equal scores each owner begins
 * with another person, as a list of the same few for everybody would help nobody.
 */
function shortLists(owners: number, others: number, length: number): ShortLists {
  const most = Math.min(length, others)
  const keys = new Float64Array(owners * most)
  const held = new Int32Array(owners)
  return {
    offer: (owner, other, score) => {
      const start = owner * most
      const size = held[owner]!
      if (size === most && score * mentorsAtMost + mentorsAtMost <= keys[start]!) return
      const key = score * mentorsAtMost + ((other + others - (owner % others)) % others)
      let slot: number
      if (size < most) {
        slot = size
        held[owner] = size + 1
        while (slot > 0) {
          const parent = (slot - 1) >> 1
          if (keys[start + parent]! <= key) break
          keys[start + slot] = keys[start + parent]!
          slot = parent
        }
      } else {
        if (key <= keys[start]!) return
        slot = 0
        for (let child = 1; child < most; child = 2 * slot + 1) {
          if (child + 1 < most && keys[start + child + 1]! < keys[start + child]!) child += 1
          if (keys[start + child]! >= key) break
          keys[start + slot] = keys[start + child]!
          slot = child
        }
      }
      keys[start + slot] = key
    },
    each: (owner, told) => {
      for (let at = owner * most; at < owner * most + held[owner]!; at++) {
        const score = Math.floor(keys[at]! / mentorsAtMost)
        const turned = keys[at]! - score * mentorsAtMost
        told((turned + owner) % others, score)
      }
    },
  }
}
