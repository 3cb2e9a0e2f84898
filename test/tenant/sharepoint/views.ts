import { randomUUID } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { builtInCalled } from './built-in-columns.js'
import { refused } from './errors.js'
import { folderUrl, listPath, type SpList } from './lists.js'
import { fieldRefs, parseViewXml, viewXmlOf } from './view-xml.js'

/** A view of a list; `properties` are those that can be written, under SharePoint's own names. */
export type View = {
  readonly id: string
  /** The page it is shown on, below the list. It is made from the first title and stays when the view is renamed. */
  readonly page: string
  /** Whose it is, when nobody else sees it. */
  readonly owner: number | null
  readonly fields: readonly string[]
  readonly properties: Bag
}

const written: Bag = {
  Title: '',
  AggregationsStatus: null,
  Aggregations: null,
  AssociatedContentTypeId: null,
  CalendarViewStyles: null,
  ColumnWidth: null,
  CustomFormatter: null,
  CustomOrder: null,
  DefaultView: false,
  DefaultViewForContentType: false,
  EditorModified: false,
  Formats: null,
  GridLayout: null,
  Hidden: false,
  IncludeRootFolder: false,
  JSLink: 'clienttemplates.js',
  Method: null,
  MobileDefaultView: false,
  MobileView: true,
  NewDocumentTemplates: null,
  Paged: true,
  RowLimit: 30,
  Scope: 0,
  TabularView: true,
  Toolbar: '',
  ViewData: null,
  ViewJoins: null,
  ViewProjectedFields: null,
  ViewQuery: '',
  ViewType2: null,
  VisualizationInfo: null,
}

/** What SharePoint sets by itself; a client that sends one of these to a view that exists is refused. */
const managed = new Set([
  'BaseViewId',
  'HtmlSchemaXml',
  'Id',
  'ImageUrl',
  'ModerationType',
  'OrderedView',
  'PersonalView',
  'ReadOnlyView',
  'RequiresClientIntegration',
  'ServerRelativePath',
  'ServerRelativeUrl',
  'StyleId',
  'Threaded',
  'ToolbarTemplateName',
  'ViewType',
])

/** What a view to be made can be told, beside what can be changed later. */
export type NewView = {
  readonly given: Bag
  readonly fields?: readonly string[]
  readonly kind?: number
  readonly owner?: number
}

const viewTypes: Readonly<Record<number, string>> = { 1: 'HTML', 2048: 'GRID', 524288: 'CALENDAR' }

/** The views of all lists. Few and small: kept in memory and written through, as lists are. */
export class Views {
  readonly #tenant: Tenant
  readonly #known = new Map<string, View[]>()

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(
      'create table if not exists views (listId text not null, id text primary key, position integer not null, definition text not null) without rowid;',
    )
    this.#load()
    tenant.store.onUndone(() => this.#load())
  }

  #load(): void {
    this.#known.clear()
    for (const { listId, definition } of this.#tenant.store.all<{ listId: string; definition: string }>(
      'select listId, definition from views order by listId, position',
    ))
      this.#known.set(listId, [...(this.#known.get(listId) ?? []), JSON.parse(definition) as View])
  }

  /** A view of somebody else's own is not there for others. */
  of(list: SpList, person?: number): View[] {
    return (this.#known.get(list.id) ?? []).filter(({ owner }) => owner === null || owner === person)
  }

  default(list: SpList): View {
    const views = this.of(list)
    const view = views.find(({ properties }) => properties['DefaultView'] === true) ?? views[0]
    if (!view) throw refused.noSuchView()
    return view
  }

  byTitle(list: SpList, title: string, person: number): View {
    const view = this.of(list, person).find(({ properties }) => properties['Title'] === title)
    if (!view) throw refused.noSuchView()
    return view
  }

  byId(list: SpList, id: string, person: number): View {
    const wanted = id.replace(/[{}]/g, '').toLowerCase()
    const view = this.of(list, person).find((each) => each.id === wanted)
    if (!view) throw refused.noSuchView()
    return view
  }

  /** The view a list is born with, where it has none. */
  opened(list: SpList): void {
    const views = this.#known.get(list.id)
    if (views) return this.#noteDefault(list)
    const library = list.settings['BaseType'] === 1
    this.#put(list, {
      id: randomUUID(),
      page: library ? 'Forms/AllItems.aspx' : 'AllItems.aspx',
      owner: null,
      fields: library ? ['DocIcon', 'LinkFilename', 'Modified', 'Editor'] : ['LinkTitle'],
      properties: {
        ...written,
        Title: library ? 'All Documents' : 'All Items',
        DefaultView: true,
        MobileDefaultView: true,
        ViewType: 'HTML',
      },
    })
  }

  add(list: SpList, { given, fields, kind = 1, owner }: NewView): View {
    const title = String(given['Title'] ?? '')
    if (title === '') throw refused.viewWithoutTitle()
    const viewType = viewTypes[kind]
    if (!viewType) throw refused.notInStandIn(`views of ViewTypeKind ${kind}`, 'views.ts')
    const library = list.settings['BaseType'] === 1
    const shown = fields ?? (library ? ['DocIcon', 'LinkFilename'] : ['LinkTitle'])
    const view: View = {
      id: randomUUID(),
      page: owner === undefined ? this.#page(list, title, library) : 'PersonalViews.aspx',
      owner: owner ?? null,
      fields: shown.map((name) => viewField(list, name)),
      properties: { ...changed({ ...written, ViewType: viewType }, given) },
    }
    this.#put(list, view)
    return view
  }

  update(list: SpList, view: View, given: Bag): void {
    for (const name of Object.keys(given)) if (managed.has(name)) throw refused.readOnlyProperty(name, 'SP.View')
    const properties = changed(view.properties, given)
    if (view.properties['DefaultView'] === true) properties['DefaultView'] = true // another one has to be made the default instead
    // A known trap: to SharePoint this is no way to set the definition, it empties the view. `SetViewXml` is.
    const fields = given['ListViewXml'] === undefined ? view.fields : ['LinkTitle']
    this.#put(list, { ...view, fields, properties })
  }

  setXml(list: SpList, view: View, xml: string): void {
    const { fields, properties } = parseViewXml(xml)
    this.#put(list, { ...view, fields, properties: { ...view.properties, ...properties } })
  }

  setFields(list: SpList, view: View, fields: readonly string[]): void {
    this.#put(list, { ...view, fields })
  }

  delete(list: SpList, view: View): void {
    this.#tenant.store.run('delete from views where id = ?', view.id)
    this.#known.set(
      list.id,
      (this.#known.get(list.id) ?? []).filter(({ id }) => id !== view.id),
    )
    this.#noteDefault(list)
  }

  /** A column that is deleted disappears from what views show; what they filter and sort by stays as it was written. */
  forgetColumn(list: SpList, name: string): void {
    for (const view of this.#known.get(list.id) ?? [])
      if (view.fields.includes(name))
        this.setFields(
          list,
          view,
          view.fields.filter((each) => each !== name),
        )
  }

  forgetList(list: SpList): void {
    this.#tenant.store.run('delete from views where listId = ?', list.id)
    this.#known.delete(list.id)
  }

  /** One default at a time: a view that becomes it takes that from the one before. */
  #put(list: SpList, view: View): void {
    const before = this.#known.get(list.id) ?? []
    const others = before.map((each) =>
      each.id !== view.id && view.properties['DefaultView'] === true && each.properties['DefaultView'] === true
        ? { ...each, properties: { ...each.properties, DefaultView: false, MobileDefaultView: false } }
        : each,
    )
    const at = others.findIndex(({ id }) => id === view.id)
    const views = at < 0 ? [...others, view] : others.map((each) => (each.id === view.id ? view : each))
    this.#tenant.store.transaction(() => {
      for (const [position, each] of views.entries())
        if (before[position] !== each)
          this.#tenant.store.run(
            'insert or replace into views (listId, id, position, definition) values (?, ?, ?, ?)',
            list.id,
            each.id,
            position,
            JSON.stringify(each),
          )
    })
    this.#known.set(list.id, views)
    this.#noteDefault(list)
  }

  #noteDefault(list: SpList): void {
    const [first] = this.of(list).filter(({ properties }) => properties['DefaultView'] === true)
    if (first) list.defaultPage = first.page
  }

  #page(list: SpList, title: string, library: boolean): string {
    const name = title.replace(/[~"#%&*:<>?/\\{|}.]/g, '').trim() || 'View'
    const taken = new Set((this.#known.get(list.id) ?? []).map(({ page }) => page.toLowerCase()))
    const page = (number: number): string => `${library ? 'Forms/' : ''}${name}${number === 0 ? '' : number}.aspx`
    let number = 0
    while (taken.has(page(number).toLowerCase())) number += 1
    return page(number)
  }
}

/** The internal name of a column that is to be shown; asked for by that or by its title. */
export function viewField(list: SpList, key: string): string {
  const own =
    list.columns.get(key.toLowerCase()) ?? [...list.columns.values()].find(({ properties }) => properties['Title'] === key)
  const name = own?.name ?? builtInCalled(key)?.name
  if (!name) throw refused.noSuchField(key, folderUrl(list))
  return name
}

/** Properties a view is told that are none of its own values. */
const aside = new Set(['__metadata', 'odata.type', '@odata.type', 'PersonalView', 'ListViewXml', 'ContentTypeId', 'ViewFields'])

function changed(before: Bag, given: Bag): Bag {
  const properties: Bag = { ...before }
  for (const [name, value] of Object.entries(given)) {
    if (aside.has(name)) continue
    const usual = written[name]
    if (usual === undefined) throw refused.noSuchProperty(name, 'SP.View')
    if (isBag(value) || Array.isArray(value)) throw refused.notPrimitive(Array.isArray(value) ? 'StartArray' : 'StartObject')
    if (usual !== null && value !== null && typeof value !== typeof usual)
      throw refused.wrongType(typeof usual === 'string' ? 'Edm.String' : typeof usual === 'boolean' ? 'Edm.Boolean' : 'Edm.Int32')
    properties[name] = value
  }
  return properties
}

const viewPath = (list: SpList, view: View): string => `${listPath(list)}/Views(guid'${view.id}')`

export const viewFieldsEntity = (list: SpList, view: View): Entity => ({
  type: 'SP.ViewFieldCollection',
  path: `${viewPath(list, view)}/ViewFields`,
  values: { SchemaXml: fieldRefs(view.fields), Items: [...view.fields] },
})

export function viewEntity(list: SpList, view: View): Entity {
  const url = `${folderUrl(list)}/${view.page}`
  const all: Bag = {
    ...view.properties,
    BaseViewId: '1',
    ContentTypeId: { StringValue: '0x' },
    Id: view.id,
    ImageUrl: `/_layouts/15/images/${list.settings['BaseType'] === 1 ? 'dlicon' : 'generic'}.png?rev=47`,
    ModerationType: null,
    OrderedView: false,
    PersonalView: view.owner !== null,
    ReadOnlyView: false,
    RequiresClientIntegration: false,
    ServerRelativePath: { DecodedUrl: url },
    ServerRelativeUrl: url,
    StyleId: null,
    Threaded: false,
    ToolbarTemplateName: null,
  }
  const { listViewXml, htmlSchemaXml } = viewXmlOf({ id: view.id, url, fields: view.fields, properties: all })
  return {
    type: 'SP.View',
    path: viewPath(list, view),
    values: { ...all, HtmlSchemaXml: htmlSchemaXml, ListViewXml: listViewXml },
    parts: { ViewFields: () => viewFieldsEntity(list, view) },
  }
}
