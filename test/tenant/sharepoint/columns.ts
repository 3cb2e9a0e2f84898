import { randomUUID } from 'node:crypto'

import { XMLParser } from 'fast-xml-parser'

import type { Literal } from '../odata/filter.js'
import { wholeSeconds } from '../clock.js'
import { type Bag, isBag } from '../store.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'

/** Column types this site knows, with SharePoint's numbers and class names. */
export const columnTypes = {
  Text: { kind: 2, className: 'SP.FieldText', edm: 'Edm.String' },
  Note: { kind: 3, className: 'SP.FieldMultiLineText', edm: 'Edm.String' },
  DateTime: { kind: 4, className: 'SP.FieldDateTime', edm: 'Edm.DateTime' },
  Choice: { kind: 6, className: 'SP.FieldChoice', edm: 'Edm.String' },
  Boolean: { kind: 8, className: 'SP.Field', edm: 'Edm.Boolean' },
  Number: { kind: 9, className: 'SP.FieldNumber', edm: 'Edm.Double' },
} as const

export type ColumnType = keyof typeof columnTypes

/** A column; `properties` are the public ones, under SharePoint's own names. */
export type Column = {
  readonly name: string
  readonly type: ColumnType
  readonly indexed: boolean
  readonly unique: boolean
  readonly properties: Bag
}

const isColumnType = (name: string): name is ColumnType => Object.hasOwn(columnTypes, name)

export const typeOfKind = (kind: unknown): ColumnType => {
  const found = Object.entries(columnTypes).find(([, type]) => type.kind === kind)?.[0]
  if (!found || !isColumnType(found)) throw refused.notInStandIn(`columns of field type ${String(kind)}`, 'columns.ts')
  return found
}

/** Titles become internal names by escaping; they are cut at 32 characters, as everybody finds out once. */
export function internalNameOf(title: string): string {
  const escaped = [...title]
    .map((sign) => (/[\w]/.test(sign) ? sign : `_x${sign.codePointAt(0)!.toString(16).padStart(4, '0')}_`))
    .join('') // never empty: a character has a code point
  return (/^\d/.test(escaped) ? `_x003${escaped[0]}_${escaped.slice(1)}` : escaped).slice(0, 32)
}

const settings: Record<ColumnType, Bag> = {
  Text: { MaxLength: 255 },
  Note: {
    NumberOfLines: 6,
    RichText: false,
    AppendOnly: false,
    RestrictedMode: true,
    AllowHyperlink: false,
    UnlimitedLengthInDocumentLibrary: false,
  },
  DateTime: { DisplayFormat: 1, FriendlyDisplayFormat: 1, DateTimeCalendarType: 1 },
  Choice: { Choices: [], EditFormat: 0, FillInChoice: false },
  Boolean: {},
  Number: {
    MinimumValue: -1.7976931348623157e308,
    MaximumValue: 1.7976931348623157e308,
    DisplayFormat: -1,
    ShowAsPercentage: false,
  },
}

export function makeColumn(name: string, type: ColumnType, given: Bag): Column {
  const properties: Bag = {
    Id: randomUUID(),
    InternalName: name,
    StaticName: name,
    EntityPropertyName: entityName(name),
    Title: name,
    Description: '',
    DefaultValue: null,
    Group: 'Custom Columns',
    Required: false,
    Hidden: false,
    ReadOnlyField: false,
    Sealed: false,
    CanBeDeleted: true,
    FromBaseType: false,
    Filterable: type !== 'Note',
    Sortable: type !== 'Note',
    Indexed: false,
    EnforceUniqueValues: false,
    Scope: '',
    TypeAsString: type,
    TypeDisplayName: type,
    TypeShortDescription: type,
    FieldTypeKind: columnTypes[type].kind,
    ...settings[type],
  }
  return changedColumn({ name, type, indexed: false, unique: false, properties }, given)
}

const managed = new Set(['InternalName', 'FieldTypeKind', 'TypeAsString', 'EntityPropertyName', 'Scope'])

/** The same column with other settings. What SharePoint does not know on this kind of field is refused. */
export function changedColumn(column: Column, given: Bag): Column {
  const properties: Bag = { ...column.properties }
  for (const [name, value] of Object.entries(given)) {
    if (name === '__metadata' || name === 'odata.type' || name === '@odata.type' || managed.has(name)) continue
    if (!Object.hasOwn(properties, name) && name !== 'SchemaXml')
      throw refused.noSuchProperty(name, columnTypes[column.type].className)
    properties[name] = isBag(value) && Array.isArray(value['results']) ? value['results'] : value
  }
  const [indexed, unique] = [properties['Indexed'] === true, properties['EnforceUniqueValues'] === true]
  const title = String(properties['Title'])
  if (indexed && column.type === 'Note') throw refused.cannotIndex(title)
  if (unique && !indexed) throw refused.cannotBeUnique(title)
  return { ...column, indexed, unique, properties }
}

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'CHOICE',
})
const yes = (text: unknown): boolean => /^(true|1)$/i.test(String(text ?? ''))

/** With option 8 the XML's Name becomes the internal name; without it SharePoint derives one from the display name. */
export function columnFromXml(schema: string, options: number): Column {
  const parsed: unknown = xml.parse(schema)
  const field = isBag(parsed) ? parsed['Field'] : undefined
  if (!isBag(field) || typeof field['Type'] !== 'string')
    throw refused.invalidFieldXml('The XML schema of the field is not valid.')
  const type = field['Type']
  if (!isColumnType(type)) throw refused.notInStandIn(`columns of type ${type}`, 'columns.ts')
  const title = String(field['DisplayName'] ?? field['Name'] ?? '')
  if (title === '') throw refused.invalidFieldXml('The field has neither a Name nor a DisplayName.')
  const name = (options & 8) !== 0 && typeof field['Name'] === 'string' ? field['Name'] : internalNameOf(title)
  const choices =
    isBag(field['CHOICES']) && Array.isArray(field['CHOICES']['CHOICE']) ? field['CHOICES']['CHOICE'].map(String) : []
  return makeColumn(name, type, {
    Title: title,
    Description: String(field['Description'] ?? ''),
    Required: yes(field['Required']),
    Hidden: yes(field['Hidden']),
    ReadOnlyField: yes(field['ReadOnly']),
    Indexed: yes(field['Indexed']),
    EnforceUniqueValues: yes(field['EnforceUniqueValues']),
    DefaultValue: field['Default'] === undefined ? null : String(field['Default']),
    ...(field['Group'] === undefined ? {} : { Group: String(field['Group']) }),
    ...(field['ID'] === undefined ? {} : { Id: String(field['ID']).replace(/[{}]/g, '').toLowerCase() }),
    ...(type === 'Text' && field['MaxLength'] !== undefined ? { MaxLength: Number(field['MaxLength']) } : {}),
    ...(type === 'Note' && field['NumLines'] !== undefined ? { NumberOfLines: Number(field['NumLines']) } : {}),
    ...(type === 'Note' ? { RichText: yes(field['RichText']), AppendOnly: yes(field['AppendOnly']) } : {}),
    ...(type === 'DateTime' ? { DisplayFormat: String(field['Format'] ?? 'DateTime') === 'DateOnly' ? 0 : 1 } : {}),
    ...(type === 'Choice' ? { Choices: choices, FillInChoice: yes(field['FillInChoice']) } : {}),
    ...(type === 'Number' && field['Min'] !== undefined ? { MinimumValue: Number(field['Min']) } : {}),
    ...(type === 'Number' && field['Max'] !== undefined ? { MaximumValue: Number(field['Max']) } : {}),
  })
}

/** The name a column has among an item's properties. */
export const entityName = (name: string): string => (name.startsWith('_') ? `OData_${name}` : name)

const escapeXml = (text: unknown): string => String(text).replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function schemaXmlOf(column: Column): string {
  const p = column.properties
  const flags = ['Required', 'Hidden', 'Indexed', 'EnforceUniqueValues', 'RichText'].filter(
    (each) => typeof p[each] === 'boolean',
  )
  const shown = flags.map((each) => `${each}="${p[each] === true ? 'TRUE' : 'FALSE'}"`).join(' ')
  const choices =
    Array.isArray(p['Choices']) && column.type === 'Choice'
      ? `<CHOICES>${p['Choices'].map((each) => `<CHOICE>${escapeXml(each)}</CHOICE>`).join('')}</CHOICES>`
      : ''
  const preset = p['DefaultValue'] === null ? '' : `<Default>${escapeXml(p['DefaultValue'])}</Default>`
  const format = column.type === 'DateTime' ? ` Format="${p['DisplayFormat'] === 0 ? 'DateOnly' : 'DateTime'}"` : ''
  return `<Field ID="{${escapeXml(p['Id'])}}" Name="${escapeXml(column.name)}" StaticName="${escapeXml(p['StaticName'])}" DisplayName="${escapeXml(p['Title'])}" Type="${column.type}" ${shown}${format}>${choices}${preset}</Field>`
}

export const columnEntity = (column: Column, listPath: string): Entity => ({
  type: columnTypes[column.type].className,
  path: `${listPath}/Fields(guid'${String(column.properties['Id'])}')`,
  values: { ...column.properties, SchemaXml: schemaXmlOf(column) },
})

/** A value as the column keeps it; refuses what SharePoint refuses and no more (no choices, no required, no bounds). */
export function storedValue(column: Column, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  const { edm } = columnTypes[column.type]
  if (typeof value === 'object') throw refused.notPrimitive(Array.isArray(value) ? 'StartArray' : 'StartObject')
  switch (column.type) {
    case 'Number':
      if (typeof value !== 'number') throw refused.wrongType(edm)
      return value
    case 'Boolean':
      if (typeof value !== 'boolean') throw refused.wrongType(edm)
      return value
    case 'DateTime': {
      const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
      if (Number.isNaN(ms)) throw refused.wrongType(edm)
      const whole = wholeSeconds(ms)
      return column.properties['DisplayFormat'] === 0 ? `${whole.slice(0, 10)}T00:00:00Z` : whole
    }
    default:
      if (typeof value !== 'string') throw refused.wrongType(edm)
      if (column.type !== 'Note' && value.length > Number(column.properties['MaxLength'] ?? 255)) throw refused.textTooLong()
      return value === '' ? null : value // SharePoint keeps no empty text
  }
}

/** The value under which a row is found again: case-insensitive text, numbers, moments as text of one form. */
export function indexValue(column: Column, value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' ? value : String(value).toLowerCase()
}

/** A filter's literal in the form the column keeps, so that `eq 1`, `eq true` and `eq '2026-01-01T00:00:00.000Z'` find what they mean. */
export function literalFor(column: Column, literal: Literal): Literal {
  if (literal === null) return null
  if (column.type === 'DateTime') {
    const ms = Date.parse(String(literal))
    if (Number.isNaN(ms)) throw refused.invalidExpression(`The string '${String(literal)}' is not a valid date and time.`)
    return wholeSeconds(ms)
  }
  if (column.type === 'Boolean') return literal === true || literal === 1 || literal === '1' || literal === 'true'
  if (column.type === 'Number') return Number(literal)
  return String(literal)
}
