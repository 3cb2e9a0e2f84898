import { fieldsOf, type RowOf } from '@tandem/lists'
import { z } from 'zod'
import { records } from './records.js'
import { listAt, type Site } from './site.js'

const Found = z.array(z.object({ Id: z.number(), 'odata.etag': z.string() }))
const Etag = z.object({ 'odata.etag': z.string() })
const Written = z.object({ etag: z.string() })

type Record = RowOf<typeof records>

/** One record as it stands on the site; `etag` is what a later write has to know. */
export async function findRecord(site: Site, key: string): Promise<{ id: number; etag: string; fields: unknown } | undefined> {
  const found: unknown[] = await listAt(site, records.key).items.filter(`RecordKey eq '${key.replaceAll("'", "''")}'`)()
  const [one] = Found.parse(found)
  return one && { id: one.Id, etag: one['odata.etag'], fields: found[0] }
}

/** Writes a record over what was read, or a new one. Whoever writes with an old etag, or adds what somebody added, is refused by SharePoint. */
export async function writeRecord(
  site: Site,
  key: string,
  patch: Partial<Record>,
  before: { readonly id: number; readonly etag: string } | undefined,
): Promise<{ id: number; etag: string }> {
  const { items } = listAt(site, records.key)
  const fields = fieldsOf(records, { ...patch, RecordKey: key })
  if (before) return { id: before.id, ...Written.parse(await items.getById(before.id).update(fields, before.etag)) }
  const added: unknown = await items.add(fields)
  return { id: z.object({ Id: z.number() }).parse(added).Id, etag: Etag.parse(added)['odata.etag'] }
}

export async function putRecord(site: Site, key: string, patch: Partial<Record>): Promise<void> {
  const before = await findRecord(site, key)
  try {
    await writeRecord(site, key, patch, before)
  } catch (error) {
    // The client repeats a request whose answer got lost, and is then refused for what it did itself.
    const now = await findRecord(site, key)
    if (!now || now.etag === before?.etag) throw error
    await writeRecord(site, key, patch, now)
  }
}
