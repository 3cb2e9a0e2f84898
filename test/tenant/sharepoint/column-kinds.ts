import { type Bag, isBag } from '../store.js'
import { type Answer, answerEntity, type Entity, shaped } from './answers.js'
import { type BuiltIn, builtInCalled, builtInColumns, builtInTypes } from './built-in-columns.js'
import { type ColumnType, columnTypes, commonSettings, propertiesOf, typeOfKind } from './column-types.js'
import { parseFieldXml } from './column-xml.js'
import { type Column, columnEntity, declaredType, entityName, internalNameOf, makeColumn } from './columns.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member, type Place } from './kinds.js'
import { chosen } from './list-kinds.js'
import { listPath, type SpList } from './lists.js'
import { bodyOf, queryOf } from './request.js'
import { escapeXml } from './xml-text.js'

const done: Answer = { status: 200 }

type InList = { readonly list: SpList; readonly column: Column }

const columnKind = new Kind<InList>('SP.Field', 'column-kinds.ts', () => ({
  securable: ({ list }) => ({ site: list.site, list }),
  entity: {
    known: 'documented',
    needs: 'Open',
    show: (_call, { list, column }) => ({ entity: columnEntity(column, listPath(list)) }),
  },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'ManageLists',
      answer: ({ site, request }, { list, column }) => {
        site.lists.updateColumn(list, column, withXml(column, bodyOf(request)), request.verboseBody)
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'ManageLists',
      answer: ({ site }, { list, column }) => {
        site.lists.removeColumn(list, column)
        return done
      },
    },
  },
  members: {
    setshowindisplayform: action({ known: 'documented', needs: 'ManageLists' }, () => done),
    setshowineditform: action({ known: 'documented', needs: 'ManageLists' }, () => done),
    setshowinnewform: action({ known: 'documented', needs: 'ManageLists' }, () => done),
  },
}))

/** New XML for a column that exists sets what it says and leaves name and type as they are. */
function withXml(column: Column, body: Bag): Bag {
  if (typeof body['SchemaXml'] !== 'string') return body
  const { type, properties } = parseFieldXml(body['SchemaXml'])
  if (type !== column.type) throw refused.notInStandIn('change of a column into another type', 'column-kinds.ts')
  const { SchemaXml: _xml, ...others } = body
  const { Id: _id, ...said } = properties
  return { ...said, ...others, '@odata.type': columnTypes[type].className }
}

/** A column every list is born with. It can be looked at. */
const builtInKind = new Kind<{ readonly list: SpList; readonly builtIn: BuiltIn }>(
  'SP.Field (built-in)',
  'column-kinds.ts',
  () => ({
    securable: ({ list }) => ({ site: list.site, list }),
    entity: {
      known: 'documented',
      needs: 'Open',
      show: (_call, { list, builtIn }) => ({ entity: builtInEntity(list, builtIn) }),
    },
    methods: {
      DELETE: {
        known: 'inferred',
        needs: 'ManageLists',
        answer: () => {
          throw refused.fieldStays()
        },
      },
    },
  }),
)

/** `fields`, and with an argument the column of that id. */
export const columnsMember: Member<SpList> = leadsTo('documented', (_call, list, { values }) =>
  values === undefined ? columnsKind.at(list) : columnAt(list, values[0] ?? '', ['id']),
)

const columnsKind = new Kind<SpList>('SP.FieldCollection', 'column-kinds.ts', () => ({
  securable: (list) => ({ site: list.site, list }),
  methods: {
    GET: { known: 'documented', needs: 'Open', answer: ({ request }, list) => chosen(columnEntities(list), request) },
    POST: {
      known: 'documented',
      needs: 'ManageLists',
      answer: (call, list) => added(call, list, columnFrom(list, bodyOf(call.request), call.request.verboseBody)),
    },
  },
  members: {
    getbyinternalnameortitle: leadsTo('documented', (_call, list, { values }) =>
      columnAt(list, values?.[0] ?? '', ['name', 'title']),
    ),
    getbytitle: leadsTo('documented', (_call, list, { values }) => columnAt(list, values?.[0] ?? '', ['title'])),
    getbyid: leadsTo('documented', (_call, list, { values }) => columnAt(list, values?.[0] ?? '', ['id'])),
    createfieldasxml: action({ known: 'documented', needs: 'ManageLists' }, (call, list) => {
      const given = bodyOf(call.request)['parameters']
      if (!isBag(given) || typeof given['SchemaXml'] !== 'string')
        throw refused.noSuchProperty('SchemaXml', 'SP.XmlSchemaFieldCreationInformation')
      const options = Number(given['Options'] ?? 0)
      return added(call, list, columnFromXml(call, list, given['SchemaXml'], options), (options & 16) !== 0)
    }),
    addfield: action({ known: 'documented', needs: 'ManageLists' }, (call, list) => {
      const given = bodyOf(call.request)['parameters']
      return added(call, list, columnFromInformation(call, list, isBag(given) ? given : {}))
    }),
    adddependentlookupfield: action({ known: 'documented', needs: 'ManageLists' }, (call, list, { values, named }) =>
      added(
        call,
        list,
        dependentColumn(
          list,
          named['displayname'] ?? values?.[0] ?? '',
          named['primarylookupfieldid'] ?? values?.[1] ?? '',
          named['showfield'] ?? values?.[2] ?? '',
        ),
      ),
    ),
  },
}))

function added({ site, request }: Call, list: SpList, wanted: Column, inDefaultView = false): Answer {
  const column = site.lists.addColumn(list, wanted)
  const view = site.lists.views.default(list)
  if (inDefaultView) site.lists.views.setFields(list, view, [...view.fields, column.name])
  const made = columnEntity(column, listPath(list))
  return answerEntity(shaped(made, queryOf(request)), request.mode, request.webUrl, 201)
}

/** By title no name is given twice; only XML can do that. */
function guardTitle(list: SpList, title: string): void {
  const own = [...list.columns.values()].some(
    ({ properties }) => String(properties['Title']).toLowerCase() === title.toLowerCase(),
  )
  if (own || builtInColumns.some((each) => !each.hidden && each.title.toLowerCase() === title.toLowerCase()))
    throw refused.duplicateField(title)
}

/** As `POST fields` says it: a type by number, and in the verbose form by the name of its class. */
function columnFrom(list: SpList, body: Bag, verbose: boolean): Column {
  const declared = declaredType(body, verbose)
  const type = typeOfKind(body['FieldTypeKind'])
  if (type === 'Lookup') throw refused.useAddField()
  const title = String(body['Title'] ?? '')
  guardTitle(list, title)
  const knows = propertiesOf(declared)
  for (const name of Object.keys(body))
    if (!knows.has(name) && !identifying.has(name)) throw refused.noSuchProperty(name, declared)
  return makeColumn(internalNameOf(title), type, body)
}

const identifying = new Set([
  '__metadata',
  'odata.type',
  '@odata.type',
  'Title',
  'StaticName',
  'InternalName',
  'FieldTypeKind',
  'TypeAsString',
  'Id',
  'EntityPropertyName',
  'SchemaXml',
  'TypeDisplayName',
  'TypeShortDescription',
])

const informed = new Set([
  '__metadata',
  'Title',
  'FieldTypeKind',
  'Required',
  'Choices',
  'LookupListId',
  'LookupFieldName',
  'LookupWebId',
  'IsCompactName',
])

/** As `SP.FieldCreationInformation` says it, with names of its own for what is looked up. */
function columnFromInformation({ site, request }: Call, list: SpList, given: Bag): Column {
  for (const name of Object.keys(given))
    if (!informed.has(name)) throw refused.noSuchProperty(name, 'SP.FieldCreationInformation')
  const title = String(given['Title'] ?? '')
  guardTitle(list, title)
  const type = typeOfKind(given['FieldTypeKind'])
  const { Required, Choices } = given
  const lookup =
    type === 'Lookup'
      ? lookupOf(site.lists.byId(request.site, String(given['LookupListId'] ?? '')), String(given['LookupFieldName'] ?? 'Title'))
      : {}
  return makeColumn(internalNameOf(title), type, {
    Title: title,
    ...(Required === undefined ? {} : { Required }),
    ...(Choices === undefined ? {} : { Choices }),
    ...lookup,
  })
}

function lookupOf(target: SpList | undefined, field: string): Bag {
  if (!target) throw refused.noSuchListId()
  if (!target.columns.has(field.toLowerCase()) && !builtInCalled(field)) throw refused.noSuchFieldToGet(field)
  return { LookupList: `{${target.id}}`, LookupField: field }
}

/** With option 8 the XML's Name becomes the internal name; without it SharePoint derives one from the display name. */
function columnFromXml({ site, request }: Call, list: SpList, xml: string, options: number): Column {
  const { type, title, name, properties } = parseFieldXml(xml)
  if ((options & 32) !== 0) guardTitle(list, title)
  const lookedUp = String(properties['LookupList'] ?? '')
  const target = site.lists.byId(request.site, lookedUp) ?? site.lists.byUrl(request.site, `${request.site}/${lookedUp}`)
  const lookup = type === 'Lookup' ? lookupOf(target, String(properties['LookupField'] ?? 'Title')) : {}
  const internal = (options & 8) !== 0 && name !== undefined ? name : internalNameOf(title)
  return makeColumn(internal, type, { ...properties, ...lookup })
}

/** One more property of what another lookup of the same list leads to. */
function dependentColumn(list: SpList, title: string, primaryId: string, showField: string): Column {
  const primary = [...list.columns.values()].find(
    ({ properties }) => properties['Id'] === primaryId.replace(/[{}]/g, '').toLowerCase(),
  )
  if (primary?.type !== 'Lookup') throw refused.noSuchFieldToGet(primaryId)
  guardTitle(list, title)
  const column = makeColumn(internalNameOf(title), 'Lookup', {
    Title: title,
    LookupList: primary.properties['LookupList'],
    LookupField: showField,
    AllowMultipleValues: primary.properties['AllowMultipleValues'],
    ReadOnlyField: true,
  })
  return { ...column, properties: { ...column.properties, PrimaryFieldId: primary.properties['Id'], IsDependentLookup: true } }
}

type By = 'name' | 'title' | 'id'

const ways: Record<By, (column: Column, key: string) => boolean> = {
  name: (column, key) => column.name.toLowerCase() === key.toLowerCase(),
  title: ({ properties }, key) => properties['Title'] === key,
  id: ({ properties }, key) => properties['Id'] === key.replace(/[{}]/g, '').toLowerCase(),
}
const builtInWays: Record<By, (column: BuiltIn, key: string) => boolean> = {
  name: ({ name }, key) => name.toLowerCase() === key.toLowerCase(),
  title: ({ title, hidden }, key) => !hidden && title === key,
  id: ({ id }, key) => id === key.replace(/[{}]/g, '').toLowerCase(),
}

function columnAt(list: SpList, key: string, by: readonly By[]): Place {
  for (const way of by) {
    const column = [...list.columns.values()].find((each) => ways[way](each, key))
    if (column) return columnKind.at({ list, column })
    const builtIn = builtInColumns.find((each) => builtInWays[way](each, key))
    if (builtIn) return builtInKind.at({ list, builtIn })
  }
  throw refused.noSuchFieldToGet(key)
}

export const columnEntities = (list: SpList): Entity[] => [
  ...builtInColumns.map((builtIn) => builtInEntity(list, builtIn)),
  ...[...list.columns.values()].map((column) => columnEntity(column, listPath(list))),
]

/** Of a type that can also be made, with all that such a column says of itself. */
const settingsOf = (type: string): Bag => (Object.hasOwn(columnTypes, type) ? columnTypes[type as ColumnType].settings : {}) // the name was looked for

function builtInEntity(list: SpList, { name, title, type, id, hidden, readOnly }: BuiltIn): Entity {
  const { kind, className } = builtInTypes[type] ?? { kind: 0, className: 'SP.Field' }
  const flags = `${hidden ? ' Hidden="TRUE"' : ''}${readOnly ? ' ReadOnly="TRUE"' : ''}`
  return {
    type: className,
    path: `${listPath(list)}/Fields(guid'${id}')`,
    values: {
      ...commonSettings,
      ...settingsOf(type),
      ...(type === 'User' ? { LookupList: 'UserInfo' } : {}),
      CanBeDeleted: false,
      EntityPropertyName: entityName(name),
      FieldTypeKind: kind,
      FromBaseType: true,
      Group: hidden ? '_Hidden' : 'Custom Columns',
      Hidden: hidden,
      Id: id,
      InternalName: name,
      ReadOnlyField: readOnly,
      Sealed: readOnly,
      StaticName: name,
      Title: title,
      TypeAsString: type,
      TypeDisplayName: type,
      TypeShortDescription: type,
      SchemaXml: `<Field ID="{${id}}" Name="${name}" StaticName="${name}" DisplayName="${escapeXml(title)}" Type="${type}"${flags} FromBaseType="TRUE" SourceID="http://schemas.microsoft.com/sharepoint/v3" />`,
    },
  }
}
