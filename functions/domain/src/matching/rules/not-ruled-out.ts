import type { PairOfIds } from '../match-input.js'
import { reason, type Rule } from './rule.js'

/** "Never these two": the programme team knows things that no directory holds, and need not say which. */
export function notRuledOut(forbidden: readonly PairOfIds[]): Rule {
  const mentorsFor = new Map<string, Set<string>>()
  for (const { menteeId, mentorId } of forbidden) {
    const known = mentorsFor.get(menteeId)
    if (known) known.add(mentorId)
    else mentorsFor.set(menteeId, new Set([mentorId]))
  }
  return {
    name: 'forbidden',
    broken: ({ mentee, mentor }) => mentorsFor.get(mentee.personId)?.has(mentor.personId) ?? false,
    reason: ({ mentee, mentor }) => reason('ruled-out', { menteeId: mentee.personId, mentorId: mentor.personId }),
  }
}
