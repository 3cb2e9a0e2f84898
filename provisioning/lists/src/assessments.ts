import { choice, date, defineList, rowSchema, sealed, text, type RowOf } from './define-list.js'
import { Levels } from './settings.js'

export const moments = ['before', 'after'] as const
export type Moment = (typeof moments)[number]

export const assessments = defineList({
  key: 'TandemAssessments',
  title: 'Reverse mentoring: assessments',
  about: 'How people assess themselves. Nobody reads a row; the programme team sees means of five people or more.',
  tier: 'sealed',
  versions: 0,
  crawled: false,
  retentionDays: 180,
  columns: {
    AssessmentKey: text({ about: 'programme/person/moment.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme.', indexed: true }),
    Person: text({ about: 'Directory id.', indexed: true }),
    Moment: choice(moments, { about: 'Before or after the meetings.' }),
    AnsweredOn: date({ about: 'When it was answered last.' }),
    Levels: sealed(Levels, { about: 'Level 0 to 8 per competence.' }),
  },
})
export type Assessment = RowOf<typeof assessments>
export const assessmentRow = rowSchema(assessments)

export const assessmentKey = (programme: string, person: string, moment: Moment): string => `${programme}/${person}/${moment}`
