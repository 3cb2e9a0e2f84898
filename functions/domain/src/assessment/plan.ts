import { once, type Planned, type ProgrammeState } from '../programme/state.js'
import type { Instant } from '../time.js'

/** The first assessment: a card to everyone approved while it is open; whoever has not answered when it closes cannot be matched. */
export function planAssessments({ programme, enrolments, gone }: ProgrammeState, now: Instant): readonly Planned[] {
  if (!['assessing', 'matching', 'running'].includes(programme.Status)) return []
  return enrolments.flatMap((enrolment): Planned[] => {
    if (enrolment.Status !== 'approved' || gone.has(enrolment.Person)) return []
    const { EnrolmentKey: key, Person: person } = enrolment
    if (programme.Status !== 'assessing') return [once('close-without-assessment', key, person, now)]
    return enrolment.AssessmentAskedOn === null ? [once('ask-assessment', key, person, now)] : []
  })
}
