import { mayTakeRole, proposeCandidates, seededNumber, type CandidatePerson } from '@tandem/domain'
import { bucketOf, buckets } from '@tandem/lists'
import fc from 'fast-check'
import { company, idOf } from '../people.js'

const rule = { menteeMinReports: 1, mentorMaxReports: 0, seed: 1 }
const person = (id: string, more: Partial<CandidatePerson> = {}): CandidatePerson => ({
  id,
  mail: `${id}@contoso.example`,
  department: 'Sales',
  office: 'Hamburg',
  directReports: 0,
  reportsBelow: 0,
  ...more,
})
const ids = (people: readonly CandidatePerson[]) => people.map(({ id }) => id)

describe('the people who are proposed as mentees', () => {
  const head = person('head', { directReports: 3, reportsBelow: 12 })
  const chief = person('chief', { directReports: 2, reportsBelow: 40 })
  const lead = person('lead', { directReports: 5, reportsBelow: 5 })

  it('are those with reports, whoever has most people below first', () => {
    expect(ids(proposeCandidates('mentee', [lead, person('junior'), head, chief], rule))).toEqual(['chief', 'head', 'lead'])
  })

  it('are as many as the rule of the programme allows', () => {
    expect(ids(proposeCandidates('mentee', [lead, head, chief], { ...rule, menteeMinReports: 3 }))).toEqual(['head', 'lead'])
  })
})

describe('the people who are proposed as mentors', () => {
  const many = ['Sales', 'Finance', 'Technology'].flatMap((department, size) =>
    [...Array(4 + size).keys()].map((n) => person(`${department}-${n}`, { department })),
  )

  it('have nobody below them', () => {
    expect(ids(proposeCandidates('mentor', [person('boss', { directReports: 1 }), person('junior')], rule))).toEqual(['junior'])
  })

  it('come from each department and office in turn', () => {
    const proposed = proposeCandidates('mentor', many, rule)
    for (const round of [0, 1, 2, 3]) {
      const departments = proposed.slice(round * 3, round * 3 + 3).map(({ department }) => department)
      expect(new Set(departments).size).toBe(3)
    }
    const offices = [person('a'), person('b'), person('c', { office: 'Dublin' })]
    expect(
      new Set(
        proposeCandidates('mentor', offices, rule)
          .slice(0, 2)
          .map(({ office }) => office),
      ),
    ).toEqual(new Set(['Hamburg', 'Dublin']))
  })

  it('come in an order that the seed decides, and not the order of the directory', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (shuffled) => {
        expect(ids(proposeCandidates('mentor', shuffled, rule))).toEqual(ids(proposeCandidates('mentor', many, rule)))
      }),
    )
    expect(ids(proposeCandidates('mentor', many, { ...rule, seed: 2 }))).not.toEqual(ids(proposeCandidates('mentor', many, rule)))
  })

  it('are the same whatever else a directory knows of them: age and hire date are not read', () => {
    const aged = many.map((one, at) => ({
      ...one,
      birthday: `19${60 + at}-01-01`,
      employeeHireDate: `20${10 + at}-01-01`,
      jobTitle: `Title ${at}`,
    }))
    expect(ids(proposeCandidates('mentor', aged, rule))).toEqual(ids(proposeCandidates('mentor', many, rule)))
    for (const one of aged) expect(mayTakeRole('mentor', one, rule)).toBe(true)
  })
})

describe('a number drawn from a seed', () => {
  it('is the same for ever, between nought and one, and spread', () => {
    expect(seededNumber(1, 'mentor', 'junior')).toBe(seededNumber(1, 'mentor', 'junior'))
    const drawn = [...Array(1000).keys()].map((n) => seededNumber(7, 'person', n))
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
    for (const tenth of [...Array(10).keys()]) {
      const inIt = drawn.filter((value) => Math.floor(value * 10) === tenth).length
      expect([tenth, inIt > 60 && inIt < 140]).toEqual([tenth, true])
    }
  })
})

describe('the slices in which a programme is read', () => {
  it('are named after the programme and two digits, and a person always lies in the same', () => {
    for (const { id } of company) expect(bucketOf('round', id)).toMatch(/^round\/\d\d$/)
    expect(bucketOf('round', company[0]!.id)).toBe(bucketOf('round', company[0]!.id))
  })

  it('hold about as many people each, so that none outgrows a list view before the others', () => {
    const sizes = new Map<string, number>()
    for (let n = 0; n < 20_000; n++) {
      const slice = bucketOf('round', idOf(`person.${n}@contoso.example`))
      sizes.set(slice, (sizes.get(slice) ?? 0) + 1)
    }
    expect(sizes.size).toBe(buckets)
    expect(Math.max(...sizes.values())).toBeLessThan(300)
    expect(Math.min(...sizes.values())).toBeGreaterThan(120)
  })
})
