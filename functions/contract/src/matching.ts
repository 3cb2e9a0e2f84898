import { roles, tandemStatuses, unmatchedRules, words } from '@tandem/lists'
import { z } from 'zod'
import { PersonCard } from './directory.js'
import { endpoint, Nothing } from './endpoint.js'

/** The two lines of reporting, person by person, up to where they meet. */
export const ProofView = z.object({
  sentence: z.string(),
  commonSuperior: PersonCard.nullable(),
  menteePath: z.array(PersonCard),
  mentorPath: z.array(PersonCard),
})
export type ProofView = z.output<typeof ProofView>

export const TandemReview = z.object({
  key: z.string(),
  status: z.enum(tandemStatuses),
  mentee: PersonCard,
  mentor: PersonCard,
  word: z.enum(words),
  /** Reasons that do not come from an assessment. */
  reasons: z.array(z.string()),
  proof: ProofView,
})
export type TandemReview = z.output<typeof TandemReview>

export const UnmatchedView = z.object({
  person: PersonCard,
  role: z.enum(roles),
  rule: z.enum(unmatchedRules),
  sentence: z.string(),
})
export type UnmatchedView = z.output<typeof UnmatchedView>

export const MatchingView = z.object({
  /** Null before the first run. */
  ranOn: z.string().nullable(),
  published: z.boolean(),
  tandems: z.array(TandemReview),
  unmatched: z.array(UnmatchedView),
  words: z.object({ strong: z.number(), good: z.number(), enough: z.number() }),
})
export type MatchingView = z.output<typeof MatchingView>

export const runMatching = endpoint({
  name: 'runMatching',
  who: 'team',
  method: 'POST',
  path: 'programmes/{programme}/matching',
  request: Nothing,
  response: z.object({
    matched: z.number(),
    unmatched: z.number(),
    /** Optimum that the solver proved: most people matched, no mentor left aside without need, best weakest tandem, best sum. */
    proven: z.boolean(),
    sentence: z.string(),
  }),
})
export const viewMatching = endpoint({
  name: 'viewMatching',
  who: 'team',
  method: 'GET',
  path: 'programmes/{programme}/matching',
  request: Nothing,
  response: MatchingView,
})
export const publishMatching = endpoint({
  name: 'publishMatching',
  who: 'team',
  method: 'POST',
  path: 'programmes/{programme}/publication',
  request: Nothing,
  response: z.object({ published: z.number() }),
})
