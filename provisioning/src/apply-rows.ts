import { z } from 'zod'
import type { RowChange } from './changes.js'
import { putRecord } from './put-record.js'
import { contentKey } from './records.js'
import { listAt, type Site } from './site.js'
import { unlessThere } from './unless-there.js'
import { isStatus } from './stopped.js'

const Ids = z.array(z.object({ Id: z.number() }))

export async function applyRowChange(site: Site, change: RowChange): Promise<void> {
  const { items } = listAt(site, change.list)
  if (change.kind === 'ship-row') {
    const filter = `${change.byKey} eq '${change.row.replaceAll("'", "''")}'`
    const isThere = async () => Ids.parse(await items.filter(filter).select('Id')()).length > 0
    await unlessThere(isThere, () => items.add({ ...change.fields }))
  }
  if (change.kind === 'renew-row') {
    try {
      await items.getById(change.id).update({ ...change.fields }, change.etag)
    } catch (error) {
      // Somebody edited it while we were at it: then it is theirs, and the next plan says so.
      if (!isStatus(error, 412)) throw error
      return
    }
  }
  // Last, so that a row whose record is missing is one we just wrote; the next run compares the two and catches up.
  await putRecord(site, contentKey(change.list, change.row), { Fingerprint: change.fingerprint })
}
