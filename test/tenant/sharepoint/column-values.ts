import { wholeSeconds } from '../clock.js'
import type { Literal } from '../odata/filter.js'
import { type Bag, isBag } from '../store.js'
import { columnTypes } from './column-types.js'
import type { Column } from './columns.js'
import { refused } from './errors.js'

type Stored = string | number | boolean | null | readonly string[] | readonly number[] | { Url: string; Description: string }

/** The name a column has among an item's properties. */
export const entityName = (name: string): string => (name.startsWith('_') ? `OData_${name}` : name)

/** People and lookups stand among an item's properties as numbers, under the name with `Id`. */
export const isReference = ({ type }: Column): boolean => type === 'Lookup' || type === 'User'
export const isMany = ({ properties }: Column): boolean => properties['AllowMultipleValues'] === true

export const propertyName = (column: Column): string => `${entityName(column.name)}${isReference(column) ? 'Id' : ''}`

/** A collection comes in another wrapping in each of the two ways of writing a body. */
function listIn(value: unknown, verbose: boolean): readonly unknown[] {
  const given = verbose ? (isBag(value) ? value['results'] : value) : value
  if (Array.isArray(given) && (!verbose || isBag(value))) return given as readonly unknown[]
  const found = Array.isArray(value) ? 'StartArray' : isBag(value) ? 'StartObject' : 'PrimitiveValue'
  throw refused.otherNode(found, verbose ? 'StartObject' : 'StartArray')
}

const wholeNumber = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refused.wrongType('Edm.Int32')
  return value
}

/** A value as the column keeps it; refuses what SharePoint refuses and no more (no choices, no required, no bounds). */
export function storedValue(column: Column, value: unknown, verbose = false): Stored {
  if (value === null || value === undefined) return null
  const { type } = column
  const { edm } = columnTypes[type]
  if (type === 'MultiChoice') {
    const chosen = listIn(value, verbose).map((each) => {
      if (typeof each !== 'string') throw refused.wrongType('Edm.String')
      return each
    })
    return chosen.length === 0 ? null : chosen
  }
  if (isReference(column) && isMany(column)) return listIn(value, verbose).map(wholeNumber)
  if (type === 'URL') return link(value)
  if (typeof value === 'object') throw refused.notPrimitive(Array.isArray(value) ? 'StartArray' : 'StartObject')
  switch (type) {
    case 'Lookup':
    case 'User':
      return wholeNumber(value) || null // 0 and -1 are how clients empty it
    case 'Number':
    case 'Currency':
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
      if (type !== 'Note' && value.length > Number(column.properties['MaxLength'] ?? 255)) throw refused.textTooLong()
      return value === '' ? null : value // SharePoint keeps no empty text
  }
}

function link(value: unknown): { Url: string; Description: string } | null {
  if (!isBag(value)) throw refused.otherNode(Array.isArray(value) ? 'StartArray' : 'PrimitiveValue', 'StartObject')
  for (const name of Object.keys(value))
    if (!['Url', 'Description', '__metadata'].includes(name)) throw refused.noSuchProperty(name, 'SP.FieldUrlValue')
  const [url, description] = [String(value['Url'] ?? ''), value['Description']]
  if (url.length > 255) throw refused.badUrl()
  return url === '' ? null : { Url: url, Description: typeof description === 'string' && description !== '' ? description : url }
}

/** The value under which a row is found again: case-insensitive text, numbers, moments as text of one form. */
export function indexValue(_column: Column, value: unknown): string | number | null {
  if (value === null || value === undefined || typeof value === 'object') return null
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
  if (column.type === 'Number' || column.type === 'Currency' || isReference(column)) return Number(literal)
  return String(literal)
}

/** What a new row holds where nothing is said. */
export function presetOf(column: Column, now: string): Stored {
  const preset = column.properties['DefaultValue']
  if (typeof preset !== 'string' || preset === '') return null
  switch (column.type) {
    case 'Number':
    case 'Currency':
      return Number(preset)
    case 'Boolean':
      return preset === '1' || preset.toLowerCase() === 'true'
    case 'MultiChoice':
      return preset.split(';#').filter((each) => each !== '')
    case 'DateTime':
      return storedValue(column, preset.toLowerCase() === '[today]' ? `${now.slice(0, 10)}T00:00:00Z` : preset)
    case 'Lookup':
    case 'User':
    case 'URL':
    case 'Calculated':
      return null
    default:
      return preset
  }
}

/** People and lookups as an item shows them, under the names they have there. */
export function shownReference(column: Column, value: unknown): Bag {
  const name = propertyName(column)
  const shown = value ?? (isMany(column) ? [] : null)
  if (column.type === 'Lookup') return { [name]: shown }
  const text = Array.isArray(shown) ? shown.map(String) : shown === null ? null : String(shown)
  return { [name]: shown, [`${entityName(column.name)}StringId`]: text }
}
