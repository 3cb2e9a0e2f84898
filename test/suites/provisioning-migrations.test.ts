import { defineList, number, text } from '@tandem/lists'
import { product, runMigrations, tokenFor, type Migration, type Wanted } from '@tandem/provisioning'
import { openLine, type Fate } from './fixtures/line.js'
import { openProvisionedSite, type ProvisionedSite } from './fixtures/provisioned-site.js'

const records = product.lists.find(({ key }) => key === 'TandemProvisioning')!
const shelves = defineList({
  key: 'Shelves',
  title: 'Library: shelves',
  about: 'Where books stand.',
  tier: 'team',
  versions: 0,
  crawled: false,
  retentionDays: 30,
  columns: {
    ShelfKey: text({ about: 'Floor and number.', unique: true }),
    Floor: text({ about: 'Taken out of the key.', required: false }),
    Visits: number({ about: 'How often it was written.', required: false }),
  },
})

/** Counts how often a row is written, which no real migration may do: here it shows what happened twice. */
const floors: Migration = {
  id: '2027-01-floors',
  about: 'Shelves know their floor.',
  list: 'Shelves',
  columns: ['ShelfKey', 'Floor', 'Visits'],
  change: ({ ShelfKey, Floor, Visits }) =>
    Floor === null ? { Floor: String(ShelfKey).split('/')[0]!, Visits: Number(Visits ?? 0) + 1 } : undefined,
}
const wanted: Wanted = { lists: [shelves, records], content: [], migrations: [floors] }
const rows = 420

let site: ProvisionedSite
beforeEach(async () => {
  site = await openProvisionedSite()
  await site.runWanting({ ...wanted, migrations: [] }, 'apply')
  const [batched, execute] = site.sp.batched({ maxRequests: 100 })
  const all = Array.from({ length: rows }, (_, at) =>
    batched.web.getList('/sites/mentoring/Lists/Shelves').items.add({ ShelfKey: `${at % 3}/${at}` }),
  )
  await execute()
  await Promise.all(all)
})
afterEach(() => site.close())

type Shelf = { Id: number; ShelfKey: string; Floor: string | null; Visits: number | null }
const written = async () => (await site.list('Shelves').items.top(5000)()) as Shelf[]
const visits = async () => (await written()).map(({ Visits }) => Visits)
const record = async () =>
  (await site.list('TandemProvisioning').items.filter("RecordKey eq 'migration/2027-01-floors'")())[0] as
    { Cursor: number; Changed: number; StartedOn: string; FinishedOn: string | null } | undefined

async function migrateOver(
  line: { url: string },
  migrations: readonly Migration[] = [floors],
  log: (line: string) => void = () => {},
) {
  const address = `${line.url}/sites/mentoring`
  return runMigrations({ site: address, token: await tokenFor(address, {}), log, wanted: { ...wanted, migrations } })
}

describe('a migration', () => {
  it('is announced by the plan and by verify, carried out once, and recorded on the site', async () => {
    await site.runWanting(wanted, 'plan')
    expect(site.printed).toEqual(['There is nothing to do. 1 migration to run.'])
    expect(await site.runWanting(wanted, 'verify')).toBe(2)

    expect(await site.runWanting(wanted, 'migrate')).toBe(0)
    expect(site.printed.at(-1)).toBe('✓ 2027-01-floors: Shelves know their floor. (420 rows changed)')
    expect((await written()).every(({ ShelfKey, Floor }) => ShelfKey.startsWith(`${Floor}/`))).toBe(true)
    expect(await record()).toMatchObject({ Changed: 420, StartedOn: expect.any(String), FinishedOn: expect.any(String) })

    expect(await site.runWanting(wanted, 'migrate')).toBe(0)
    expect(site.printed).toEqual(['There is nothing to migrate.'])
    expect(await site.runWanting(wanted, 'verify')).toBe(0)
    expect(new Set(await visits())).toEqual(new Set([1]))
  })

  it('is not run over lists that are not as planned yet', async () => {
    await site.column('Shelves', 'Floor').delete()
    expect(await site.runWanting(wanted, 'migrate')).toBe(1)
    expect(site.printed[0]).toContain('Run "apply" first, then "migrate" again.')
  })

  it.each([
    [8, 'cut before'],
    [10, 'cut after'],
    [15, 'cut after'],
    [20, 'cut before'],
  ] as const)('that is killed at request %i (%s) goes on there, and writes no row twice', async (last, how: Fate) => {
    const line = await openLine(site.tenant.url)
    line.decide((nth) => (nth < last ? 'through' : how))
    await expect(migrateOver(line)).rejects.toThrow('cannot be reached')
    expect((await record())?.FinishedOn).toBeNull()
    const said: string[] = []
    await migrateOver(site.tenant, [floors], (each) => void said.push(each))
    if (last > 11) expect(said[0]).toMatch(/^… 2027-01-floors: goes on behind row \d+$/)
    expect(new Set(await visits())).toEqual(new Set([1]))
    await line.close()
  })

  it('is not stopped by answers that get lost, and writes no row twice', async () => {
    const line = await openLine(site.tenant.url)
    line.decide((nth) => (nth > 3 && nth % 2 === 1 ? 'answer lost' : 'through'))
    await migrateOver(line)
    expect((await record())?.FinishedOn).not.toBeNull()
    expect(new Set(await visits())).toEqual(new Set([1]))
    await line.close()
  })

  it('that two begin at once is finished by one of them, and the other is told so', async () => {
    let second: Promise<unknown> | undefined
    const first = migrateOver(site.tenant, [
      {
        ...floors,
        // Somebody starts it once more while the first page is being worked on.
        change: (row) => {
          second ??= migrateOver(site.tenant)
          second.catch(() => undefined)
          return floors.change(row)
        },
      },
    ])
    const [one, other] = await Promise.allSettled([first, first.catch(() => undefined).then(() => second)])
    const failures = [one, other].flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
    expect(failures).toEqual([expect.stringContaining('is being run by somebody else, who has taken it over')])
    expect((await record())?.FinishedOn).not.toBeNull()
    expect(new Set(await visits())).toEqual(new Set([1]))
  })

  it('takes a row as it is when somebody wrote to it in the meantime', async () => {
    const [third] = (await written()).filter(({ ShelfKey }) => ShelfKey === '2/2')
    let isDisturbed = false
    await migrateOver(site.tenant, [
      { ...floors, id: 'quiet', change: () => undefined },
      {
        ...floors,
        change: (row) => {
          if (row['ShelfKey'] === '2/2' && !isDisturbed) {
            isDisturbed = true
            void site.list('Shelves').items.getById(third!.Id).update({ Floor: 'roof' })
          }
          return floors.change(row)
        },
      },
    ])
    expect(['roof', '2']).toContain((await written()).find(({ ShelfKey }) => ShelfKey === '2/2')?.Floor)
    expect((await record())?.FinishedOn).not.toBeNull()
  })
})

it('the product has migrations with names that are used once', () => {
  const ids = product.migrations.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
