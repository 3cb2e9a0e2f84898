import { z } from 'zod'
import { choice, date, defineList, json, rowSchema, sealed, text, type RowOf } from './define-list.js'
import { Message } from './message.js'

export const tandemStatuses = ['proposed', 'active', 'suspended', 'completed', 'ended'] as const
export const words = ['strong', 'good', 'enough'] as const

/** Directory ids from each person's manager up to and including the nearest common superior; null when the two trees never meet. */
export const Proof = z.object({
  commonSuperiorId: z.string().nullable(),
  menteePath: z.array(z.string()),
  mentorPath: z.array(z.string()),
})
export type Proof = z.output<typeof Proof>

/** What only the tandem itself may learn of its match. */
export const MatchSecret = z.object({ score: z.number(), reasons: z.array(Message) })
export type MatchSecret = z.output<typeof MatchSecret>

export const tandems = defineList({
  key: 'TandemTandems',
  title: 'Reverse mentoring: tandems',
  about: 'One row per mentor and mentee who were brought together.',
  tier: 'team',
  versions: 20,
  crawled: false,
  retentionDays: 365,
  columns: {
    TandemKey: text({ about: 'programme/mentee/generation.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme, by the mentee.', indexed: true }),
    Mentee: text({ about: 'Directory id.', title: 'Mentee id', indexed: true }),
    Mentor: text({ about: 'Directory id.', title: 'Mentor id', indexed: true }),
    MenteeName: text({
      about: 'What the mentee was called when the two were brought together.',
      title: 'Mentee',
      required: false,
    }),
    MentorName: text({
      about: 'What the mentor was called when the two were brought together.',
      title: 'Mentor',
      required: false,
    }),
    Status: choice(tandemStatuses, { about: 'Where the tandem stands.', indexed: true }),
    Word: choice(words, { about: 'How well the two fit, in the one word the programme team may read.' }),
    Reasons: json(z.array(Message), { about: 'The reasons that do not come from an assessment.' }),
    Proof: json(Proof, { about: 'Why neither can reach the other through the line of reporting.' }),
    Match: sealed(MatchSecret, { about: 'Score and all reasons, for the tandem alone.' }),
    PublishedOn: date({ about: 'When the tandem was published.', required: false }),
    MenteeToldOn: date({ about: 'When the mentee got the introduction.', required: false }),
    MentorToldOn: date({ about: 'When the mentor got the introduction.', required: false }),
    EndingToldOn: date({ about: 'When the one who stayed was told that the tandem ended.', required: false }),
    EndedOn: date({ about: 'When the tandem was completed or ended.', required: false }),
  },
  leadsToConsole: 'Programme',
  views: [
    {
      title: 'Running',
      where: [{ column: 'Status', is: ['active', 'suspended'] }],
      groupBy: ['Programme'],
      orderBy: 'MenteeName',
      columns: ['MenteeName', 'MentorName', 'Status', 'Word', 'PublishedOn', 'Programme'],
    },
    {
      title: 'Proposed',
      where: [{ column: 'Status', is: ['proposed'] }],
      groupBy: ['Programme'],
      orderBy: 'MenteeName',
      columns: ['MenteeName', 'MentorName', 'Word', 'Programme'],
    },
    {
      title: 'Completed and ended',
      where: [{ column: 'Status', is: ['completed', 'ended'] }],
      groupBy: ['Programme', 'Status'],
      orderBy: 'EndedOn',
      descending: true,
      columns: ['MenteeName', 'MentorName', 'Status', 'PublishedOn', 'EndedOn', 'Programme'],
    },
  ],
})
export type Tandem = RowOf<typeof tandems>
export type TandemStatus = Tandem['Status']
export const tandemRow = rowSchema(tandems)

export const nextTandemStatuses: Record<TandemStatus, readonly TandemStatus[]> = {
  proposed: ['active', 'ended'],
  active: ['suspended', 'completed', 'ended'],
  suspended: ['active', 'ended'],
  completed: [],
  ended: [],
}

export const tandemKey = (programme: string, mentee: string, generation: number): string => `${programme}/${mentee}/${generation}`
