import { answerInvitation, withdraw } from '@tandem/contract'
import { nextEnrolmentStatuses, type Enrolment } from '@tandem/lists'
import type { Organisation } from '../directory/directory.js'
import { Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { withdrawn } from '../stores/enrolments.js'
import { programmeOf } from '../stores/found.js'
import { consentVersion } from './consent.js'
import { enrolmentOf } from './enrolment-of.js'

/** The line manager whom the directory names, if that is somebody else who is still here. */
const approverOf = (organisation: Organisation, person: string): string | null => {
  const manager = organisation.byId.get(person)?.managerId ?? null
  return manager !== null && manager !== person && organisation.byId.get(manager)?.active === true ? manager : null
}

/** People answer for themselves: the enrolment that changes is the one of the caller. */
export function registerAnswers(serve: Serve, parts: Parts): void {
  const { stores, directory, now } = parts

  serve(answerInvitation, async ({ caller, params, body, soon }) => {
    const key = params['programme']!
    const [programme, enrolment, organisation] = await Promise.all([
      programmeOf(stores, key),
      enrolmentOf(stores, key, caller.id),
      directory.read(),
    ])
    if (programme.row.Status !== 'inviting')
      throw new Refusal('The time to answer is over. If you would still like to take part, write to the programme team.')
    if (body.answer === 'decline' && enrolment.row.Status !== 'invited')
      throw new Refusal('You have answered already. If you no longer want to take part, withdraw.')
    if (body.answer === 'volunteer') {
      if (enrolment.row.Status === 'withdrawn')
        throw new Refusal('You have withdrawn from this programme. To come back, write to the programme team.')
      if (body.consentVersion !== consentVersion)
        throw new Refusal(
          'The consent has been reworded since you opened the page. Please load the page again and read it once more.',
        )
      const unknown = body.wishes.topics.filter((topic) => !programme.row.Settings.topics.includes(topic))
      if (unknown.length > 0) throw new Refusal(`This programme has no topic "${unknown[0]}". Please load the page again.`)
      if (body.wishes.languages.length === 0) throw new Refusal('Please choose at least one language you would like to speak.')
    }
    await stores.enrolments.revise(enrolment.row.EnrolmentKey, (row): Partial<Enrolment> | undefined => {
      if (body.answer === 'decline')
        return row.Status === 'invited' && row.AnsweredOn === null ? { AnsweredOn: now() } : undefined
      if (!nextEnrolmentStatuses[row.Status].includes('volunteered')) return undefined
      return {
        Status: 'volunteered',
        AnsweredOn: now(),
        ConsentOn: now(),
        ConsentVersion: body.consentVersion,
        Wishes: body.wishes,
        Capacity:
          row.Role === 'mentor'
            ? Math.min(body.capacity ?? programme.row.Settings.mentorCapacity, programme.row.Settings.mentorCapacity)
            : null,
        Approver: approverOf(organisation, caller.id),
        ApproverAskedOn: null,
        DecidedOn: null,
        ToldOn: null,
        Rule: null,
        Reason: null,
      }
    })
    soon(key)
    return {}
  })

  /** Silent: no mail follows it before publication, and no list a person reads names it. */
  serve(withdraw, async ({ caller, params }) => {
    const key = params['programme']!
    const [programme, { row: enrolment }] = await Promise.all([programmeOf(stores, key), enrolmentOf(stores, key, caller.id)])
    if (enrolment.Status === 'withdrawn') return {}
    if (withdrawn(enrolment) === undefined)
      throw new Refusal('You are not taking part at the moment, so there is nothing to withdraw from.')
    if (programme.row.PublishedOn !== null) await stores.enrolments.revise(enrolment.EnrolmentKey, withdrawn)
    // Should the publication come between, the next look at the programme makes it known.
    else await stores.enrolments.withdrawSilently(enrolment)
    return {}
  })
}
