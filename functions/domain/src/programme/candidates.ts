import type { Role, Settings } from '@tandem/lists'

export type CandidatePerson = {
  readonly id: string
  readonly mail: string | null
  readonly department: string | null
  readonly office: string | null
  readonly directReports: number
  readonly reportsBelow: number
}

/** A number from a seed and an id, the same everywhere and for ever; FNV-1a with a final mix. */
export function seededNumber(seed: number, ...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of [seed, ...parts].join('|')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Level and function decide who may take which side, by the programme's rule; age, hire date and tenure are not even read. */
export function mayTakeRole(role: Role, person: CandidatePerson, rule: Settings['selection']): boolean {
  return role === 'mentee' ? person.directReports >= rule.menteeMinReports : person.directReports <= rule.mentorMaxReports
}

/**
 * The people a rule allows, in the order in which they are proposed. Mentees: most people below them first. Mentors: spread over
 * departments and offices, one from each in turn, in an order drawn from the seed.
 */
export function proposeCandidates<Person extends CandidatePerson>(
  role: Role,
  people: readonly Person[],
  rule: Settings['selection'],
): readonly Person[] {
  const allowed = people.filter((person) => mayTakeRole(role, person, rule))
  const draw = new Map(allowed.map((person) => [person.id, seededNumber(rule.seed, role, person.id)]))
  const byDraw = (a: Person, b: Person) => draw.get(a.id)! - draw.get(b.id)! || (a.id < b.id ? -1 : 1)
  if (role === 'mentee') return allowed.sort((a, b) => b.reportsBelow - a.reportsBelow || byDraw(a, b))
  const places = new Map<string, Person[]>()
  for (const person of allowed.sort(byDraw)) {
    const place = `${person.department ?? ''}|${person.office ?? ''}`
    const there = places.get(place)
    if (there) there.push(person)
    else places.set(place, [person])
  }
  const rounds: Person[][] = []
  for (const there of places.values()) {
    there.forEach((person, round) => {
      const people = (rounds[round] ??= [])
      people.push(person)
    })
  }
  return rounds.flatMap((round) => round.sort(byDraw))
}
