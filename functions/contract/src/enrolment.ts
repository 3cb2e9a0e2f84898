import { enrolmentStatuses, roles, tandemStatuses, Wishes } from '@tandem/lists'
import { z } from 'zod'
import { CompetenceView } from './assessment.js'
import { PersonCard } from './directory.js'
import { endpoint, Nothing } from './endpoint.js'
import { ProofView } from './matching.js'
import { MeetingView } from './meetings.js'
import { Phase, ProgrammeSummary } from './programme.js'

const Option = z.object({ key: z.string(), name: z.string() })

/** The one thing to do now. `sentence` is for the top of the page; `minutes` is how long it honestly takes. */
export const NextStep = z.object({
  action: z.enum(['volunteer', 'wait', 'assess', 'prepare-meeting', 'give-feedback', 'assess-again', 'evaluate', 'none']),
  sentence: z.string(),
  detail: z.string(),
  minutes: z.number().nullable(),
  meeting: z.string().nullable(),
})
export type NextStep = z.output<typeof NextStep>

export const TandemView = z.object({
  key: z.string(),
  status: z.enum(tandemStatuses),
  partner: PersonCard,
  reasons: z.array(z.string()),
  proof: ProofView,
  meetings: z.array(MeetingView),
  meetingsInAll: z.number(),
})
export type TandemView = z.output<typeof TandemView>

export const Participation = z.object({
  programme: ProgrammeSummary,
  role: z.enum(roles),
  status: z.enum(enrolmentStatuses),
  next: NextStep,
  phases: z.array(Phase),
  consent: z.object({ version: z.string(), text: z.string(), givenOn: z.string().nullable() }),
  wishes: Wishes.nullable(),
  capacity: z.number().nullable(),
  mostCapacity: z.number(),
  topics: z.array(Option),
  languages: z.array(Option),
  /** Why the person is in no tandem, once that is settled. */
  outcome: z.object({ sentence: z.string() }).nullable(),
  tandems: z.array(TandemView),
  competences: z.array(CompetenceView),
  mayWithdraw: z.boolean(),
})
export type Participation = z.output<typeof Participation>

export const viewMe = endpoint({
  name: 'viewMe',
  who: 'person',
  method: 'GET',
  path: 'me',
  request: Nothing,
  response: z.object({
    person: PersonCard,
    isTeam: z.boolean(),
    /** How many decisions wait for this person as a line manager. */
    approvals: z.number(),
    participations: z.array(Participation),
    now: z.string(),
  }),
})
export type Me = z.output<typeof viewMe.response>

export const answerInvitation = endpoint({
  name: 'answerInvitation',
  who: 'person',
  method: 'POST',
  path: 'programmes/{programme}/enrolment',
  request: z.discriminatedUnion('answer', [
    z.object({ answer: z.literal('decline') }),
    z.object({
      answer: z.literal('volunteer'),
      /** The text the person saw and agreed to; without it nobody is enrolled. */
      consentVersion: z.string().min(1),
      wishes: Wishes,
      capacity: z.number().int().min(1).max(10).optional(),
    }),
  ]),
  response: Nothing,
})

/** Silent until publication: nobody is told. Afterwards the tandem ends and the partner is told that it does, without a reason. */
export const withdraw = endpoint({
  name: 'withdraw',
  who: 'person',
  method: 'POST',
  path: 'programmes/{programme}/withdrawal',
  request: Nothing,
  response: Nothing,
})
