import { reason, type Rule } from './rule.js'

/** A department nobody knows is not proven to be another one. */
export const differentDepartment: Rule = {
  name: 'same_department',
  broken: ({ mentee, mentor }) => {
    const own = mentee.org?.department ?? null
    return own === null || own === (mentor.org?.department ?? own)
  },
  reason: ({ mentee, mentor }) => {
    const own = mentee.org?.department ?? null
    const other = mentor.org?.department ?? null
    if (own === null && other === null)
      return reason('departments-unknown', { menteeId: mentee.personId, mentorId: mentor.personId })
    if (own === null) return reason('mentee-department-unknown', { personId: mentee.personId })
    if (other === null) return reason('mentor-department-unknown', { personId: mentor.personId })
    return reason('same-department', { department: own })
  },
}
