import { choice, date, defineList, json, number, rowSchema, text, type RowOf } from './define-list.js'
import { Message } from './message.js'

export const stepStatuses = ['open', 'doing', 'waiting', 'done', 'refused', 'stuck'] as const

/** Every effect on the outside world, one kind each. */
export const stepKinds = [
  'invite',
  'ask-approver',
  'expire-approval',
  'ask-assessment',
  'close-without-assessment',
  'introduce',
  'tell-unmatched',
  'book-meeting',
  'cancel-event',
  'ask-feedback',
  'settle-meeting',
  'complete-tandem',
  'end-tandem',
  'tell-ended',
  'leave',
  'ask-evaluation',
  'finish-enrolment',
  'open-phase',
] as const
export type StepKind = (typeof stepKinds)[number]

export const steps = defineList({
  key: 'TandemSteps',
  title: 'Reverse mentoring: steps',
  about: 'The journal of the workflow: what had to be done and how it went.',
  tier: 'team',
  versions: 0,
  crawled: false,
  retentionDays: 30,
  columns: {
    StepKey: text({
      about: 'programme/what/who/generation; the unique key that stops two deciders from naming a step twice.',
      unique: true,
    }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Kind: choice(stepKinds, { about: 'What is to be done.' }),
    Subject: text({ about: 'Key of the enrolment, tandem or meeting it is about.' }),
    Person: text({ about: 'Directory id of the person it reaches, where there is one.', required: false }),
    Status: choice(stepStatuses, { about: 'How far it is.', indexed: true }),
    Due: text({
      about: 'programme/slice/moment until the step is done; empty afterwards, so that the index stays small.',
      indexed: true,
      required: false,
    }),
    Attempts: number({ about: 'How often it was begun.' }),
    LeaseUntil: date({ about: 'Until when the worker that began it is trusted to be alive. Real time.', required: false }),
    NamedOn: date({ about: 'When the step was named.' }),
    EndedOn: date({ about: 'When it ended.', required: false }),
    Reason: json(Message, { about: 'Why it was refused or is stuck.', required: false }),
  },
  leadsToConsole: 'Programme',
  views: [
    {
      title: 'Needing a person',
      where: [{ column: 'Status', is: ['refused', 'stuck'] }],
      groupBy: ['Programme'],
      orderBy: 'NamedOn',
      columns: ['Kind', 'Subject', 'Status', 'Attempts', 'NamedOn', 'EndedOn', 'Programme'],
    },
    {
      title: 'Under way',
      where: [{ column: 'Status', is: ['open', 'doing', 'waiting'] }],
      groupBy: ['Programme', 'Kind'],
      orderBy: 'NamedOn',
      columns: ['Kind', 'Subject', 'Status', 'Attempts', 'NamedOn', 'Programme'],
    },
  ],
})
export type StepRow = RowOf<typeof steps>
export type StepStatus = StepRow['Status']
export const stepRow = rowSchema(steps)

export const nextStepStatuses: Record<StepStatus, readonly StepStatus[]> = {
  open: ['doing', 'refused'],
  doing: ['done', 'open', 'waiting', 'refused', 'stuck'],
  waiting: ['doing', 'refused', 'done'],
  done: [],
  refused: ['open'],
  stuck: ['open'],
}
