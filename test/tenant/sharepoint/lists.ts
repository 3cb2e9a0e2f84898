import { randomUUID } from 'node:crypto'

import type { Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { builtInColumns } from './built-in-columns.js'
import { guardFormula } from './calculated.js'
import { type Column, changedColumn, entityName, indexValue, makeColumn } from './columns.js'
import { ContentTypes } from './content-types.js'
import { refused } from './errors.js'
import { changedSettings, folderUrl, settingsOfNew } from './list-settings.js'
import { Views } from './views.js'

export { folderUrl, itemType, listEntity, listPath } from './list-settings.js'

export type SpList = {
  readonly id: string
  readonly site: string
  title: string
  /** The URL segment: made from the first title, and it never changes when the list is renamed. */
  readonly folder: string
  readonly created: string
  changed: string
  lastId: number
  count: number
  settings: Bag
  /** The page of the default view, below the list's folder. */
  defaultPage: string
  /** By internal name in lower case, in the order they were made. */
  readonly columns: Map<string, Column>
}

type ListRow = {
  id: string
  site: string
  title: string
  folder: string
  created: string
  changed: string
  lastId: number
  count: number
  settings: string
}

const nameIn = (definition: string): Column => JSON.parse(definition) as Column

/** The lists of all sites. They are few and small, so they are kept in memory and written through. */
export class Lists {
  readonly #tenant: Tenant
  readonly views: Views
  readonly contentTypes: ContentTypes
  readonly #known = new Map<string, SpList>()

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.views = new Views(tenant)
    this.contentTypes = new ContentTypes(tenant)
    this.#load()
    tenant.store.onUndone(() => this.#load())
  }

  #load(): void {
    const tenant = this.#tenant
    this.#known.clear()
    for (const row of tenant.store.all<ListRow>('select * from lists order by created, rowid')) {
      const columns = tenant.store.all<{ definition: string }>(
        'select definition from columns where listId = ? order by position',
        row.id,
      )
      const byName = new Map(columns.map(({ definition }) => [nameIn(definition).name.toLowerCase(), nameIn(definition)]))
      const list: SpList = { ...row, settings: JSON.parse(row.settings) as Bag, columns: byName, defaultPage: 'AllItems.aspx' }
      this.views.opened(list)
      this.#known.set(row.id, list)
    }
  }

  of(site: string): SpList[] {
    return [...this.#known.values()].filter((list) => same(list.site, site))
  }

  byTitle(site: string, title: string): SpList | undefined {
    return this.of(site).find((list) => same(list.title, title))
  }

  byId(site: string, id: string): SpList | undefined {
    const list = this.#known.get(id.replace(/[{}]/g, '').toLowerCase())
    return list && same(list.site, site) ? list : undefined
  }

  byUrl(site: string, url: string): SpList | undefined {
    return this.of(site).find((list) => same(folderUrl(list), url.replace(/\/$/, '')))
  }

  create(site: string, given: Bag): SpList {
    const title = String(given['Title'] ?? '')
    if (title === '') throw refused.invalidExpression('The list title must not be empty.')
    if (this.byTitle(site, title)) throw refused.duplicateList()
    const wanted = title.replace(/[~"#%&*:<>?/\\{|}.]/g, '')
    const taken = (folder: string): boolean => this.of(site).some((list) => same(list.folder, folder))
    let folder = wanted
    for (let number = 1; taken(folder); number += 1) folder = `${wanted}${number}`
    const now = this.#tenant.clock.now()
    const list: SpList = {
      id: randomUUID(),
      site,
      title,
      folder,
      created: now,
      changed: now,
      lastId: 0,
      count: 0,
      settings: settingsOfNew(given),
      defaultPage: 'AllItems.aspx',
      columns: new Map(),
    }
    const titleColumn = makeColumn('Title', 'Text', {
      Required: true,
      Group: '_Hidden',
      Id: 'fa564e0f-0c70-4ab9-b863-0177e6ddd247',
    })
    list.columns.set('title', {
      ...titleColumn,
      properties: { ...titleColumn.properties, FromBaseType: true, CanBeDeleted: false },
    })
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run(
        'insert into lists (id, site, title, folder, created, changed, lastId, count, settings) values (?, ?, ?, ?, ?, ?, 0, 0, ?)',
        list.id,
        site,
        title,
        folder,
        now,
        now,
        JSON.stringify(list.settings),
      )
      this.#saveColumns(list)
      this.views.opened(list)
    })
    this.#known.set(list.id, list)
    return list
  }

  update(list: SpList, given: Bag): void {
    const title = given['Title'] === undefined ? list.title : String(given['Title'])
    const other = this.byTitle(list.site, title)
    if (other && other !== list) throw refused.duplicateList()
    const settings = changedSettings(list.settings, given)
    const rule = settings['ValidationFormula']
    if (typeof rule === 'string' && rule !== '') guardFormula(list, rule)
    this.#tenant.store.run('update lists set title = ?, settings = ? where id = ?', title, JSON.stringify(settings), list.id)
    list.title = title
    list.settings = settings
  }

  delete(list: SpList): void {
    this.#tenant.store.transaction(() => {
      for (const table of ['items', 'item_index', 'item_versions', 'columns', 'recycled', 'attachments', 'changes'])
        this.#tenant.store.run(`delete from ${table} where listId = ?`, list.id)
      this.views.forgetList(list)
      this.contentTypes.forgetList(list)
      this.#tenant.store.run('delete from lists where id = ?', list.id)
    })
    this.#known.delete(list.id)
  }

  /** Adds a column, under another internal name where its own is taken: a second `Status` becomes `Status0`. */
  addColumn(list: SpList, wanted: Column): Column {
    const twin = [...list.columns.values()].find(({ properties }) => properties['Id'] === wanted.properties['Id'])
    if (twin) throw refused.duplicateField(String(wanted.properties['Title']))
    const column = renamed(wanted, freeName(list, wanted.name))
    this.#guardColumn(list, column)
    this.#saveColumns(list, column)
    list.columns.set(column.name.toLowerCase(), column)
    return column
  }

  updateColumn(list: SpList, before: Column, given: Bag, verbose = false): Column {
    const column = changedColumn(before, given, verbose)
    this.#guardColumn(list, column)
    this.#tenant.store.transaction(() => {
      if (column.indexed && !before.indexed) this.#buildIndex(list, column)
      if (!column.indexed && before.indexed)
        this.#tenant.store.run('delete from item_index where listId = ? and name = ?', list.id, column.name)
      if (column.unique && !before.unique && this.#holdsTwins(list, column))
        throw refused.notUniqueAlready(String(column.properties['Title']))
      this.#saveColumns(list, column) // with its index, or a kill leaves a column that says it has one
    })
    list.columns.set(column.name.toLowerCase(), column)
    return column
  }

  removeColumn(list: SpList, column: Column): void {
    if (column.properties['CanBeDeleted'] === false) throw refused.fieldStays()
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run('delete from item_index where listId = ? and name = ?', list.id, column.name)
      this.#tenant.store.run('delete from columns where listId = ? and name = ?', list.id, column.name)
      // What stood in it goes as well, or it would come back, past every index, with the next column of this name.
      this.#tenant.store.run('update items set fields = json_remove(fields, ?) where listId = ?', `$."${column.name}"`, list.id)
      this.views.forgetColumn(list, column.name)
    })
    list.columns.delete(column.name.toLowerCase())
  }

  /** `changed` is the one that is new or other than before. It comes into memory only when the store has it for good. */
  #saveColumns(list: SpList, changed?: Column): void {
    const columns = new Map(list.columns)
    if (changed) columns.set(changed.name.toLowerCase(), changed)
    this.#tenant.store.transaction(() => {
      let position = 0
      for (const column of columns.values())
        this.#tenant.store.run(
          'insert or replace into columns (listId, name, position, definition) values (?, ?, ?, ?)',
          list.id,
          column.name,
          position++,
          JSON.stringify(column),
        )
    })
  }

  #guardColumn(list: SpList, column: Column): void {
    const { ValidationFormula: rule, Formula: formula } = column.properties
    if (column.type === 'Calculated') guardFormula(list, String(formula), column.name)
    if (typeof rule === 'string' && rule !== '')
      guardFormula({ ...list, columns: new Map(list.columns).set(column.name.toLowerCase(), column) }, rule)
    const indexed = [...list.columns.values()].filter((each) => each.indexed && each.name !== column.name).length
    if (column.indexed && indexed >= 20) throw refused.tooManyIndexes()
  }

  #buildIndex(list: SpList, column: Column): void {
    for (const { id, fields } of this.#tenant.store.all<{ id: number; fields: string }>(
      'select id, fields from items where listId = ?',
      list.id,
    )) {
      const value = indexValue(column, (JSON.parse(fields) as Bag)[column.name])
      if (value !== null)
        this.#tenant.store.run(
          'insert or ignore into item_index (listId, name, value, itemId) values (?, ?, ?, ?)',
          list.id,
          column.name,
          value,
          id,
        )
    }
  }

  #holdsTwins(list: SpList, column: Column): boolean {
    const sql = 'select value from item_index where listId = ? and name = ? group by value having count(*) > 1 limit 1'
    return this.#tenant.store.one(sql, list.id, column.name) !== undefined
  }
}

/** Internal names that are not free: those of the list and those every list has. */
function freeName(list: SpList, name: string): string {
  const taken = (each: string): boolean =>
    list.columns.has(each.toLowerCase()) || builtInColumns.some((own) => same(own.name, each))
  if (!taken(name)) return name
  let number = 0
  while (taken(`${name}${number}`)) number += 1
  return `${name}${number}`
}

const renamed = (column: Column, name: string): Column =>
  column.name === name
    ? column
    : {
        ...column,
        name,
        properties: { ...column.properties, InternalName: name, StaticName: name, EntityPropertyName: entityName(name) },
      }

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

export const folderEntity = (list: SpList): Entity => ({
  type: 'SP.Folder',
  path: `Web/GetFolderByServerRelativePath(decodedurl='${folderUrl(list)}')`,
  values: {
    Exists: true,
    ItemCount: list.count,
    Name: list.folder,
    ServerRelativeUrl: folderUrl(list),
    UniqueId: list.id,
    TimeCreated: list.created,
    WelcomePage: '',
  },
})
