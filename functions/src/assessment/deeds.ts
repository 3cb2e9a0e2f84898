import type { Deeds } from '../programme/carry-out.js'
import { writerOf } from '../mail/write-to.js'
import type { Parts } from '../parts.js'
import { programmeOf } from '../stores/found.js'
import { askAssessment } from './ask-card.js'

/** Sends the cards of both assessments and closes the first for those who did not answer. */
export function assessmentDeeds(
  parts: Parts,
): Pick<Deeds, 'ask-assessment' | 'close-without-assessment' | 'ask-evaluation' | 'finish-enrolment'> {
  const { stores, now } = parts
  const write = writerOf(parts)
  return {
    async 'ask-assessment'(step, again) {
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (!enrolment || enrolment.row.Status !== 'approved' || enrolment.row.AssessmentAskedOn !== null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const person = enrolment.row.Person
      await write({
        key: step.StepKey,
        to: person,
        name: 'ask-assessment',
        values: { programme: programme.Name, days: programme.Settings.assessmentDays },
        page: 'assessment',
        card: (say) => askAssessment(parts, { about: step.Subject, person, moment: 'before' }, programme.Settings, say),
        again,
      })
      await stores.enrolments.revise(step.Subject, (row) =>
        row.AssessmentAskedOn === null ? { AssessmentAskedOn: now() } : undefined,
      )
    },

    async 'close-without-assessment'(step) {
      await stores.enrolments.revise(step.Subject, (row) =>
        row.Status === 'approved'
          ? { Status: 'unmatched', Rule: 'no_assessment', Reason: { key: 'outcome.no-assessment', values: {} } }
          : undefined,
      )
    },

    async 'ask-evaluation'(step, again) {
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (!enrolment || enrolment.row.Status !== 'matched' || enrolment.row.AfterAskedOn !== null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const person = enrolment.row.Person
      await write({
        key: step.StepKey,
        to: person,
        name: 'ask-evaluation',
        values: { programme: programme.Name, days: programme.Settings.evaluationDays },
        page: 'assessment',
        card: (say) => askAssessment(parts, { about: step.Subject, person, moment: 'after' }, programme.Settings, say),
        again,
      })
      await stores.enrolments.revise(step.Subject, (row) => (row.AfterAskedOn === null ? { AfterAskedOn: now() } : undefined))
    },

    async 'finish-enrolment'(step) {
      await stores.enrolments.revise(step.Subject, (row) => (row.Status === 'matched' ? { Status: 'finished' } : undefined))
    },
  }
}
