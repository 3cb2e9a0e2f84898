import type { PeopleInstance } from '@tandem/domain'

/**
 * The matching by its definitions and by trying everything, for a handful of people. Slow, plain and written without a look
 * at the engine, so that both can be wrong only in different ways.
 */
export type Edge = { readonly mentor: number; readonly score: number }
export type Plan = { readonly matched: number; readonly shortfall: number; readonly floor: number | null; readonly total: number }
export type Round = {
  readonly rows: readonly (readonly Edge[])[]
  readonly capacity: readonly number[]
  readonly minLoad: readonly number[]
  readonly locked?: readonly (number | null)[]
}

const orders = {
  plain: ({ matched, shortfall, floor, total }: Plan) => [matched, -shortfall, floor ?? -1, total],
  totalBeforeFloor: ({ matched, shortfall, floor, total }: Plan) => [matched, -shortfall, total, floor ?? -1],
  strict: ({ matched, floor, total }: Plan) => [matched, floor ?? -1, total],
} as const
export type Order = keyof typeof orders

/** The best of all plans there are; null when no plan keeps the minimum strictly. */
export function bestOfAllPlans({ rows, capacity, minLoad, locked = [] }: Round, order: Order = 'plain'): Plan | null {
  let best: Plan | null = null
  const load = capacity.map(() => 0)
  const better = (plan: Plan, known: Plan): boolean => {
    const [left, right] = [orders[order](plan), orders[order](known)]
    const at = left.findIndex((value, index) => value !== right[index])
    return at >= 0 && left[at]! > right[at]!
  }
  const place = (mentee: number, matched: number, floor: number | null, total: number): void => {
    const row = rows[mentee]
    if (row === undefined) {
      if (order === 'strict' && load.some((own, mentor) => own > 0 && own < minLoad[mentor]!)) return
      const shortfall = minLoad.reduce((sum, wanted, mentor) => sum + Math.max(0, wanted - load[mentor]!), 0)
      const plan = { matched, shortfall, floor, total }
      if (best === null || better(plan, best)) best = plan
      return
    }
    const fixed = locked[mentee] ?? null
    if (fixed === null) place(mentee + 1, matched, floor, total)
    for (const { mentor, score } of row) {
      if (load[mentor]! >= capacity[mentor]! || (fixed !== null && fixed !== mentor)) continue
      load[mentor]! += 1
      place(mentee + 1, matched + 1, fixed === null ? Math.min(floor ?? score, score) : floor, total + score)
      load[mentor]! -= 1
    }
  }
  place(0, 0, null, 0)
  return best
}

type Person = PeopleInstance['people'][number]

/** Everybody who can reach somebody's review: walks up, however far, and stops where it has been before. */
function superiorsOf(people: readonly Person[], person: Person): Set<string> {
  const found = new Set<string>()
  const managerOf = ({ id, managerId }: Person): Person | undefined =>
    managerId === id ? undefined : people.find((one) => one.id === managerId)
  for (let next = managerOf(person); next !== undefined && !found.has(next.id); next = managerOf(next)) found.add(next.id)
  return found
}

/** Why two people cannot be a pair; null when they can. */
export function reasonAgainst(instance: PeopleInstance, mentee: Person, mentor: Person): string | null {
  const { people, preferences = [], forbidden = [], mutualOnly = false } = instance
  if (mentee.id === mentor.id) return 'same_person'
  if (superiorsOf(people, mentee).has(mentor.id) || superiorsOf(people, mentor).has(mentee.id)) return 'reporting_line'
  const named = (person: Person): string | null => (person.managerId === person.id ? null : person.managerId)
  if (named(mentee) !== null && named(mentee) === named(mentor)) return 'same_manager'
  if (mentee.department === mentor.department) return 'same_department'
  if (!mentee.languages.some((language) => mentor.languages.includes(language))) return 'no_shared_language'
  const wish = [...preferences].reverse().find(([a, b]) => a === mentee.id && b === mentor.id)
  if (wish && (wish[2] === -1 || wish[3] === -1)) return 'veto'
  if (mutualOnly && !(wish && wish[2] === 1 && wish[3] === 1)) return 'veto'
  return forbidden.some(([a, b]) => a === mentee.id && b === mentor.id) ? 'forbidden' : null
}

export function scoreByDefinition({ preferences = [] }: PeopleInstance, mentee: Person, mentor: Person): number {
  let gap = 0
  let covered = 0
  mentee.required.forEach((required, at) => {
    const own = mentee.competences[at]!
    gap += Math.max(0, required - own)
    covered += Math.max(0, Math.min(required, mentor.competences[at]!) - own)
  })
  const coverage = gap === 0 ? 300 : Math.floor((600 * covered) / gap)
  const topics = 40 * Math.min(3, mentee.topics.filter((topic) => mentor.topics.includes(topic)).length)
  const hours = Math.abs(mentee.utcOffset - mentor.utcOffset)
  const place = mentee.site === mentor.site ? 80 : hours <= 1 ? 60 : hours <= 3 ? 40 : hours <= 6 ? 15 : 0
  const otherFunction = mentee.function === mentor.function ? 0 : 60
  const levels = 20 * Math.min(4, Math.abs(mentee.level - mentor.level))
  const wish = [...preferences].reverse().find(([a, b]) => a === mentee.id && b === mentor.id)
  const yes = wish ? [wish[2], wish[3]].filter((said) => said === 1).length : 0
  return coverage + topics + place + otherFunction + levels + (yes === 2 ? 60 : yes === 1 ? 20 : 0)
}

/** The round an instance poses, with the locks that count and those that do not. */
export function roundOf(instance: PeopleInstance) {
  const mentees = instance.people.filter(({ mentee }) => mentee)
  const mentors = instance.people.filter(({ mentor }) => mentor)
  const rows = mentees.map((mentee) =>
    mentors.flatMap((mentor, index) =>
      reasonAgainst(instance, mentee, mentor) === null
        ? [{ mentor: index, score: scoreByDefinition(instance, mentee, mentor) }]
        : [],
    ),
  )
  const capacity = mentors.map((mentor) => mentor.capacity ?? 0)
  const left = [...capacity]
  const locked: (number | null)[] = mentees.map(() => null)
  const rejected: [string, string, string][] = []
  for (const [menteeId, mentorId] of instance.locked ?? []) {
    const mentee = mentees.findIndex(({ id }) => id === menteeId)
    const mentor = mentors.findIndex(({ id }) => id === mentorId)
    const why =
      mentee < 0 || mentor < 0
        ? 'not_a_participant'
        : (reasonAgainst(instance, mentees[mentee]!, mentors[mentor]!) ??
          (locked[mentee] !== null ? 'mentee_already_locked' : left[mentor]! <= 0 ? 'capacity' : null))
    if (why !== null) rejected.push([menteeId, mentorId, why])
    else {
      locked[mentee] = mentor
      left[mentor]! -= 1
    }
  }
  return { mentees, mentors, rows, capacity, minLoad: mentors.map((mentor) => mentor.minLoad ?? 0), locked, rejected }
}
