/** Who is with which mentor, with each mentor's mentees as a linked list: capacities may be huge, lists of slots may not. */
export type Loads = {
  readonly mentorOf: Int32Array
  readonly load: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
  readonly move: (mentee: number, mentor: number) => void
}

/** Moving to -1 leaves the mentee without a mentor. */
export function loads(mentees: number, mentors: number): Loads {
  const mentorOf = new Int32Array(mentees).fill(-1)
  const load = new Int32Array(mentors)
  const first = new Int32Array(mentors).fill(-1)
  const next = new Int32Array(mentees).fill(-1)
  const before = new Int32Array(mentees).fill(-1)
  const move = (mentee: number, mentor: number): void => {
    const old = mentorOf[mentee]!
    if (old >= 0) {
      const left = before[mentee]!
      const right = next[mentee]!
      if (left >= 0) next[left] = right
      else first[old] = right
      if (right >= 0) before[right] = left
      load[old]! -= 1
    }
    mentorOf[mentee] = mentor
    if (mentor < 0) return
    const right = first[mentor]!
    before[mentee] = -1
    next[mentee] = right
    if (right >= 0) before[right] = mentee
    first[mentor] = mentee
    load[mentor]! += 1
  }
  return { mentorOf, load, first, next, move }
}
