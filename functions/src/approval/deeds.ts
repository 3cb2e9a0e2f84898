import type { Deeds } from '../programme/carry-out.js'
import { writerOf } from '../mail/write-to.js'
import { cardOf } from '../directory/directory.js'
import type { Parts } from '../parts.js'
import { programmeOf } from '../stores/found.js'

/** Asks line managers, and lets requests lapse that nobody answered. */
export function approvalDeeds(parts: Parts): Pick<Deeds, 'ask-approver' | 'expire-approval'> {
  const { stores, directory, now } = parts
  const write = writerOf(parts)
  return {
    async 'ask-approver'(step, again) {
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (
        !enrolment ||
        enrolment.row.Status !== 'volunteered' ||
        enrolment.row.ApproverAskedOn !== null ||
        enrolment.row.Approver === null
      )
        return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const organisation = await directory.read()
      const values = {
        programme: programme.Name,
        name: cardOf(organisation, enrolment.row.Person).name,
        role: enrolment.row.Role,
        meetings: programme.Settings.meetings,
        days: programme.Settings.approvalDays,
      }
      await write({ key: step.StepKey, to: enrolment.row.Approver, name: 'ask-approver', values, page: 'approvals', again })
      await stores.enrolments.revise(step.Subject, (row) =>
        row.ApproverAskedOn === null ? { ApproverAskedOn: now() } : undefined,
      )
    },

    async 'expire-approval'(step) {
      await stores.enrolments.revise(step.Subject, (row) =>
        row.Status === 'volunteered' && row.AnsweredOn === step.StepKey.split('/').at(-1)
          ? {
              Status: 'expired',
              DecidedOn: now(),
              Rule: 'approval_expired',
              Reason: { key: 'outcome.approval-expired', values: {} },
            }
          : undefined,
      )
    },
  }
}
