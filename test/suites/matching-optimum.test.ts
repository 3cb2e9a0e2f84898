import fc from 'fast-check'
import {
  judge,
  match,
  solveInstance,
  verifyCertificate,
  type GraphInstance,
  type MatchInput,
  type MatchResult,
  type Optimum,
} from '@tandem/domain'

type Edge = { readonly mentor: number; readonly score: number }

/** Tries every plan there is. */
function bestOfAll(
  rows: readonly (readonly Edge[])[],
  capacity: readonly number[],
  minLoad: readonly number[],
  locked: readonly (number | null)[] = [],
): Optimum {
  let best: Optimum | null = null
  const load = capacity.map(() => 0)
  const better = (a: Optimum, b: Optimum): boolean => {
    const [left, right] = [a, b].map(({ matched, shortfall, floor, total }) => [matched, -shortfall, floor ?? -1, total])
    const at = left!.findIndex((value, index) => value !== right![index])
    return at >= 0 && left![at]! > right![at]!
  }
  const place = (mentee: number, matched: number, floor: number | null, total: number): void => {
    const row = rows[mentee]
    if (row === undefined) {
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
  return best!
}

const graphs = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), m: fc.integer({ min: 1, max: 5 }), top: fc.constantFrom(2, 9, 1000) })
  .chain(({ n, m, top }) =>
    fc.record({
      capacity: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: m, maxLength: m }),
      minLoad: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: m, maxLength: m }),
      rows: fc.array(
        fc.uniqueArray(fc.record({ mentor: fc.integer({ min: 0, max: m - 1 }), score: fc.integer({ min: 0, max: top }) }), {
          selector: ({ mentor }) => mentor,
        }),
        { minLength: n, maxLength: n },
      ),
    }),
  )

const graphOf = (rows: readonly (readonly Edge[])[], capacity: readonly number[], minLoad: readonly number[]): GraphInstance => ({
  kind: 'graph',
  n: rows.length,
  m: capacity.length,
  capacity,
  minLoad,
  edges: rows.map((row) => row.flatMap(({ mentor, score }) => [mentor, score])),
})

describe('the plan for any small round', () => {
  it('is as good as the best of all plans, and proven', () => {
    fc.assert(
      fc.property(graphs, ({ rows, capacity, minLoad }) => {
        const { optimum, flaw } = solveInstance(graphOf(rows, capacity, minLoad))
        expect(optimum).toEqual(bestOfAll(rows, capacity, minLoad))
        expect(flaw).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
  it('prefers more people to better pairs, then a mentee for every mentor, then a better worst pair, then the sum', () => {
    expect(
      solveInstance(
        graphOf(
          [
            [
              { mentor: 0, score: 900 },
              { mentor: 1, score: 1 },
            ],
            [{ mentor: 0, score: 1 }],
          ],
          [1, 1],
          [1, 1],
        ),
      ).optimum,
    ).toEqual({ matched: 2, shortfall: 0, floor: 1, total: 2 })
    expect(
      solveInstance(
        graphOf(
          [
            [{ mentor: 0, score: 900 }],
            [
              { mentor: 0, score: 900 },
              { mentor: 1, score: 5 },
            ],
          ],
          [2, 1],
          [1, 1],
        ),
      ).optimum,
    ).toEqual({ matched: 2, shortfall: 0, floor: 5, total: 905 })
    const even = [
      [
        { mentor: 0, score: 50 },
        { mentor: 1, score: 90 },
      ],
      [
        { mentor: 0, score: 10 },
        { mentor: 1, score: 40 },
      ],
    ]
    expect(solveInstance(graphOf(even, [1, 1], [1, 1])).optimum).toEqual({ matched: 2, shortfall: 0, floor: 40, total: 90 })
  })
  it('is still exact when a list is far longer than the candidates looked at first', () => {
    const size = 150
    const rows = Array.from({ length: size }, (_, mentee) =>
      Array.from({ length: size }, (_, mentor) => ({ mentor, score: (mentee + 1) * (mentor + 1) })),
    )
    const { optimum, flaw } = solveInstance(
      graphOf(
        rows,
        rows.map(() => 1),
        rows.map(() => 1),
      ),
    )
    // A perfect plan's worst pair is highest when the best mentee takes the worst mentor.
    expect(optimum).toMatchObject({ matched: size, shortfall: 0, floor: size })
    expect(flaw).toBeNull()
  })
})

/** Small companies with every oddity a directory can hold; the numbers choose managers, departments, languages and so on. */
const rounds = fc
  .record({
    people: fc.array(
      fc.record({
        manager: fc.option(fc.integer({ min: 0, max: 12 })),
        department: fc.constantFrom('A', 'B', 'C', 'D', null),
        office: fc.constantFrom('Hamburg', 'Lyon', null),
        jobFunction: fc.constantFrom('Risk', 'Data', null),
        languages: fc.subarray(['de', 'en', 'fr']),
        topics: fc.subarray(['ai', 'music', 'law']),
        data: fc.integer({ min: 0, max: 8 }),
        law: fc.integer({ min: 0, max: 8 }),
        role: fc.constantFrom('mentee', 'mentor', 'both', 'neither'),
        capacity: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    locked: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
    forbidden: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
  })
  .map(({ people, locked, forbidden }): MatchInput => {
    const volunteers = people.map(({ languages, topics, data, law, role, capacity }, at) => ({
      personId: `p${at}`,
      languages,
      topics,
      levels: { data, law },
      role,
      capacity,
    }))
    const pairs = (numbers: readonly [number, number][]) => numbers.map(([a, b]) => ({ menteeId: `p${a}`, mentorId: `p${b}` }))
    return {
      people: people.map(({ manager, department, office, jobFunction }, at) => ({
        id: `p${at}`,
        managerId: manager === null ? null : `p${manager}`,
        department,
        office,
        country: null,
        jobFunction,
      })),
      mentees: volunteers.filter(({ role }) => role === 'mentee' || role === 'both').slice(0, 6),
      mentors: volunteers.filter(({ role }) => role === 'mentor' || role === 'both').slice(0, 6),
      required: { data: 6, law: 5 },
      locked: pairs(locked),
      forbidden: pairs(forbidden),
    }
  })

describe('the plan for any company', () => {
  it('is as good as the best of all plans that pair only who may be paired', () => {
    fc.assert(
      fc.property(rounds, (input) => {
        const rows = input.mentees.map((mentee) =>
          input.mentors.flatMap(({ personId }, mentor) => {
            const judgement = judge(input, mentee.personId, personId)
            return judgement.eligible ? [{ mentor, score: judgement.pair.score }] : []
          }),
        )
        const result = match(input)
        const fixed = input.mentees.map(({ personId }) => {
          const mentorId = result.pairs.find(({ menteeId, locked }) => locked && menteeId === personId)?.mentorId
          return mentorId === undefined ? null : input.mentors.findIndex((mentor) => mentor.personId === mentorId)
        })
        const minLoad = input.mentors.map(({ capacity }) => Math.min(1, capacity))
        expect(result.optimum).toEqual(
          bestOfAll(
            rows,
            input.mentors.map(({ capacity }) => capacity),
            minLoad,
            fixed,
          ),
        )
        expect(verifyCertificate(input, result)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
  it('gives everybody who volunteered a partner or a rule, once, and no mentor more than they offered', () => {
    fc.assert(
      fc.property(rounds, (input) => {
        const { pairs, unmatched, excluded } = match(input)
        const menteesTold = [
          ...pairs.map(({ menteeId }) => menteeId),
          ...unmatched.filter(({ role }) => role === 'mentee').map(({ personId }) => personId),
        ]
        expect(menteesTold.sort()).toEqual(input.mentees.map(({ personId }) => personId).sort())
        const mentorsTold = new Set(pairs.map(({ mentorId }) => mentorId))
        const mentorsLeft = unmatched.filter(({ role }) => role === 'mentor').map(({ personId }) => personId)
        expect([...mentorsTold, ...mentorsLeft].sort()).toEqual(input.mentors.map(({ personId }) => personId).sort())
        for (const { personId, capacity } of input.mentors)
          expect(pairs.filter(({ mentorId }) => mentorId === personId).length).toBeLessThanOrEqual(capacity)
        for (const { because } of pairs) {
          expect(because.length).toBeGreaterThanOrEqual(1)
          expect(because.length).toBeLessThanOrEqual(6)
        }
        for (const { reason } of unmatched) expect(reason.fromAssessment).toBe(false)
        const eligible = input.mentees.flatMap((mentee) =>
          input.mentors.filter((mentor) => judge(input, mentee.personId, mentor.personId).eligible),
        ).length
        expect(Object.values(excluded).reduce((sum, count) => sum + count, 0)).toBe(
          input.mentees.length * input.mentors.length - eligible,
        )
      }),
      { numRuns: 300 },
    )
  })
  it('is the same whatever order people were entered in', () => {
    const shuffled = rounds.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray([...input.people], { minLength: input.people.length }),
        fc.shuffledSubarray([...input.mentees], { minLength: input.mentees.length }),
        fc.shuffledSubarray([...input.mentors], { minLength: input.mentors.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([input, people, mentees, mentors]) => {
        expect(match({ ...input, people, mentees, mentors })).toEqual(match(input))
      }),
    )
  })
})

describe('a certificate', () => {
  const person = (id: string) => ({ id, managerId: null, department: id, office: null, country: null })
  const volunteer = (personId: string, data: number) => ({ personId, languages: ['en'], topics: [], levels: { data } })
  const input: MatchInput = {
    people: ['a', 'b', 'c', 'm', 'n', 'o'].map(person),
    mentees: [volunteer('a', 0), volunteer('b', 2), volunteer('c', 3)],
    mentors: [
      { ...volunteer('m', 8), capacity: 1 },
      { ...volunteer('n', 5), capacity: 1 },
      { ...volunteer('o', 4), capacity: 1, minLoad: 0 },
    ],
    required: { data: 7 },
  }
  const honest = match(input)
  const swap = (result: MatchResult, first: number, second: number): MatchResult => {
    const exchange = (at: number, mentorId: string) => {
      const judgement = judge(input, result.pairs[at]!.menteeId, mentorId)
      if (!judgement.eligible) throw new Error('the example is meant to allow every pair')
      return judgement.pair
    }
    const pairs = [...result.pairs]
    pairs[first] = exchange(first, result.pairs[second]!.mentorId)
    pairs[second] = exchange(second, result.pairs[first]!.mentorId)
    const scores = pairs.map(({ score }) => score)
    return { ...result, pairs, optimum: { ...result.optimum, floor: Math.min(...scores), total: scores.reduce((a, b) => a + b) } }
  }
  const { optimum, certificate, pairs } = honest
  const without = (mentor: string): MatchResult => {
    const rest = pairs.filter(({ mentorId }) => mentorId !== mentor)
    const scores = rest.map(({ score }) => score)
    return {
      ...honest,
      pairs: rest,
      optimum: { ...optimum, matched: rest.length, floor: Math.min(...scores), total: scores.reduce((a, b) => a + b) },
    }
  }

  it('accepts the plan it was made for', () => {
    expect(verifyCertificate(input, honest)).toBeNull()
  })
  it('survives being kept as JSON', () => {
    expect(verifyCertificate(input, JSON.parse(JSON.stringify(honest)) as MatchResult)).toBeNull()
  })
  it('refuses a plan with two mentors exchanged, even with the figures corrected', () => {
    for (const [first, second] of [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const) {
      expect(verifyCertificate(input, swap(honest, first, second))).toMatch(/^(floor|total)-could-be-higher$/)
    }
  })
  it.each<[string, MatchResult, string]>([
    ['a figure changed', { ...honest, optimum: { ...optimum, total: optimum.total + 1 } }, 'figures-differ'],
    ['a pair’s score changed', { ...honest, pairs: pairs.map((pair) => ({ ...pair, score: pair.score + 1 })) }, 'figures-differ'],
    ['the pair taken out that no minimum asks for', without('o'), 'more-could-be-matched'],
    ['a mentor used twice', { ...honest, pairs: pairs.map((pair) => ({ ...pair, mentorId: 'm' })) }, 'over-capacity'],
    ['somebody unknown', { ...honest, pairs: [...pairs, { ...pairs[0]!, menteeId: 'x' }] }, 'pair-not-allowed'],
    [
      'an empty cover',
      { ...honest, certificate: { ...certificate, matched: { mentees: [], mentors: [] } } },
      'more-could-be-matched',
    ],
    [
      'no word on the shortfall',
      { ...honest, certificate: { ...certificate, shortfall: { mentees: [], mentors: [] } } },
      'shortfall-could-be-smaller',
    ],
    ['no word on the floor', { ...honest, certificate: { ...certificate, floor: null } }, 'floor-could-be-higher'],
    [
      'a price gone',
      { ...honest, certificate: { ...certificate, total: { ...certificate.total, mentees: {} } } },
      'total-could-be-higher',
    ],
  ])('refuses a plan with %s', (_, tampered, flaw) => {
    expect(verifyCertificate(input, tampered)).toBe(flaw)
  })
  it('no longer holds when two of the people now stand in one reporting line', () => {
    const { menteeId, mentorId } = pairs[0]!
    const people = input.people.map((one) => (one.id === mentorId ? { ...one, managerId: menteeId } : one))
    expect(verifyCertificate({ ...input, people }, honest)).toBe('pair-not-allowed')
  })
})

describe('a round from a file', () => {
  const plain = {
    department: '',
    function: 'X',
    level: 1,
    site: 'HAM',
    utcOffset: 1,
    languages: ['en'],
    topics: [],
    mentor: false,
    mentee: false,
  }
  it('knows wishes, levels and vetoes, and ignores what it does not know', () => {
    const person = (id: string, more: object) => ({
      ...plain,
      id,
      managerId: null,
      department: id,
      competences: [2, 2],
      required: [6, 6],
      ...more,
    })
    const solution = solveInstance({
      kind: 'people',
      people: [
        person('a', { mentee: true, level: 6, shoeSize: 43 }),
        person('b', { mentee: true }),
        person('m', { mentor: true, capacity: 1, minLoad: 1, competences: [6, 4] }),
        person('n', { mentor: true, capacity: 1, minLoad: 1, site: 'SYD', utcOffset: 10.5, function: 'Y' }),
        person('idle', {}),
      ],
      preferences: [
        ['a', 'm', 1, 1],
        ['b', 'n', 0, 1],
        ['b', 'm', 1, 1],
        ['b', 'm', 1, -1],
      ],
    })
    // a with m: coverage 6 of 8, one site, four levels, both yes; b with n: nothing covered, another function, one yes
    expect(solution.optimum).toEqual({ matched: 2, shortfall: 0, floor: 80, total: 450 + 80 + 80 + 60 + 80 })
    expect(solution.pairs).toEqual([
      ['a', 'm'],
      ['b', 'n'],
    ])
    expect(solution.firstReasonCounts).toMatchObject({ veto: 1, forbidden: 0 })
  })
})
