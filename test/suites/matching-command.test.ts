import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { runMatch } from '../../functions/src/match/command.js'
import { madeUpCompany, madeUpGraph } from '../bench/matching/made-up.js'
import { bestOfAllPlans, roundOf } from '../matching-oracle.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-match-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Told = { code: number; complaints: string[]; progress: string; solution: () => Promise<Solution> }
type Solution = {
  pairs: [string | number, string | number][]
  optimum: { matched: number; shortfall: number; floor: number | null; total: number }
  unmatched: { id: string | number; role: string; rule: string; sentence: string }[]
  rejectedLocks: [string, string, string][]
  managerGraphIssues: { self: string[]; missing: string[]; cycle: string[] }
  certificate: {
    primal: number
    dual: number
    equal: boolean
    floorProof: { floor: number; nextThreshold: number | null; room: number; needed: number } | null
  }
}

async function matching(instance: unknown, ...more: string[]): Promise<Told> {
  await writeFile(path.join(folder, 'in.json'), typeof instance === 'string' ? instance : JSON.stringify(instance))
  const complaints: string[] = []
  let progress = ''
  const code = await runMatch(['--in', 'in.json', '--out', 'out.json', ...more], {
    folder,
    progress: (text) => (progress += text),
    complain: (line) => complaints.push(line),
  })
  const solution = async () => JSON.parse(await readFile(path.join(folder, 'out.json'), 'utf8')) as Solution
  return { code, complaints, progress, solution }
}

const person = (id: string, more: object = {}) => ({
  id,
  managerId: null,
  department: id,
  function: 'X',
  level: 1,
  site: 'HAM',
  utcOffset: 1,
  languages: ['en'],
  topics: [],
  competences: Array<number>(21).fill(2),
  required: Array<number>(21).fill(6),
  mentor: false,
  mentee: false,
  ...more,
})
const mentee = (id: string, more: object = {}) => person(id, { mentee: true, ...more })
const mentor = (id: string, more: object = {}) =>
  person(id, { mentor: true, minLoad: 1, capacity: 1, competences: Array<number>(21).fill(6), ...more })
const company = (people: (object | null)[], more: object = {}) => ({ kind: 'people', people, ...more })
const graph = {
  kind: 'graph',
  n: 3,
  m: 2,
  capacity: [1, 1],
  minLoad: [0, 1],
  edges: [[0, 5, 1, 9], [1, 7], []],
}

describe('a file with a round in it', () => {
  it('becomes a file with the pairs, the figures and the proof, and nothing is said', async () => {
    const { code, complaints, solution } = await matching(graph)
    expect([code, complaints]).toEqual([0, []])
    const { pairs, optimum, unmatched, rejectedLocks, managerGraphIssues, certificate } = await solution()
    expect(pairs).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(optimum).toEqual({ matched: 2, shortfall: 0, floor: 5, total: 12 })
    expect(unmatched).toEqual([{ id: 2, role: 'mentee', rule: 'no_candidate', sentence: 'No mentor is listed for mentee 2.' }])
    expect([rejectedLocks, managerGraphIssues]).toEqual([[], { self: [], missing: [], cycle: [] }])
    expect(certificate).toMatchObject({
      primal: 12,
      dual: 12,
      equal: true,
      floorProof: { floor: 5, nextThreshold: 7, lost: 'matched', room: 1, needed: 2 },
    })
  })
  it('holds the best of all plans for a small company', async () => {
    const instance = madeUpCompany(6)
    const { solution } = await matching(instance)
    expect((await solution()).optimum).toEqual(bestOfAllPlans(roundOf(instance)))
  })
  it('tells whoever watches a terminal how far it is, and nobody who asks for quiet', async () => {
    expect((await matching(madeUpGraph('up to 3', 40, 10))).progress).toContain('pairs priced')
    expect((await matching(madeUpGraph('up to 3', 40, 10), '--quiet')).progress).toBe('')
  })
  it('gives mentors nobody or their minimum when it is to be strict', async () => {
    const instance = company([
      mentee('a'),
      mentee('b'),
      mentor('m', { minLoad: 2, capacity: 2 }),
      mentor('n', { minLoad: 2, capacity: 2 }),
    ])
    const { solution } = await matching(instance, '--strict')
    const { pairs, optimum } = await solution()
    expect(new Set(pairs.map(([, other]) => other)).size).toBe(1)
    expect(optimum).toMatchObject({ matched: 2, shortfall: 2 })
  })
})

describe('somebody who stays without a mentor', () => {
  const told = async (people: object[], more: object = {}) => (await (await matching(company(people, more))).solution()).unmatched
  it.each<[string, string, object[], string]>([
    [
      'in one line with all',
      'reporting_line',
      [mentee('a'), mentor('m', { managerId: 'a' })],
      'Every mentor stands in one line of reporting with a.',
    ],
    [
      'under one manager with all',
      'same_manager',
      [mentee('a', { managerId: 'gone' }), mentor('m', { managerId: 'gone' })],
      'Every mentor has the same line manager as a.',
    ],
    [
      'in the department of all',
      'same_department',
      [mentee('a', { department: 'D' }), mentor('m', { department: 'D' })],
      'Every mentor works in the same department as a.',
    ],
    [
      'without a word in common',
      'no_shared_language',
      [mentee('a', { languages: [] }), mentor('m')],
      'No mentor shares a language with a.',
    ],
    [
      'kept apart by several rules',
      'no_candidate',
      [mentee('a'), mentor('m', { managerId: 'a' }), mentor('n', { languages: ['fr'] })],
      'No mentor may teach a, and not for one reason alone.',
    ],
  ])('%s hears of it', async (_, rule, people, sentence) => {
    expect(await told(people)).toEqual([{ id: 'a', role: 'mentee', rule, sentence }])
  })
  it('hears of a ballot without mutual choice and of being ruled out', async () => {
    expect(await told([mentee('a'), mentor('m')], { mutualOnly: true })).toMatchObject([
      { rule: 'veto', sentence: 'There is no mutual choice between a and any mentor.' },
    ])
    expect(await told([mentee('a'), mentor('m')], { forbidden: [['a', 'm']] })).toMatchObject([
      { rule: 'forbidden', sentence: 'The programme team has ruled out every mentor for a.' },
    ])
  })
  it('hears who else wanted the same few places, and of the language that binds them', async () => {
    const italians = ['a', 'b', 'c'].map((id) => mentee(id, { languages: ['it'] }))
    const [left] = await told([...italians, mentee('d'), mentor('m', { languages: ['it'], capacity: 2 }), mentor('n')])
    expect(left).toMatchObject({ rule: 'competition' })
    expect(left!.sentence).toBe(
      `These 3 mentees share only one mentor who speaks Italian, with 2 places, and ${left!.id} was left over. They are a, b, and c; the mentor is m.`,
    )
  })
})

describe('locks and a directory that is not in order', () => {
  it('are reported and stop nothing', async () => {
    const { code, solution } = await matching(
      company(
        [
          mentee('a', { managerId: 'a' }),
          mentee('b', { managerId: 'gone' }),
          person('x', { managerId: 'y' }),
          person('y', { managerId: 'x' }),
          mentor('m', { managerId: 'x' }),
          mentor('n'),
        ],
        {
          locked: [
            ['a', 'nobody'],
            ['x', 'm'],
            ['a', 'm'],
            ['a', 'n'],
            ['b', 'm'],
          ],
        },
      ),
    )
    expect(code).toBe(0)
    const { pairs, rejectedLocks, managerGraphIssues } = await solution()
    expect(pairs).toEqual([
      ['a', 'm'],
      ['b', 'n'],
    ])
    expect(rejectedLocks).toEqual([
      ['a', 'nobody', 'not_a_participant'],
      ['x', 'm', 'not_a_participant'],
      ['a', 'n', 'mentee_already_locked'],
      ['b', 'm', 'capacity'],
    ])
    expect(managerGraphIssues).toEqual({ self: ['a'], missing: ['b'], cycle: ['x', 'y'] })
  })
})

describe('what is valid, however odd', () => {
  it.each<[string, object]>([
    ['nobody at all', company([])],
    ['a graph of nobody', { kind: 'graph', n: 0, m: 0, capacity: [], minLoad: [], edges: [] }],
    ['mentees without mentors', company([mentee('a')])],
    ['mentors without mentees', company([mentor('m')])],
    ['mentors without a place', company([mentee('a'), mentor('m', { minLoad: 0, capacity: 0 })])],
    ['somebody who is both', company([{ ...mentor('a'), mentee: true }])],
    ['unknown keys', company([mentee('a', { shoeSize: 43 }), mentor('m')], { name: 'x', expected: {} })],
    [
      'ballots and rules about strangers',
      company([mentee('a'), mentor('m')], { preferences: [['q', 'm', 1, 1]], forbidden: [['a', 'q']] }),
    ],
    ['scores of nothing', { ...graph, edges: [[0, 0], [1, 0], []] }],
    ['a capacity of thousands', { ...graph, capacity: [100_000, 100_000] }],
  ])('%s', async (_, instance) => {
    for (const more of [[], ['--strict']]) expect(await matching(instance, ...more)).toMatchObject({ code: 0, complaints: [] })
  })
})

describe('a file that is wrong', () => {
  const one = (more: object) => company([mentee('a', more), mentor('m')])
  const { site: _, ...nowhere } = mentee('a')
  it.each<[string, unknown, string]>([
    ['text', 'not { json', 'The file is not JSON'],
    ['a list', [], 'The file: an object was expected.'],
    ['no kind', { people: [] }, 'kind: missing, "people" or "graph" needed.'],
    ['another kind', { kind: 'flow' }, 'kind: "flow", "people" or "graph" needed.'],
    ['no people', { kind: 'people' }, 'people: missing.'],
    ['somebody who is nobody', company([null]), 'people[0]: null, an object needed.'],
    ['a missing field', company([nowhere]), 'people[0] (a).site: missing.'],
    ['a field of another type', one({ level: '4' }), 'people[0] (a).level: "4", a number needed.'],
    ['a language that is none', one({ languages: ['en', 7] }), 'people[0] (a).languages[1]: 7, a string needed.'],
    ['too few competences', one({ competences: [1, 2] }), 'people[0] (a).competences: 2 values, 21 needed.'],
    ['too many requirements', one({ required: Array(22).fill(3) }), 'people[0] (a).required: 22 values, 21 needed.'],
    [
      'a competence above the scale',
      one({ competences: [9, ...Array<number>(20).fill(1)] }),
      'people[0] (a).competences[0]: 9, at most 8 needed.',
    ],
    [
      'a requirement below the scale',
      one({ required: [0, ...Array<number>(20).fill(1)] }),
      'people[0] (a).required[0]: 0, at least 1 needed.',
    ],
    [
      'half a competence',
      one({ competences: [0.5, ...Array<number>(20).fill(1)] }),
      'people[0] (a).competences[0]: 0.5, a whole number needed.',
    ],
    ['an id twice', company([mentee('a'), mentor('m'), mentee('a')]), 'people[2] (a).id: the same id as people[0].'],
    [
      'a mentor without a capacity',
      company([mentor('m', { capacity: undefined })]),
      'people[0] (m).capacity: missing, a whole number from 0 needed.',
    ],
    ['a negative minimum', company([mentor('m', { minLoad: -1 })]), 'people[0] (m).minLoad: -1, a whole number from 0 needed.'],
    ['half a place', company([mentor('m', { capacity: 1.5 })]), 'people[0] (m).capacity: 1.5, a whole number from 0 needed.'],
    [
      'a minimum above the capacity',
      company([mentor('m', { minLoad: 3 })]),
      'people[0] (m).minLoad: 3 is more than the capacity 1.',
    ],
    ['a ballot of four', company([], { preferences: [['a', 'm', 2, 1]] }), 'preferences[0][2]: 2, -1, 0 or 1 needed.'],
    ['a lock of one', company([], { locked: [['a']] }), 'locked[0]: 1 values, 2 needed.'],
    ['too few rows', { ...graph, n: 4 }, 'edges: 3 rows, n says 4.'],
    ['too many capacities', { ...graph, capacity: [1, 1, 1] }, 'capacity: 3 values, m says 2.'],
    ['too few minimums', { ...graph, minLoad: [0] }, 'minLoad: 1 values, m says 2.'],
    ['a graph mentor’s minimum above the capacity', { ...graph, minLoad: [0, 2] }, 'minLoad[1]: 2 is more than the capacity 1.'],
    ['a mentor that is not there', { ...graph, edges: [[2, 5], [], []] }, 'edges[0][0]: mentor 2, mentors are 0 to 1.'],
    ['a mentor twice', { ...graph, edges: [[], [1, 5, 1, 6], []] }, 'edges[1][2]: mentor 1 a second time.'],
    ['half a pair', { ...graph, edges: [[], [1], []] }, 'edges[1]: 1 values, pairs of mentor and score needed.'],
    ['a negative score', { ...graph, edges: [[0, -5], [], []] }, 'edges[0][1]: -5, at least 0 needed.'],
    ['half a score', { ...graph, edges: [[0, 0.5], [], []] }, 'edges[0][1]: 0.5, a whole number needed.'],
    ['a negative number of mentees', { ...graph, n: -1 }, 'n: -1, at least 0 needed.'],
  ])('with %s is refused in one sentence, and no solution is left behind', async (name, instance, sentence) => {
    await writeFile(path.join(folder, 'out.json'), 'of an earlier run')
    const { code, complaints } = await matching(instance)
    expect(code).toBe(2)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]!.split('\n')).toHaveLength(1)
    if (name === 'text') expect(complaints[0]).toContain(sentence)
    else expect(complaints).toEqual([sentence])
    expect(existsSync(path.join(folder, 'out.json'))).toBe(false)
  })
})

describe('a command that is wrong', () => {
  const complaintsOf = async (...args: string[]) => {
    const complaints: string[] = []
    const code = await runMatch(args, { folder, progress: null, complain: (line) => complaints.push(line) })
    return { code, complaints }
  }
  it('says what was expected', async () => {
    expect(await complaintsOf('--in', 'nowhere.json', '--out', 'out.json')).toEqual({
      code: 2,
      complaints: [`"${path.join(folder, 'nowhere.json')}" cannot be read: there is no such file.`],
    })
    expect(await complaintsOf('--in', 'x.json')).toMatchObject({
      code: 2,
      complaints: [expect.stringContaining('Two files are needed')],
    })
    expect(await complaintsOf('--fast')).toMatchObject({
      code: 2,
      complaints: [expect.stringContaining("Unknown option '--fast'")],
    })
  })
  it('says so when the solution cannot be kept', async () => {
    await writeFile(path.join(folder, 'in.json'), JSON.stringify(graph))
    const { code, complaints } = await complaintsOf('--in', 'in.json', '--out', 'no/such/folder/out.json')
    expect([code, complaints]).toEqual([2, [expect.stringContaining('cannot be written')]])
  })
})
