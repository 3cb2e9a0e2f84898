import { nextEnrolmentStatuses } from '@tandem/lists'
import type { Deeds } from '../programme/carry-out.js'
import { writerOf } from '../mail/write-to.js'
import type { Parts } from '../parts.js'
import { programmeOf, settled } from '../stores/found.js'

/** Invitations, the word to those who stay without a tandem, and goodbyes. */
export function enrolmentDeeds(parts: Parts): Pick<Deeds, 'invite' | 'tell-unmatched' | 'leave'> {
  const { stores, now } = parts
  const write = writerOf(parts)
  return {
    async invite(step, again) {
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (!enrolment || enrolment.row.InvitedOn !== null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const { Role: role, Person: to } = enrolment.row
      const values = {
        programme: programme.Name,
        role,
        meetings: programme.Settings.meetings,
        minutes: programme.Settings.meetingMinutes,
      }
      await write({ key: step.StepKey, to, name: `invite-${role}`, values, page: 'tandem', again })
      await stores.enrolments.revise(step.Subject, (row) => (row.InvitedOn === null ? { InvitedOn: now() } : undefined))
    },

    async 'tell-unmatched'(step, again) {
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (!enrolment || enrolment.row.ToldOn !== null || enrolment.row.Reason === null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const { Reason: reason, Person: to } = enrolment.row
      await write({
        key: step.StepKey,
        to,
        name: 'unmatched',
        values: { programme: programme.Name },
        points: (say) => [say(reason)],
        page: 'tandem',
        again,
      })
      await stores.enrolments.revise(step.Subject, (row) => (row.ToldOn === null ? { ToldOn: now() } : undefined))
    },

    async leave(step) {
      const enrolment = await settled(stores.enrolments, step.Subject)
      const name = { key: 'outcome.left', values: {} }
      await stores.enrolments.revise(enrolment.EnrolmentKey, (row) =>
        nextEnrolmentStatuses[row.Status].includes('withdrawn')
          ? { Status: 'withdrawn', Rule: row.ConsentOn === null ? null : 'left', Reason: name }
          : undefined,
      )
    },
  }
}
