import { type Bag, isBag } from '../store.js'
import { type Answer, answerEntity, type Entity, shaped } from './answers.js'
import { type Column, columnEntity, columnFromXml, entityName, internalNameOf, makeColumn, typeOfKind } from './columns.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo } from './kinds.js'
import { chosen } from './list-kinds.js'
import { listPath, type SpList } from './lists.js'
import { bodyOf, queryOf } from './request.js'

const done: Answer = { status: 200 }

type InList = { readonly list: SpList; readonly column: Column }

export const columnKind = new Kind<InList>('SP.Field', 'column-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, { list, column }) => ({ entity: columnEntity(column, listPath(list)) }) },
  methods: {
    MERGE: {
      known: 'documented',
      answer: ({ site, request }, { list, column }) => {
        site.lists.updateColumn(list, column, bodyOf(request))
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      answer: ({ site }, { list, column }) => {
        site.lists.removeColumn(list, column)
        return done
      },
    },
  },
  members: {
    setshowindisplayform: action('documented', () => done),
    setshowineditform: action('documented', () => done),
    setshowinnewform: action('documented', () => done),
  },
}))

export const columnsKind = new Kind<SpList>('SP.FieldCollection', 'column-kinds.ts', () => {
  const called = leadsTo<SpList>('documented', (_call, list, { values }) =>
    columnKind.at({ list, column: columnCalled(list, values?.[0] ?? '') }),
  )
  return {
    methods: {
      GET: {
        known: 'documented',
        answer: ({ request }, list) =>
          chosen(
            [...builtIn(list), ...[...list.columns.values()].map((column) => columnEntity(column, listPath(list)))],
            request,
          ),
      },
      POST: { known: 'documented', answer: (call, list) => added(call, list, columnFrom(bodyOf(call.request))) },
    },
    members: {
      getbyinternalnameortitle: called,
      getbytitle: called,
      getbyid: called,
      createfieldasxml: action('documented', (call, list) => {
        const given = bodyOf(call.request)['parameters']
        if (!isBag(given) || typeof given['SchemaXml'] !== 'string')
          throw refused.noSuchProperty('SchemaXml', 'SP.XmlSchemaFieldCreationInformation')
        return added(call, list, columnFromXml(given['SchemaXml'], Number(given['Options'] ?? 0)))
      }),
      addfield: action('documented', (call, list) => {
        const given = bodyOf(call.request)['parameters']
        return added(call, list, columnFrom(isBag(given) ? given : {}))
      }),
    },
  }
})

function added({ site, request }: Call, list: SpList, column: Column): Answer {
  const made = columnEntity(site.lists.addColumn(list, column), listPath(list))
  return answerEntity(shaped(made, queryOf(request)), request.mode, request.webUrl, 201)
}

function columnFrom(body: Bag): Column {
  const title = String(body['Title'] ?? '')
  return makeColumn(internalNameOf(title), typeOfKind(body['FieldTypeKind']), body)
}

/** By internal name, then title, then id: the ways in which columns are asked for. */
export function columnCalled(list: SpList, key: string): Column {
  const columns = [...list.columns.values()]
  const found =
    list.columns.get(key.toLowerCase()) ??
    columns.find(({ properties }) => properties['Title'] === key) ??
    columns.find(({ properties }) => properties['Id'] === key.toLowerCase())
  if (!found) throw refused.noSuchFieldToGet(key)
  return found
}

/** Columns every list has and nobody changes; enough of them for a client that lists fields. */
function builtIn(list: SpList): Entity[] {
  const made = [
    ['ID', 'Counter', 5],
    ['Created', 'DateTime', 4],
    ['Modified', 'DateTime', 4],
    ['Author', 'User', 20],
    ['Editor', 'User', 20],
    ['Attachments', 'Attachments', 19],
  ] as const
  return made.map(([name, type, kind]) => {
    const { values } = columnEntity(makeColumn(name, 'Text', { ReadOnlyField: true }), listPath(list))
    return {
      type: 'SP.Field',
      path: `${listPath(list)}/Fields/getByInternalNameOrTitle('${name}')`,
      values: {
        ...values,
        EntityPropertyName: entityName(name),
        TypeAsString: type,
        FieldTypeKind: kind,
        FromBaseType: true,
        CanBeDeleted: false,
      },
    }
  })
}
