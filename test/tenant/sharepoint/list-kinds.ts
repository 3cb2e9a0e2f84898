import { passes } from '../odata/evaluate.js'
import type { Bag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, shaped } from './answers.js'
import { columnCalled, columnKind, columnsKind } from './column-kinds.js'
import { refused } from './errors.js'
import { idOf, itemKind, itemsKind } from './item-kinds.js'
import { action, type Call, Kind, leadsTo, type Member, type Place } from './kinds.js'
import { folderEntity, listEntity, type SpList } from './lists.js'
import type { Segment } from './path.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import { roleAssignmentKind, roleAssignmentsKind } from './role-kinds.js'
import { viewKind, viewsKind } from './view-kinds.js'

const done: Answer = { status: 200 }
const changed: Answer = { status: 204 }

const listParts = (list: SpList): Record<string, () => Entity> => ({ RootFolder: () => folderEntity(list) })

/** Rows of schema (lists, columns) filtered by their own properties. */
export function chosen(
  entities: readonly Entity[],
  request: ApiRequest,
  parts: (entity: Entity) => Record<string, () => Entity> = () => ({}),
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

/** `lists`, and with an argument the list of that id. */
export const listsMember: Member<null> = leadsTo('documented', (call, _parent, { values }) =>
  values === undefined ? listsKind.at(null) : listById(call, values[0] ?? ''),
)

function listById({ site, request }: Call, id: string): Place {
  const list = site.lists.byId(request.site, id)
  if (!list) throw refused.noSuchListId()
  return listKind.at(list)
}

export const listsKind = new Kind<null>('SP.ListCollection', 'list-kinds.ts', () => ({
  methods: {
    GET: { known: 'documented', answer: visibleLists },
    POST: {
      known: 'documented',
      answer: ({ site, request }) => {
        site.permissions.needSite(request.caller, request.site, 'write')
        return answerEntity(listEntity(site.lists.create(request.site, bodyOf(request))), request.mode, request.webUrl, 201)
      },
    },
  },
  members: {
    getbyid: leadsTo('documented', (call, _lists, { values }) => listById(call, values?.[0] ?? '')),
    getbytitle: leadsTo('documented', ({ site, request }, _lists, { values }) => {
      const title = values?.[0] ?? ''
      const list = site.lists.byTitle(request.site, title)
      if (list) return listKind.at(list)
      site.permissions.needSite(request.caller, request.site, 'read')
      throw refused.noSuchList(title, request.webUrl)
    }),
  },
}))

function visibleLists({ site, request }: Call): Answer {
  const visible = site.lists
    .of(request.site)
    .filter((list) => site.permissions.access(request.caller, request.site, list) !== 'none')
  const byEntity = new Map(visible.map((list) => [listEntity(list), list]))
  return chosen([...byEntity.keys()], request, (entity) => listParts(byEntity.get(entity)!)) // the entities are the map's own keys
}

/** Questions that are posted because they are too long for an address. */
const questions = new Set(['getitems', 'renderlistdataasstream', 'getchanges', 'getlistitemchangessincetoken'])

export const listKind = new Kind<SpList>('SP.List', 'list-kinds.ts', () => ({
  enter: ({ site, request }, list, [next]) =>
    site.permissions.needList(
      request.caller,
      list,
      request.method === 'GET' || questions.has(next?.name ?? '') ? 'read' : 'write',
    ),
  entity: { known: 'documented', show: (_call, list) => ({ entity: listEntity(list), deferred: listParts(list) }) },
  methods: {
    MERGE: {
      known: 'documented',
      answer: ({ site, request }, list) => {
        site.lists.update(list, bodyOf(request))
        return changed
      },
    },
    DELETE: {
      known: 'documented',
      answer: ({ site }, list) => {
        site.lists.delete(list)
        return done
      },
    },
  },
  members: {
    items: leadsTo('documented', (_call, list, { values }) =>
      values === undefined ? itemsKind.at(list) : itemKind.at({ list, id: idOf(values[0]) }),
    ),
    getitembyid: leadsTo('documented', (_call, list, { values }) => itemKind.at({ list, id: idOf(values?.[0]) })),
    fields: leadsTo('documented', (_call, list, { values }) =>
      values === undefined ? columnsKind.at(list) : columnKind.at({ list, column: columnCalled(list, values[0] ?? '') }),
    ),
    rootfolder: leadsTo('documented', (_call, list) => folderKind.at(list)),
    views: leadsTo('documented', (_call, list, { values }) => (values === undefined ? viewsKind.at(list) : viewKind.at(list))),
    defaultview: leadsTo('documented', (_call, list) => viewKind.at(list)),
    recycle: action('documented', ({ site, request }, list) => {
      site.lists.delete(list)
      return answerValue('Recycle', list.id, request.mode)
    }),
    breakroleinheritance: action('documented', ({ site }, list, segment) => {
      setInheritance(site.lists, list, true)
      site.permissions.ownRights(list, flag(segment, 'copyroleassignments', 0))
      return done
    }),
    resetroleinheritance: action('documented', ({ site }, list) => {
      site.permissions.ownRights(list, false)
      setInheritance(site.lists, list, false)
      return done
    }),
    roleassignments: leadsTo('documented', (_call, list, { values }) =>
      values === undefined ? roleAssignmentsKind.at(list) : roleAssignmentKind.at({ list, principalId: Number(values[0]) }),
    ),
  },
}))

export const flag = ({ named, values }: Segment, name: string, at: number): boolean =>
  /^true$/i.test(named[name] ?? values?.[at] ?? 'false')

function setInheritance(lists: Call['site']['lists'], list: SpList, own: boolean): void {
  list.settings = { ...list.settings, HasUniqueRoleAssignments: own }
  lists.update(list, {})
}

export const folderKind = new Kind<SpList>('SP.Folder', 'list-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, list) => ({ entity: folderEntity(list) }) },
}))
