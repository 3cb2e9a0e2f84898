import { phaseEnds } from '../programme/phases.js'
import { once, type Planned, type ProgrammeState } from '../programme/state.js'
import type { Instant } from '../time.js'

/** The second assessment and the evaluation go to everyone who was in a tandem; when time is over, all are finished. */
export function planEvaluation({ programme, enrolments, tandems, gone }: ProgrammeState, now: Instant): readonly Planned[] {
  if (programme.Status !== 'evaluating') return []
  const ends = phaseEnds(programme) ?? now
  const met = new Set(tandems.filter((tandem) => tandem.PublishedOn !== null).flatMap((tandem) => [tandem.Mentee, tandem.Mentor]))
  return enrolments.flatMap((enrolment): Planned[] => {
    if (enrolment.Status !== 'matched' || gone.has(enrolment.Person)) return []
    const { EnrolmentKey: key, Person: person } = enrolment
    const finish = once('finish-enrolment', key, person, ends)
    const ask = met.has(person) && enrolment.AfterAskedOn === null && ends > now
    return ask ? [once('ask-evaluation', key, person, now), finish] : [finish]
  })
}
