import fc from 'fast-check'
import {
  MatchingStopped,
  MinimumUnreachable,
  pathsEngine,
  simplexEngine,
  solveInstance,
  solveStrictly,
  type GraphInstance,
  type Instance,
  type PeopleInstance,
  type Progress,
} from '@tandem/domain'
import { bestOfAllPlans, roundOf, type Round } from '../matching-oracle.js'

const graphs = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), m: fc.integer({ min: 1, max: 5 }), top: fc.constantFrom(1, 3, 9, 1000, 70_000) })
  .chain(({ n, m, top }) =>
    fc.record({
      mentors: fc.array(
        fc
          .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 }))
          .map(([a, b]) => [Math.max(a, b), Math.min(a, b)]),
        { minLength: m, maxLength: m },
      ),
      rows: fc.array(
        fc.uniqueArray(fc.record({ mentor: fc.integer({ min: 0, max: m - 1 }), score: fc.integer({ min: 0, max: top }) }), {
          selector: ({ mentor }) => mentor,
        }),
        { minLength: n, maxLength: n },
      ),
    }),
  )
  .map(({ mentors, rows }): Round => ({
    rows,
    capacity: mentors.map(([capacity]) => capacity!),
    minLoad: mentors.map(([, minLoad]) => minLoad!),
  }))

const graphOf = ({ rows, capacity, minLoad }: Round): GraphInstance => ({
  kind: 'graph',
  n: rows.length,
  m: capacity.length,
  capacity,
  minLoad,
  edges: rows.map((row) => row.flatMap(({ mentor, score }) => [mentor, score])),
})

/** A larger round, too large for trying everything. */
const crowds = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    n: fc.integer({ min: 20, max: 90 }),
    m: fc.integer({ min: 8, max: 70 }),
  })
  .map(({ seed, n, m }): Round => {
    let state = seed
    const random = (below: number): number => {
      state = Math.imul(state, 1664525) + 1013904223
      return Math.floor(((state >>> 0) / 2 ** 32) * below)
    }
    const share = 1 + random(10)
    const rows = Array.from({ length: n }, () =>
      Array.from({ length: m }, (_, mentor) => ({ mentor, score: random(200) })).filter(() => random(10) < share),
    )
    const capacity = Array.from({ length: m }, () => random(4))
    return { rows, capacity, minLoad: capacity.map((most) => random(most + 1)) }
  })

describe('the plan for a round of numbers', () => {
  it('is the best of all plans, whichever engine found it, in thousands of small rounds', () => {
    fc.assert(
      fc.property(graphs, (round) => {
        const expected = bestOfAllPlans(round)
        for (const engine of [simplexEngine, pathsEngine]) {
          const { optimum, flaw, certificate } = solveInstance(graphOf(round), { engine })
          expect(optimum).toEqual(expected)
          expect(flaw).toBeNull()
          expect(certificate).toMatchObject({ primal: expected!.total, dual: expected!.total, equal: true })
        }
      }),
      { numRuns: 2500 },
    )
  })
  it('is as good with one engine as with the other where nobody could try everything', () => {
    fc.assert(
      fc.property(crowds, (round) => {
        const first = solveInstance(graphOf(round), { engine: simplexEngine })
        const second = solveInstance(graphOf(round), { engine: pathsEngine })
        expect(first.flaw).toBeNull()
        expect(second.flaw).toBeNull()
        expect(first.optimum).toEqual(second.optimum)
      }),
      { numRuns: 300 },
    )
  })
  it('puts the sum before the worst pair where that is asked for', () => {
    fc.assert(
      fc.property(graphs, (round) => {
        const { optimum, flaw } = solveInstance(graphOf(round), { totalBeforeFloor: true })
        expect(optimum).toEqual(bestOfAllPlans(round, 'totalBeforeFloor'))
        expect(flaw).toBeNull()
      }),
      { numRuns: 600 },
    )
  })
  it('gives each mentor nobody or at least the minimum where that is asked for, and proves it', () => {
    fc.assert(
      fc.property(graphs, (round) => {
        const { optimum, certificate, pairs } = solveStrictly(graphOf(round))
        const { shortfall: _, ...expected } = bestOfAllPlans(round, 'strict')!
        expect(optimum).toMatchObject(expected)
        expect(certificate.equal).toBe(true)
        round.minLoad.forEach((least, mentor) => {
          const load = pairs.filter(([, other]) => other === mentor).length
          expect(load === 0 || load >= least).toBe(true)
        })
      }),
      { numRuns: 800 },
    )
  })
})

/** Small companies with every oddity a directory and a ballot can hold. */
const companies = fc
  .record({
    people: fc.array(
      fc.record({
        manager: fc.option(fc.integer({ min: 0, max: 11 })),
        department: fc.constantFrom('A', 'B', 'C', ''),
        function: fc.constantFrom('X', 'Y'),
        level: fc.integer({ min: 0, max: 9 }),
        site: fc.constantFrom('HAM', 'SIN', 'BLR'),
        utcOffset: fc.constantFrom(1, 2, 5.5, 8),
        languages: fc.subarray(['de', 'en', 'fr']),
        topics: fc.subarray(['ai', 'data', 'law', 'music']),
        own: fc.integer({ min: 0, max: 8 }),
        needs: fc.integer({ min: 1, max: 8 }),
        mentor: fc.boolean(),
        mentee: fc.boolean(),
        load: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    preferences: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(-1, 0, 1),
        fc.constantFrom(-1, 0, 1),
      ),
      { maxLength: 8 },
    ),
    mutualOnly: fc.constantFrom(false, false, false, true),
    forbidden: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
    locked: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
  })
  .map(({ people, preferences, mutualOnly, forbidden, locked }): PeopleInstance => ({
    kind: 'people',
    people: people.map(({ manager, own, needs, load, ...person }, at) => ({
      ...person,
      id: `p${at}`,
      managerId: manager === null ? null : `p${manager}`,
      competences: Array.from({ length: 21 }, (_, place) => (own + place * 3) % 9),
      required: Array.from({ length: 21 }, (_, place) => 1 + ((needs + place * 5) % 8)),
      minLoad: Math.min(...load),
      capacity: Math.max(...load),
    })),
    preferences: preferences.map(([a, b, says, other]) => [`p${a}`, `p${b}`, says, other]),
    mutualOnly,
    forbidden: forbidden.map(([a, b]) => [`p${a}`, `p${b}`]),
    locked: locked.map(([a, b]) => [`p${a}`, `p${b}`]),
  }))

describe('the plan for a company from a file', () => {
  it('is the best of all plans by the definitions, with the same locks refused for the same reasons', () => {
    fc.assert(
      fc.property(companies, (instance) => {
        const round = roundOf(instance)
        const { optimum, flaw, rejectedLocks, certificate } = solveInstance(instance)
        expect(optimum).toEqual(bestOfAllPlans(round))
        expect(rejectedLocks).toEqual(round.rejected)
        expect(flaw).toBeNull()
        expect(certificate.equal).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })
  it('pairs the same people whatever order they are listed in', () => {
    const shuffled = companies.chain((instance) =>
      fc.tuple(fc.constant(instance), fc.shuffledSubarray([...instance.people], { minLength: instance.people.length })),
    )
    fc.assert(
      fc.property(shuffled, ([instance, people]) => {
        expect(solveInstance({ ...instance, people })).toEqual(solveInstance(instance))
      }),
      { numRuns: 500 },
    )
  })
  it('leaves nobody out without a word', () => {
    fc.assert(
      fc.property(companies, (instance) => {
        const { rows, mentees } = roundOf(instance)
        const { pairs, unmatched } = solveInstance(instance)
        const told = [...pairs.map(([mentee]) => mentee), ...unmatched.map(({ id }) => id)]
        expect(told.sort()).toEqual(mentees.map(({ id }) => id).sort())
        for (const { id, rule, competition } of unmatched) {
          const row = rows[mentees.findIndex((mentee) => mentee.id === id)]!
          expect(rule === 'competition').toBe(row.length > 0)
          if (competition) expect(competition.mentees.length).toBeGreaterThan(competition.places)
        }
      }),
      { numRuns: 500 },
    )
  })
  it('keeps every strict minimum, or says that a lock stands in the way', () => {
    fc.assert(
      fc.property(companies, (instance) => {
        const best = bestOfAllPlans(roundOf(instance), 'strict')
        if (best === null) {
          expect(() => solveStrictly(instance)).toThrow(MinimumUnreachable)
          return
        }
        const { shortfall: _, ...expected } = best
        expect(solveStrictly(instance).optimum).toMatchObject(expected)
      }),
      { numRuns: 400 },
    )
  })
})

describe('a run that takes long', () => {
  const size = 60
  const instance: Instance = graphOf({
    rows: Array.from({ length: size }, (_, mentee) =>
      Array.from({ length: size }, (__, mentor) => ({ mentor, score: (mentee * 7 + mentor * 13) % 101 })),
    ),
    capacity: Array.from({ length: size }, () => 1),
    minLoad: Array.from({ length: size }, () => 1),
  })
  it('tells what it is doing, and in the end a bound that is the total', () => {
    const told: Progress[] = []
    const { optimum } = solveInstance(instance, { onProgress: (progress) => told.push(progress) })
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['candidates', 'matched', 'shortfall', 'floor', 'total'])
    expect(told.at(-1)).toMatchObject({ phase: 'total', bound: optimum.total })
    expect(told.at(-1)!.pairsPriced).toBeGreaterThanOrEqual(size * size)
  })
  it('can be stopped at any of these moments', () => {
    let moments = 0
    solveInstance(instance, { onProgress: () => (moments += 1) })
    for (let allowed = 0; allowed < moments; allowed++) {
      let asked = 0
      expect(() => solveInstance(instance, { goOn: () => asked++ < allowed })).toThrow(MatchingStopped)
    }
  })
})

it('refuses scores that lie too far apart to be added up exactly, instead of rounding', () => {
  const rows = Array.from({ length: 2000 }, (_, at) => [{ mentor: 0, score: at === 0 ? 0 : 2_000_000_000 }])
  expect(() => solveInstance(graphOf({ rows, capacity: [2000], minLoad: [0] }))).toThrow(/too far apart/)
})
