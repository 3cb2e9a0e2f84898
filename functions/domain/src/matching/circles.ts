import type { Problem } from './solver/problem.js'

/** Mentees who compete for the same mentors, directly or through others. They are more than the places. */
export type Circle = { readonly mentees: readonly number[]; readonly mentors: readonly number[]; readonly places: number }

/**
 * For everybody without a mentor: who could take the place of somebody who could take the place … of their possible
 * mentors. Circles that meet are one, so each pair is looked at once, however many people are left out.
 */
export function circlesOf(
  { rows, capacity, locked }: Problem,
  mentorOf: Int32Array,
  menteesOf: readonly (readonly number[])[],
): (mentee: number) => Circle {
  const circleOf = new Int32Array(capacity.length).fill(-1)
  const startOf = new Map<number, number>()
  const joined: number[] = []
  const own: { mentees: number[]; mentors: number[]; places: number }[] = []
  const rootOf = (circle: number): number => {
    let root = circle
    while (joined[root] !== root) root = joined[root]!
    return root
  }
  mentorOf.forEach((mentor, start) => {
    if (mentor >= 0) return
    const number = own.length
    const circle = { mentees: [start], mentors: [] as number[], places: 0 }
    startOf.set(start, number)
    joined.push(number)
    own.push(circle)
    const waiting = [start]
    for (let mentee = waiting.pop(); mentee !== undefined; mentee = waiting.pop()) {
      if (locked[mentee]! >= 0) continue
      for (const wanted of rows[mentee]!.mentors) {
        if (circleOf[wanted]! >= 0) {
          joined[rootOf(circleOf[wanted]!)] = rootOf(number)
          continue
        }
        circleOf[wanted] = number
        circle.mentors.push(wanted)
        circle.places += capacity[wanted]!
        for (const rival of menteesOf[wanted]!) {
          circle.mentees.push(rival)
          waiting.push(rival)
        }
      }
    }
  })
  const whole = new Map<number, { mentees: number[]; mentors: number[]; places: number }>()
  own.forEach((circle, number) => {
    const root = rootOf(number)
    const sum = whole.get(root) ?? { mentees: [], mentors: [], places: 0 }
    whole.set(root, sum)
    for (const mentee of circle.mentees) sum.mentees.push(mentee)
    for (const mentor of circle.mentors) sum.mentors.push(mentor)
    sum.places += circle.places
  })
  return (mentee) => whole.get(rootOf(startOf.get(mentee)!))!
}

export function menteesByMentor(mentorOf: Int32Array, mentors: number): number[][] {
  const menteesOf = Array.from({ length: mentors }, (): number[] => [])
  mentorOf.forEach((mentor, mentee) => menteesOf[mentor]?.push(mentee))
  return menteesOf
}
