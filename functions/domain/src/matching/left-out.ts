import { brokenRule, type Field } from './field.js'
import { exclusionRules, type ExclusionRule, type Reason, type Unmatched } from './match-result.js'
import { reason, type Couple } from './rules/rule.js'
import { circlesOf, menteesByMentor } from './circles.js'
import type { Problem } from './solver/problem.js'

/**
 * Nobody is left out without a rule that says why.
 *
 * Somebody whom the rules leave no partner: the rule that excluded most of them, a pair counting for the first rule that
 * applies; of two rules with as many, the one asked first. Where nobody else offers or wants a place at all: `capacity`.
 *
 * A mentee who has possible mentors: all of these are full, and so are all the mentors their mentees could change to, or
 * the plan would not match the most people. So the mentees who compete here are more than the places open to them. It is
 * `capacity` when no place that any mentee of the round may take is free, `competition` when such places are left, but
 * only with mentors who none of these competitors may have. `rivals` and `places` count everybody who competes, directly
 * or through others, so their difference is how many of them are left out.
 *
 * A mentor who has possible mentees: `capacity` when they offer no place, otherwise `competition`, as every one of these
 * mentees either fits better elsewhere or is needed by somebody else.
 */
export function leftOut(field: Field, problem: Problem, mentorOf: Int32Array): Unmatched[] {
  const { mentees, mentors } = field
  const menteesOf = menteesByMentor(mentorOf, mentors.length)
  const wantedBy = new Int32Array(mentors.length)
  for (const { mentors: row } of problem.rows) for (const mentor of row) wantedBy[mentor]! += 1
  const usable = (mentor: number): boolean => menteesOf[mentor]!.length < problem.capacity[mentor]! && wantedBy[mentor]! > 0

  // Whoever competes does so for mentors who are full, so every mentor with a place left is outside all circles.
  const placesElsewhere = mentors.filter((_, mentor) => usable(mentor)).length
  const circleWith = circlesOf(problem, mentorOf, menteesOf)

  const found: Unmatched[] = []
  mentees.forEach((mentee, index) => {
    if (mentorOf[index]! >= 0) return
    const person = { personId: mentee.personId, role: 'mentee' as const }
    if (problem.rows[index]!.mentors.length === 0) {
      found.push({
        ...person,
        ...mostExcluding(
          field,
          mentors.map((mentor) => ({ mentee, mentor })),
          'nobody-offers-a-place',
        ),
      })
      return
    }
    const circle = circleWith(index)
    const values = { rivals: circle.mentees.length, places: circle.places, mentors: circle.mentors.length }
    if (placesElsewhere === 0) found.push({ ...person, rule: 'capacity', reason: reason('more-mentees-than-places', values) })
    else
      found.push({
        ...person,
        rule: 'competition',
        reason: reason('places-left-only-elsewhere', { ...values, mentorsWithPlaces: placesElsewhere }),
      })
  })
  mentors.forEach((mentor, index) => {
    if (menteesOf[index]!.length > 0) return
    const person = { personId: mentor.personId, role: 'mentor' as const }
    const mayTake = wantedBy[index]!
    if (mentor.capacity === 0) found.push({ ...person, rule: 'capacity', reason: reason('offers-no-place', {}) })
    else if (mayTake > 0)
      found.push({ ...person, rule: 'competition', reason: reason('mentees-are-with-others', { possibleMentees: mayTake }) })
    else
      found.push({
        ...person,
        ...mostExcluding(
          field,
          mentees.map((mentee) => ({ mentee, mentor })),
          'nobody-asks-for-a-place',
        ),
      })
  })
  return found
}

/** The reason is the most frequent one within the rule, counted: three mentors of unknown department are not "your department". */
function mostExcluding(field: Field, couples: readonly Couple[], whenNobody: string): Pick<Unmatched, 'rule' | 'reason'> {
  const reasons = new Map<ExclusionRule, Map<string, number>>()
  for (const couple of couples) {
    const rule = brokenRule(field, couple)
    if (rule === null) continue
    const keys = reasons.get(rule.name) ?? new Map<string, number>()
    const { key } = rule.reason(couple)
    reasons.set(rule.name, keys.set(key, (keys.get(key) ?? 0) + 1))
  }
  let most: { rule: Exclude<ExclusionRule, 'same_person'>; excluded: number; reason: Reason } | null = null
  for (const rule of exclusionRules) {
    const keys = [...(reasons.get(rule) ?? [])].sort(([keyA, a], [keyB, b]) => b - a || (keyA < keyB ? -1 : 1))
    const excluded = keys.reduce((sum, [, count]) => sum + count, 0)
    const telling = keys[0]
    if (rule === 'same_person' || telling === undefined || excluded <= (most?.excluded ?? 0)) continue
    most = { rule, excluded, reason: reason(telling[0], { excluded, of: couples.length }) }
  }
  return most === null ? { rule: 'capacity', reason: reason(whenNobody, {}) } : { rule: most.rule, reason: most.reason }
}
