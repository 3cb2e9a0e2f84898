import { randomUUID } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import type { SpList } from './lists.js'

/** SharePoint's numbers of what can happen. */
export const changeTypes = { Add: 1, Update: 2, DeleteObject: 3, Restore: 7 } as const
export type ChangeKind = keyof typeof changeTypes

type ChangeRow = { seq: number; listId: string; itemId: number; guid: string; kind: ChangeKind; editor: number; at: string }

const schema = `
create table if not exists changes (
  seq integer primary key autoincrement, listId text not null, itemId integer not null, guid text not null, kind text not null,
  editor integer not null, at text not null);
create index if not exists changes_list on changes (listId, seq);
`

/** A .NET tick is a ten-millionth of a second since the year 1; change tokens carry them. */
const ticksOf = (iso: string): bigint => BigInt(Date.parse(iso)) * 10_000n + 621_355_968_000_000_000n

/** What happened to the rows of lists, in order: the memory behind `getchanges` and the webhooks. */
export class ChangeLog {
  readonly #tenant: Tenant
  readonly #heard: (list: SpList) => void

  /** `heard` is told of every change, in the transaction that makes it. */
  constructor(tenant: Tenant, heard: (list: SpList) => void) {
    this.#tenant = tenant
    this.#heard = heard
    tenant.store.tables(schema)
  }

  /** Written in the transaction that makes the change. */
  note(list: SpList, itemId: number, guid: string, kind: ChangeKind, editor: number): void {
    this.#tenant.store.run(
      'insert into changes (listId, itemId, guid, kind, editor, at) values (?, ?, ?, ?, ?, ?)',
      list.id,
      itemId,
      guid,
      kind,
      editor,
      this.#tenant.clock.now(),
    )
    this.#heard(list)
  }

  /** The newest token of a list: ask from here on and nothing old comes. */
  currentToken(list: SpList): string {
    const last = this.#tenant.store.one<{ seq: number | null }>('select max(seq) as seq from changes where listId = ?', list.id)
    return tokenOf(list, last?.seq ?? 0, this.#tenant.clock.now())
  }

  /** `query` as `getchanges` takes it: kinds of change, `Item`, tokens between which to look, `FetchLimit` (1,000 when left out). */
  since(list: SpList, query: Bag): Entity[] {
    const kinds = (Object.keys(changeTypes) as ChangeKind[]).filter((kind) => query[kind] === true)
    if (query['Item'] !== true) return []
    const [from, to] = [
      seqOf(list, query['ChangeTokenStart']) ?? 0,
      seqOf(list, query['ChangeTokenEnd']) ?? Number.MAX_SAFE_INTEGER,
    ]
    const limit = Math.min(Number(query['FetchLimit'] ?? 1000) || 1000, 1000)
    const rows = this.#tenant.store.all<ChangeRow>(
      'select seq, listId, itemId, guid, kind, editor, at from changes where listId = ? and seq > ? and seq <= ? order by seq',
      list.id,
      from,
      to,
    )
    return rows
      .filter(({ kind }) => kinds.includes(kind))
      .slice(0, limit)
      .map((row) => changeEntity(list, row))
  }
}

const tokenOf = (list: SpList, seq: number, at: string): string => `1;3;${list.id};${ticksOf(at)};${seq}`

function seqOf(list: SpList, token: unknown): number | undefined {
  if (!isBag(token) || token['StringValue'] === undefined || token['StringValue'] === null) return undefined
  const parts = String(token['StringValue']).split(';')
  const seq = Number(parts[4])
  if (parts.length !== 5 || parts[0] !== '1' || !Number.isInteger(seq)) throw refused.badChangeToken()
  if (parts[2]?.toLowerCase() !== list.id) throw refused.badChangeToken()
  return seq
}

const changeEntity = (list: SpList, row: ChangeRow): Entity => ({
  type: 'SP.ChangeItem',
  path: `SP.ChangeItem${randomUUID()}`,
  values: {
    ChangeToken: { StringValue: tokenOf(list, row.seq, row.at) },
    ChangeType: changeTypes[row.kind],
    Time: row.at,
    Editor: null,
    EditorEmailHint: null,
    ItemId: row.itemId,
    ListId: list.id,
    UniqueId: row.guid,
    ServerRelativeUrl: '',
    SharedByUser: null,
    SharedWithUsers: null,
  },
})
