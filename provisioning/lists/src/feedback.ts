import { z } from 'zod'
import { date, defineList, rowSchema, sealed, text, type RowOf } from './define-list.js'

/** What a person says after a meeting. `useful`: 1 not at all … 5 very. */
export const FeedbackAnswers = z.object({ tookPlace: z.boolean(), useful: z.number().int().min(1).max(5).nullable() })
export type FeedbackAnswers = z.output<typeof FeedbackAnswers>

export const feedback = defineList({
  key: 'TandemFeedback',
  title: 'Reverse mentoring: feedback',
  about: 'What people say after a meeting. Nobody reads a row; the report shows means of five people or more.',
  tier: 'sealed',
  versions: 0,
  crawled: false,
  retentionDays: 180,
  columns: {
    FeedbackKey: text({ about: 'meeting/person.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme.', indexed: true }),
    Meeting: text({ about: 'Key of the meeting.', indexed: true }),
    Person: text({ about: 'Directory id.', indexed: true }),
    AnsweredOn: date({ about: 'When it was answered.' }),
    Answers: sealed(FeedbackAnswers, { about: 'Whether it took place and how useful it was.' }),
  },
})
export type Feedback = RowOf<typeof feedback>
export const feedbackRow = rowSchema(feedback)

export const feedbackKey = (meeting: string, person: string): string => `${meeting}/${person}`
