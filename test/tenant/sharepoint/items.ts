import { randomUUID } from 'node:crypto'

import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { type Column, entityName, indexValue, storedValue } from './columns.js'
import { refused } from './errors.js'
import { itemType, listPath, type SpList } from './lists.js'

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

/** Properties that come with every item and that nobody writes: they are taken and dropped, as SharePoint does. */
const given = new Set([
  'id',
  'guid',
  'created',
  'modified',
  'authorid',
  'editorid',
  'attachments',
  'contenttypeid',
  'filesystemobjecttype',
  'odata__uiversionstring',
  'complianceassetid',
])
const annotations = new Set(['odata.type', '@odata.type', 'odata.metadata', 'odata.etag', 'odata.id', 'odata.editlink'])

export const etagOf = (row: Pick<ItemRow, 'guid' | 'version'>): string => `"${row.guid},${row.version}"`

/** The rows of lists: add, read, change, delete, with unique columns and versions. */
export class Items {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  get(list: SpList, id: number): ItemRow {
    const row = this.#tenant.store.one<ItemRow>(`select ${itemFields} from items where listId = ? and id = ?`, list.id, id)
    if (!row) throw refused.noSuchItem()
    return row
  }

  add(list: SpList, body: Bag, verbose: boolean, author: number): ItemRow {
    const fields = { ...defaultsOf(list), ...fieldsOf(list, body, verbose) }
    this.#guardUnique(list, fields, 0)
    const now = this.#tenant.clock.now()
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
      for (const column of list.columns.values()) if (column.indexed) this.#index(list, column, row.id, fields[column.name])
      this.#tenant.store.run(
        'update lists set lastId = ?, count = ?, changed = ? where id = ?',
        row.id,
        list.count + 1,
        now,
        list.id,
      )
    })
    Object.assign(list, { lastId: row.id, count: list.count + 1, changed: now })
    return row
  }

  /** Changes what is named and nothing else; an etag that is not the newest is refused, `*` and none overwrite. */
  update(list: SpList, id: number, body: Bag, verbose: boolean, ifMatch: string | undefined, editor: number): ItemRow {
    const before = this.get(list, id)
    guardVersion(before, ifMatch)
    const old = JSON.parse(before.fields) as Bag
    const changes = fieldsOf(list, body, verbose)
    const fields: Bag = { ...old, ...changes }
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
    })
    return row
  }

  /** Deletes for good, or into the recycle bin, whose new entry's id is returned. */
  remove(list: SpList, id: number, ifMatch: string | undefined, recycle: boolean): string {
    const row = this.get(list, id)
    guardVersion(row, ifMatch)
    const fields = JSON.parse(row.fields) as Bag
    const binId = randomUUID()
    const now = this.#tenant.clock.now()
    this.#tenant.store.transaction(() => {
      const { store } = this.#tenant
      if (recycle)
        store.run(
          'insert into recycle_bin (id, listId, itemId, title, deleted, document) values (?, ?, ?, ?, ?, ?)',
          binId,
          list.id,
          id,
          String(fields['Title'] ?? ''),
          now,
          row.fields,
        )
      else store.run('delete from item_versions where listId = ? and itemId = ?', list.id, id)
      store.run('delete from items where listId = ? and id = ?', list.id, id)
      for (const column of list.columns.values()) if (column.indexed) this.#unindex(list, column, id, fields[column.name])
      store.run('update lists set count = ?, changed = ? where id = ?', list.count - 1, now, list.id)
    })
    Object.assign(list, { count: list.count - 1, changed: now })
    return binId
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

function fieldsOf(list: SpList, body: Bag, verbose: boolean): Bag {
  const fields: Bag = {}
  for (const [name, value] of Object.entries(body)) {
    if (annotations.has(name.toLowerCase()) || (verbose && name === '__metadata')) continue
    const column = list.columns.get(name.replace(/^OData_/, '').toLowerCase())
    if (column && entityName(column.name) === name) fields[column.name] = storedValue(column, value)
    else if (!given.has(name.toLowerCase())) throw refused.noSuchProperty(name, itemType(list))
  }
  return fields
}

function defaultsOf(list: SpList): Bag {
  const fields: Bag = {}
  for (const column of list.columns.values()) {
    const preset = column.properties['DefaultValue']
    if (typeof preset !== 'string' || preset === '') continue
    fields[column.name] =
      column.type === 'Number'
        ? Number(preset)
        : column.type === 'Boolean'
          ? preset === '1' || preset.toLowerCase() === 'true'
          : preset
  }
  return fields
}

/** Everything SharePoint shows of an item when nothing is selected. */
export function itemEntity(list: SpList, row: ItemRow): Entity {
  const fields = JSON.parse(row.fields) as Bag
  const values: Bag = {
    FileSystemObjectType: 0,
    Id: row.id,
    ServerRedirectedEmbedUri: null,
    ServerRedirectedEmbedUrl: '',
    ContentTypeId: '0x0100',
    ComplianceAssetId: null,
  }
  for (const column of list.columns.values()) values[entityName(column.name)] = fields[column.name] ?? null
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
