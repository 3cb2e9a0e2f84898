import type { GraphInstance, InstancePerson, PeopleInstance } from '@tandem/domain'

/** Numbers that look random and are the same on every machine (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export type Programme = 'up to 3' | '1:1' | '2 to 4'

const shapes: Readonly<Record<Programme, { share: number; capacity: number; minLoad: number }>> = {
  'up to 3': { share: 2.5, capacity: 3, minLoad: 1 },
  '1:1': { share: 1, capacity: 1, minLoad: 1 },
  '2 to 4': { share: 3, capacity: 4, minLoad: 2 },
}

/** Everybody may have `candidates` mentors, drawn at random, with scores from 0 to 1,000. */
export function madeUpGraph(programme: Programme, mentees: number, candidates: number): GraphInstance {
  const { share, capacity, minLoad } = shapes[programme]
  const random = seeded(mentees * 31 + candidates * 7 + capacity)
  const mentors = Math.ceil(mentees / share)
  const edges = Array.from({ length: mentees }, () => {
    const chosen = new Set<number>()
    if (candidates >= mentors) for (let mentor = 0; mentor < mentors; mentor++) chosen.add(mentor)
    while (chosen.size < Math.min(candidates, mentors)) chosen.add(random(mentors))
    return [...chosen].flatMap((mentor) => [mentor, random(1001)])
  })
  return {
    kind: 'graph',
    n: mentees,
    m: mentors,
    capacity: new Array<number>(mentors).fill(capacity),
    minLoad: new Array<number>(mentors).fill(minLoad),
    edges,
  }
}

const sites = ['HAM', 'MUC', 'LYS', 'MAD', 'WAW', 'NYC', 'SIN', 'BLR'] as const
const offsets = [1, 1, 1, 1, 1, -5, 8, 5.5] as const
const languages = ['en', 'de', 'fr', 'es', 'pl', 'it'] as const
const topics = ['ai', 'data', 'social', 'security', 'privacy', 'inclusion', 'coding', 'wellbeing'] as const
const functions = ['OPS', 'FIN', 'IT', 'MKT', 'HR'] as const

/** A company of which the upper half learns and the lower half teaches: every mentee might have every mentor. */
export function madeUpCompany(aSide: number): PeopleInstance {
  const random = seeded(aSide)
  const some = (from: readonly string[], most: number): string[] => [
    ...new Set(Array.from({ length: 1 + random(most) }, () => from[random(from.length)]!)),
  ]
  const people = Array.from({ length: 2 * aSide }, (_, at): InstancePerson => {
    const senior = at < aSide
    const site = random(sites.length)
    const level = senior ? 4 + random(4) : random(4)
    return {
      id: `p${String(at + 1).padStart(6, '0')}`,
      managerId: at === 0 ? null : `p${String(1 + random(Math.min(at, Math.ceil(at / 6) + 1))).padStart(6, '0')}`,
      department: `D${random(60)}`,
      function: functions[random(functions.length)]!,
      level,
      site: sites[site]!,
      utcOffset: offsets[site]!,
      languages: random(10) < 8 ? ['en', ...some(languages.slice(1), 2)] : some(languages, 2),
      competences: Array.from({ length: 21 }, () => (senior ? random(5) : 2 + random(7))),
      required: Array.from({ length: 21 }, () => 5 + random(4)),
      topics: some(topics, 4),
      mentee: senior,
      mentor: !senior,
      minLoad: 1,
      capacity: 1,
    }
  })
  return { kind: 'people', people }
}
