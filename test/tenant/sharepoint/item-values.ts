import { type Bag } from '../store.js'
import { type Entity, nothing, type Part } from './answers.js'
import { calculatedValue } from './calculated.js'
import { entityName, isMany, isReference, presetOf, propertyName, shownReference, storedValue } from './column-values.js'
import type { Column } from './columns.js'
import { refused } from './errors.js'
import type { ItemRow } from './items.js'
import { folderUrl, itemType, type SpList } from './lists.js'

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

/** What a body says of a row, by internal names. */
export function storedFields(list: SpList, body: Bag, verbose: boolean): Bag {
  const fields: Bag = {}
  for (const [name, value] of Object.entries(body)) {
    if (annotations.has(name.toLowerCase()) || (verbose && name === '__metadata')) continue
    if (name === 'ContentTypeId' && typeof value === 'string') fields['ContentTypeId'] = value
    const column = columnWritten(list, name)
    if (column?.type === 'Calculated' || column?.properties['PrimaryFieldId']) continue // it is worked out, whatever is sent
    if (column) fields[column.name] = storedValue(column, value, verbose)
    else if (!given.has(name.toLowerCase()) && !name.endsWith('StringId')) throw refused.noSuchProperty(name, itemType(list))
  }
  return fields
}

/** People and lookups are written under their name with `Id`; under their bare name stands what they lead to, which is no value. */
function columnWritten(list: SpList, name: string): Column | undefined {
  const column = list.columns.get(name.replace(/^OData_/, '').toLowerCase())
  if (column && !isReference(column)) return entityName(column.name) === name ? column : undefined
  const reference = [...list.columns.values()].find((each) => isReference(each) && propertyName(each) === name)
  if (!reference && column) throw refused.notAnEntry()
  return reference
}

export function presetFields(list: SpList, now: string): Bag {
  const fields: Bag = {}
  for (const column of list.columns.values()) {
    const preset = presetOf(column, now)
    if (preset !== null) fields[column.name] = preset
  }
  return fields
}

/** The value of a column in a row, also where it is worked out or borrowed from another column. */
export function valueIn(list: SpList, column: Column, fields: Bag, row: ItemRow): unknown {
  if (column.type === 'Calculated') return calculatedValue(list, column, fields, row)
  const primary = column.properties['PrimaryFieldId']
  const own = primary ? [...list.columns.values()].find(({ properties }) => properties['Id'] === primary) : column
  return own ? (fields[own.name] ?? null) : null
}

/** What a row's own columns show. */
export function shownFields(list: SpList, row: ItemRow, fields: Bag): Bag {
  const values: Bag = {}
  for (const column of list.columns.values()) {
    const value = valueIn(list, column, fields, row)
    if (isReference(column)) Object.assign(values, shownReference(column, value))
    else values[entityName(column.name)] = value ?? null
  }
  return values
}

/** What an item says only when it is asked by name: where its file would lie. */
export const fileValues = (list: SpList, row: ItemRow): Record<string, () => unknown> => ({
  FileRef: () => `${folderUrl(list)}/${row.id}_.000`,
  FileLeafRef: () => `${row.id}_.000`,
  FileDirRef: () => folderUrl(list),
  FSObjType: () => 0,
  UniqueId: () => row.guid,
  OData__UIVersion: () => row.version * 512,
  owshiddenversion: () => row.version,
})

/** A person as items name one: a row of the site's list of people, which calls some things otherwise than `SP.User` does. */
export const personShown = (user: Bag): Entity => ({
  type: 'SP.Data.UserInfoItem',
  path: `Web/SiteUserInfoList/Items(${String(user['Id'])})`,
  values: {
    Id: user['Id'],
    ID: user['Id'],
    Title: user['Title'],
    Name: user['LoginName'],
    EMail: user['Email'],
    UserName: user['UserPrincipalName'] ?? user['Email'],
    SipAddress: user['Email'],
  },
})

type Leads = (column: Column, id: number) => Entity | null

/** What people and lookups lead to, one part for each column that has such values. */
export function referenceParts(list: SpList, row: ItemRow, leads: Leads): Record<string, Part> {
  const parts: Record<string, Part> = {}
  for (const column of list.columns.values()) {
    if (!isReference(column)) continue
    parts[entityName(column.name)] = () => {
      const value = valueIn(list, column, JSON.parse(row.fields) as Bag, row)
      const ids = Array.isArray(value) ? (value as readonly number[]) : typeof value === 'number' ? [value] : []
      const found = ids.flatMap((id) => leads(column, id) ?? [])
      const [first] = found
      if (isMany(column)) return found
      return first ?? nothing
    }
  }
  return parts
}

/** What people and lookups lead to is nothing as a whole: some property of it has to be selected, and it has to be expanded. */
export function guardReferences(
  list: SpList,
  query: { readonly select: readonly string[]; readonly expand: readonly string[] },
): void {
  if (query.select.length === 0 && query.expand.length === 0) return
  const own = [...list.columns.values()].filter(isReference).map(({ name }) => entityName(name))
  for (const name of [...own, 'Author', 'Editor']) {
    const bare = name.toLowerCase()
    const selected = query.select.map((each) => each.toLowerCase())
    const expanded = query.expand.some((each) => each.toLowerCase() === bare)
    if (selected.includes(bare) || (expanded && !selected.some((each) => each.startsWith(`${bare}/`))))
      throw refused.needsExpand(name)
  }
}

/** How many people and lookups one question may ask for; who made a row and who changed it are two of them. */
const mostLookups = 12

/** Without a selection everything is asked for, `Author` and `Editor` too. */
export function guardLookups(list: SpList, names: readonly string[]): void {
  const asked = new Set(names.map((name) => (name.split('/')[0] ?? '').replace(/^OData_/, '').toLowerCase()))
  const all = asked.size === 0 || asked.has('*')
  const own = [...list.columns.values()].filter(isReference).map(({ name }) => name.toLowerCase())
  const found = [...own, 'author', 'editor'].filter((name) => all || asked.has(name) || asked.has(`${name}id`))
  if (found.length > mostLookups) throw refused.tooManyLookups()
}
