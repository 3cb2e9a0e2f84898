import { Level, Levels, moments } from '@tandem/lists'
import { z } from 'zod'
import { endpoint, Nothing } from './endpoint.js'

export const CompetenceView = z.object({ key: z.string(), name: z.string(), about: z.string(), required: Level })
export type CompetenceView = z.output<typeof CompetenceView>

export const AssessmentView = z.object({
  /** The one that is open now; null when none is. */
  open: z.enum(moments).nullable(),
  closesOn: z.string().nullable(),
  competences: z.array(CompetenceView),
  scale: z.array(z.object({ level: Level, name: z.string() })),
  before: Levels.nullable(),
  after: Levels.nullable(),
})
export type AssessmentView = z.output<typeof AssessmentView>

export const viewAssessment = endpoint({
  name: 'viewAssessment',
  who: 'person',
  method: 'GET',
  path: 'programmes/{programme}/assessment',
  request: Nothing,
  response: AssessmentView,
})
export const answerAssessment = endpoint({
  name: 'answerAssessment',
  who: 'person',
  method: 'POST',
  path: 'programmes/{programme}/assessment',
  request: z.object({ moment: z.enum(moments), levels: Levels }),
  response: AssessmentView,
})
