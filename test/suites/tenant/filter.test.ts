import fc from 'fast-check'
import type { SPFI } from '@pnp/sp/index.js'

import { appToken, sharePointClient } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'
import { passes, type Reading } from '../../tenant/odata/evaluate'
import { FilterSyntax, parseFilter } from '../../tenant/odata/filter'
import { filters, type Row, rows } from '../fixtures/made-filters'

type Bag = Readonly<Record<string, unknown>>
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (found as Bag | undefined)?.[name], value)
const reading = (row: Bag): Reading => ({
  value: (path) => at(row, path),
  elements: (path) => (at(row, path) as unknown[]).map((element) => (inner) => at(element, inner)),
})
const holds = (text: string, row: Bag): boolean => passes(parseFilter(text), reading(row))

describe('a filter as Graph takes it', () => {
  it('picks the rows that OData says it means, whatever it is made of', () => {
    fc.assert(
      fc.property(filters('Graph'), fc.array(rows, { minLength: 1, maxLength: 4 }), ({ text, picks }, some) => {
        for (const row of some) expect([text, row, holds(text, row)]).toEqual([text, row, picks(row)])
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['A eq true and B eq true or C eq true', { A: false, B: false, C: true }, true],
    ['A eq true or B eq true and C eq true', { A: true, B: false, C: false }, true],
    ["T eq 'ADA'", { T: 'ada' }, true],
    ["T ne 'x'", { T: null }, true],
    ["T lt 'x'", { T: null }, false],
    ["not startswith(T,'x')", { T: null }, false],
    ['D ge 2026-01-01T01:00:00+01:00', { D: '2026-01-01T00:00:00Z' }, true],
    ["D eq datetime'2026-01-01T00:00:00Z'", { D: '2026-01-01T00:00:00Z' }, true],
    ["T eq '2026-01-01'", { T: '2026-01-01T00:00:00Z' }, false],
    ["start/dateTime ge '2026-01-01T09:00'", { start: { dateTime: '2026-01-01T09:00:00.0000000' } }, true],
    ['(B) eq true', { B: true }, true],
  ])('%s holds for %j: %s', (text, row, outcome) => {
    expect(holds(text, row)).toBe(outcome)
  })
})

describe('text that is no filter', () => {
  it.each([
    ["T eq 'O'Neil'"],
    ['T eq'],
    ["(T eq 'a'"],
    ["T eq 'a' and"],
    ["T like 'a'"],
    ["not T eq 'a'"],
    ['T eq (A eq 1)'],
    [''],
  ])('%s is not understood', (text) => {
    expect(() => parseFilter(text)).toThrow('is not valid')
  })

  const understoodOrNot = (text: string): void => {
    try {
      parseFilter(text)
    } catch (error) {
      expect(error).toBeInstanceOf(FilterSyntax)
    }
  }

  it('is refused as such and brings nothing down, be it anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), understoodOrNot), { numRuns: 2000 })
  })

  it('is refused as such when a sign of a good one was lost or doubled', () => {
    fc.assert(
      fc.property(filters('Graph'), fc.nat(), fc.boolean(), ({ text }, number, doubled) => {
        const place = number % text.length
        understoodOrNot(
          text.slice(0, place) + (doubled ? text.slice(place).charAt(0) : '') + text.slice(place + (doubled ? 0 : 1)),
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a filter on a list of SharePoint', () => {
  const columns = { T: 'Text', N: 'Number', B: 'Boolean', D: 'DateTime', G: 'Text' } as const
  type Column = keyof typeof columns
  const names = Object.keys(columns) as Column[]
  const kept = fc.sample(rows, { seed: 20260901, numRuns: 90 })
  let tenant: RunningTenant
  let sp: SPFI
  const list = () => sp.web.lists.getByTitle('Rows')
  const found = async (filter: string): Promise<number[]> => {
    const items = await list().items.select('Id').filter(filter).top(5000)<{ Id: number }[]>()
    return items.map(({ Id }) => Id)
  }
  const asked = (naming: 'indexed' | 'plain') => filters('SharePoint', (column) => (naming === 'indexed' ? `${column}1` : column))

  beforeAll(async () => {
    tenant = await startTenant({ dataFile: ':memory:' })
    sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
    await sp.web.lists.add('Rows')
    for (const name of names) {
      const column = (named: string, indexed: boolean): string =>
        `<Field Name="${named}" DisplayName="${named}" Type="${columns[name]}" Indexed="${indexed ? 'TRUE' : 'FALSE'}"/>`
      await list().fields.createFieldAsXml({ SchemaXml: column(name, false), Options: 8 })
      await list().fields.createFieldAsXml({ SchemaXml: column(`${name}1`, true), Options: 8 })
    }
    for (const row of kept)
      await list().items.add(
        Object.fromEntries(
          names.flatMap((name) => [
            [name, row[name]],
            [`${name}1`, row[name]],
          ]),
        ),
      )
  })
  afterAll(() => tenant.close())

  it.each([['indexed'], ['plain']] as const)('on %s columns picks the rows that OData says it means', async (naming) => {
    await fc.assert(
      fc.asyncProperty(asked(naming), async ({ text, picks }) => {
        const wanted = kept.flatMap((row: Row, number) => (picks(row) ? [number + 1] : []))
        expect([text, await found(text)]).toEqual([text, wanted])
      }),
      { numRuns: 300 },
    )
  })

  it('finds the same when some of its columns have an index and others have none', async () => {
    const mixed = filters('SharePoint', (column) => (column === 'T' || column === 'N' ? `${column}1` : column))
    await fc.assert(
      fc.asyncProperty(mixed, async ({ text, picks }) => {
        expect([text, await found(text)]).toEqual([text, kept.flatMap((row, number) => (picks(row) ? [number + 1] : []))])
      }),
      { numRuns: 300 },
    )
  })

  it('may name hundreds of values, as clients that know no "in" do', async () => {
    const many = Array.from({ length: 450 }, (_, number) => `N1 eq ${number / 2}`).join(' or ')
    expect(await found(many)).toEqual(kept.flatMap(({ N }, number) => (N !== null && N >= 0 ? [number + 1] : [])))
  })

  it('is refused when it speaks as Graph does', async () => {
    await expect(found("T in ('a','b')")).rejects.toMatchObject({ status: 400 })
    await expect(found("not (T in ('a','b'))")).rejects.toMatchObject({ status: 400 })
    await expect(found("endswith(T,'a')")).rejects.toMatchObject({ status: 400 })
    await expect(found("N1 eq 'many'")).rejects.toMatchObject({ status: 400 })
  })
})
