import { nextEnrolmentStatuses, type Enrolment } from '@tandem/lists'
import { once, type Planned, type ProgrammeState } from '../programme/state.js'
import type { Instant } from '../time.js'

/** Still taking part: has not left by any door. */
export const takesPart = (enrolment: Enrolment): boolean =>
  !['invited', 'refused', 'expired', 'withdrawn', 'unmatched', 'finished'].includes(enrolment.Status)

/** Invitations, goodbyes to those who left the company, and the word to everyone who stays without a tandem. */
export function planEnrolments({ programme, enrolments, gone }: ProgrammeState, now: Instant): readonly Planned[] {
  if (programme.Status === 'draft' || programme.Status === 'closed') return []
  return enrolments.flatMap((enrolment): Planned[] => {
    const { EnrolmentKey: key, Person: person } = enrolment
    if (gone.has(person))
      return nextEnrolmentStatuses[enrolment.Status].includes('withdrawn') ? [once('leave', key, person, now)] : []
    if (enrolment.Status === 'invited') {
      return programme.Status === 'inviting' && enrolment.InvitedOn === null ? [once('invite', key, person, now)] : []
    }
    const leftOut = enrolment.Status === 'refused' || enrolment.Status === 'expired' || enrolment.Status === 'unmatched'
    if (!leftOut || enrolment.ToldOn !== null || enrolment.Rule === null) return []
    // Until publication the match may still change, so nobody is told of it before.
    const ofTheMatch = enrolment.Status === 'unmatched' && enrolment.Rule !== 'no_assessment'
    if (ofTheMatch && programme.PublishedOn === null) return []
    return [{ ...once('tell-unmatched', key, person, now), generation: `${enrolment.Status}.${enrolment.DecidedOn ?? ''}` }]
  })
}
