import { passes } from '../odata/evaluate.js'
import { type Bag, isBag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, type Part, shaped } from './answers.js'
import { columnsMember } from './column-kinds.js'
import { listContentTypesMember } from './content-type-kinds.js'
import { refused } from './errors.js'
import { idOf, itemKind, itemsKind, shownItem } from './item-kinds.js'
import { action, type Call, Kind, leadsTo, type Member, type Place, reading } from './kinds.js'
import { answerCaml, answerStream } from './list-data.js'
import { folderEntity, listEntity, type SpList } from './lists.js'
import { schemaParts } from './list-schema.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import { assignmentsShown, rightsShown, securing } from './role-kinds.js'
import { subscriptionsMember } from './subscription-kinds.js'
import { addValidated } from './validated-update.js'
import { defaultViewMember, viewsMember } from './view-kinds.js'

const done: Answer = { status: 200 }
const changed: Answer = { status: 204 }

const listParts = (call: Call, list: SpList): Record<string, Part> => ({
  ...schemaParts(call, list),
  RootFolder: () => folderEntity(list),
  RoleAssignments: () => assignmentsShown(call, { site: list.site, list }),
})

function shownList(call: Call, list: SpList): Entity {
  const entity = listEntity(list)
  return { ...entity, onDemand: { ...entity.onDemand, ...rightsShown(call, { site: list.site, list }) } }
}

/** Rows of schema (lists, columns) filtered by their own properties. */
export function chosen(
  entities: readonly Entity[],
  request: ApiRequest,
  parts: (entity: Entity) => Record<string, Part> = () => ({}),
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

/** `getList('/sites/…')`, and with a path that holds % and # as they are `getListUsingPath(DecodedUrl='…')`. */
export const listAtUrl: Member<null> = leadsTo('documented', ({ site, request }, _web, { values }) => {
  const list = site.lists.byUrl(request.site, values?.[0] ?? '')
  if (!list) throw refused.noSuchFile()
  return listKind.at(list)
})

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
      needs: 'ManageLists',
      answer: ({ site, request }) =>
        answerEntity(listEntity(site.lists.create(request.site, bodyOf(request))), request.mode, request.webUrl, 201),
    },
  },
  members: {
    getbyid: leadsTo('documented', (call, _lists, { values }) => listById(call, values?.[0] ?? '')),
    getbytitle: leadsTo('documented', ({ site, request }, _lists, { values }) => {
      const title = values?.[0] ?? ''
      const list = site.lists.byTitle(request.site, title)
      if (list) return listKind.at(list)
      site.permissions.need(request.caller, { site: request.site }, 'Open')
      throw refused.noSuchList(title, request.webUrl)
    }),
  },
}))

function visibleLists(call: Call): Answer {
  const { site, request } = call
  const visible = site.lists
    .of(request.site)
    .filter((list) => site.permissions.can(request.caller, { site: request.site, list }, 'ViewListItems'))
  const byEntity = new Map(visible.map((list) => [shownList(call, list), list]))
  return chosen([...byEntity.keys()], request, (entity) => listParts(call, byEntity.get(entity)!)) // the entities are the map's own keys
}

export const listKind = new Kind<SpList>('SP.List', 'list-kinds.ts', () => ({
  // Who has rights on one item of it may know the list: Limited Access is enough.
  enter: ({ site, request }, list) => site.permissions.need(request.caller, { site: list.site, list }, 'Open'),
  entity: {
    known: 'documented',
    needs: 'Open',
    show: (call, list) => ({ entity: shownList(call, list), deferred: listParts(call, list) }),
  },
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
    fields: columnsMember,
    contenttypes: listContentTypesMember,
    rootfolder: leadsTo('documented', (_call, list) => folderKind.at(list)),
    views: viewsMember,
    defaultview: defaultViewMember,
    getitems: reading({ known: 'documented', needs: 'Open' }, (call, list) =>
      answerCaml(call, list, (row, query) => shownItem(call, list, row, query)),
    ),
    renderlistdataasstream: reading({ known: 'documented', needs: 'Open' }, answerStream),
    addvalidateupdateitemusingpath: action({ known: 'documented', needs: 'AddListItems' }, addValidated),
    addvalidateupdateitem: action({ known: 'documented', needs: 'AddListItems' }, addValidated),
    getchanges: reading('documented', ({ site, request }, list) => {
      const query = bodyOf(request)['query']
      return answerCollection(site.items.changes.since(list, isBag(query) ? query : {}), request.mode, request.webUrl)
    }),
    subscriptions: subscriptionsMember,
    recycle: action('documented', ({ site, request }, list) => {
      site.lists.delete(list)
      return answerValue('Recycle', list.id, request.mode)
    }),
    ...securing<SpList>((list) => ({ site: list.site, list })),
  },
}))

export const folderKind = new Kind<SpList>('SP.Folder', 'list-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, list) => ({ entity: folderEntity(list) }) },
}))
