import { createHash } from 'node:crypto'
import type { ListDefinition } from '@tandem/lists'
import type { Planned } from './changes.js'
import type { FoundRow, FoundSite } from './found.js'
import { contentKey, parseRecord, records } from './records.js'
import type { StarterRow, Wanted } from './wanted.js'

/** The column rows of a list are told apart by. */
function keyColumn({ key, columns }: ListDefinition): string {
  const unique = Object.entries(columns).find(([, column]) => column.unique)?.[0]
  if (!unique) throw new Error(`List "${key}" has no unique column, so a row of it cannot be found again.`)
  return unique
}

/**
 * What a row says, in a few letters. Whether somebody edited a row is seen by comparing it with what we shipped, and of that we keep
 * this much. Line ends and blanks at the end do not count: SharePoint's forms change them.
 */
export function fingerprint(fields: Readonly<Record<string, unknown>>, columns: readonly string[]): string {
  const said = [...columns].sort().map((name) => [name, plainly(fields[name])])
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
}

const plainly = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trimEnd() : (value ?? '')

/** Starter rows come once and are renewed as long as nobody touched them; a row that was edited or removed is left to whoever did. */
export function planContent({ content }: Wanted, found: FoundSite): Planned[] {
  const shipped = new Map(
    (found.rows[records.key] ?? []).map(({ fields }) => {
      const { RecordKey, Fingerprint } = parseRecord(fields)
      return [RecordKey, Fingerprint]
    }),
  )
  return content.flatMap(({ list, rows }) => {
    const byKey = keyColumn(list)
    const present = found.rows[list.key] ?? []
    return rows.flatMap((row) =>
      planRow(
        list.key,
        row,
        byKey,
        present.find(({ fields }) => fields[byKey] === row.key),
        shipped.get(contentKey(list.key, row.key)) ?? undefined,
      ),
    )
  })
}

function planRow(
  list: string,
  { key: row, fields: own }: StarterRow,
  byKey: string,
  found: FoundRow | undefined,
  shipped: string | undefined,
): Planned[] {
  const fields = { [byKey]: row, ...own }
  const columns = Object.keys(fields)
  const wanted = fingerprint(fields, columns)
  if (!found) {
    if (shipped === undefined) return [{ kind: 'ship-row', list, row, byKey, fields, fingerprint: wanted }]
    return shipped === wanted ? [] : [{ kind: 'note', list, sentence: `"${row}" was removed here and is not brought back.` }]
  }
  if (shipped === wanted) return []
  const says = fingerprint(found.fields, columns)
  if (says === wanted) return [{ kind: 'record-row', list, row, fingerprint: wanted }]
  if (says === shipped)
    return [{ kind: 'renew-row', list, row, byKey, id: found.id, etag: found.etag, fields, fingerprint: wanted }]
  const sentence =
    shipped === undefined
      ? `"${row}" was here before us and is left as it is.`
      : `"${row}" was edited here and is left as it is, though there is a newer one.`
  return [{ kind: 'note', list, sentence }]
}
