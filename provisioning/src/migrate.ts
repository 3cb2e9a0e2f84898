import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { FoundSite } from './found.js'
import type { Migration } from './migrations.js'
import { findRecord, writeRecord } from './put-record.js'
import { migrationKey, parseRecord, records, type ProvisioningRecord } from './records.js'
import { listAt, listPath, together, type Site } from './site.js'
import { isStatus, Stopped, stopped } from './stopped.js'
import type { Wanted } from './wanted.js'

/** Those the site has no record of having been through. */
export function pendingMigrations({ migrations }: Wanted, found: FoundSite): Migration[] {
  const finished = new Set(
    (found.rows[records.key] ?? [])
      .map(({ fields }) => parseRecord(fields))
      .filter(({ FinishedOn }) => FinishedOn !== null)
      .map(({ RecordKey }) => RecordKey),
  )
  return migrations.filter(({ id }) => !finished.has(migrationKey(id)))
}

export type Migrated = { readonly id: string; readonly changed: number }

const pageSize = 200
const Row = z.looseObject({ Id: z.number(), 'odata.etag': z.string() })
type Row = z.output<typeof Row>

/** One after the other, each from where the last run got to. */
export async function migrate(site: Site, pending: readonly Migration[], log: (line: string) => void): Promise<Migrated[]> {
  const done: Migrated[] = []
  for (const migration of pending) {
    try {
      done.push({ id: migration.id, changed: await run(site, migration, log) })
    } catch (cause) {
      const absent = `the list ${migration.list} is not there (404). Run "apply" first.`
      throw stopped(cause, site.url, `Migration ${migration.id}`, absent)
    }
  }
  return done
}

/**
 * The record says who is at it and how far. It is written with its etag after every page: when a second run begins, it takes the
 * record over, and the first one is refused at its next page and ends there.
 */
async function run(site: Site, migration: Migration, log: (line: string) => void): Promise<number> {
  const key = migrationKey(migration.id)
  const found = await findRecord(site, key)
  const before = found && parseRecord(found.fields)
  if (before?.FinishedOn) return before.Changed ?? 0
  let cursor = before?.Cursor ?? 0
  let changed = before?.Changed ?? 0
  const RunId = randomUUID()
  const own = { RunId, StartedOn: before?.StartedOn ?? moment(), Cursor: cursor, Changed: changed }
  let record = await note(site, migration, own, found)
  if (cursor > 0) log(`… ${migration.id}: goes on behind row ${cursor}`)
  for (;;) {
    const page = await pageAfter(site, migration, cursor)
    changed += await changePage(site, migration, page)
    const last = page.at(-1)
    if (!last) break
    cursor = last.Id
    record = await note(site, migration, { RunId, Cursor: cursor, Changed: changed }, record)
    log(`… ${migration.id}: up to row ${cursor}, ${changed} changed`)
  }
  await note(site, migration, { RunId, FinishedOn: moment() }, record)
  log(`✓ ${migration.id}: ${migration.about} (${changed} rows changed)`)
  return changed
}

/** To the second, as SharePoint keeps it. */
const moment = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z')

type Standing = { readonly id: number; readonly etag: string }
type Progress = Partial<Omit<ProvisioningRecord, 'RecordKey'>> & { readonly RunId: string }

async function note(site: Site, { id }: Migration, progress: Progress, before: Standing | undefined): Promise<Standing> {
  const key = migrationKey(id)
  try {
    return await writeRecord(site, key, progress, before)
  } catch (error) {
    // Changed by somebody since we read it, or added by somebody while we were about to.
    const isTaken = isStatus(error, 412) || (error instanceof Error && error.message.includes('-2130575169'))
    if (!isTaken) throw error
    // Or by ourselves: the client repeats a request whose answer got lost.
    const now = await findRecord(site, key)
    if (now && parseRecord(now.fields).RunId === progress.RunId) return now
    throw new Stopped(
      `Migration ${id} is being run by somebody else, who has taken it over. Let that run end; nothing has to be done here.`,
      { cause: error },
    )
  }
}

/** By id, which SharePoint always has an index on; so a list of any length is read page by page. */
async function pageAfter(site: Site, { list, columns }: Migration, cursor: number): Promise<Row[]> {
  const page: unknown = await listAt(site, list)
    .items.select('Id', ...columns)
    .filter(`Id gt ${cursor}`)
    .orderBy('Id')
    .top(pageSize)()
  return z.array(Row).parse(page)
}

/** The rows of a page that need it, a few dozen in one request, each with its etag; what is refused is looked at once more on its own. */
async function changePage(site: Site, migration: Migration, page: readonly Row[]): Promise<number> {
  const wanted = page.flatMap((row) => {
    const patch = migration.change(fieldsOf(row))
    return patch ? [{ row, patch }] : []
  })
  if (wanted.length === 0) return 0
  const refused = await together(site, async (sp) => {
    const outcomes = wanted.map(async ({ row, patch }): Promise<{ row: Row; error: unknown } | undefined> => {
      try {
        await sp.web
          .getList(listPath(site, migration.list))
          .items.getById(row.Id)
          .update({ ...patch }, row['odata.etag'])
        return undefined
      } catch (error) {
        return { row, error }
      }
    })
    return (await Promise.all(outcomes)).filter((one) => one !== undefined)
  })
  let changed = wanted.length - refused.length
  for (const { row, error } of refused) {
    if (!isStatus(error, 412) && !isStatus(error, 404)) throw error
    if (await changeRow(site, migration, row.Id)) changed++
  }
  return changed
}

const fieldsOf = ({ Id: _, 'odata.etag': __, ...fields }: Row): Record<string, unknown> => fields

/** A row somebody writes to at the same moment is read again; one that is gone needs nothing. */
async function changeRow(site: Site, { list, columns, change }: Migration, id: number): Promise<boolean> {
  const at = () => listAt(site, list).items.getById(id)
  for (;;) {
    try {
      const row = Row.parse(await at().select('Id', ...columns)())
      const patch = change(fieldsOf(row))
      if (!patch) return false
      await at().update({ ...patch }, row['odata.etag'])
      return true
    } catch (error) {
      if (isStatus(error, 404)) return false
      if (!isStatus(error, 412)) throw error
    }
  }
}
