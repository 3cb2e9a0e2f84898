import { answerAssessment, viewAssessment, type AssessmentView, type Say } from '@tandem/contract'
import { addDays, morningAfter } from '@tandem/domain'
import { assessmentKey } from '@tandem/lists'
import { enrolmentOf } from '../enrolment/enrolment-of.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { competencesOf, scaleOf } from './ask-card.js'
import { openLevels, openMoment, recordAssessment } from './record.js'

/** A person's own assessments, and nobody else's: the row is found by the caller's id. */
export function registerAssessment(serve: Serve, parts: Parts): void {
  const { stores } = parts

  const view = async (person: string, key: string, say: Say): Promise<AssessmentView> => {
    const [programme, enrolment] = await Promise.all([programmeOf(stores, key), enrolmentOf(stores, key, person)])
    const [before, after] = await Promise.all(
      (['before', 'after'] as const).map((moment) => stores.assessments.byKey(assessmentKey(key, person, moment))),
    )
    const open = openMoment(programme.row, enrolment.row)
    const { AssessingOn, EvaluatingOn, Settings: settings } = programme.row
    const began = open === 'before' ? AssessingOn : EvaluatingOn
    const days = open === 'before' ? settings.assessmentDays : settings.evaluationDays
    return {
      open,
      closesOn: open === null || began === null ? null : morningAfter(addDays(began, days)),
      competences: competencesOf(settings, say),
      scale: scaleOf(say),
      before: before ? openLevels(parts, before.row) : null,
      after: after ? openLevels(parts, after.row) : null,
    }
  }

  serve(viewAssessment, ({ caller, params, say }) => view(caller.id, params['programme']!, say))

  serve(answerAssessment, async ({ caller, params, body, say }) => {
    await recordAssessment(parts, caller.id, params['programme']!, body.moment, body.levels)
    return view(caller.id, params['programme']!, say)
  })
}
