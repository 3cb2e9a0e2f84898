import { type Figures, timed } from '../figures.js'
import { dice, programmeName, programmes, rowsOf } from './made-up.js'
import type { Wire } from './wire.js'

const site = '/sites/mentoring'
const list = `${site}/_api/web/lists/getByTitle('Bench')`
const rows = 50_000
const part = 100

const column = (name: string, type: string, more = ''): string =>
  `<Field Name="${name}" StaticName="${name}" DisplayName="${name}" Type="${type}" ${more}/>`
const columns = [
  column('Key', 'Text', 'Indexed="TRUE" EnforceUniqueValues="TRUE"'),
  column('Programme', 'Text', 'Indexed="TRUE"'),
  column('Person', 'Text', 'Indexed="TRUE"'),
  column('Status', 'Text', 'Indexed="TRUE"'),
  column('Due', 'DateTime', 'Indexed="TRUE" Format="DateTime"'),
  column('Score', 'Number'),
  column('Body', 'Note'),
]

/** A list ten times above the threshold: filled in batches, then asked what products ask. */
export async function measureList(figures: Figures, sharePoint: Wire): Promise<void> {
  await sharePoint.post(`${site}/_api/web/lists`, { Title: 'Bench', BaseTemplate: 100 })
  for (const SchemaXml of columns)
    await sharePoint.post(`${list}/fields/createfieldasxml`, { parameters: { SchemaXml, Options: 8 } })

  const made = rowsOf(rows + 1000)
  const taken: number[] = []
  for (let from = 0; from < rows; from += part) {
    const parts = made
      .slice(from, from + part)
      .map((body) => ({ method: 'POST', path: `web/lists/getByTitle('Bench')/items`, body }))
    const { ms, outcome } = await timed(() => sharePoint.batch(site, parts))
    if (outcome !== part) throw new Error(`Of a batch of ${part} rows ${outcome} were taken.`)
    taken.push(ms)
  }
  const all = taken.reduce((sum, ms) => sum + ms, 0)
  figures.add(`batch of ${part} new rows`, taken, { note: `${Math.round((rows / all) * 1000)} rows a second` })

  let next = rows
  await figures.measure('one new row', 200, () => sharePoint.post(`${list}/items`, made[next++]))
  const roll = dice(5)
  await figures.measure('one row changed', 200, () =>
    sharePoint.post(
      `${list}/items(${1 + roll(rows)})`,
      { Score: roll(1000), Status: 'matched' },
      { 'x-http-method': 'MERGE', 'if-match': '*' },
    ),
  )
  await figures.measure(`batch of ${part} rows read by id`, 20, () =>
    sharePoint.batch(
      site,
      Array.from({ length: part }, () => ({ method: 'GET', path: `web/lists/getByTitle('Bench')/items(${1 + roll(rows)})` })),
    ),
  )

  const items = (query: string): Promise<string> => sharePoint.get(`${list}/items?${query}`)
  const note = `one of ${programmes} programmes, ${rows / programmes} rows`
  await figures.measure(
    'filter on an indexed column',
    100,
    () => items(`$filter=Programme eq '${programmeName(roll(programmes))}'`),
    {
      limitMs: 20,
      note,
    },
  )
  await figures.measure(
    'the same and an unindexed condition, sorted',
    100,
    () =>
      items(
        `$filter=Programme eq '${programmeName(roll(programmes))}' and Score gt 500&$orderby=Score desc&$select=Id,Key,Score&$top=100`,
      ),
    { limitMs: 20 },
  )
  await figures.measure(
    'two indexed conditions',
    100,
    () => items(`$filter=Programme eq '${programmeName(roll(programmes))}' and Status eq 'approved'&$select=Id,Key,Status`),
    { limitMs: 20 },
  )
  await figures.measure('a unique key', 100, () => items(`$filter=Key eq 'key-${roll(rows)}'`), { limitMs: 20 })
  await figures.measure(
    'the last month of an indexed date, a page of 100',
    50,
    () => items("$filter=Due ge '2027-12-01T00:00:00Z'&$top=100"),
    { limitMs: 20, note: 'some 4,000 rows fit' },
  )
  await figures.measure('first page of 100', 50, () => items('$top=100'))
  await figures.measure('last page of 100', 50, () => items(`$top=100&$skiptoken=Paged%3DTRUE%26p_ID%3D${rows - 100}`))
  await figures.measure('page of 5,000', 10, () => items('$top=5000&$select=Id,Key,Status'))
}
