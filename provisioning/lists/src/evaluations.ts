import { z } from 'zod'
import { date, defineList, rowSchema, sealed, text, type RowOf } from './define-list.js'

/** How a person looks back. Each 1 not at all … 5 very. Free text stays out: it cannot be aggregated without betraying its author. */
export const EvaluationAnswers = z.object({
  worthwhile: z.number().int().min(1).max(5),
  eyeLevel: z.number().int().min(1).max(5),
  recommend: z.number().int().min(1).max(5),
})
export type EvaluationAnswers = z.output<typeof EvaluationAnswers>

export const evaluations = defineList({
  key: 'TandemEvaluations',
  title: 'Reverse mentoring: evaluations',
  about: 'How people look back at the programme. Nobody reads a row; the report shows means of five people or more.',
  tier: 'sealed',
  versions: 0,
  crawled: false,
  retentionDays: 180,
  columns: {
    EvaluationKey: text({ about: 'programme/person.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme.', indexed: true }),
    Person: text({ about: 'Directory id.', indexed: true }),
    AnsweredOn: date({ about: 'When it was answered.' }),
    Answers: sealed(EvaluationAnswers, { about: 'Three answers from 1 to 5.' }),
  },
})
export type Evaluation = RowOf<typeof evaluations>
export const evaluationRow = rowSchema(evaluations)
