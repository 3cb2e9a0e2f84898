import { leadsTo } from '../../directory/index.js'
import { reason, type Rule } from './rule.js'

/**
 * A mentor has to be free to be blunt with someone senior. Nobody is, towards a person who can reach their review, so the
 * whole chain counts and not only one step up. Independence has to be proven: who is not in the directory cannot be.
 */
export const outsideReportingLine: Rule = {
  name: 'reporting_line',
  broken: ({ mentee, mentor }) =>
    mentee.line === null || mentor.line === null || leadsTo(mentee.line, mentor.line) || leadsTo(mentor.line, mentee.line),
  reason: ({ mentee, mentor }) => {
    if (mentee.line === null) return reason('mentee-not-in-directory', { personId: mentee.personId })
    if (mentor.line === null) return reason('mentor-not-in-directory', { personId: mentor.personId })
    const key = leadsTo(mentee.line, mentor.line) ? 'mentor-reports-to-mentee' : 'mentee-reports-to-mentor'
    return reason(key, { menteeId: mentee.personId, mentorId: mentor.personId })
  },
}
