import { reason, type Rule } from './rule.js'

/** Somebody may teach one person and learn from another, but a tandem has two seats. */
export const twoPeople: Rule = {
  name: 'same_person',
  broken: ({ mentee, mentor }) => mentee.personId === mentor.personId,
  reason: ({ mentee }) => reason('same-person', { personId: mentee.personId }),
}
