import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import type { ItemRow } from './items.js'

type BinRow = { id: string; listId: string; itemId: number; title: string; deleted: string; document: string; deletedBy: number }

/** Where recycled rows lie until somebody fetches them back. Stage 1 is the site's bin, stage 2 the administrator's. */
export class RecycleBin {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`create table if not exists recycled (
      id text primary key, listId text not null, itemId integer not null, title text not null, deleted text not null,
      deletedBy integer not null, stage integer not null default 1, document text not null) without rowid;`)
  }

  put(id: string, listId: string, row: ItemRow, title: string, by: number): void {
    this.#tenant.store.run(
      'insert into recycled (id, listId, itemId, title, deleted, deletedBy, document) values (?, ?, ?, ?, ?, ?, ?)',
      id,
      listId,
      row.id,
      title,
      this.#tenant.clock.now(),
      by,
      JSON.stringify(row),
    )
  }

  /** What lies in the bin of a site, newest first; with `by`, what that principal has put there. */
  entries(site: string, by?: number): Entity[] {
    const own = by === undefined ? '' : ' and r.deletedBy = ?'
    return this.#tenant.store
      .all<BinRow>(
        `select r.* from recycled r join lists l on l.id = r.listId where l.site = ?${own} order by r.deleted desc, r.id`,
        site,
        ...(by === undefined ? [] : [by]),
      )
      .map(entryEntity)
  }

  entry(id: string): Entity {
    return entryEntity(this.#row(id))
  }

  deletedBy(id: string): number {
    return this.#row(id).deletedBy
  }

  /** The row as it was, and the list it was in; the caller puts it back. */
  take(id: string): { listId: string; row: ItemRow } {
    const { listId, document } = this.#row(id)
    return { listId, row: JSON.parse(document) as ItemRow }
  }

  forget(id: string): void {
    this.#row(id)
    this.#tenant.store.run('delete from recycled where id = ?', id)
  }

  moveOn(id: string): void {
    this.#row(id)
    this.#tenant.store.run('update recycled set stage = 2 where id = ?', id)
  }

  empty(site: string): void {
    this.#tenant.store.run('delete from recycled where listId in (select id from lists where site = ?)', site)
  }

  #row(id: string): BinRow {
    const row = this.#tenant.store.one<BinRow>('select * from recycled where id = ?', id.toLowerCase())
    if (!row) throw refused.noSuchRecycledItem()
    return row
  }
}

const entryEntity = (row: BinRow & { stage?: number }): Entity => ({
  type: 'SP.RecycleBinItem',
  path: `Web/RecycleBin(guid'${row.id}')`,
  values: {
    Id: row.id,
    Title: row.title,
    LeafName: `${row.itemId}_.000`,
    DeletedDate: row.deleted,
    ItemState: row.stage ?? 1,
    ItemType: 3, // a list item
    Size: row.document.length,
    DirName: '',
  },
})
