import type { Line } from '../directory/index.js'
import { coverageTable } from './coverage-table.js'
import type { Weights } from './match-input.js'
import { numbersUpTo, type Row } from './solver/problem.js'

/**
 * The rules and the score for all pairs at once: the same as `rules/` and `fit.ts` say for one pair, with every word turned
 * into a number first, because a hundred million pairs leave no time for comparing texts. Those files are the authority;
 * tests hold both against each other.
 */
export type TableSide = {
  readonly personId: string
  readonly line: Line | null
  readonly department: string | null
  readonly office: string | null
  readonly country: string | null
  readonly utcOffsetHours: number | null
  readonly jobFunction: string | null
  readonly level: number
  readonly languages: readonly string[]
  readonly topics: readonly string[]
  readonly own: readonly number[]
}
export type TableMentee = TableSide & { readonly required: readonly number[] }

/** A programme asks for neither levels nor ballots, so there these count nothing. */
export type TableWeights = Weights & {
  readonly levelStep: number
  readonly levelsCounted: number
  readonly bothSayYes: number
  readonly oneSaysYes: number
}

/** What was said about single pairs; as many bits as there are things to say. */
export const said = { forbidden: 1, veto: 2, oneYes: 4, bothYes: 8 } as const

/** The reasons in the order in which they are asked; the first is no reason. */
export const tableReasons = [
  null,
  'same_person',
  'reporting_line',
  'same_manager',
  'same_department',
  'no_shared_language',
  'veto',
  'forbidden',
] as const
export type TableReason = Exclude<(typeof tableReasons)[number], null>

export type PairTable = {
  readonly rows: readonly Row[]
  /** Over all pairs, each counted for the first reason that applies. */
  readonly counts: Readonly<Record<TableReason, number>>
  /** For a mentee whom no mentor may teach: the reason when it is one and the same for all of them. */
  readonly onlyReason: (mentee: number) => TableReason | null
  readonly reasonFor: (mentee: number, mentor: number) => TableReason | null
}

type Said = ReadonlyMap<number, ReadonlyMap<number, number>>

export function pairTable(
  mentees: readonly TableMentee[],
  mentors: readonly TableSide[],
  weights: TableWeights,
  saidOf: Said,
  mutualOnly: boolean,
): PairTable {
  const ids = numbering()
  const left = columns(mentees, ids)
  const right = columns(mentors, ids)
  const own = side(left, mentees, ids)
  const other = side(right, mentors, ids)
  const reasons = new Uint8Array(mentors.length)
  const marks = new Uint8Array(mentors.length)

  const markAll = (mentee: number): void => {
    marks.fill(0)
    for (const [mentor, bits] of saidOf.get(mentee) ?? []) marks[mentor] = bits
  }
  /** Writes the first reason for every mentor; cheap and telling ones first would be faster, but the order is a promise. */
  const judgeAll = (mentee: number): void => {
    const enter = own.enter[mentee]!
    const leave = own.leave[mentee]!
    const [person, manager, department] = [own.person[mentee]!, own.manager[mentee]!, own.department[mentee]!]
    for (let mentor = 0; mentor < reasons.length; mentor++) {
      const theirs = other.enter[mentor]!
      reasons[mentor] =
        person === other.person[mentor]!
          ? 1
          : enter < 0 || theirs < 0 || (enter <= theirs ? theirs < leave : enter < other.leave[mentor]!)
            ? 2
            : manager >= 0 && manager === other.manager[mentor]!
              ? 3
              : department < 0 || other.department[mentor]! < 0 || department === other.department[mentor]!
                ? 4
                : !sharesBit(own.languages, mentee, other.languages, mentor, own.languageWords)
                  ? 5
                  : (marks[mentor]! & said.veto) !== 0 || (mutualOnly && (marks[mentor]! & said.bothYes) === 0)
                    ? 6
                    : (marks[mentor]! & said.forbidden) !== 0
                      ? 7
                      : 0
    }
  }

  const coverage = coverageTable(
    mentees.map(({ required }) => required),
    mentees.map(({ own: levels }) => levels),
    mentors.map(({ own: levels }) => levels),
  )
  const places = placeTable(left, right, weights)
  /** What is added to the coverage: small sums of a few things that many pairs have in common. */
  const pointsFor = (mentee: number): ((mentor: number) => number) => {
    coverage.turnTo(mentee)
    const placePoints = places.pointsFrom(mentee)
    const [jobFunction, level] = [own.jobFunction[mentee]!, own.level[mentee]!]
    const gap = coverage.gap()
    const {
      noGap,
      coverage: most,
      topic,
      topicsCounted,
      otherFunction,
      levelStep,
      levelsCounted,
      bothSayYes,
      oneSaysYes,
    } = weights
    return (mentor) => {
      const points =
        (gap === 0 ? noGap : Math.floor((most * coverage.coveredBy(mentor)) / gap)) +
        topic * Math.min(topicsCounted, sharedBits(own.topics, mentee, other.topics, mentor, own.topicWords)) +
        placePoints[places.keyOf[mentor]!]! +
        (jobFunction >= 0 && other.jobFunction[mentor]! >= 0 && jobFunction !== other.jobFunction[mentor] ? otherFunction : 0) +
        levelStep * Math.min(levelsCounted, Math.abs(level - other.level[mentor]!)) +
        (marks[mentor] === 0
          ? 0
          : (marks[mentor]! & said.bothYes) !== 0
            ? bothSayYes
            : (marks[mentor]! & said.oneYes) !== 0
              ? oneSaysYes
              : 0)
      return Math.max(0, Math.round(points))
    }
  }

  const totals = new Float64Array(tableReasons.length)
  const only = new Map<number, TableReason>()
  const highest = highestScore(weights)
  const mentorsHere = numbersUpTo(mentors.length, mentors.length)
  const scoresHere = numbersUpTo(highest, mentors.length)
  const ofRow = new Int32Array(tableReasons.length)
  const rows = mentees.map((_, mentee): Row => {
    markAll(mentee)
    judgeAll(mentee)
    const points = pointsFor(mentee)
    ofRow.fill(0)
    let length = 0
    for (let mentor = 0; mentor < reasons.length; mentor++) {
      const reason = reasons[mentor]!
      ofRow[reason]! += 1
      if (reason !== 0) continue
      mentorsHere[length] = mentor
      scoresHere[length++] = points(mentor)
    }
    ofRow.forEach((count, reason) => (totals[reason]! += count))
    const single = ofRow.findIndex((count) => count > 0 && count === mentors.length)
    if (single > 0) only.set(mentee, tableReasons[single]!)
    return { mentors: mentorsHere.slice(0, length), scores: scoresHere.slice(0, length) }
  })
  return {
    rows,
    counts: Object.fromEntries(tableReasons.flatMap((reason, at) => (reason === null ? [] : [[reason, totals[at]!]]))) as Record<
      TableReason,
      number
    >,
    onlyReason: (mentee) => only.get(mentee) ?? null,
    reasonFor: (mentee, mentor) => {
      markAll(mentee)
      judgeAll(mentee)
      return tableReasons[reasons[mentor]!]!
    },
  }
}

/** Texts as numbers, alike on both sides. */
type Numbering = { readonly of: (kind: string, text: string) => number; readonly count: (kind: string) => number }

function numbering(): Numbering {
  const kinds = new Map<string, Map<string, number>>()
  const known = (kind: string): Map<string, number> => {
    const found = kinds.get(kind) ?? new Map<string, number>()
    kinds.set(kind, found)
    return found
  }
  return {
    of: (kind, text) => {
      const texts = known(kind)
      const found = texts.get(text) ?? texts.size
      texts.set(text, found)
      return found
    },
    count: (kind) => known(kind).size,
  }
}

/** -1 is what nobody knows. */
function columns(people: readonly TableSide[], ids: Numbering) {
  const numbers = (kind: string, text: (person: TableSide) => string | null): Int32Array =>
    Int32Array.from(people, (person) => {
      const own = text(person)
      return own === null ? -1 : ids.of(kind, own)
    })
  for (const { languages, topics } of people) {
    for (const language of languages) ids.of('language', language)
    for (const topic of topics) ids.of('topic', topic)
  }
  return {
    person: numbers('person', ({ personId }) => personId),
    enter: Int32Array.from(people, ({ line }) => line?.enter ?? -1),
    leave: Int32Array.from(people, ({ line }) => line?.leave ?? -1),
    manager: numbers('person', ({ line }) => line?.managerId ?? null),
    department: numbers('department', ({ department }) => department),
    office: numbers('office', ({ office }) => office),
    country: numbers('country', ({ country }) => country),
    jobFunction: numbers('function', ({ jobFunction }) => jobFunction),
    hours: Float64Array.from(people, ({ utcOffsetHours }) => utcOffsetHours ?? Number.NaN),
    level: Float64Array.from(people, ({ level }) => level),
  }
}

/** Sets of texts become bits once all texts of both sides are known. */
function side(known: ReturnType<typeof columns>, people: readonly TableSide[], ids: Numbering) {
  const bits = (kind: string, texts: (person: TableSide) => readonly string[]): Int32Array => {
    const words = Math.max(1, Math.ceil(ids.count(kind) / 32))
    const set = new Int32Array(people.length * words)
    people.forEach((person, at) => {
      for (const text of texts(person)) {
        const bit = ids.of(kind, text)
        set[at * words + (bit >> 5)]! |= 1 << (bit & 31)
      }
    })
    return set
  }
  return {
    ...known,
    languages: bits('language', ({ languages }) => languages),
    topics: bits('topic', ({ topics }) => topics),
    languageWords: Math.max(1, Math.ceil(ids.count('language') / 32)),
    topicWords: Math.max(1, Math.ceil(ids.count('topic') / 32)),
  }
}

function sharesBit(own: Int32Array, mentee: number, other: Int32Array, mentor: number, words: number): boolean {
  for (let word = 0; word < words; word++) if ((own[mentee * words + word]! & other[mentor * words + word]!) !== 0) return true
  return false
}

function sharedBits(own: Int32Array, mentee: number, other: Int32Array, mentor: number, words: number): number {
  let count = 0
  for (let word = 0; word < words; word++) {
    let both = own[mentee * words + word]! & other[mentor * words + word]!
    for (; both !== 0; both &= both - 1) count += 1
  }
  return count
}

type Columns = ReturnType<typeof columns>

/** There are far fewer places than people: each mentee's points are worked out once for each place mentors work in. */
function placeTable(mentees: Columns, mentors: Columns, weights: Weights) {
  const first: number[] = []
  const known = new Map<string, number>()
  const keyOf = Int32Array.from(mentors.office, (office, mentor) => {
    const key = `${office} ${mentors.country[mentor]} ${mentors.hours[mentor]}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, first.length)
    return first.push(mentor) - 1
  })
  return {
    keyOf,
    pointsFrom: (mentee: number) => Float64Array.from(first, (mentor) => placePoints(mentees, mentee, mentors, mentor, weights)),
  }
}

function placePoints(own: Columns, mentee: number, other: Columns, mentor: number, weights: Weights): number {
  const country = own.country[mentee]!
  const theirs = other.country[mentor]!
  const countriesDiffer = country >= 0 && theirs >= 0 && country !== theirs
  if (own.office[mentee]! >= 0 && own.office[mentee] === other.office[mentor] && !countriesDiffer) return weights.samePlace
  const hours = Math.abs(own.hours[mentee]! - other.hours[mentor]!)
  if (hours >= 0)
    return hours <= 1 ? weights.withinOneHour : hours <= 3 ? weights.withinThreeHours : hours <= 6 ? weights.withinSixHours : 0
  return country >= 0 && country === theirs ? weights.withinThreeHours : 0
}

function highestScore(weights: TableWeights): number {
  const place = Math.max(weights.samePlace, weights.withinOneHour, weights.withinThreeHours, weights.withinSixHours)
  return (
    Math.max(weights.coverage, weights.noGap, 0) +
    Math.max(0, weights.topic * weights.topicsCounted) +
    Math.max(0, place) +
    Math.max(0, weights.otherFunction) +
    Math.max(0, weights.levelStep * weights.levelsCounted) +
    Math.max(0, weights.bothSayYes, weights.oneSaysYes) +
    1
  )
}
