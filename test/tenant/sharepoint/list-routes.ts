import { passes } from '../odata/evaluate.js'
import { type Bag, isBag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, shaped } from './answers.js'
import { type Column, columnEntity, columnFromXml, entityName, internalNameOf, makeColumn, typeOfKind } from './columns.js'
import { refused } from './errors.js'
import { answerItems } from './item-routes.js'
import { folderEntity, itemType, listEntity, listPath, type SpList } from './lists.js'
import type { Segment } from './path.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import type { Site } from './site.js'

const done: Answer = { status: 200 }
const changed: Answer = { status: 204 }

const listParts = (list: SpList): Record<string, () => Entity> => ({ RootFolder: () => folderEntity(list) })

/** Rows of schema (lists, columns) filtered by their own properties. */
export function chosen(
  entities: readonly Entity[],
  request: ApiRequest,
  parts: (entity: Entity) => Record<string, () => Entity>,
): Answer {
  const query = queryOf(request)
  const { filter } = query
  const found = filter
    ? entities.filter(({ values }) => passes(filter, { value: ([name = '']) => valueNamed(values, name) }))
    : entities
  return answerCollection(
    found.slice(query.skip, query.skip + (query.top ?? 5000)).map((entity) => shaped(entity, query, parts(entity))),
    request.mode,
    request.webUrl,
  )
}

const valueNamed = (values: Bag, name: string): unknown =>
  values[Object.keys(values).find((each) => each.toLowerCase() === name.toLowerCase()) ?? '']

export function answerLists(site: Site, request: ApiRequest, key: Segment, rest: readonly Segment[]): Answer {
  const [next, ...further] = rest
  if (key.values !== undefined) return answerList(site, request, listById(site, request, key.values[0] ?? ''), rest)
  if (next?.name === 'getbytitle') {
    const title = next.values?.[0] ?? ''
    const list = site.lists.byTitle(request.site, title)
    if (!list) {
      site.permissions.needSite(request.caller, request.site, 'read')
      throw refused.noSuchList(title, request.webUrl)
    }
    return answerList(site, request, list, further)
  }
  if (next?.name === 'getbyid') return answerList(site, request, listById(site, request, next.values?.[0] ?? ''), further)
  if (next) throw refused.notInStandIn(`route web/lists/${next.text}`, 'list-routes.ts')
  if (request.method === 'POST') {
    site.permissions.needSite(request.caller, request.site, 'write')
    const list = site.lists.create(request.site, bodyOf(request))
    return answerEntity(listEntity(list), request.mode, request.webUrl, 201)
  }
  const visible = site.lists
    .of(request.site)
    .filter((list) => site.permissions.access(request.caller, request.site, list) !== 'none')
  const byEntity = new Map(visible.map((list) => [listEntity(list), list]))
  return chosen([...byEntity.keys()], request, (entity) => listParts(byEntity.get(entity)!)) // the entities are the map's own keys
}

function listById(site: Site, request: ApiRequest, id: string): SpList {
  const list = site.lists.byId(request.site, id)
  if (!list) throw refused.noSuchListId()
  return list
}

export function answerList(site: Site, request: ApiRequest, list: SpList, rest: readonly Segment[]): Answer {
  const [next, ...further] = rest
  const writes = request.method !== 'GET'
  site.permissions.needList(
    request.caller,
    list,
    writes && next?.name !== 'getitems' && next?.name !== 'renderlistdataasstream' ? 'write' : 'read',
  )
  switch (next?.name) {
    case undefined:
      return answerListItself(site, request, list)
    case 'items':
      return answerItems(site, request, list, next, further)
    case 'fields':
      return answerColumns(site, request, list, next, further)
    case 'rootfolder':
      if (further.length === 0) return answerEntity(shaped(folderEntity(list), queryOf(request)), request.mode, request.webUrl)
      break
    case 'defaultview':
    case 'views':
      return answerView(request, list, next, further)
    case 'recycle':
      site.lists.delete(list)
      return answerValue('Recycle', list.id, request.mode)
    case 'breakroleinheritance':
      site.lists.update(list, {})
      list.settings = { ...list.settings, HasUniqueRoleAssignments: true }
      site.lists.update(list, {})
      site.permissions.ownRights(list, /^true$/i.test(next.named['copyroleassignments'] ?? next.values?.[0] ?? 'false'))
      return done
    case 'resetroleinheritance':
      site.permissions.ownRights(list, false)
      list.settings = { ...list.settings, HasUniqueRoleAssignments: false }
      site.lists.update(list, {})
      return done
    case 'roleassignments':
      return answerRights(site, request, list, next, further)
    case 'hasuniqueroleassignments':
      return answerValue('HasUniqueRoleAssignments', list.settings['HasUniqueRoleAssignments'] === true, request.mode)
  }
  throw refused.notInStandIn(`route ${rest.map(({ text }) => text).join('/')} of a list`, 'list-routes.ts')
}

function answerListItself(site: Site, request: ApiRequest, list: SpList): Answer {
  if (request.method === 'MERGE' || request.method === 'PATCH') {
    site.lists.update(list, bodyOf(request))
    return changed
  }
  if (request.method === 'DELETE') {
    site.lists.delete(list)
    return done
  }
  if (request.method !== 'GET') throw refused.notInStandIn(`method ${request.method} on a list`, 'list-routes.ts')
  return answerEntity(shaped(listEntity(list), queryOf(request), listParts(list)), request.mode, request.webUrl)
}

function answerColumns(site: Site, request: ApiRequest, list: SpList, key: Segment, rest: readonly Segment[]): Answer {
  const [next, ...further] = rest
  const show = (column: Column, status = 200): Answer =>
    answerEntity(shaped(columnEntity(column, listPath(list)), queryOf(request)), request.mode, request.webUrl, status)
  const add = (column: Column): Answer => show(site.lists.addColumn(list, column), 201)
  if (key.values !== undefined) return answerColumn(site, request, list, columnCalled(list, key.values[0] ?? ''), rest, show)
  switch (next?.name) {
    case 'getbyinternalnameortitle':
    case 'getbytitle':
    case 'getbyid':
      return answerColumn(site, request, list, columnCalled(list, next.values?.[0] ?? ''), further, show)
    case 'createfieldasxml': {
      const given = bodyOf(request)['parameters']
      if (!isBag(given) || typeof given['SchemaXml'] !== 'string')
        throw refused.noSuchProperty('SchemaXml', 'SP.XmlSchemaFieldCreationInformation')
      return add(columnFromXml(given['SchemaXml'], Number(given['Options'] ?? 0)))
    }
    case 'addfield': {
      const given = bodyOf(request)['parameters']
      return add(columnFrom(isBag(given) ? given : {}))
    }
    case undefined:
      if (request.method === 'POST') return add(columnFrom(bodyOf(request)))
      return chosen(
        [...builtIn(list), ...[...list.columns.values()].map((column) => columnEntity(column, listPath(list)))],
        request,
        () => ({}),
      )
  }
  throw refused.notInStandIn(`route fields/${next?.text ?? ''}`, 'list-routes.ts')
}

function columnFrom(body: Bag): Column {
  const title = String(body['Title'] ?? '')
  return makeColumn(internalNameOf(title), typeOfKind(body['FieldTypeKind']), body)
}

function answerColumn(
  site: Site,
  request: ApiRequest,
  list: SpList,
  column: Column,
  rest: readonly Segment[],
  show: (column: Column) => Answer,
): Answer {
  if (rest[0] && /^setshowin(display|edit|new)form$/.test(rest[0].name)) return done
  if (rest[0]) throw refused.notInStandIn(`route ${rest[0].text} of a column`, 'list-routes.ts')
  if (request.method === 'MERGE' || request.method === 'PATCH') {
    site.lists.updateColumn(list, column, bodyOf(request))
    return changed
  }
  if (request.method === 'DELETE') {
    site.lists.removeColumn(list, column)
    return done
  }
  return show(column)
}

/** By internal name, then title, then id: the ways in which columns are asked for. */
function columnCalled(list: SpList, key: string): Column {
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

/** One view that shows every column; what a client does to its columns is taken and has no effect here. */
function answerView(request: ApiRequest, list: SpList, key: Segment, rest: readonly Segment[]): Answer {
  const view: Entity = {
    type: 'SP.View',
    path: `${listPath(list)}/Views(guid'${list.id}')`,
    values: {
      Id: list.id,
      Title: 'All Items',
      DefaultView: true,
      Hidden: false,
      PersonalView: false,
      RowLimit: 30,
      ViewQuery: '',
      ServerRelativeUrl: `${list.site}/Lists/${list.folder}/AllItems.aspx`,
    },
  }
  const fields = rest.find(({ name }) => name === 'viewfields')
  if (fields && request.method === 'POST') return done
  if (fields)
    return answerValue(
      'ViewFields',
      { SchemaXml: '', Items: ['LinkTitle', ...[...list.columns.keys()].filter((name) => name !== 'title')] },
      request.mode,
    )
  if (request.method === 'MERGE' || request.method === 'PATCH') return changed
  if (request.method !== 'GET') throw refused.notInStandIn(`making of views on ${itemType(list)}`, 'list-routes.ts')
  if (key.name === 'views' && key.values === undefined && rest.length === 0)
    return answerCollection([view], request.mode, request.webUrl)
  return answerEntity(shaped(view, queryOf(request)), request.mode, request.webUrl)
}

function answerRights(site: Site, request: ApiRequest, list: SpList, key: Segment, rest: readonly Segment[]): Answer {
  const [next] = rest
  const argument = (name: string, at: number): number => Number(next?.named[name] ?? next?.values?.[at] ?? Number.NaN)
  if (next?.name === 'addroleassignment') site.permissions.assign(list, argument('principalid', 0), argument('roledefid', 1))
  else if (next?.name === 'removeroleassignment') site.permissions.unassign(list, argument('principalid', 0))
  else if (key.values !== undefined && request.method === 'DELETE') site.permissions.unassign(list, Number(key.values[0]))
  else if (!next && key.values === undefined && request.method === 'GET')
    return answerCollection(site.permissions.assignments(list), request.mode, request.webUrl)
  else throw refused.notInStandIn(`route roleassignments/${next?.text ?? ''}`, 'list-routes.ts')
  return done
}
