import { z } from 'zod'
import { choice, date, defineList, json, rowSchema, text, type RowOf } from './define-list.js'
import { Settings } from './settings.js'

export const programmeStatuses = ['draft', 'inviting', 'assessing', 'matching', 'running', 'evaluating', 'closed'] as const

/** SharePoint has no aggregates: each tick writes the counts here, and the console reads one row. */
export const Figures = z.object({
  invited: z.number(),
  volunteered: z.number(),
  declined: z.number(),
  approved: z.number(),
  refused: z.number(),
  expired: z.number(),
  withdrawn: z.number(),
  assessed: z.number(),
  matched: z.number(),
  tandems: z.object({
    proposed: z.number(),
    active: z.number(),
    suspended: z.number(),
    completed: z.number(),
    ended: z.number(),
  }),
  meetings: z.object({ planned: z.number(), held: z.number(), missed: z.number(), cancelled: z.number() }),
  feedback: z.number(),
  assessedAfter: z.number(),
  evaluated: z.number(),
  /** The next moment at which time alone makes something happen; null when nothing is pending. */
  nextDue: z.string().nullable(),
  /** How many steps the last tick named; 0 means that nothing more follows from the present state at this moment. */
  named: z.number(),
  countedOn: z.string(),
})
export type Figures = z.output<typeof Figures>

export const programmes = defineList({
  key: 'TandemProgrammes',
  title: 'Reverse mentoring: programmes',
  about: 'One row per programme: its settings, its phase and its figures.',
  tier: 'team',
  versions: 50,
  crawled: false,
  retentionDays: 1095,
  columns: {
    ProgrammeKey: text({ about: 'Short name in every other key.', unique: true }),
    Name: text({ about: 'What people read.' }),
    Blueprint: text({ about: 'The blueprint it began from.' }),
    Status: choice(programmeStatuses, { about: 'The phase it is in.', indexed: true }),
    Settings: json(Settings, { about: 'All numbers of the programme, edited by the programme team before launch.' }),
    Figures: json(Figures, { about: 'Counts for the console, written by each tick.', required: false }),
    CreatedBy: text({ about: 'Directory id of the member of the programme team who created it.' }),
    InvitingOn: date({ about: 'When the invitations went out.', required: false }),
    AssessingOn: date({ about: 'When the first assessment opened.', required: false }),
    MatchingOn: date({ about: 'When the first assessment closed.', required: false }),
    MatchedOn: date({ about: 'When the matching was run last.', required: false }),
    PublishedOn: date({ about: 'When the tandems were published.', required: false }),
    EvaluatingOn: date({ about: 'When the second assessment opened.', required: false }),
    ClosedOn: date({ about: 'When the programme was closed.', required: false }),
  },
  leadsToConsole: 'ProgrammeKey',
  views: [
    {
      title: 'Not closed yet',
      where: [{ column: 'Status', is: ['draft', 'inviting', 'assessing', 'matching', 'running', 'evaluating'] }],
      orderBy: 'InvitingOn',
      descending: true,
      columns: ['Name', 'Status', 'InvitingOn', 'AssessingOn', 'PublishedOn', 'EvaluatingOn', 'ProgrammeKey'],
    },
    {
      title: 'Closed',
      where: [{ column: 'Status', is: ['closed'] }],
      orderBy: 'ClosedOn',
      descending: true,
      columns: ['Name', 'InvitingOn', 'PublishedOn', 'ClosedOn', 'ProgrammeKey'],
    },
  ],
})
export type Programme = RowOf<typeof programmes>
export type ProgrammeStatus = Programme['Status']
export const programmeRow = rowSchema(programmes)

/** Which phase may follow which. Console, API and reconciler all ask here. */
export const nextProgrammeStatuses: Record<ProgrammeStatus, readonly ProgrammeStatus[]> = {
  draft: ['inviting'],
  inviting: ['assessing'],
  assessing: ['matching'],
  matching: ['running'],
  running: ['evaluating'],
  evaluating: ['closed'],
  closed: [],
}
