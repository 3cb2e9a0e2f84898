import { z } from 'zod'
import { choice, date, defineList, json, number, rowSchema, text, type RowOf } from './define-list.js'
import { Message } from './message.js'

export const roles = ['mentee', 'mentor'] as const
export type Role = (typeof roles)[number]

/** What a person asks for when volunteering. Languages are two-letter codes. */
export const Wishes = z.object({
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(10),
  topics: z.array(z.string().min(1).max(40)).max(40),
})
export type Wishes = z.output<typeof Wishes>

/** Why someone is not in a tandem; everyone who volunteered and is not matched carries exactly one. */
export const unmatchedRules = [
  'refused_by_manager',
  'approval_expired',
  'withdrew',
  'no_assessment',
  'left',
  'reporting_line',
  'same_manager',
  'same_department',
  'no_shared_language',
  'capacity',
  'competition',
] as const
export type UnmatchedRule = (typeof unmatchedRules)[number]

export const enrolmentStatuses = [
  'invited',
  'volunteered',
  'approved',
  'refused',
  'expired',
  'ready',
  'matched',
  'unmatched',
  'withdrawn',
  'finished',
] as const

export const enrolments = defineList({
  key: 'TandemEnrolments',
  title: 'Reverse mentoring: enrolments',
  about: 'One row per person and programme, from the invitation to the end.',
  tier: 'team',
  versions: 20,
  crawled: false,
  retentionDays: 365,
  columns: {
    EnrolmentKey: text({ about: 'programme/person.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme, so that every query stays below the list view threshold.', indexed: true }),
    Person: text({ about: 'Directory id.', indexed: true }),
    PersonName: text({
      about: 'What the person was called when invited, for the eyes of the programme team; everything else goes by the id.',
      title: 'Name',
      required: false,
    }),
    Role: choice(roles, { about: 'The side the person was invited to.' }),
    Status: choice(enrolmentStatuses, { about: 'Where the person stands.', indexed: true }),
    InvitedOn: date({ about: 'When the invitation mail was sent.', required: false }),
    AnsweredOn: date({ about: 'When the person volunteered or declined.', required: false }),
    ConsentOn: date({ about: 'When the person consented; nobody is enrolled by someone else.', required: false }),
    ConsentVersion: text({ about: 'Which consent text the person agreed to.', required: false }),
    Wishes: json(Wishes, { about: 'Languages and topics the person asked for.', required: false }),
    Capacity: number({ about: 'How many mentees a mentor takes at most.', required: false }),
    Approver: text({
      about: 'Directory id of the line manager who is asked; empty when the directory names none.',
      indexed: true,
      required: false,
    }),
    ApproverAskedOn: date({ about: 'When the line manager was asked.', required: false }),
    DecidedOn: date({ about: 'When the line manager said yes or no, or the time for it ran out.', required: false }),
    AssessmentAskedOn: date({ about: 'When the card of the first assessment was sent.', required: false }),
    AssessedOn: date({ about: 'When the person answered the first assessment.', required: false }),
    ToldOn: date({ about: 'When a person who stays without a tandem was told why.', required: false }),
    AfterAskedOn: date({
      about: 'When the card of the second assessment was sent.',
      title: 'Assessment asked again on',
      required: false,
    }),
    AssessedAfterOn: date({
      about: 'When the person answered the second assessment.',
      title: 'Assessed again on',
      required: false,
    }),
    EvaluatedOn: date({ about: 'When the person evaluated the programme.', required: false }),
    Rule: choice(unmatchedRules, { about: 'The rule that kept the person out of a tandem.', required: false }),
    Reason: json(Message, { about: 'The same as a sentence to be rendered.', required: false }),
  },
  leadsToConsole: 'Programme',
  // Whoever withdrew stands in none of them: until publication nobody is to come across it.
  views: [
    {
      title: 'By programme and status',
      where: [{ column: 'Status', is: ['invited', 'volunteered', 'approved', 'ready', 'matched', 'unmatched', 'finished'] }],
      groupBy: ['Programme', 'Status'],
      orderBy: 'PersonName',
      columns: ['PersonName', 'Role', 'Status', 'InvitedOn', 'AnsweredOn', 'DecidedOn', 'AssessedOn', 'Programme'],
    },
    {
      title: 'Waiting for the line manager',
      where: [{ column: 'Status', is: ['volunteered'] }],
      orderBy: 'ApproverAskedOn',
      columns: ['PersonName', 'Role', 'AnsweredOn', 'ApproverAskedOn', 'Programme'],
    },
    {
      title: 'Without a tandem, and why',
      where: [{ column: 'Status', is: ['unmatched', 'refused', 'expired'] }],
      groupBy: ['Programme', 'Rule'],
      orderBy: 'PersonName',
      columns: ['PersonName', 'Role', 'Status', 'Rule', 'ToldOn', 'Programme'],
    },
  ],
})
export type Enrolment = RowOf<typeof enrolments>
export type EnrolmentStatus = Enrolment['Status']
export const enrolmentRow = rowSchema(enrolments)

/** Which status may follow which. Page, card, API and reconciler all ask here. */
export const nextEnrolmentStatuses: Record<EnrolmentStatus, readonly EnrolmentStatus[]> = {
  invited: ['volunteered', 'withdrawn'],
  volunteered: ['approved', 'refused', 'expired', 'withdrawn'],
  approved: ['ready', 'unmatched', 'withdrawn'],
  refused: ['volunteered'],
  expired: ['volunteered'],
  ready: ['matched', 'unmatched', 'withdrawn'],
  matched: ['finished', 'unmatched', 'ready', 'withdrawn'],
  unmatched: ['ready', 'matched', 'finished', 'withdrawn'],
  withdrawn: [],
  finished: [],
}

export const enrolmentKey = (programme: string, person: string): string => `${programme}/${person}`
