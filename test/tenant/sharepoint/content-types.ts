import { createHash, randomUUID } from 'node:crypto'

import type { Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import { folderUrl, isLibrary } from './list-settings.js'
import type { SpList } from './lists.js'
import { escapeXml } from './xml-text.js'

/** A kind of row with a name. Whose child it is stands in its id: a child's begins with its parent's. */
export type ContentType = { readonly id: string; readonly properties: Bag }

/** Those every site has; `h` are hidden, as clients expect them. */
const ofEverySite: readonly (readonly [id: string, name: string, group: string, about: string])[] = [
  ['0x01', 'Item', 'List Content Types', 'Create a new list item.'],
  ['0x0101', 'Document', 'Document Content Types', 'Create a new document.'],
  ['0x0102', 'Event', 'List Content Types', 'Create a new meeting, deadline or other event.'],
  ['0x0103', 'Issue', 'List Content Types', 'Track an issue or problem.'],
  ['0x0104', 'Announcement', 'List Content Types', 'Create a new news item, status or other short piece of information.'],
  ['0x0105', 'Link', 'List Content Types', 'Create a new link to a Web page or other resource.'],
  ['0x0106', 'Contact', 'List Content Types', 'Store information about a business or personal contact.'],
  ['0x0108', 'Task', 'List Content Types', 'Track a work item that you or your team needs to complete.'],
  ['0x0120', 'Folder', 'Folder Content Types', 'Create a new folder.'],
]

const written: Bag = {
  Description: '',
  DisplayFormTemplateName: 'ListForm',
  DisplayFormUrl: '',
  DocumentTemplate: '',
  EditFormTemplateName: 'ListForm',
  EditFormUrl: '',
  Group: 'Custom Content Types',
  Hidden: false,
  JSLink: '',
  MobileDisplayFormUrl: '',
  MobileEditFormUrl: '',
  MobileNewFormUrl: '',
  Name: '',
  NewFormTemplateName: 'ListForm',
  NewFormUrl: '',
  ReadOnly: false,
  Sealed: false,
}
const managed = new Set(['DocumentTemplateUrl', 'Id', 'SchemaXml', 'Scope', 'StringId'])
const annotations = new Set(['__metadata', 'odata.type', '@odata.type'])

const isId = (text: string): boolean => /^0x(?:[0-9a-f]{2})+$/i.test(text)
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()
const guid = (): string => randomUUID().replaceAll('-', '').toUpperCase()

/** Both of a list's own types have ids that follow from the list's, so that every row can name them. */
const derived = (list: SpList, what: string): string =>
  createHash('sha256').update(`${list.id} ${what}`).digest('hex').slice(0, 32).toUpperCase()

/** Every row names it, so it is worked out once. */
const usual = new WeakMap<SpList, string>()

export function usualTypeId(list: SpList): string {
  const id = usual.get(list) ?? `0x01${isLibrary(list) ? '01' : ''}00${derived(list, 'usual')}`
  usual.set(list, id)
  return id
}

const own = (id: string, name: string, group: string, about: string): ContentType => ({
  id,
  properties: { ...written, Name: name, Group: group, Description: about },
})

const siteTypes: readonly ContentType[] = ofEverySite.map((row) => own(...row))

const bornWith = (list: SpList): ContentType[] => [
  own(usualTypeId(list), isLibrary(list) ? 'Document' : 'Item', 'List Content Types', ''),
  own(`0x012000${derived(list, 'folder')}`, 'Folder', 'Folder Content Types', 'Create a new folder.'),
]

/** The content types of sites and lists. What was changed is stored; what comes with a site or a list is known. */
export class ContentTypes {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(
      'create table if not exists content_types (scope text not null collate nocase, id text not null collate nocase, position integer not null, definition text, primary key (scope, id)) without rowid;',
    )
  }

  ofSite(site: string): ContentType[] {
    return this.#of(site, siteTypes)
  }

  of(list: SpList): ContentType[] {
    return this.#of(list.id, bornWith(list))
  }

  /** Of the list or site that is the scope, by id; clients ask for what may not be there. */
  find(types: readonly ContentType[], id: string): ContentType | undefined {
    return types.find((type) => same(type.id, id))
  }

  addToSite(site: string, given: Bag, id: string): ContentType {
    const types = this.ofSite(site)
    return this.#add(site, types, idOfNew(types, id), given)
  }

  /** A list has children of the site's types; one that is given by the id of the site's gets an id of its own. */
  addToList(list: SpList, parentId: string, given: Bag = {}): ContentType {
    const parent = this.find(this.ofSite(list.site), parentId)
    if (!parent) throw refused.noSuchContentType()
    return this.#add(list.id, this.of(list), `${parent.id}00${guid()}`, { ...parent.properties, ...given })
  }

  update(scope: string, type: ContentType, given: Bag): void {
    this.#put(scope, { ...type, properties: changed(type.properties, given) })
  }

  delete(scope: string, type: ContentType): void {
    const { store } = this.#tenant
    const used = store.one(
      'select 1 from content_types where scope <> ? and definition is not null and id like ?',
      scope,
      `${type.id}00%`,
    )
    if (used || siteTypes.some(({ id }) => id === type.id)) throw refused.contentTypeInUse()
    store.run(
      'insert into content_types (scope, id, position, definition) values (?, ?, 0, null) on conflict (scope, id) do update set definition = null',
      scope,
      type.id,
    )
  }

  forgetList(list: SpList): void {
    this.#tenant.store.run('delete from content_types where scope = ?', list.id)
  }

  #of(scope: string, known: readonly ContentType[]): ContentType[] {
    const rows = this.#tenant.store.all<{ id: string; definition: string | null }>(
      'select id, definition from content_types where scope = ? order by position',
      scope,
    )
    const stored = new Map(rows.map(({ id, definition }) => [id.toLowerCase(), definition]))
    const read = (definition: string): ContentType => JSON.parse(definition) as ContentType
    const here = known.flatMap((type) => {
      const definition = stored.get(type.id.toLowerCase())
      return definition === undefined ? [type] : definition === null ? [] : [read(definition)]
    })
    const more = rows.flatMap(({ id, definition }) =>
      definition === null || known.some((type) => same(type.id, id)) ? [] : [read(definition)],
    )
    return [...here, ...more]
  }

  #add(scope: string, types: readonly ContentType[], id: string, given: Bag): ContentType {
    const type = { id, properties: changed(written, given) }
    const name = String(type.properties['Name'])
    if (name === '') throw refused.contentTypeWithoutName()
    if (types.some((each) => same(String(each.properties['Name']), name) || same(each.id, id)))
      throw refused.duplicateContentType(name)
    this.#put(scope, type)
    return type
  }

  #put(scope: string, type: ContentType): void {
    this.#tenant.store.run(
      'insert into content_types (scope, id, position, definition) values (?, ?, (select coalesce(max(position), 0) + 1 from content_types where scope = ?), ?) on conflict (scope, id) do update set definition = excluded.definition',
      scope,
      type.id,
      scope,
      JSON.stringify(type),
    )
  }
}

/** A whole id is kept; that of a parent alone gets a child's ending; without any it is a kind of item. */
function idOfNew(types: readonly ContentType[], id: string): string {
  const wanted = id === '' ? '0x01' : id
  if (!isId(wanted)) throw refused.badContentTypeId()
  if (types.some((type) => same(type.id, wanted))) return `${wanted}00${guid()}`
  const parent = types.some((type) => wanted.toLowerCase().startsWith(type.id.toLowerCase()))
  if (!parent) throw refused.noSuchContentType()
  return wanted
}

function changed(before: Bag, given: Bag): Bag {
  const properties: Bag = { ...before }
  for (const [name, value] of Object.entries(given)) {
    if (annotations.has(name)) continue
    if (managed.has(name)) throw refused.readOnlyProperty(name, 'SP.ContentType')
    if (!Object.hasOwn(written, name)) throw refused.noSuchProperty(name, 'SP.ContentType')
    properties[name] = value
  }
  return properties
}

export function contentTypeEntity({ id, properties }: ContentType, site: string, list?: SpList): Entity {
  const at = list ? `Web/Lists(guid'${list.id}')/ContentTypes` : 'Web/ContentTypes'
  const attributes = `ID="${id}" Name="${escapeXml(properties['Name'])}" Group="${escapeXml(properties['Group'])}"`
  return {
    type: 'SP.ContentType',
    path: `${at}('${id}')`,
    values: {
      ...properties,
      Id: { StringValue: id },
      DocumentTemplateUrl: '',
      SchemaXml: `<ContentType ${attributes} Description="${escapeXml(properties['Description'])}" />`,
      Scope: list ? folderUrl(list) : site,
      StringId: id,
    },
  }
}
