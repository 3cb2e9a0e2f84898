import { once, type Planned, type ProgrammeState } from '../programme/state.js'
import { addDays, morningAfter, type Instant } from '../time.js'

/** When a request to a line manager lapses. */
export const approvalExpires = (answeredOn: Instant, approvalDays: number): Instant =>
  morningAfter(addDays(answeredOn, approvalDays))

/** Managers are asked at once; without an answer in time the request lapses, and at the latest when the matching begins. */
export function planApprovals({ programme, enrolments, gone }: ProgrammeState, now: Instant): readonly Planned[] {
  if (programme.Status === 'draft' || programme.Status === 'closed') return []
  const early = programme.Status === 'inviting' || programme.Status === 'assessing'
  return enrolments.flatMap((enrolment): Planned[] => {
    if (enrolment.Status !== 'volunteered' || enrolment.AnsweredOn === null || gone.has(enrolment.Person)) return []
    const { EnrolmentKey: key, Person: person } = enrolment
    const expires = early ? approvalExpires(enrolment.AnsweredOn, programme.Settings.approvalDays) : now
    const expire = { ...once('expire-approval', key, person, expires), generation: enrolment.AnsweredOn }
    const ask = enrolment.Approver !== null && enrolment.ApproverAskedOn === null && early && expires > now
    return ask ? [{ ...once('ask-approver', key, enrolment.Approver, now), generation: enrolment.AnsweredOn }, expire] : [expire]
  })
}
