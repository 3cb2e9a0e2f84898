import { managerGraph, type Line } from '../directory/index.js'
import { coverage } from './fit.js'
import { defaultWeights, type PairOfIds } from './match-input.js'
import { rulesFor } from './rules/index.js'
import { reason, type Couple, type Rule, type Side } from './rules/rule.js'
import { rowOf, type Certificate, type Optimum, type Problem } from './solver/problem.js'
import { flawIn, type Flaw } from './solver/flaw.js'
import { solve } from './solver/solve.js'

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
  readonly minLoad?: number
  readonly capacity?: number
}

type Two = readonly [mentee: string, mentor: string]
type Wish = readonly [mentee: string, mentor: string, menteeSays: number, mentorSays: number]

export type PeopleInstance = {
  readonly kind: 'people'
  readonly people: readonly InstancePerson[]
  /** -1 veto, 0 neutral, 1 yes; the last entry for a pair counts. */
  readonly preferences?: readonly Wish[]
  readonly mutualOnly?: boolean
  readonly forbidden?: readonly Two[]
  readonly locked?: readonly Two[]
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
type Name = string | number

export type InstanceSolution = {
  readonly pairs: readonly (readonly [mentee: Name, mentor: Name])[]
  readonly optimum: Optimum
  readonly certificate: Certificate
  readonly unmatched: readonly Name[]
  readonly firstReasonCounts: Readonly<Record<string, number>>
  readonly rejectedLocks: readonly (readonly [mentee: string, mentor: string, why: string])[]
  /** What the separate check says about this solution; null is what it should say. */
  readonly flaw: Flaw | null
}

type Posed = {
  readonly mentees: readonly Name[]
  readonly mentors: readonly Name[]
  readonly problem: Problem
} & Pick<InstanceSolution, 'firstReasonCounts' | 'rejectedLocks'>

export function solveInstance(instance: Instance): InstanceSolution {
  const { mentees, mentors, problem, firstReasonCounts, rejectedLocks } =
    instance.kind === 'graph' ? poseGraph(instance) : posePeople(instance)
  const { mentorOf, optimum, certificate } = solve(problem)
  return {
    pairs: mentees.flatMap((mentee, index) => {
      const mentor = mentors[mentorOf[index]!]
      return mentor === undefined ? [] : [[mentee, mentor] as const]
    }),
    optimum,
    certificate,
    unmatched: mentees.filter((_, index) => mentorOf[index]! < 0),
    firstReasonCounts,
    rejectedLocks,
    flaw: flawIn(problem, mentorOf, optimum, certificate),
  }
}

function poseGraph({ n, m, capacity, minLoad, edges }: GraphInstance): Posed {
  const rows = Array.from({ length: n }, (_, mentee) => {
    const scores = new Map<number, number>()
    const row = edges[mentee] ?? []
    for (let at = 0; at + 1 < row.length; at += 2) scores.set(row[at]!, row[at + 1]!)
    return rowOf(scores)
  })
  const problem = {
    rows,
    capacity: Int32Array.from(capacity),
    minLoad: Int32Array.from(minLoad),
    locked: new Int32Array(n).fill(-1),
  }
  return { mentees: [...Array(n).keys()], mentors: [...Array(m).keys()], problem, firstReasonCounts: {}, rejectedLocks: [] }
}

function posePeople(instance: PeopleInstance): Posed {
  const graph = managerGraph(instance.people)
  const inOrder = [...instance.people].sort((a, b) => (a.id < b.id ? -1 : 1))
  const mentees = inOrder.filter(({ mentee }) => mentee)
  const mentors = inOrder.filter(({ mentor }) => mentor)
  const wishes = wishesOf(instance)
  const sides = new Map(inOrder.map((person) => [person.id, sideOf(person, graph.lineOf(person.id))]))
  const rules = rulesOf(instance, wishes)
  const broken = (mentee: string, mentor: string): Rule | undefined => {
    const couple: Couple = { mentee: sides.get(mentee)!, mentor: sides.get(mentor)! }
    return rules.find((rule) => rule.broken(couple))
  }

  const firstReasonCounts: Record<string, number> = Object.fromEntries(rules.map((rule) => [countedAs(rule), 0]))
  const rows = mentees.map((mentee) => {
    const scores = new Map<number, number>()
    mentors.forEach((mentor, index) => {
      const rule = broken(mentee.id, mentor.id)
      if (rule) firstReasonCounts[countedAs(rule)]! += 1
      else scores.set(index, instanceScore(mentee, mentor, wishes(mentee.id, mentor.id)))
    })
    return rowOf(scores)
  })
  const capacity = Int32Array.from(mentors, (mentor) => mentor.capacity ?? 0)
  const locked = new Int32Array(mentees.length).fill(-1)
  const places = capacity.slice()
  const rejectedLocks: [string, string, string][] = []
  const menteeAt = new Map(mentees.map(({ id }, index) => [id, index]))
  const mentorAt = new Map(mentors.map(({ id }, index) => [id, index]))
  for (const [menteeId, mentorId] of instance.locked ?? []) {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    if (mentee === undefined || mentor === undefined) {
      rejectedLocks.push([menteeId, mentorId, 'not_a_participant'])
      continue
    }
    const rule = broken(menteeId, mentorId)
    if (rule) rejectedLocks.push([menteeId, mentorId, countedAs(rule)])
    else if (locked[mentee]! >= 0) rejectedLocks.push([menteeId, mentorId, 'mentee_already_locked'])
    else if (places[mentor]! <= 0) rejectedLocks.push([menteeId, mentorId, 'capacity'])
    else {
      locked[mentee] = mentor
      places[mentor]! -= 1
    }
  }
  const minLoad = Int32Array.from(mentors, (mentor) => mentor.minLoad ?? 0)
  return {
    mentees: mentees.map(({ id }) => id),
    mentors: mentors.map(({ id }) => id),
    problem: { rows, capacity, minLoad, locked },
    firstReasonCounts,
    rejectedLocks,
  }
}

/** A mutual choice is asked before the pairs somebody ruled out, and counted under its own name. */
type InstanceRule = Rule | (Rule & { readonly countedAs: 'veto' })
const countedAs = (rule: InstanceRule): string => ('countedAs' in rule ? rule.countedAs : rule.name)

function rulesOf({ forbidden, mutualOnly }: PeopleInstance, wishes: Wishes): InstanceRule[] {
  const pairs = (forbidden ?? []).map(([menteeId, mentorId]): PairOfIds => ({ menteeId, mentorId }))
  const veto: InstanceRule = {
    name: 'forbidden',
    countedAs: 'veto',
    broken: ({ mentee, mentor }) => {
      const [, , menteeSays, mentorSays] = wishes(mentee.personId, mentor.personId) ?? [null, null, 0, 0]
      return menteeSays < 0 || mentorSays < 0 || (mutualOnly === true && !(menteeSays > 0 && mentorSays > 0))
    },
    reason: () => reason('no-mutual-choice', {}),
  }
  const rules: InstanceRule[] = [...rulesFor(pairs)]
  rules.splice(-1, 0, veto)
  return rules
}

type Wishes = (menteeId: string, mentorId: string) => Wish | undefined

function wishesOf({ preferences }: PeopleInstance): Wishes {
  const byMentee = new Map<string, Map<string, Wish>>()
  for (const wish of preferences ?? []) {
    const known = byMentee.get(wish[0]) ?? new Map<string, Wish>()
    byMentee.set(wish[0], known.set(wish[1], wish))
  }
  return (menteeId, mentorId) => byMentee.get(menteeId)?.get(mentorId)
}

function sideOf({ id, managerId, department, languages, topics }: InstancePerson, line: Line | null): Side {
  return { personId: id, languages, topics, levels: {}, line, org: { id, managerId, department, office: null, country: null } }
}

function instanceScore(mentee: InstancePerson, mentor: InstancePerson, wish: Wish | undefined): number {
  const weights = defaultWeights
  const { gap, covered } = coverage(mentee.required, mentee.competences, mentor.competences)
  const topics = mentee.topics.filter((topic) => mentor.topics.includes(topic)).length
  const hours = Math.abs(mentee.utcOffset - mentor.utcOffset)
  const apart =
    hours <= 1 ? weights.withinOneHour : hours <= 3 ? weights.withinThreeHours : hours <= 6 ? weights.withinSixHours : 0
  const yes = wish ? Number(wish[2] > 0) + Number(wish[3] > 0) : 0
  return (
    (gap === 0 ? weights.noGap : Math.floor((weights.coverage * covered) / gap)) +
    weights.topic * Math.min(weights.topicsCounted, topics) +
    (mentee.site === mentor.site ? weights.samePlace : apart) +
    (mentee.function === mentor.function ? 0 : weights.otherFunction) +
    20 * Math.min(4, Math.abs(mentee.level - mentor.level)) +
    (yes === 2 ? 60 : yes === 1 ? 20 : 0)
  )
}
