import { randomUUID } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { type Column, changedColumn, indexValue, makeColumn } from './columns.js'
import { refused } from './errors.js'

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
  /** By internal name in lower case, in the order they were made. */
  readonly columns: Map<string, Column>
}

const defaults: Bag = {
  AllowContentTypes: true,
  BaseTemplate: 100,
  BaseType: 0,
  ContentTypesEnabled: false,
  CrawlNonDefaultViews: false,
  Description: '',
  Direction: 'none',
  DraftVersionVisibility: 0,
  EnableAttachments: true,
  EnableFolderCreation: false,
  EnableMinorVersions: false,
  EnableModeration: false,
  EnableVersioning: true, // SharePoint Online versions every new list
  ForceCheckout: false,
  Hidden: false,
  ImageUrl: '/_layouts/15/images/itgen.png?rev=47',
  IrmEnabled: false,
  MajorVersionLimit: 50,
  MajorWithMinorVersionsLimit: 0,
  NoCrawl: false, // and lets search, and so assistants, read it
  OnQuickLaunch: false,
  ReadSecurity: 1,
  WriteSecurity: 1,
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
  readonly #known = new Map<string, SpList>()

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    for (const row of tenant.store.all<ListRow>('select * from lists order by created, rowid')) {
      const columns = tenant.store.all<{ definition: string }>(
        'select definition from columns where listId = ? order by position',
        row.id,
      )
      const byName = new Map(columns.map(({ definition }) => [nameIn(definition).name.toLowerCase(), nameIn(definition)]))
      this.#known.set(row.id, { ...row, settings: JSON.parse(row.settings) as Bag, columns: byName })
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
      settings: defaults,
      columns: new Map(),
    }
    list.settings = changedSettings(list, given)
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
    })
    this.#known.set(list.id, list)
    return list
  }

  update(list: SpList, given: Bag): void {
    const title = given['Title'] === undefined ? list.title : String(given['Title'])
    const other = this.byTitle(list.site, title)
    if (other && other !== list) throw refused.duplicateList()
    const settings = changedSettings(list, given)
    this.#tenant.store.run('update lists set title = ?, settings = ? where id = ?', title, JSON.stringify(settings), list.id)
    list.title = title
    list.settings = settings
  }

  delete(list: SpList): void {
    this.#tenant.store.transaction(() => {
      for (const table of ['items', 'item_index', 'item_versions', 'columns', 'recycle_bin'])
        this.#tenant.store.run(`delete from ${table} where listId = ?`, list.id)
      this.#tenant.store.run('delete from lists where id = ?', list.id)
    })
    this.#known.delete(list.id)
  }

  /** Adds a column. An internal name can be given once in the life of a list's schema. */
  addColumn(list: SpList, column: Column): Column {
    if (list.columns.has(column.name.toLowerCase())) throw refused.duplicateField(column.name)
    this.#guardIndexes(list, column)
    list.columns.set(column.name.toLowerCase(), column)
    this.#saveColumns(list)
    return column
  }

  updateColumn(list: SpList, before: Column, given: Bag): Column {
    const column = changedColumn(before, given)
    this.#guardIndexes(list, column)
    this.#tenant.store.transaction(() => {
      if (column.indexed && !before.indexed) this.#buildIndex(list, column)
      if (!column.indexed && before.indexed)
        this.#tenant.store.run('delete from item_index where listId = ? and name = ?', list.id, column.name)
      if (column.unique && !before.unique && this.#holdsTwins(list, column))
        throw refused.notUniqueAlready(String(column.properties['Title']))
    })
    list.columns.set(column.name.toLowerCase(), column)
    this.#saveColumns(list)
    return column
  }

  removeColumn(list: SpList, column: Column): void {
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run('delete from item_index where listId = ? and name = ?', list.id, column.name)
      this.#tenant.store.run('delete from columns where listId = ? and name = ?', list.id, column.name)
    })
    list.columns.delete(column.name.toLowerCase())
  }

  #saveColumns(list: SpList): void {
    this.#tenant.store.transaction(() => {
      let position = 0
      for (const column of list.columns.values())
        this.#tenant.store.run(
          'insert or replace into columns (listId, name, position, definition) values (?, ?, ?, ?)',
          list.id,
          column.name,
          position++,
          JSON.stringify(column),
        )
    })
  }

  #guardIndexes(list: SpList, column: Column): void {
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

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

function changedSettings(list: SpList, given: Bag): Bag {
  const settings: Bag = { ...list.settings }
  for (const [name, value] of Object.entries(given)) {
    if (['Title', '__metadata', 'odata.type', '@odata.type'].includes(name)) continue
    if (!Object.hasOwn(settings, name)) throw refused.noSuchProperty(name, 'SP.List')
    if (isBag(value)) throw refused.notPrimitive('StartObject')
    settings[name] = value
  }
  return settings
}

export const folderUrl = (list: SpList): string => `${list.site}/Lists/${list.folder}`
export const listPath = (list: SpList): string => `Web/Lists(guid'${list.id}')`
/** `SP.Data.Tandem_x0020_feedbackListItem`: the type that an unknown column is reported against. */
export const itemType = (list: SpList): string => {
  const escaped = list.folder.replaceAll(' ', '_x0020_')
  return `SP.Data.${escaped.charAt(0).toUpperCase()}${escaped.slice(1)}ListItem`
}

export const listEntity = (list: SpList): Entity => ({
  type: 'SP.List',
  path: listPath(list),
  etag: `"${list.id},${list.lastId}"`,
  values: {
    ...list.settings,
    Id: list.id,
    Title: list.title,
    Created: list.created,
    LastItemModifiedDate: list.changed,
    LastItemUserModifiedDate: list.changed,
    LastItemDeletedDate: list.created,
    ItemCount: list.count,
    EntityTypeName: `${list.folder.replaceAll(' ', '_x0020_')}List`,
    ListItemEntityTypeFullName: itemType(list),
    ParentWebUrl: list.site,
    DefaultViewUrl: `${folderUrl(list)}/AllItems.aspx`,
    HasUniqueRoleAssignments: list.settings['HasUniqueRoleAssignments'] === true,
  },
})

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
