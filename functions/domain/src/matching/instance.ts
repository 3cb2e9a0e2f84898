import { managerGraph, type ManagerGraphIssues } from '../directory/index.js'
import { defaultWeights } from './match-input.js'
import { pairTable, said, type PairTable, type TableReason, type TableSide } from './pair-table.js'
import { numbersUpTo, type Problem, type Row } from './solver/problem.js'

/**
 * Matching problems as plain files, for measuring the engine against other solvers. Such a file also knows levels and
 * mutual wishes; a programme does not ask for either, so both stay here. Unknown keys are ignored.
 */
export type InstancePerson = {
  readonly id: string
  readonly managerId: string | null
  readonly department: string
  readonly function: string
  readonly level: number
  readonly site: string
  readonly utcOffset: number
  readonly languages: readonly string[]
  readonly competences: readonly number[]
  readonly required: readonly number[]
  readonly topics: readonly string[]
  readonly mentor: boolean
  readonly mentee: boolean
  readonly minLoad?: number | undefined
  readonly capacity?: number | undefined
}

type Two = readonly [mentee: string, mentor: string]
type Wish = readonly [mentee: string, mentor: string, menteeSays: number, mentorSays: number]

export type PeopleInstance = {
  readonly kind: 'people'
  readonly people: readonly InstancePerson[]
  /** -1 veto, 0 neutral, 1 yes; the last entry for a pair counts. */
  readonly preferences?: readonly Wish[] | undefined
  readonly mutualOnly?: boolean | undefined
  readonly forbidden?: readonly Two[] | undefined
  readonly locked?: readonly Two[] | undefined
}

/** `edges[mentee]` is flat: mentor, score, mentor, score and so on. Pairs that are not listed are not allowed. */
export type GraphInstance = {
  readonly kind: 'graph'
  readonly n: number
  readonly m: number
  readonly capacity: readonly number[]
  readonly minLoad: readonly number[]
  readonly edges: readonly (readonly number[])[]
}

export type Instance = PeopleInstance | GraphInstance
export type Name = string | number

export type PosedInstance = {
  readonly mentees: readonly Name[]
  readonly mentors: readonly Name[]
  readonly problem: Problem
  readonly firstReasonCounts: Readonly<Record<string, number>>
  readonly rejectedLocks: readonly (readonly [mentee: string, mentor: string, why: string])[]
  readonly managerGraphIssues: ManagerGraphIssues
  /** For a mentee without any candidate: the one reason that keeps all mentors away, null when there are several. */
  readonly onlyReason: (mentee: number) => TableReason | null
  /** The languages of a mentee and of a mentor; empty where the file does not know of any. */
  readonly languages: readonly [mentees: readonly (readonly string[])[], mentors: readonly (readonly string[])[]]
}

export function poseInstance(instance: Instance): PosedInstance {
  return instance.kind === 'graph' ? poseGraph(instance) : posePeople(instance)
}

function poseGraph({ n, m, capacity, minLoad, edges }: GraphInstance): PosedInstance {
  const rows = Array.from({ length: n }, (_, mentee) => graphRow(edges[mentee] ?? [], m))
  const problem = {
    rows,
    capacity: Int32Array.from(capacity),
    minLoad: Int32Array.from(minLoad),
    locked: new Int32Array(n).fill(-1),
  }
  return {
    mentees: [...Array(n).keys()],
    mentors: [...Array(m).keys()],
    problem,
    firstReasonCounts: {},
    rejectedLocks: [],
    managerGraphIssues: { self: [], missing: [], cycle: [] },
    onlyReason: () => null,
    languages: [[], []],
  }
}

function graphRow(edges: readonly number[], mentors: number): Row {
  const length = edges.length / 2
  const places = Uint32Array.from({ length }, (_, at) => at).sort((a, b) => edges[2 * a]! - edges[2 * b]!)
  const highest = edges.reduce((most, value, at) => (at % 2 === 1 ? Math.max(most, value) : most), 0)
  const row = { mentors: numbersUpTo(mentors, length), scores: numbersUpTo(highest, length) }
  places.forEach((place, at) => {
    row.mentors[at] = edges[2 * place]!
    row.scores[at] = edges[2 * place + 1]!
  })
  return row
}

function posePeople(instance: PeopleInstance): PosedInstance {
  const graph = managerGraph(instance.people)
  const inOrder = [...instance.people].sort((a, b) => (a.id < b.id ? -1 : 1))
  const mentees = inOrder.filter(({ mentee }) => mentee)
  const mentors = inOrder.filter(({ mentor }) => mentor)
  const side = (person: InstancePerson): TableSide => ({
    personId: person.id,
    line: graph.lineOf(person.id),
    department: person.department,
    office: person.site,
    country: null,
    utcOffsetHours: person.utcOffset,
    jobFunction: person.function,
    level: person.level,
    languages: person.languages,
    topics: person.topics,
    own: person.competences,
  })
  const table = pairTable(
    mentees.map((person) => ({ ...side(person), required: person.required })),
    mentors.map(side),
    { ...defaultWeights, levelStep: 20, levelsCounted: 4, bothSayYes: 60, oneSaysYes: 20 },
    saidIn(instance, indexOf(mentees), indexOf(mentors)),
    instance.mutualOnly === true,
  )
  const capacity = Int32Array.from(mentors, (mentor) => mentor.capacity ?? 0)
  const { locked, rejectedLocks } = lock(instance, indexOf(mentees), indexOf(mentors), capacity, table)
  return {
    mentees: mentees.map(({ id }) => id),
    mentors: mentors.map(({ id }) => id),
    problem: { rows: table.rows, capacity, minLoad: Int32Array.from(mentors, (mentor) => mentor.minLoad ?? 0), locked },
    firstReasonCounts: table.counts,
    rejectedLocks,
    managerGraphIssues: graph.issues,
    onlyReason: table.onlyReason,
    languages: [mentees.map(({ languages }) => languages), mentors.map(({ languages }) => languages)],
  }
}

const indexOf = (people: readonly InstancePerson[]): ReadonlyMap<string, number> =>
  new Map(people.map(({ id }, index) => [id, index]))

type Places = ReadonlyMap<string, number>

function saidIn(
  { preferences, forbidden }: PeopleInstance,
  menteeAt: Places,
  mentorAt: Places,
): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>()
  const note = (menteeId: string, mentorId: string, change: (bits: number) => number): void => {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    if (mentee === undefined || mentor === undefined) return
    const ofMentee = found.get(mentee) ?? new Map<number, number>()
    found.set(mentee, ofMentee.set(mentor, change(ofMentee.get(mentor) ?? 0)))
  }
  for (const [menteeId, mentorId, menteeSays, mentorSays] of preferences ?? []) {
    const yes = Number(menteeSays > 0) + Number(mentorSays > 0)
    const veto = menteeSays < 0 || mentorSays < 0 ? said.veto : 0
    note(menteeId, mentorId, () => veto | (yes === 2 ? said.bothYes : yes === 1 ? said.oneYes : 0))
  }
  for (const [menteeId, mentorId] of forbidden ?? []) note(menteeId, mentorId, (bits) => bits | said.forbidden)
  return found
}

/** A lock that cannot be kept is reported and has no effect: those two are matched like everybody else. */
function lock(instance: PeopleInstance, menteeAt: Places, mentorAt: Places, capacity: Int32Array, table: PairTable) {
  const locked = new Int32Array(menteeAt.size).fill(-1)
  const places = capacity.slice()
  const rejectedLocks: [string, string, string][] = []
  for (const [menteeId, mentorId] of instance.locked ?? []) {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    const refuse = (why: string): number => rejectedLocks.push([menteeId, mentorId, why])
    if (mentee === undefined || mentor === undefined) {
      refuse('not_a_participant')
      continue
    }
    const reason = table.reasonFor(mentee, mentor)
    if (reason !== null) refuse(reason)
    else if (locked[mentee]! >= 0) refuse('mentee_already_locked')
    else if (places[mentor]! <= 0) refuse('capacity')
    else {
      locked[mentee] = mentor
      places[mentor]! -= 1
    }
  }
  return { locked, rejectedLocks }
}
