import { FilterSyntax } from '../odata/filter.js'
import type { Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import { type Answer, answerCollection } from './answers.js'
import { type CamlQuery, parseCaml } from './caml.js'
import { isReference } from './column-values.js'
import type { Column } from './columns.js'
import { usualTypeId } from './content-types.js'
import { refused } from './errors.js'
import { ItemQuery } from './item-query.js'
import { guardLookups, valueIn } from './item-values.js'
import type { itemEntity, ItemRow } from './items.js'
import type { Call } from './kinds.js'
import { folderUrl, type SpList } from './lists.js'
import { referenceValues, shownProperty } from './reference-query.js'
import { bodyOf, queryOf } from './request.js'

/** A view without a RowLimit shows as many rows as a view made by hand. */
const usualRows = 30
const mostRows = 5000

const readBy = ({ site, request }: Call, xml: string): CamlQuery =>
  parseCaml(xml, { now: site.tenant.clock.now(), me: site.permissions.principalIdOf(request.caller) })

function rowsOf({ site, request }: Call, list: SpList, caml: CamlQuery, top: number, skipToken: string | undefined) {
  guardLookups(list, caml.viewFields)
  const query: Query = {
    select: [],
    expand: [],
    filter: caml.filter,
    orderby: caml.orderby,
    top,
    skip: 0,
    skipToken,
    count: false,
  }
  try {
    return new ItemQuery(site.tenant, list, site.permissions.sight(request.caller, list)).page(query)
  } catch (error) {
    if (error instanceof FilterSyntax) throw refused.badCaml()
    throw error
  }
}

/** `getitems`: rows as the items of the REST interface, chosen by a CAML query. */
export function answerCaml(
  call: Call,
  list: SpList,
  shown: (row: ItemRow, query: Query) => ReturnType<typeof itemEntity>,
): Answer {
  const { request } = call
  const query = bodyOf(request)['query']
  if (!isBag(query) || typeof query['ViewXml'] !== 'string') throw refused.noSuchProperty('ViewXml', 'SP.CamlQuery')
  const caml = readBy(call, query['ViewXml'])
  const position = query['ListItemCollectionPosition']
  const token = isBag(position) ? String(position['PagingInfo'] ?? '') : undefined
  const { rows } = rowsOf(call, list, caml, Math.min(caml.rowLimit ?? mostRows, mostRows), token)
  const wanted = queryOf(request)
  return answerCollection(
    rows.map((row) => shown(row, wanted)),
    request.mode,
    request.webUrl,
  )
}

/** `RenderListDataAsStream`: rows as a view paints them, every value as text. */
export function answerStream(call: Call, list: SpList): Answer {
  const body = bodyOf(call.request)
  const parameters = isBag(body['parameters']) ? body['parameters'] : {}
  const override = isBag(body['overrideParameters']) ? body['overrideParameters'] : {}
  const caml = readBy(call, String(override['ViewXml'] ?? parameters['ViewXml'] ?? ''))
  const limit = Math.min(caml.rowLimit ?? usualRows, mostRows)
  const paging = String(parameters['Paging'] ?? '').replace(/^\?/, '')
  const before = Math.max(Number(new URLSearchParams(paging).get('PageFirstRow') ?? 1), 1)
  const { rows, next } = rowsOf(call, list, caml, limit, paging === '' ? undefined : paging)
  const first = rows.length === 0 ? 0 : before
  const data: Bag = {
    Row: rows.map((row) => painted(call, list, row, caml.viewFields)),
    FirstRow: first,
    FolderPermissions: '0x7ffffffffffbffff',
    LastRow: rows.length === 0 ? 0 : before + rows.length - 1,
    RowLimit: limit,
    ...(next && caml.paged ? { NextHref: `?${next}&PageFirstRow=${before + rows.length}` } : {}),
    FilterLink: '?',
    ForceNoHierarchy: '1',
    HierarchyHasIndention: '',
  }
  const options = Number(parameters['RenderOptions'] ?? 0)
  if (options === 0 || options === 2) return { status: 200, body: data }
  const schema = (options & 4) === 0 ? {} : { ListSchema: { Field: schemaOf(list, caml.viewFields), LCID: '2057', Userid: '0' } }
  return { status: 200, body: { wpq: '', ...schema, ListData: data } }
}

/** The title under its links: views name those. */
const shownBy = (name: string): string => (/^LinkTitle(NoMenu|2)?$/i.test(name) ? 'Title' : name)

const columnsOf = (list: SpList, names: readonly string[]) =>
  [...list.columns.values()].filter(
    ({ name }) => names.length === 0 || names.some((each) => shownBy(each).toLowerCase() === name.toLowerCase()),
  )

const schemaOf = (list: SpList, names: readonly string[]): Bag[] =>
  columnsOf(list, names).map(({ name, type, properties }) => ({
    Name: name,
    RealFieldName: name,
    DisplayName: properties['Title'],
    FieldType: properties['AllowMultipleValues'] === true ? `${type}Multi` : type,
    ID: properties['Id'],
    StaticName: properties['StaticName'],
    AllowGridEditing: 'TRUE',
  }))

function painted({ site }: Call, list: SpList, row: ItemRow, names: readonly string[]): Bag {
  const fields = JSON.parse(row.fields) as Bag
  const shown: Bag = {
    ID: String(row.id),
    PermMask: '0x7ffffffffffbffff',
    FSObjType: '0',
    UniqueId: `{${row.guid.toUpperCase()}}`,
    ContentTypeId: String(fields['ContentTypeId'] ?? usualTypeId(list)),
    FileRef: `${folderUrl(list)}/${row.id}_.000`,
    ItemChildCount: '0',
    FolderChildCount: '0',
    SMTotalSize: '0',
    owshiddenversion: String(row.version),
  }
  for (const column of columnsOf(list, names)) {
    const value = valueIn(list, column, fields, row)
    Object.assign(
      shown,
      isReference(column) ? paintedReference(site, column, value) : paintedValue(column.name, column.type, value),
    )
  }
  const people: readonly [string, number][] = [
    ['Author', row.author],
    ['Editor', row.editor],
  ]
  for (const [name, id] of people) if (names.includes(name)) shown[name] = [personOf(site.permissions.user(id).values)]
  const moments: readonly [string, string][] = [
    ['Created', row.created],
    ['Modified', row.modified],
  ]
  for (const [name, moment] of moments) if (names.includes(name)) Object.assign(shown, paintedValue(name, 'DateTime', moment))
  return shown
}

/** People and lookups come as lists of what they lead to, one or several. */
function paintedReference(site: Call['site'], column: Column, value: unknown): Bag {
  const ids = (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number')
  if (column.type === 'User') return { [column.name]: ids.map((id) => personOf(site.permissions.user(id).values)) }
  const texts = ids.map((id) =>
    referenceValues(site.tenant.store, { name: column.name, column, property: shownProperty(column) }, id),
  )
  return {
    [column.name]: ids.map((lookupId, at) => ({ lookupId, lookupValue: String(texts[at] ?? ''), isSecretFieldValue: false })),
  }
}

const personOf = (user: Bag): Bag => ({
  id: String(user['Id']),
  title: user['Title'],
  email: user['Email'],
  sip: user['Email'],
  picture: '',
})

/** Text as the site's language (English, United Kingdom) writes it; the plain value stands beside it under a dotted name. */
function paintedValue(name: string, type: string, value: unknown): Bag {
  if (value === null || value === undefined) return { [name]: '' }
  if (type === 'DateTime') {
    const moment = new Date(String(value))
    const text = moment.toLocaleString('en-GB', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' }).replace(',', '')
    return { [name]: text, [`${name}.`]: String(value) }
  }
  if (type === 'URL' && isBag(value)) return { [name]: String(value['Url']), [`${name}.desc`]: String(value['Description']) }
  if (type === 'Number' || type === 'Currency')
    return { [name]: Number(value).toLocaleString('en-GB'), [`${name}.`]: Number(value).toFixed(14) }
  if (type === 'Boolean') return { [name]: value === true ? 'Yes' : 'No', [`${name}.value`]: value === true ? '1' : '0' }
  return { [name]: typeof value === 'object' ? value : String(value) }
}
