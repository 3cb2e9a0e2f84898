import fc from 'fast-check'

import { passes } from '../tenant/odata/evaluate'
import { type Filter, parseFilter } from '../tenant/odata/filter'

const holds = (text: string, row: Record<string, unknown>): boolean =>
  passes(parseFilter(text), { value: ([name = '']) => row[name] })

/** Any filter over three true-or-false columns, as text and as what it must say of a row. */
type Told = { text: string; meaning: (row: Record<string, boolean>) => boolean }
const told: fc.Arbitrary<Told> = fc.letrec<{ whole: Told; leaf: Told; both: Told; either: Told; not: Told }>((tie) => ({
  whole: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('both'), tie('either'), tie('not')),
  leaf: fc.constantFrom('A', 'B', 'C').map((name) => ({ text: `${name} eq true`, meaning: (row) => row[name] === true })),
  both: fc.tuple(tie('whole'), tie('whole')).map(([left, right]) => ({
    text: `(${left.text}) and (${right.text})`,
    meaning: (row) => left.meaning(row) && right.meaning(row),
  })),
  either: fc.tuple(tie('whole'), tie('whole')).map(([left, right]) => ({
    text: `((${left.text}) or (${right.text}))`,
    meaning: (row) => left.meaning(row) || right.meaning(row),
  })),
  not: tie('whole').map((inner) => ({ text: `not (${inner.text})`, meaning: (row) => !inner.meaning(row) })),
})).whole

describe('a filter', () => {
  it('says of every row what its and, or, not and brackets say', () => {
    fc.assert(
      fc.property(told, fc.record({ A: fc.boolean(), B: fc.boolean(), C: fc.boolean() }), ({ text, meaning }, row) => {
        expect(holds(text, row)).toBe(meaning(row))
      }),
    )
  })

  it('binds and tighter than or', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (A, B, C) => {
        expect(holds('A eq true and B eq true or C eq true', { A, B, C })).toBe((A && B) || C)
        expect(holds('A eq true or B eq true and C eq true', { A, B, C })).toBe(A || (B && C))
      }),
    )
  })

  it('finds any text whose quotes are doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(holds(`T eq '${text.replaceAll("'", "''")}'`, { T: text })).toBe(true)
      }),
    )
  })

  it.each([
    ["T eq 'ADA'", { T: 'ada' }, true],
    ['N ge 2 and N lt 10', { N: 9 }, true],
    ["D lt '2026-01-01T00:00:00.000Z'", { D: '2025-12-31T23:59:59Z' }, true],
    ['D ge 2026-01-01T01:00:00+01:00', { D: '2026-01-01T00:00:00Z' }, true],
    ["D eq datetime'2026-01-01T00:00:00Z'", { D: '2026-01-01T00:00:00Z' }, true],
    ['B eq 1', { B: true }, true],
    ['T eq null', {}, true],
    ["T ne 'x'", { T: null }, true],
    ["T lt 'x'", { T: null }, false],
    ["substringof('o''b', T)", { T: "O'Brien" }, true],
    ["T in ('a','b')", { T: 'B' }, true],
  ])('%s holds for %j: %s', (text, row, outcome) => {
    expect(holds(text, row)).toBe(outcome)
  })

  it('looks into a collection with any', () => {
    const filter: Filter = parseFilter("props/any(p: p/id eq 'x' and p/value eq '1')")
    const over = (props: Record<string, string>[]): boolean =>
      passes(filter, {
        value: () => null,
        elements: () =>
          props.map(
            (each) =>
              ([name = '']) =>
                each[name],
          ),
      })
    expect(over([{ id: 'x', value: '1' }])).toBe(true)
    expect(
      over([
        { id: 'x', value: '2' },
        { id: 'y', value: '1' },
      ]),
    ).toBe(false)
  })

  it.each([["T eq 'O'Neil'"], ['T eq'], ["(T eq 'a'"], ["T eq 'a' and"], ["T like 'a'"], ['']])(
    'that reads %s is not understood',
    (text) => {
      expect(() => parseFilter(text)).toThrow('is not valid')
    },
  )
})
