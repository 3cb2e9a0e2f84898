import { becauseOf } from './because.js'
import { brokenRule, fieldOf, fitOf, pose, type Field, type FieldMentee, type FieldMentor } from './field.js'
import { scoreOf, wordFor } from './fit.js'
import { leftOut } from './left-out.js'
import type { MatchInput } from './match-input.js'
import type { ExclusionRule, MatchCertificate, MatchedPair, MatchResult, Reason } from './match-result.js'
import type { Certificate, Cover } from './solver/problem.js'
import { solve } from './solver/solve.js'
import type { Watch } from './solver/watch.js'

/** The best plan there is for these people and rules, why each pair is in it, why anybody is not, and the proof that no plan is better. */
export function match(input: MatchInput, watch: Watch = {}): MatchResult {
  const field = fieldOf(input)
  const { problem, excluded, rejectedLocks } = pose(field, input)
  const { mentorOf, optimum, certificate } = solve(problem, { ...watch, totalBeforeFloor: input.totalBeforeFloor ?? false })
  const pairs = field.mentees.flatMap((mentee, index) => {
    const mentor = field.mentors[mentorOf[index]!]
    return mentor === undefined ? [] : [pairOf(field, mentee, mentor, problem.locked[index]! >= 0)]
  })
  return {
    pairs,
    unmatched: leftOut(field, problem, mentorOf),
    optimum,
    certificate: named(field, certificate),
    excluded,
    rejectedLocks,
  }
}

export type Judgement =
  | { readonly eligible: true; readonly pair: MatchedPair }
  | { readonly eligible: false; readonly rule: ExclusionRule; readonly reason: Reason }

/** One pair by the same rules, for proposals made by hand and for proving a tandem again when the directory has changed. */
export function judge(input: MatchInput, menteeId: string, mentorId: string): Judgement {
  const field = fieldOf({
    ...input,
    mentees: input.mentees.filter(({ personId }) => personId === menteeId),
    mentors: input.mentors.filter(({ personId }) => personId === mentorId),
  })
  const mentee = field.mentees[0]
  const mentor = field.mentors[0]
  if (mentee === undefined) throw new Error(`"${menteeId}" is not among the mentees of this input. Judge people who take part.`)
  if (mentor === undefined) throw new Error(`"${mentorId}" is not among the mentors of this input. Judge people who take part.`)
  const couple = { mentee, mentor }
  const rule = brokenRule(field, couple)
  if (rule) return { eligible: false, rule: rule.name, reason: rule.reason(couple) }
  const isLocked = (input.locked ?? []).some((lock) => lock.menteeId === menteeId && lock.mentorId === mentorId)
  return { eligible: true, pair: pairOf(field, mentee, mentor, isLocked) }
}

function pairOf(field: Field, mentee: FieldMentee, mentor: FieldMentor, locked: boolean): MatchedPair {
  const fit = fitOf(field, mentee, mentor)
  const score = scoreOf(fit, field.weights)
  const proof = field.graph.independenceProof(mentee.personId, mentor.personId)
  return {
    menteeId: mentee.personId,
    mentorId: mentor.personId,
    score,
    word: wordFor(score, fit.gap, field.weights),
    locked,
    because: becauseOf(field, mentee, mentor, proof),
    proof,
  }
}

function named({ mentees, mentors }: Field, { matched, shortfall, floor, total }: Certificate): MatchCertificate {
  const people = (cover: Cover) => ({
    mentees: cover.mentees.map((index) => mentees[index]!.personId),
    mentors: cover.mentors.map((index) => mentors[index]!.personId),
  })
  const prices = (side: readonly { readonly personId: string }[], values: readonly number[]) =>
    Object.fromEntries(side.map(({ personId }, index) => [personId, values[index]!]))
  return {
    matched: people(matched),
    shortfall: people(shortfall),
    floor: floor && { cover: people(floor.cover), lost: floor.lost },
    total: { ...total, mentees: prices(mentees, total.mentees), mentors: prices(mentors, total.mentors) },
  }
}
