import type { IndependenceProof } from '../directory/index.js'
import type { PairOfIds } from './match-input.js'
import type { Optimum } from './solver/problem.js'

/**
 * A sentence to be: rendered at the edge, in the reader's language. `fromAssessment` keeps what somebody's answers led to
 * away from the programme team, who see a word instead.
 */
export type Reason = {
  readonly key: string
  readonly values: Readonly<Record<string, string | number | readonly string[]>>
  readonly fromAssessment: boolean
}

/** Why two people cannot be a pair, in the order in which the rules are asked; the first that applies counts. */
export const exclusionRules = [
  'same_person',
  'reporting_line',
  'same_manager',
  'same_department',
  'no_shared_language',
  'forbidden',
] as const
export type ExclusionRule = (typeof exclusionRules)[number]

/** `forbidden` only when the programme team itself ruled out everybody who was left. */
export type UnmatchedRule = Exclude<ExclusionRule, 'same_person'> | 'capacity' | 'competition'

export type FitWord = 'strong' | 'good' | 'enough'

export type MatchedPair = PairOfIds & {
  readonly score: number
  readonly word: FitWord
  readonly locked: boolean
  /** One to six, most telling first. */
  readonly because: readonly Reason[]
  readonly proof: IndependenceProof
}

export type Unmatched = {
  readonly personId: string
  readonly role: 'mentee' | 'mentor'
  readonly rule: UnmatchedRule
  readonly reason: Reason
}

export type RejectedLock = PairOfIds & {
  readonly why: ExclusionRule | 'not_a_participant' | 'mentee_already_locked' | 'capacity'
}

type People = { readonly mentees: readonly string[]; readonly mentors: readonly string[] }
type Prices = Readonly<Record<string, number>>

/** The solver's certificate in ids, so that it can be kept with the plan and checked on another day. */
export type MatchCertificate = {
  readonly matched: People
  readonly shortfall: People
  readonly floor: { readonly cover: People; readonly lost: 'matched' | 'shortfall' } | null
  readonly total: {
    readonly mentees: Prices
    readonly mentors: Prices
    readonly beyondMinimum: number
    readonly unmatched: number
  }
}

export type MatchResult = {
  readonly pairs: readonly MatchedPair[]
  readonly unmatched: readonly Unmatched[]
  readonly optimum: Optimum
  readonly certificate: MatchCertificate
  /** How many mentee-mentor pairs each rule excluded; a pair counts for the first rule that applies. */
  readonly excluded: Readonly<Record<ExclusionRule, number>>
  readonly rejectedLocks: readonly RejectedLock[]
}
