import { XMLParser } from 'fast-xml-parser'

import { type Bag, isBag } from '../store.js'
import { type ColumnType, columnTypes, typeNamed } from './column-types.js'
import type { Column } from './columns.js'
import { refused } from './errors.js'
import { escapeXml } from './xml-text.js'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'CHOICE' || name === 'FieldRef',
})

const yes = (text: unknown): boolean => /^(true|1)$/i.test(String(text ?? ''))

/** What the XML of a column says, in the names of its properties. */
type ColumnXml = {
  readonly type: ColumnType
  readonly title: string
  /** Its `Name`, which only counts with option 8. */
  readonly name: string | undefined
  readonly properties: Bag
}

/** How an attribute becomes a property: as text, as a number, as yes or no, or by a table. */
type Reader = (text: string) => unknown
const text: Reader = (given) => given
const number: Reader = Number
const flag: Reader = yes
const oneOf =
  (table: Readonly<Record<string, number>>, otherwise: number): Reader =>
  (given) =>
    table[given] ?? otherwise

const outputs = { Text: 2, Number: 9, Currency: 10, DateTime: 4, Boolean: 8 } as const
const lookups: Readonly<Record<string, readonly [string, Reader]>> = {
  List: ['LookupList', text],
  ShowField: ['LookupField', text],
  RelationshipDeleteBehavior: ['RelationshipDeleteBehavior', oneOf({ None: 0, Cascade: 1, Restrict: 2 }, 0)],
  FieldRef: ['PrimaryFieldId', text],
}
const numbers: Readonly<Record<string, readonly [string, Reader]>> = {
  Min: ['MinimumValue', number],
  Max: ['MaximumValue', number],
  Decimals: ['DisplayFormat', number],
  Percentage: ['ShowAsPercentage', flag],
}
const ofEvery: Readonly<Record<string, readonly [string, Reader]>> = {
  Description: ['Description', text],
  Required: ['Required', flag],
  Hidden: ['Hidden', flag],
  ReadOnly: ['ReadOnlyField', flag],
  Indexed: ['Indexed', flag],
  EnforceUniqueValues: ['EnforceUniqueValues', flag],
  Group: ['Group', text],
  StaticName: ['StaticName', text],
  CustomFormatter: ['CustomFormatter', text],
}
const ofType: Partial<Record<ColumnType, Readonly<Record<string, readonly [string, Reader]>>>> = {
  Text: { MaxLength: ['MaxLength', number] },
  Note: {
    NumLines: ['NumberOfLines', number],
    RichText: ['RichText', flag],
    AppendOnly: ['AppendOnly', flag],
    UnlimitedLengthInDocumentLibrary: ['UnlimitedLengthInDocumentLibrary', flag],
  },
  DateTime: {
    Format: ['DisplayFormat', oneOf({ DateOnly: 0 }, 1)],
    FriendlyDisplayFormat: ['FriendlyDisplayFormat', oneOf({ Unspecified: 0, Disabled: 1, Relative: 2 }, 0)],
  },
  Choice: { FillInChoice: ['FillInChoice', flag], Format: ['EditFormat', oneOf({ Dropdown: 0, RadioButtons: 1 }, 0)] },
  MultiChoice: { FillInChoice: ['FillInChoice', flag] },
  Number: numbers,
  Currency: { ...numbers, LCID: ['CurrencyLocaleId', number] },
  URL: { Format: ['DisplayFormat', oneOf({ Hyperlink: 0, Image: 1 }, 0)] },
  Lookup: lookups,
  User: { UserSelectionMode: ['SelectionMode', oneOf({ PeopleOnly: 0, PeopleAndGroups: 1 }, 1)] },
  Calculated: { ResultType: ['OutputType', oneOf(outputs, 2)] },
}

/** Reads `<Field …/>` as `CreateFieldAsXml` is sent it. */
export function parseFieldXml(schema: string): ColumnXml {
  const field = fieldOf(schema)
  if (typeof field['Type'] !== 'string') throw refused.invalidFieldXml('The XML schema of the field is not valid.')
  const { type, many } = typeNamed(field['Type'])
  const title = String(field['DisplayName'] ?? field['Name'] ?? '')
  if (title === '') throw refused.invalidFieldXml('The field has neither a Name nor a DisplayName.')
  const properties: Bag = { Title: title }
  for (const [attribute, [property, read]] of Object.entries({ ...ofEvery, ...ofType[type] }))
    if (typeof field[attribute] === 'string') properties[property] = read(field[attribute])
  if (field['Default'] !== undefined) properties['DefaultValue'] = String(field['Default'])
  if (typeof field['ID'] === 'string') properties['Id'] = field['ID'].replace(/[{}]/g, '').toLowerCase()
  if (type === 'Choice' || type === 'MultiChoice') properties['Choices'] = choicesOf(field)
  if (type === 'Calculated') properties['Formula'] = String(field['Formula'] ?? '')
  if (type === 'Lookup' || type === 'User') properties['AllowMultipleValues'] = many || yes(field['Mult'])
  const validation = field['Validation']
  if (isBag(validation)) {
    properties['ValidationFormula'] = String(validation['#text'] ?? '')
    properties['ValidationMessage'] = String(validation['Message'] ?? '')
  } else if (typeof validation === 'string') properties['ValidationFormula'] = validation
  return { type, title, name: typeof field['Name'] === 'string' ? field['Name'] : undefined, properties }
}

function fieldOf(schema: string): Bag {
  let parsed: unknown
  try {
    parsed = parser.parse(schema, true)
  } catch {
    throw refused.invalidFieldXml('The XML schema of the field is not valid.')
  }
  const field = isBag(parsed) ? parsed['Field'] : undefined
  if (!isBag(field)) throw refused.invalidFieldXml('The XML schema of the field is not valid.')
  return field
}

const choicesOf = (field: Bag): string[] =>
  isBag(field['CHOICES']) && Array.isArray(field['CHOICES']['CHOICE']) ? field['CHOICES']['CHOICE'].map(String) : []

const yesNo = (value: unknown): string => (value === true ? 'TRUE' : 'FALSE')

/** What stands in the XML of every column of a type, beside what all have. */
function attributesOf({ type, properties: p }: Column): Bag {
  switch (type) {
    case 'Text':
      return { MaxLength: p['MaxLength'] }
    case 'Note':
      return {
        NumLines: p['NumberOfLines'],
        RichText: yesNo(p['RichText']),
        AppendOnly: yesNo(p['AppendOnly']),
        UnlimitedLengthInDocumentLibrary: yesNo(p['UnlimitedLengthInDocumentLibrary']),
      }
    case 'DateTime':
      return { Format: p['DisplayFormat'] === 0 ? 'DateOnly' : 'DateTime', FriendlyDisplayFormat: friendly(p) }
    case 'Choice':
      return { Format: p['EditFormat'] === 1 ? 'RadioButtons' : 'Dropdown', FillInChoice: yesNo(p['FillInChoice']) }
    case 'MultiChoice':
      return { FillInChoice: yesNo(p['FillInChoice']) }
    case 'Number':
    case 'Currency':
      return {
        ...(p['MinimumValue'] === columnTypes.Number.settings['MinimumValue'] ? {} : { Min: p['MinimumValue'] }),
        ...(p['MaximumValue'] === columnTypes.Number.settings['MaximumValue'] ? {} : { Max: p['MaximumValue'] }),
        ...(p['DisplayFormat'] === -1 ? {} : { Decimals: p['DisplayFormat'] }),
        ...(p['ShowAsPercentage'] === true ? { Percentage: 'TRUE' } : {}),
        ...(type === 'Currency' ? { LCID: p['CurrencyLocaleId'] } : {}),
      }
    case 'URL':
      return { Format: p['DisplayFormat'] === 1 ? 'Image' : 'Hyperlink' }
    case 'Lookup':
      return {
        List: p['LookupList'],
        ShowField: p['LookupField'],
        ...(p['PrimaryFieldId'] ? { FieldRef: p['PrimaryFieldId'] } : {}),
      }
    case 'User':
      return {
        List: 'UserInfo',
        ShowField: 'ImnName',
        UserSelectionMode: p['SelectionMode'] === 0 ? 'PeopleOnly' : 'PeopleAndGroups',
      }
    case 'Calculated':
      return { ResultType: Object.entries(outputs).find(([, kind]) => kind === p['OutputType'])?.[0] ?? 'Text' }
    case 'Boolean':
      return {}
  }
}

const friendly = (p: Bag): string => ['Unspecified', 'Disabled', 'Relative'][Number(p['FriendlyDisplayFormat'])] ?? 'Unspecified'

/** A column as SharePoint writes it down. `CreateFieldAsXml` makes the same column of it again. */
export function schemaXmlOf(column: Column): string {
  const { name, type, properties: p } = column
  const many = p['AllowMultipleValues'] === true
  const attributes: Bag = {
    ID: `{${String(p['Id'])}}`,
    Name: name,
    StaticName: p['StaticName'],
    DisplayName: p['Title'],
    Type: many ? `${type}Multi` : type,
    ...(p['Description'] ? { Description: p['Description'] } : {}),
    Group: p['Group'],
    Required: yesNo(p['Required']),
    ...(p['Hidden'] === true ? { Hidden: 'TRUE' } : {}),
    ...(p['ReadOnlyField'] === true ? { ReadOnly: 'TRUE' } : {}),
    Indexed: yesNo(p['Indexed']),
    EnforceUniqueValues: yesNo(p['EnforceUniqueValues']),
    ...(many ? { Mult: 'TRUE' } : {}),
    ...attributesOf(column),
    ...(p['CustomFormatter'] ? { CustomFormatter: p['CustomFormatter'] } : {}),
  }
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const choices = Array.isArray(p['Choices'])
    ? `<CHOICES>${p['Choices'].map((each) => `<CHOICE>${escapeXml(each)}</CHOICE>`).join('')}</CHOICES>`
    : ''
  const preset =
    p['DefaultValue'] === null || p['DefaultValue'] === undefined ? '' : `<Default>${escapeXml(p['DefaultValue'])}</Default>`
  const formula = type === 'Calculated' ? `<Formula>${escapeXml(p['Formula'])}</Formula>` : ''
  const message = p['ValidationMessage'] ? ` Message="${escapeXml(p['ValidationMessage'])}"` : ''
  const validation = p['ValidationFormula'] ? `<Validation${message}>${escapeXml(p['ValidationFormula'])}</Validation>` : ''
  return `<Field${written.join('')}>${choices}${preset}${formula}${validation}</Field>`
}
