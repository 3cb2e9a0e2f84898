import { choice, defineList, note, number, text } from './define-list.js'

/** Content has no programme it would end with; it stays until somebody takes it out. */
const kept = { tier: 'everyone', versions: 20, crawled: true, retentionDays: 3650 } as const

export const competences = defineList({
  key: 'TandemCompetences',
  title: 'Reverse mentoring: competences',
  about:
    'What a programme can be about, in words everybody may read. The programme team edits it; an edited row is never overwritten.',
  ...kept,
  columns: {
    CompetenceKey: text({ about: 'The key programmes use in their settings. Leave it as it is.', unique: true }),
    Name: text({ about: 'What people read.' }),
    About: note({ about: 'What it means at work.' }),
    FirstHour: note({ about: 'What a tandem can try together in its first hour on it.', required: false }),
    Area: choice(['information', 'working together', 'creating', 'safety', 'tools'], {
      about: 'Where it belongs.',
      indexed: true,
    }),
    Position: number({ about: 'In which order they are shown.' }),
  },
  views: [
    {
      title: 'By area',
      where: [{ column: 'Area', is: ['information', 'working together', 'creating', 'safety', 'tools'] }],
      groupBy: ['Area'],
      orderBy: 'Position',
      columns: ['Name', 'About', 'FirstHour'],
    },
  ],
})

export const toolkit = defineList({
  key: 'TandemToolkit',
  title: 'Reverse mentoring: toolkit',
  about: 'Guides for conversations between mentor and mentee. The programme team edits it; an edited row is never overwritten.',
  ...kept,
  columns: {
    GuideKey: text({ about: 'What the guide is found by. Leave it as it is.', unique: true }),
    Name: text({ about: 'What people read.' }),
    Moment: choice(['beginning', 'meeting', 'difficulty', 'end'], { about: 'When it helps.', indexed: true }),
    Minutes: number({ about: 'How long it takes.' }),
    Guide: note({ about: 'What to do, step by step.' }),
    Position: number({ about: 'In which order they are shown.' }),
  },
  views: [
    {
      title: 'By moment',
      where: [{ column: 'Moment', is: ['beginning', 'meeting', 'difficulty', 'end'] }],
      groupBy: ['Moment'],
      orderBy: 'Position',
      columns: ['Name', 'Minutes', 'Guide'],
    },
  ],
})

export const training = defineList({
  key: 'TandemTraining',
  title: 'Reverse mentoring: training',
  about: 'Short lessons before the first meeting. The programme team edits it; an edited row is never overwritten.',
  ...kept,
  columns: {
    LessonKey: text({ about: 'What the lesson is found by. Leave it as it is.', unique: true }),
    Name: text({ about: 'What people read.' }),
    For: choice(['mentor', 'mentee', 'both'], { about: 'Whom it is for.', indexed: true }),
    Minutes: number({ about: 'How long it takes.' }),
    Lesson: note({ about: 'What there is to know, and one thing to try.' }),
    Position: number({ about: 'In which order they are shown.' }),
  },
  views: [
    {
      title: 'By role',
      where: [{ column: 'For', is: ['mentor', 'mentee', 'both'] }],
      groupBy: ['For'],
      orderBy: 'Position',
      columns: ['Name', 'Minutes', 'Lesson'],
    },
  ],
})

/** Lists the programme team fills and everybody reads. Nothing of the workflow depends on a row in them. */
export const contentLists = [competences, toolkit, training] as const
