import { randomUUID } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Entity } from './answers.js'
import {
  canBeIndexed,
  canBeSorted,
  type ColumnType,
  columnTypes,
  commonSettings,
  managedSettings,
  propertiesOf,
  standsOn,
} from './column-types.js'
import { schemaXmlOf } from './column-xml.js'
import { refused } from './errors.js'

export { entityName, indexValue, literalFor, storedValue } from './column-values.js'

/** A column; `properties` are the public ones, under SharePoint's own names. */
export type Column = {
  readonly name: string
  readonly type: ColumnType
  readonly indexed: boolean
  readonly unique: boolean
  readonly properties: Bag
}

/** Titles become internal names by escaping; they are cut at 32 characters, as everybody finds out once. */
export function internalNameOf(title: string): string {
  const escaped = [...title]
    .map((sign) => (/[\w]/.test(sign) ? sign : `_x${sign.codePointAt(0)!.toString(16).padStart(4, '0')}_`))
    .join('') // never empty: a character has a code point
  return (/^\d/.test(escaped) ? `_x003${escaped[0]}_${escaped.slice(1)}` : escaped).slice(0, 32)
}

/** What a column says of its type; several people are another type there than one. */
const typeText = (type: ColumnType, properties: Bag): string =>
  properties['AllowMultipleValues'] === true ? `${type}Multi` : type

/** A new column. What SharePoint decides by itself is dropped from what was given. */
export function makeColumn(name: string, type: ColumnType, given: Bag): Column {
  const facts = columnTypes[type]
  const properties: Bag = {
    ...commonSettings,
    Id: randomUUID(),
    InternalName: name,
    StaticName: name,
    EntityPropertyName: name.startsWith('_') ? `OData_${name}` : name,
    Title: name,
    Filterable: canBeSorted(type),
    Sortable: canBeSorted(type),
    TypeDisplayName: facts.shownAs,
    TypeShortDescription: facts.shownAs,
    FieldTypeKind: facts.kind,
    ...(type === 'Calculated' ? { ReadOnlyField: true } : {}),
    ...facts.settings,
  }
  const { Id, ...rest } = given
  const wanted = Object.fromEntries(Object.entries(rest).filter(([key]) => !managedSettings.has(key)))
  const column: Column = { name, type, indexed: false, unique: false, properties }
  return settled(column, { ...properties, ...(typeof Id === 'string' ? { Id } : {}) }, wanted, facts.className)
}

const annotations = new Set(['__metadata', 'odata.type', '@odata.type'])

/**
 * The same column with other settings, as a client sends them. A body that does not name a type is one about a plain `SP.Field`, so
 * choices cannot be set with it.
 */
export function changedColumn(column: Column, given: Bag, verbose = false): Column {
  const { className } = columnTypes[column.type]
  const declared = declaredType(given, verbose)
  if (!standsOn(className, declared)) throw refused.noCast(declared, className)
  for (const name of Object.keys(given)) {
    if (annotations.has(name) || name === 'TypeAsString') continue
    if (managedSettings.has(name)) throw refused.readOnlyProperty(name, declared)
  }
  if (typeof given['TypeAsString'] === 'string' && given['TypeAsString'] !== typeText(column.type, column.properties))
    throw refused.notInStandIn('change of a column into another type', 'columns.ts')
  return settled(column, column.properties, given, declared)
}

/** Which class a body says it is about; without a word, the plainest. */
export function declaredType(given: Bag, verbose: boolean): string {
  const metadata = given['__metadata']
  if (verbose) {
    if (!isBag(metadata) || typeof metadata['type'] !== 'string') throw refused.noTypeName()
    return metadata['type']
  }
  if (metadata !== undefined) throw refused.noSuchProperty('__metadata', 'SP.Field')
  return String(given['odata.type'] ?? given['@odata.type'] ?? 'SP.Field').replace(/^#/, '')
}

/** Takes what the class knows, refuses what it does not and what cannot be. */
function settled(column: Column, before: Bag, given: Bag, className: string): Column {
  const knows = propertiesOf(className)
  const properties: Bag = { ...before }
  for (const [name, value] of Object.entries(given)) {
    if (annotations.has(name) || name === 'TypeAsString' || name === 'SchemaXml') continue
    if (!knows.has(name) && name !== 'Title' && name !== 'StaticName') throw refused.noSuchProperty(name, className)
    properties[name] = isBag(value) && Array.isArray(value['results']) ? value['results'] : value
  }
  const [indexed, unique] = [properties['Indexed'] === true, properties['EnforceUniqueValues'] === true]
  const title = String(properties['Title'])
  if (title.trim() === '') throw refused.emptyFieldName()
  if (indexed && !canBeIndexed(column.type, properties)) throw refused.cannotIndex(title)
  if (unique && (!indexed || column.type === 'Boolean')) throw refused.cannotBeUnique(title)
  return { ...column, indexed, unique, properties: { ...properties, IndexStatus: indexed ? 1 : 0 } }
}

export const columnEntity = (column: Column, listPath: string): Entity => ({
  type: columnTypes[column.type].className,
  path: `${listPath}/Fields(guid'${String(column.properties['Id'])}')`,
  values: {
    ...column.properties,
    TypeAsString: typeText(column.type, column.properties),
    SchemaXml: schemaXmlOf(column),
  },
})
