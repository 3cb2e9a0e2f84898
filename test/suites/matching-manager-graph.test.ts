import fc from 'fast-check'
import { managerGraph, type ManagedPerson } from '@tandem/domain'

const staff: ManagedPerson[] = [
  { id: 'ceo', managerId: null },
  { id: 'sales', managerId: 'ceo' },
  { id: 'claims', managerId: 'ceo' },
  { id: 'seller', managerId: 'sales' },
  { id: 'trainee', managerId: 'seller' },
  { id: 'clerk', managerId: 'claims' },
]
const graph = managerGraph(staff)

describe('an org chart that is in order', () => {
  it('puts a manager above everybody below, at any depth, and nobody above themselves', () => {
    expect(graph.isAbove('ceo', 'trainee')).toBe(true)
    expect(graph.isAbove('sales', 'trainee')).toBe(true)
    expect(graph.isAbove('trainee', 'sales')).toBe(false)
    expect(graph.isAbove('claims', 'trainee')).toBe(false)
    expect(graph.isAbove('sales', 'sales')).toBe(false)
  })
  it('counts everybody below and lists who reports directly', () => {
    expect(graph.reportsBelow('ceo')).toBe(5)
    expect(graph.reportsBelow('sales')).toBe(2)
    expect(graph.directReports('ceo')).toEqual(['claims', 'sales'])
    expect(graph.directReports('trainee')).toEqual([])
  })
  it('proves independence by both paths up to the nearest common superior', () => {
    expect(graph.independenceProof('clerk', 'trainee')).toEqual({
      commonSuperiorId: 'ceo',
      menteePath: ['claims', 'ceo'],
      mentorPath: ['seller', 'sales', 'ceo'],
    })
  })
  it('has nothing to repair', () => {
    expect(graph.issues).toEqual({ self: [], missing: [], cycle: [] })
  })
})

describe('an org chart that is not in order', () => {
  const odd = managerGraph([
    { id: 'own', managerId: 'own' },
    { id: 'below-own', managerId: 'own' },
    { id: 'lost', managerId: 'left-years-ago' },
    { id: 'lost-too', managerId: 'left-years-ago' },
    { id: 'a', managerId: 'b' },
    { id: 'b', managerId: 'c' },
    { id: 'c', managerId: 'a' },
    { id: 'below-a', managerId: 'a' },
    { id: 'below-b', managerId: 'b' },
  ])
  it('is reported by the people whose entry is wrong, not by those below them', () => {
    expect(odd.issues).toEqual({ self: ['own'], missing: ['lost', 'lost-too'], cycle: ['a', 'b', 'c'] })
  })
  it('puts all members of a ring above one another and above everybody below the ring', () => {
    for (const member of ['a', 'b', 'c']) {
      for (const other of ['a', 'b', 'c', 'below-a', 'below-b']) expect(odd.isAbove(member, other)).toBe(member !== other)
      expect(odd.isAbove('below-a', member)).toBe(false)
      expect(odd.reportsBelow(member)).toBe(4)
    }
  })
  it('ends a path in a ring before anybody appears twice', () => {
    expect(odd.chain('a')).toEqual(['b', 'c'])
    expect(odd.chain('below-a')).toEqual(['a', 'b', 'c'])
    expect(odd.independenceProof('below-a', 'below-b')).toEqual({
      commonSuperiorId: 'b',
      menteePath: ['a', 'b'],
      mentorPath: ['b'],
    })
  })
  it('treats a manager who is oneself or unknown as no manager', () => {
    expect(odd.chain('own')).toEqual([])
    expect(odd.chain('lost')).toEqual([])
    expect(odd.independenceProof('below-own', 'lost')).toEqual({ commonSuperiorId: null, menteePath: ['own'], mentorPath: [] })
  })
  it('lets two people who name the same unknown manager share one, and nobody share a manager with their manager', () => {
    expect(odd.sameManager('lost', 'lost-too')).toBe(true)
    expect(odd.sameManager('own', 'below-own')).toBe(false)
  })
})

it('answers at once for a ring and for a line of a hundred thousand people', () => {
  const size = 100_000
  const ring = managerGraph(Array.from({ length: size }, (_, at) => ({ id: `p${at}`, managerId: `p${(at + 1) % size}` })))
  expect(ring.reportsBelow('p7')).toBe(size - 1)
  expect(ring.chain('p7')).toHaveLength(size - 1)
  const line = managerGraph(
    Array.from({ length: size }, (_, at) => ({ id: `p${at}`, managerId: at === 0 ? null : `p${at - 1}` })),
  )
  expect(line.isAbove('p0', `p${size - 1}`)).toBe(true)
  expect(line.isAbove(`p${size - 1}`, 'p0')).toBe(false)
})

/** Any chart of a few people: no manager, oneself, somebody unknown (the last number) or anybody. */
const charts = fc
  .integer({ min: 2, max: 9 })
  .chain((size) => fc.array(fc.option(fc.integer({ min: 0, max: size })), { minLength: size, maxLength: size }))
  .map((managers) => managers.map((manager, at) => ({ id: `p${at}`, managerId: manager === null ? null : `p${manager}` })))

describe('whatever the directory holds', () => {
  const managerOf = (people: readonly ManagedPerson[], id: string): string | null => {
    const managerId = people.find((person) => person.id === id)?.managerId ?? null
    return managerId === id || !people.some((person) => person.id === managerId) ? null : managerId
  }
  const walk = (people: readonly ManagedPerson[], id: string): string[] => {
    const path: string[] = []
    for (let next = managerOf(people, id); next !== null && next !== id && !path.includes(next); next = managerOf(people, next))
      path.push(next)
    return path
  }
  it('somebody is above another exactly when walking up from the other leads to them', () => {
    fc.assert(
      fc.property(charts, (people) => {
        const { isAbove, reportsBelow, chain } = managerGraph(people)
        for (const { id } of people) {
          expect(chain(id)).toEqual(walk(people, id))
          expect(people.filter((other) => isAbove(other.id, id)).map((other) => other.id)).toEqual([...walk(people, id)].sort())
          expect(reportsBelow(id)).toBe(people.filter((other) => walk(people, other.id).includes(id)).length)
        }
      }),
    )
  })
  it('both paths of a proof are manager after manager and meet only in the superior they name', () => {
    fc.assert(
      fc.property(charts, (people) => {
        const { commonSuperiorId, menteePath, mentorPath } = managerGraph(people).independenceProof('p0', 'p1')
        for (const [start, path] of [
          ['p0', menteePath],
          ['p1', mentorPath],
        ] as const) {
          expect(walk(people, start).slice(0, path.length)).toEqual(path)
          if (commonSuperiorId === null) expect(path).toEqual(walk(people, start))
          else expect(path[path.length - 1]).toBe(commonSuperiorId)
        }
        const shared = walk(people, 'p0').filter((id) => walk(people, 'p1').includes(id))
        expect(commonSuperiorId === null).toBe(shared.length === 0)
        expect(menteePath.filter((id) => mentorPath.includes(id))).toEqual(commonSuperiorId === null ? [] : [commonSuperiorId])
      }),
    )
  })
})
