import { EvaluationAnswers } from '@tandem/lists'
import { z } from 'zod'
import { endpoint, Nothing } from './endpoint.js'

export const evaluateProgramme = endpoint({
  name: 'evaluateProgramme',
  who: 'person',
  method: 'POST',
  path: 'programmes/{programme}/evaluation',
  request: EvaluationAnswers,
  response: Nothing,
})

/** Mean change from the first to the second assessment with its 95 % interval. Left out below five people. */
export const Change = z.object({
  competence: z.string(),
  name: z.string(),
  n: z.number(),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
})
export type Change = z.output<typeof Change>

export const ProgrammeReport = z.object({
  people: z.object({
    invited: z.number(),
    volunteered: z.number(),
    approved: z.number(),
    refused: z.number(),
    assessed: z.number(),
    matched: z.number(),
    assessedAfter: z.number(),
    evaluated: z.number(),
  }),
  tandems: z.object({ active: z.number(), completed: z.number(), ended: z.number() }),
  meetings: z.object({ planned: z.number(), held: z.number(), missed: z.number(), cancelled: z.number() }),
  feedback: z.object({ answers: z.number(), useful: z.number().nullable() }),
  change: z.array(Change),
  /** Competences nobody may read yet, because fewer than five people answered twice. */
  withheld: z.array(z.string()),
  evaluation: z.object({ n: z.number(), worthwhile: z.number(), eyeLevel: z.number(), recommend: z.number() }).nullable(),
})
export type ProgrammeReport = z.output<typeof ProgrammeReport>

export const viewReport = endpoint({
  name: 'viewReport',
  who: 'team',
  method: 'GET',
  path: 'programmes/{programme}/report',
  request: Nothing,
  response: ProgrammeReport,
})
