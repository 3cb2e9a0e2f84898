import { reason, type Rule } from './rule.js'

/** Two people with one manager are compared with each other once a year; that is no ground for admitting what one cannot do. */
export const differentManager: Rule = {
  name: 'same_manager',
  broken: ({ mentee, mentor }) => {
    const managerId = mentee.line?.managerId ?? null
    return managerId !== null && managerId === mentor.line?.managerId
  },
  reason: ({ mentee }) => reason('same-manager', { managerId: mentee.line?.managerId ?? '' }),
}
