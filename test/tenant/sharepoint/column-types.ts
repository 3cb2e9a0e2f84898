import type { Bag } from '../store.js'
import { refused } from './errors.js'

type TypeFacts = {
  /** Its number in `FieldTypeKind`. */
  readonly kind: number
  readonly className: string
  readonly edm: string
  readonly shownAs: string
  /** What columns of this type know beside what all columns know, with the values they are born with. */
  readonly settings: Bag
}

const lookupSettings: Bag = {
  AllowMultipleValues: false,
  DependentLookupInternalNames: [],
  IsDependentLookup: false,
  IsRelationship: false,
  LookupField: '',
  LookupList: '',
  LookupWebId: '00000000-0000-0000-0000-000000000000',
  PrimaryFieldId: null,
  RelationshipDeleteBehavior: 0,
  UnlimitedLengthInDocumentLibrary: false,
}
const choiceSettings: Bag = { Choices: [], FillInChoice: false, Mappings: null }
const numberSettings: Bag = {
  CommaSeparator: true,
  CustomUnitName: null,
  CustomUnitOnRight: true,
  DisplayFormat: -1,
  MaximumValue: 1.7976931348623157e308,
  MinimumValue: -1.7976931348623157e308,
  ShowAsPercentage: false,
  Unit: null,
}

/** Column types this site can make, with SharePoint's numbers and class names. */
export const columnTypes = {
  Text: {
    kind: 2,
    className: 'SP.FieldText',
    edm: 'Edm.String',
    shownAs: 'Single line of text',
    settings: { MaxLength: 255 },
  },
  Note: {
    kind: 3,
    className: 'SP.FieldMultiLineText',
    edm: 'Edm.String',
    shownAs: 'Multiple lines of text',
    settings: {
      AllowHyperlink: false,
      AppendOnly: false,
      NumberOfLines: 6,
      RestrictedMode: true,
      RichText: false,
      UnlimitedLengthInDocumentLibrary: false,
      WikiLinking: false,
    },
  },
  DateTime: {
    kind: 4,
    className: 'SP.FieldDateTime',
    edm: 'Edm.DateTime',
    shownAs: 'Date and Time',
    settings: { DateTimeCalendarType: 1, DisplayFormat: 1, FriendlyDisplayFormat: 1 },
  },
  Choice: {
    kind: 6,
    className: 'SP.FieldChoice',
    edm: 'Edm.String',
    shownAs: 'Choice',
    settings: { ...choiceSettings, EditFormat: 0 },
  },
  Lookup: { kind: 7, className: 'SP.FieldLookup', edm: 'Edm.Int32', shownAs: 'Lookup', settings: lookupSettings },
  Boolean: { kind: 8, className: 'SP.Field', edm: 'Edm.Boolean', shownAs: 'Yes/No', settings: {} },
  Number: { kind: 9, className: 'SP.FieldNumber', edm: 'Edm.Double', shownAs: 'Number', settings: numberSettings },
  Currency: {
    kind: 10,
    className: 'SP.FieldCurrency',
    edm: 'Edm.Double',
    shownAs: 'Currency',
    settings: { ...numberSettings, CurrencyLocaleId: 1033 },
  },
  URL: {
    kind: 11,
    className: 'SP.FieldUrl',
    edm: 'SP.FieldUrlValue',
    shownAs: 'Hyperlink or Picture',
    settings: { DisplayFormat: 0 },
  },
  MultiChoice: {
    kind: 15,
    className: 'SP.FieldMultiChoice',
    edm: 'Collection(Edm.String)',
    shownAs: 'Choice',
    settings: choiceSettings,
  },
  Calculated: {
    kind: 17,
    className: 'SP.FieldCalculated',
    edm: 'Edm.String',
    shownAs: 'Calculated',
    settings: {
      CurrencyLocaleId: 0,
      DateFormat: -1,
      DisplayFormat: -1,
      Formula: '',
      OutputType: 2,
      ShowAsPercentage: false,
    },
  },
  User: {
    kind: 20,
    className: 'SP.FieldUser',
    edm: 'Edm.Int32',
    shownAs: 'Person or Group',
    settings: { ...lookupSettings, AllowDisplay: true, Presence: true, SelectionGroup: 0, SelectionMode: 1 },
  },
} as const satisfies Record<string, TypeFacts>

export type ColumnType = keyof typeof columnTypes

/** What every column knows. */
export const commonSettings: Bag = {
  AutoIndexed: false,
  CanBeDeleted: true,
  ClientSideComponentId: '00000000-0000-0000-0000-000000000000',
  ClientSideComponentProperties: null,
  ClientValidationFormula: null,
  ClientValidationMessage: null,
  CustomFormatter: null,
  DefaultFormula: null,
  DefaultValue: null,
  Description: '',
  Direction: 'none',
  EnforceUniqueValues: false,
  Filterable: true,
  FromBaseType: false,
  Group: 'Custom Columns',
  Hidden: false,
  Indexed: false,
  IndexStatus: 0,
  IsModern: false,
  JSLink: 'clienttemplates.js',
  PinnedToFiltersPane: false,
  ReadOnlyField: false,
  Required: false,
  Scope: '',
  Sealed: false,
  ShowInFiltersPane: 0,
  Sortable: true,
  ValidationFormula: null,
  ValidationMessage: null,
}

/** What SharePoint makes of a column by itself, whatever it is told. */
export const managedSettings = new Set([
  'AutoIndexed',
  'CanBeDeleted',
  'DependentLookupInternalNames',
  'EntityPropertyName',
  'FieldTypeKind',
  'Filterable',
  'FromBaseType',
  'Id',
  'IndexStatus',
  'InternalName',
  'IsDependentLookup',
  'IsModern',
  'PrimaryFieldId',
  'Scope',
  'Sealed',
  'Sortable',
  'TypeDisplayName',
  'TypeShortDescription',
])

/** Which class a class stands on: what one knows, all below it know. */
const parents: Readonly<Record<string, string>> = {
  'SP.FieldChoice': 'SP.FieldMultiChoice',
  'SP.FieldCurrency': 'SP.FieldNumber',
  'SP.FieldUser': 'SP.FieldLookup',
}

export const standsOn = (className: string, other: string): boolean =>
  other === 'SP.Field' || className === other || parents[className] === other

/** The properties a class of columns has. */
export function propertiesOf(className: string): ReadonlySet<string> {
  const own = Object.values(columnTypes).find((type) => type.className === className)
  return new Set(Object.keys({ ...commonSettings, ...own?.settings }))
}

const isColumnType = (name: string): name is ColumnType => Object.hasOwn(columnTypes, name)

export const typeOfKind = (kind: unknown): ColumnType => {
  const found = Object.entries(columnTypes).find(([, type]) => type.kind === kind)?.[0]
  if (!found || !isColumnType(found)) throw refused.notInStandIn(`columns of field type ${String(kind)}`, 'column-types.ts')
  return found
}

/** In XML, and only there, several people or lookups are a type of their own. */
export function typeNamed(name: string): { type: ColumnType; many: boolean } {
  const many = name === 'UserMulti' || name === 'LookupMulti'
  const type = many ? name.slice(0, -'Multi'.length) : name
  if (!isColumnType(type)) throw refused.notInStandIn(`columns of type ${name}`, 'column-types.ts')
  return { type, many }
}

/** Text of several lines, several choices, formulas and links can be neither indexed nor unique. */
export const canBeIndexed = (type: ColumnType, properties: Bag): boolean =>
  !['Note', 'MultiChoice', 'Calculated', 'URL'].includes(type) && properties['AllowMultipleValues'] !== true

export const canBeSorted = (type: ColumnType): boolean => !['Note', 'MultiChoice'].includes(type)
