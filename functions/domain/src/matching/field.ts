import { managerGraph, type ManagerGraph } from '../directory/index.js'
import { coverage, nearness, type Fit } from './fit.js'
import { defaultWeights, type MatchInput, type Weights } from './match-input.js'
import { exclusionRules, type ExclusionRule, type RejectedLock } from './match-result.js'
import { rulesFor } from './rules/index.js'
import type { Couple, Rule, Side } from './rules/rule.js'
import { pairTable, said, type TableSide } from './pair-table.js'
import type { Problem } from './solver/problem.js'

export type FieldMentee = Side & { readonly own: readonly number[] }
export type FieldMentor = Side & { readonly own: readonly number[]; readonly capacity: number; readonly minLoad: number }

/** Everybody who takes part, in the order of their ids: what follows cannot depend on the order anybody was entered in. */
export type Field = {
  readonly graph: ManagerGraph
  readonly mentees: readonly FieldMentee[]
  readonly mentors: readonly FieldMentor[]
  readonly competences: readonly string[]
  readonly required: readonly number[]
  readonly weights: Weights
  readonly rules: readonly Rule[]
}

export function fieldOf(input: MatchInput): Field {
  const org = new Map(input.people.map((person) => [person.id, person]))
  const graph = managerGraph(input.people)
  const competences = Object.keys(input.required).sort()
  const side = <V extends MatchInput['mentees'][number]>(volunteer: V) => ({
    ...volunteer,
    org: org.get(volunteer.personId) ?? null,
    line: graph.lineOf(volunteer.personId),
    own: competences.map((key) => volunteer.levels[key] ?? 0),
  })
  return {
    graph,
    mentees: inOrder(input.mentees).map(side),
    mentors: inOrder(input.mentors).map((mentor) => {
      const capacity = Math.max(0, Math.floor(mentor.capacity))
      return { ...side(mentor), capacity, minLoad: mentor.minLoad ?? Math.min(1, capacity) }
    }),
    competences,
    required: competences.map((key) => input.required[key] ?? 0),
    weights: { ...defaultWeights, ...input.weights },
    rules: rulesFor(input.forbidden ?? []),
  }
}

function inOrder<V extends { readonly personId: string }>(volunteers: readonly V[]): V[] {
  const byId = new Map(volunteers.map((volunteer) => [volunteer.personId, volunteer]))
  return [...byId.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1))
}

export function brokenRule({ rules }: Field, couple: Couple): Rule | null {
  for (const rule of rules) if (rule.broken(couple)) return rule
  return null
}

export function fitOf({ required }: Field, mentee: FieldMentee, mentor: FieldMentor): Fit {
  const { gap, covered } = coverage(required, mentee.own, mentor.own)
  const own = mentee.org?.jobFunction ?? null
  const other = mentor.org?.jobFunction ?? null
  return {
    gap,
    covered,
    topics: topicsShared(mentee, mentor).length,
    place: nearness(mentee.org, mentor.org),
    otherFunction: own !== null && other !== null && own !== other,
  }
}

export function topicsShared(mentee: Side, mentor: Side): string[] {
  return mentee.topics.filter((topic, at) => mentor.topics.includes(topic) && mentee.topics.indexOf(topic) === at)
}

export type Posed = {
  readonly problem: Problem
  readonly excluded: Readonly<Record<ExclusionRule, number>>
  readonly rejectedLocks: readonly RejectedLock[]
}

/** Asks every rule for every pair, in numbers; locks and everything a person reads go through the rules themselves. */
export function pose(field: Field, input: Pick<MatchInput, 'locked' | 'forbidden'>): Posed {
  const { mentees, mentors, weights, required } = field
  const { rows, counts } = pairTable(
    mentees.map((mentee) => ({ ...tableSide(mentee), required })),
    mentors.map(tableSide),
    { ...weights, levelStep: 0, levelsCounted: 0, bothSayYes: 0, oneSaysYes: 0 },
    ruledOut(field, input.forbidden ?? []),
    false,
  )
  const excluded = Object.fromEntries(exclusionRules.map((rule) => [rule, counts[rule]])) as Record<ExclusionRule, number>
  const capacity = Int32Array.from(mentors, (mentor) => mentor.capacity)
  const minLoad = Int32Array.from(mentors, (mentor) => mentor.minLoad)
  const { locked, rejectedLocks } = lock(field, capacity, input.locked ?? [])
  return { problem: { rows, capacity, minLoad, locked }, excluded, rejectedLocks }
}

function tableSide({ personId, line, org, languages, topics, own }: FieldMentee): TableSide {
  return {
    personId,
    line,
    department: org?.department ?? null,
    office: org?.office ?? null,
    country: org?.country ?? null,
    utcOffsetHours: org?.utcOffsetHours ?? null,
    jobFunction: org?.jobFunction ?? null,
    level: 0,
    languages,
    topics,
    own,
  }
}

function ruledOut(
  { mentees, mentors }: Field,
  forbidden: NonNullable<MatchInput['forbidden']>,
): Map<number, Map<number, number>> {
  const menteeAt = new Map(mentees.map(({ personId }, index) => [personId, index]))
  const mentorAt = new Map(mentors.map(({ personId }, index) => [personId, index]))
  const found = new Map<number, Map<number, number>>()
  for (const { menteeId, mentorId } of forbidden) {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    if (mentee === undefined || mentor === undefined) continue
    found.set(mentee, (found.get(mentee) ?? new Map<number, number>()).set(mentor, said.forbidden))
  }
  return found
}

/** A lock that cannot be kept is reported and has no effect: those two are matched like everybody else. */
function lock(
  field: Field,
  capacity: Int32Array,
  locks: NonNullable<MatchInput['locked']>,
): { locked: Int32Array; rejectedLocks: RejectedLock[] } {
  const { mentees, mentors } = field
  const menteeAt = new Map(mentees.map(({ personId }, index) => [personId, index]))
  const mentorAt = new Map(mentors.map(({ personId }, index) => [personId, index]))
  const locked = new Int32Array(mentees.length).fill(-1)
  const places = capacity.slice()
  const rejectedLocks: RejectedLock[] = []
  for (const { menteeId, mentorId } of locks) {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    const refuse = (why: RejectedLock['why']): number => rejectedLocks.push({ menteeId, mentorId, why })
    if (mentee === undefined || mentor === undefined) {
      refuse('not_a_participant')
      continue
    }
    const rule = brokenRule(field, { mentee: mentees[mentee]!, mentor: mentors[mentor]! })
    if (rule) refuse(rule.name)
    else if (locked[mentee]! >= 0) refuse('mentee_already_locked')
    else if (places[mentor]! <= 0) refuse('capacity')
    else {
      locked[mentee] = mentor
      places[mentor]! -= 1
    }
  }
  return { locked, rejectedLocks }
}
