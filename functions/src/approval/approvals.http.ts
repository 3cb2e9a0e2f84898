import { answerApproval, listApprovals } from '@tandem/contract'
import { approvalExpires } from '@tandem/domain'
import { nextEnrolmentStatuses, type Enrolment } from '@tandem/lists'
import type { Caller } from '../caller.js'
import { cardOf, type Organisation } from '../directory/directory.js'
import { isForTheTeam } from './is-for-the-team.js'
import { NotYours, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'

const stateOf = (enrolment: Enrolment) => {
  if (enrolment.Status === 'volunteered') return 'waiting' as const
  if (enrolment.Status === 'withdrawn' && enrolment.DecidedOn === null) return 'withdrawn' as const
  if (enrolment.Status === 'refused') return 'refused' as const
  if (enrolment.Status === 'expired') return 'expired' as const
  return 'approved' as const
}

/** Line managers say yes or no to a report's taking part. They learn nothing else: not the reason, not the result, not the partner. */
export function registerApprovals(serve: Serve, parts: Parts): void {
  const { stores, directory, now } = parts

  /** Withdrawn before the answer: shown as that, without a reason. Withdrawn later is no business of the manager's, so the answer stands. */
  serve(listApprovals, async ({ caller, say }) => {
    const [asked, organisation] = await Promise.all([stores.enrolments.find(['Approver', caller.id]), directory.read()])
    const shown = asked.map(({ row }) => row).filter((row) => row.AnsweredOn !== null && row.ConsentOn !== null)
    const programmes = new Map(
      await Promise.all(
        [...new Set(shown.map((row) => row.Programme))].map(async (key) => [key, (await programmeOf(stores, key)).row] as const),
      ),
    )
    return {
      approvals: shown.map((row) => {
        const programme = programmes.get(row.Programme)!
        const { meetings, meetingMinutes, approvalDays } = programme.Settings
        return {
          enrolment: row.EnrolmentKey,
          person: cardOf(organisation, row.Person),
          role: row.Role,
          programme: programme.Name,
          askedOn: row.ApproverAskedOn,
          expiresOn: approvalExpires(row.AnsweredOn!, approvalDays),
          effort: say({
            key: `approval.effort-${row.Role}`,
            values: { meetings, minutes: meetingMinutes, capacity: row.Capacity ?? 1 },
          }),
          state: stateOf(row),
        }
      }),
    }
  })

  serve(answerApproval, async ({ caller, body, soon }) => {
    const found = await stores.enrolments.byKey(body.enrolment)
    if (!found || !mayDecide(caller, found.row, await directory.read())) throw new NotYours('This decision is not yours to take.')
    const wanted = body.decision === 'approve' ? 'approved' : 'refused'
    if (stateOf(found.row) === wanted) return {}
    if (!nextEnrolmentStatuses[found.row.Status].includes(wanted))
      throw new Refusal('This request is no longer open: it was answered, withdrawn, or its time ran out. Nothing was changed.')
    await stores.enrolments.revise(body.enrolment, (row) => {
      if (!nextEnrolmentStatuses[row.Status].includes(wanted)) return undefined
      return wanted === 'approved'
        ? { Status: wanted, DecidedOn: now(), Rule: null, Reason: null }
        : {
            Status: wanted,
            DecidedOn: now(),
            Rule: 'refused_by_manager',
            Reason: { key: 'outcome.refused-by-manager', values: {} },
          }
    })
    soon(found.row.Programme)
    return {}
  })
}

/** The line manager, or the programme team in the manager's place. Nobody for themselves. */
const mayDecide = (caller: Caller, enrolment: Enrolment, organisation: Organisation): boolean =>
  caller.id !== enrolment.Person && (enrolment.Approver === caller.id || (caller.isTeam && isForTheTeam(enrolment, organisation)))
