import { Figures, enrolmentStatuses, programmeStatuses, roles, Settings, stepKinds, unmatchedRules } from '@tandem/lists'
import { z } from 'zod'
import { PersonCard } from './directory.js'
import { endpoint, Nothing } from './endpoint.js'

export const Blueprint = z.object({ key: z.string(), name: z.string(), about: z.string(), settings: Settings })
export const listBlueprints = endpoint({
  name: 'listBlueprints',
  who: 'team',
  method: 'GET',
  path: 'blueprints',
  request: Nothing,
  response: z.object({ blueprints: z.array(Blueprint) }),
})

export const ProgrammeSummary = z.object({
  key: z.string(),
  name: z.string(),
  blueprint: z.string(),
  status: z.enum(programmeStatuses),
})
export type ProgrammeSummary = z.output<typeof ProgrammeSummary>

export const createProgramme = endpoint({
  name: 'createProgramme',
  who: 'team',
  method: 'POST',
  path: 'programmes',
  request: z.object({
    blueprint: z.string(),
    name: z.string().trim().min(3).max(80),
    /** Lower-case letters, digits and hyphens; it becomes part of every key, so it never changes. */
    key: z.string().regex(/^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$/),
    settings: Settings.partial().optional(),
  }),
  response: ProgrammeSummary,
})

export const listProgrammes = endpoint({
  name: 'listProgrammes',
  who: 'team',
  method: 'GET',
  path: 'programmes',
  request: Nothing,
  response: z.object({ programmes: z.array(ProgrammeSummary) }),
})

/** One stop of the programme's line: done, now or ahead, with the day it began or is expected to begin. */
export const Phase = z.object({
  key: z.enum(programmeStatuses),
  name: z.string(),
  state: z.enum(['done', 'now', 'ahead']),
  on: z.string().nullable(),
})
export type Phase = z.output<typeof Phase>

/** Something the programme team has to act on: a sentence and, where there is one, the action that helps. */
export const Attention = z.object({
  key: z.string(),
  sentence: z.string(),
  action: z.enum([
    'invite',
    'run-matching',
    'publish',
    'approve-without-manager',
    'retry-step',
    'read-report',
    'close-invitations',
    'close-assessment',
    'none',
  ]),
  step: z.string().nullable(),
})
export type Attention = z.output<typeof Attention>

export const ProgrammeView = z.object({
  programme: ProgrammeSummary,
  settings: Settings,
  phases: z.array(Phase),
  figures: Figures,
  attention: z.array(Attention),
  steps: z.object({ open: z.number(), due: z.number(), stuck: z.number() }),
  /** The programme's present moment, which pages count from. */
  now: z.string(),
})
export type ProgrammeView = z.output<typeof ProgrammeView>
export const viewProgramme = endpoint({
  name: 'viewProgramme',
  who: 'team',
  method: 'GET',
  path: 'programmes/{programme}',
  request: Nothing,
  response: ProgrammeView,
})

export const editSettings = endpoint({
  name: 'editSettings',
  who: 'team',
  method: 'PUT',
  path: 'programmes/{programme}/settings',
  request: Settings,
  response: ProgrammeView,
})

export const Candidate = z.object({
  person: PersonCard,
  /** People below, at any depth. */
  reportsBelow: z.number(),
  enrolment: z.enum(enrolmentStatuses).nullable(),
})
export type Candidate = z.output<typeof Candidate>

export const listCandidates = endpoint({
  name: 'listCandidates',
  who: 'team',
  method: 'GET',
  path: 'programmes/{programme}/candidates',
  request: z.object({ role: z.enum(roles), top: z.coerce.number().int().min(1).max(10_000).default(200) }),
  response: z.object({
    candidates: z.array(Candidate),
    /** How many the rule allows in all. */
    eligible: z.number(),
    /** People the rule allows but who cannot be invited, and other trouble in the directory; each one sentence. */
    problems: z.array(z.object({ personId: z.string(), key: z.string(), sentence: z.string() })),
  }),
})

export const invitePeople = endpoint({
  name: 'invitePeople',
  who: 'team',
  method: 'POST',
  path: 'programmes/{programme}/invitations',
  request: z.object({
    people: z
      .array(z.object({ personId: z.string(), role: z.enum(roles) }))
      .min(1)
      .max(500),
  }),
  response: z.object({
    invited: z.number(),
    already: z.number(),
    rejected: z.array(z.object({ personId: z.string(), sentence: z.string() })),
  }),
})

export const ProgrammePerson = z.object({
  person: PersonCard,
  role: z.enum(roles),
  status: z.enum(enrolmentStatuses),
  /** "ready" or "not yet"; assessments never reach the programme team by name. */
  gate: z.enum(['ready', 'not-yet']),
  partners: z.array(PersonCard),
  rule: z.enum(unmatchedRules).nullable(),
  sentence: z.string().nullable(),
  /** True where only the programme team can decide, because the directory names no manager. */
  needsDecision: z.boolean(),
  enrolment: z.string(),
})
export type ProgrammePerson = z.output<typeof ProgrammePerson>
export const listPeople = endpoint({
  name: 'listPeople',
  who: 'team',
  method: 'GET',
  path: 'programmes/{programme}/people',
  request: Nothing,
  response: z.object({ people: z.array(ProgrammePerson) }),
})

/** Ends the waiting of a phase early: invitations or the first assessment. */
export const closePhase = endpoint({
  name: 'closePhase',
  who: 'team',
  method: 'POST',
  path: 'programmes/{programme}/phase',
  request: z.object({ leave: z.enum(['inviting', 'assessing']) }),
  response: ProgrammeSummary,
})

export const OpenStep = z.object({
  step: z.string(),
  kind: z.enum(stepKinds),
  sentence: z.string(),
  status: z.enum(['refused', 'stuck']),
})
export const retryStep = endpoint({
  name: 'retryStep',
  who: 'team',
  method: 'POST',
  path: 'programmes/{programme}/steps/retry',
  request: z.object({ step: z.string() }),
  response: Nothing,
})
