import type { Moment, Settings } from '@tandem/lists'
import type { Deed, Deeds } from '../programme/carry-out.js'
import { writerOf } from '../mail/write-to.js'
import type { Parts } from '../parts.js'
import { programmeOf } from '../stores/found.js'
import { askAssessment } from './ask-card.js'

/** Where a person stands who is asked, where it is marked, and how long there is to answer. */
const asking = {
  before: {
    name: 'ask-assessment',
    from: 'approved',
    mark: 'AssessmentAskedOn',
    daysOf: (settings: Settings) => settings.assessmentDays,
  },
  after: {
    name: 'ask-evaluation',
    from: 'matched',
    mark: 'AfterAskedOn',
    daysOf: (settings: Settings) => settings.evaluationDays,
  },
} as const

/** Sends the cards of both assessments and closes the first for those who did not answer. */
export function assessmentDeeds(
  parts: Parts,
): Pick<Deeds, 'ask-assessment' | 'close-without-assessment' | 'ask-evaluation' | 'finish-enrolment'> {
  const { stores, now } = parts
  const write = writerOf(parts)

  /** Sends the card of one of the two assessments and marks the enrolment; whoever was asked or stands elsewhere is left alone. */
  const askFor =
    (moment: Moment): Deed =>
    async (step, again) => {
      const { name, from, mark, daysOf } = asking[moment]
      const enrolment = await stores.enrolments.byKey(step.Subject)
      if (!enrolment || enrolment.row.Status !== from || enrolment.row[mark] !== null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const person = enrolment.row.Person
      await write({
        key: step.StepKey,
        to: person,
        name,
        values: { programme: programme.Name, days: daysOf(programme.Settings) },
        page: 'assessment',
        card: (say) => askAssessment(parts, { about: step.Subject, person, moment }, programme.Settings, say),
        again,
      })
      await stores.enrolments.revise(step.Subject, (row) => (row[mark] === null ? { [mark]: now() } : undefined))
    }

  return {
    'ask-assessment': askFor('before'),
    'ask-evaluation': askFor('after'),

    async 'close-without-assessment'(step) {
      await stores.enrolments.revise(step.Subject, (row) =>
        row.Status === 'approved'
          ? { Status: 'unmatched', Rule: 'no_assessment', Reason: { key: 'outcome.no-assessment', values: {} } }
          : undefined,
      )
    },

    async 'finish-enrolment'(step) {
      await stores.enrolments.revise(step.Subject, (row) => (row.Status === 'matched' ? { Status: 'finished' } : undefined))
    },
  }
}
