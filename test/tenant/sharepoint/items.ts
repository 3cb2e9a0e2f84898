import { randomUUID } from 'node:crypto'

import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { Attachments } from './attachments.js'
import { ChangeLog } from './change-log.js'
import { guardRules } from './calculated.js'
import { type Column, indexValue } from './columns.js'
import { usualTypeId } from './content-types.js'
import { refused } from './errors.js'
import { presetFields, shownFields, storedFields } from './item-values.js'
import { isLibrary } from './list-settings.js'
import { itemType, type Lists, listPath, type SpList } from './lists.js'
import { RecycleBin } from './recycle-bin.js'

export type ItemRow = {
  id: number
  guid: string
  version: number
  created: string
  modified: string
  author: number
  editor: number
  fields: string
}

export const itemFields = 'id, guid, version, created, modified, author, editor, fields'

export const etagOf = (row: Pick<ItemRow, 'guid' | 'version'>): string => `"${row.guid},${row.version}"`

/** The rows of lists: add, read, change, delete, with unique columns and versions. */
export class Items {
  readonly #tenant: Tenant
  readonly changes: ChangeLog
  readonly bin: RecycleBin
  readonly attachments: Attachments

  /** `heard` is told of every change of a row, in the transaction that makes it. */
  constructor(tenant: Tenant, heard: (list: SpList) => void) {
    this.#tenant = tenant
    this.changes = new ChangeLog(tenant, heard)
    this.bin = new RecycleBin(tenant)
    this.attachments = new Attachments(tenant)
  }

  find(list: SpList, id: number): ItemRow | undefined {
    return this.#tenant.store.one<ItemRow>(`select ${itemFields} from items where listId = ? and id = ?`, list.id, id)
  }

  get(list: SpList, id: number): ItemRow {
    const row = this.find(list, id)
    if (!row) throw refused.noSuchItem()
    return row
  }

  add(list: SpList, body: Bag, verbose: boolean, author: number): ItemRow {
    if (isLibrary(list)) throw refused.notInStandIn('files in libraries', 'items.ts')
    const now = this.#tenant.clock.now()
    const fields = { ...presetFields(list, now), ...storedFields(list, body, verbose) }
    guardRules(list, fields, { id: list.lastId + 1, created: now, modified: now }, now)
    this.#guardUnique(list, fields, 0)
    const row: ItemRow = {
      id: list.lastId + 1,
      guid: randomUUID(),
      version: 1,
      created: now,
      modified: now,
      author,
      editor: author,
      fields: JSON.stringify(fields),
    }
    this.#tenant.store.transaction(() => {
      this.#insert(list, row)
      for (const column of list.columns.values()) if (column.indexed) this.#index(list, column, row.id, fields[column.name])
      this.#tenant.store.run(
        'update lists set lastId = ?, count = ?, changed = ? where id = ?',
        row.id,
        list.count + 1,
        now,
        list.id,
      )
      this.changes.note(list, row.id, row.guid, 'Add', author)
    })
    Object.assign(list, { lastId: row.id, count: list.count + 1, changed: now })
    return row
  }

  /** Changes what is named and nothing else; an etag that is not the newest is refused, `*` and none overwrite. */
  update(list: SpList, id: number, body: Bag, verbose: boolean, ifMatch: string | undefined, editor: number): ItemRow {
    const before = this.get(list, id)
    guardVersion(before, ifMatch)
    const old = JSON.parse(before.fields) as Bag
    const changes = storedFields(list, body, verbose)
    const fields: Bag = { ...old, ...changes }
    guardRules(list, fields, before, this.#tenant.clock.now())
    this.#guardUnique(list, changes, id)
    const row: ItemRow = {
      ...before,
      version: before.version + 1,
      modified: this.#tenant.clock.now(),
      editor,
      fields: JSON.stringify(fields),
    }
    this.#tenant.store.transaction(() => {
      if (list.settings['EnableVersioning'] === true) this.#keepVersion(list, before)
      this.#tenant.store.run(
        'update items set version = ?, modified = ?, editor = ?, fields = ? where listId = ? and id = ?',
        row.version,
        row.modified,
        row.editor,
        row.fields,
        list.id,
        id,
      )
      for (const name of Object.keys(changes)) {
        const column = list.columns.get(name.toLowerCase())
        if (!column?.indexed || old[name] === fields[name]) continue
        this.#unindex(list, column, id, old[name])
        this.#index(list, column, id, fields[name])
      }
      this.changes.note(list, id, row.guid, 'Update', editor)
    })
    return row
  }

  /** Deletes for good, or into the recycle bin, whose new entry's id is returned. */
  remove(list: SpList, id: number, ifMatch: string | undefined, recycle: boolean, by: number): string {
    const row = this.get(list, id)
    guardVersion(row, ifMatch)
    const fields = JSON.parse(row.fields) as Bag
    const binId = randomUUID()
    const now = this.#tenant.clock.now()
    this.#tenant.store.transaction(() => {
      const { store } = this.#tenant
      if (recycle) this.bin.put(binId, list.id, row, String(fields['Title'] ?? ''), by)
      else {
        store.run('delete from item_versions where listId = ? and itemId = ?', list.id, id)
        this.attachments.forget(list, id)
      }
      store.run('delete from items where listId = ? and id = ?', list.id, id)
      for (const column of list.columns.values()) if (column.indexed) this.#unindex(list, column, id, fields[column.name])
      store.run('update lists set count = ?, changed = ? where id = ?', list.count - 1, now, list.id)
      this.changes.note(list, id, row.guid, 'DeleteObject', by)
    })
    Object.assign(list, { count: list.count - 1, changed: now })
    return binId
  }

  /** Puts a recycled row back under its old number, unless a row with one of its unique values was made meanwhile. */
  restore(lists: Lists, site: string, binId: string, by: number): void {
    const { listId, row } = this.bin.take(binId)
    const list = lists.byId(site, listId)
    if (!list) throw refused.noSuchListId()
    const fields = JSON.parse(row.fields) as Bag
    this.#guardUnique(list, fields, row.id)
    const now = this.#tenant.clock.now()
    this.#tenant.store.transaction(() => {
      this.#insert(list, row)
      for (const column of list.columns.values()) if (column.indexed) this.#index(list, column, row.id, fields[column.name])
      this.#tenant.store.run('update lists set count = ?, changed = ? where id = ?', list.count + 1, now, list.id)
      this.bin.forget(binId)
      this.changes.note(list, row.id, row.guid, 'Restore', by)
    })
    Object.assign(list, { count: list.count + 1, changed: now })
  }

  versions(list: SpList, id: number): ItemRow[] {
    const now = this.get(list, id)
    const older = this.#tenant.store.all<{ version: number; modified: string; editor: number; fields: string }>(
      'select version, modified, editor, fields from item_versions where listId = ? and itemId = ? order by version desc',
      list.id,
      id,
    )
    return [now, ...older.map((each) => ({ ...now, ...each }))]
  }

  /** All versions but the current one; without a number, every old one. */
  forgetVersions(list: SpList, id: number, version?: number): void {
    const only = version === undefined ? '' : ' and version = ?'
    this.#tenant.store.run(
      `delete from item_versions where listId = ? and itemId = ?${only}`,
      list.id,
      id,
      ...(version === undefined ? [] : [version]),
    )
  }

  #insert(list: SpList, row: ItemRow): void {
    this.#tenant.store.run(
      `insert into items (listId, ${itemFields}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      list.id,
      row.id,
      row.guid,
      row.version,
      row.created,
      row.modified,
      row.author,
      row.editor,
      row.fields,
    )
  }

  #keepVersion(list: SpList, row: ItemRow): void {
    this.#tenant.store.run(
      'insert into item_versions (listId, itemId, version, modified, editor, fields) values (?, ?, ?, ?, ?, ?)',
      list.id,
      row.id,
      row.version,
      row.modified,
      row.editor,
      row.fields,
    )
    const limit = Number(list.settings['MajorVersionLimit'])
    if (limit > 0)
      this.#tenant.store.run(
        'delete from item_versions where listId = ? and itemId = ? and version <= ?',
        list.id,
        row.id,
        row.version - limit + 1,
      )
  }

  #guardUnique(list: SpList, fields: Bag, self: number): void {
    const twins: string[] = []
    for (const column of list.columns.values()) {
      const value = column.unique && Object.hasOwn(fields, column.name) ? indexValue(column, fields[column.name]) : null
      if (value === null) continue
      const found = this.#tenant.store.one(
        'select itemId from item_index where listId = ? and name = ? and value = ? and itemId <> ?',
        list.id,
        column.name,
        value,
        self,
      )
      if (found) twins.push(String(column.properties['Title']))
    }
    if (twins.length > 0) throw refused.duplicateValue(twins)
  }

  #index(list: SpList, column: Column, id: number, value: unknown): void {
    const key = indexValue(column, value)
    if (key !== null)
      this.#tenant.store.run(
        'insert or ignore into item_index (listId, name, value, itemId) values (?, ?, ?, ?)',
        list.id,
        column.name,
        key,
        id,
      )
  }

  #unindex(list: SpList, column: Column, id: number, value: unknown): void {
    const key = indexValue(column, value)
    if (key !== null)
      this.#tenant.store.run(
        'delete from item_index where listId = ? and name = ? and value = ? and itemId = ?',
        list.id,
        column.name,
        key,
        id,
      )
  }
}

/** `"guid,3"` against what is stored; a star matches everything that exists. */
export function guardVersion(row: Pick<ItemRow, 'guid' | 'version'>, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return
  const actual = etagOf(row)
  if (ifMatch.replace(/^W\//, '') !== actual) throw refused.versionConflict(ifMatch, actual)
}

/** Everything SharePoint shows of an item when nothing is selected. */
export function itemEntity(list: SpList, row: ItemRow): Entity {
  const fields = JSON.parse(row.fields) as Bag
  const values: Bag = {
    FileSystemObjectType: 0,
    Id: row.id,
    ServerRedirectedEmbedUri: null,
    ServerRedirectedEmbedUrl: '',
    ContentTypeId: fields['ContentTypeId'] ?? usualTypeId(list),
    ComplianceAssetId: null,
  }
  Object.assign(values, shownFields(list, row, fields))
  Object.assign(values, {
    ID: row.id,
    Modified: row.modified,
    Created: row.created,
    AuthorId: row.author,
    EditorId: row.editor,
    OData__UIVersionString: list.settings['EnableVersioning'] === true ? `${row.version}.0` : '1.0',
    Attachments: false,
    GUID: row.guid,
  })
  return { type: itemType(list), path: `${listPath(list)}/Items(${row.id})`, etag: etagOf(row), values }
}
