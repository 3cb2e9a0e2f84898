import { FilterSyntax, pathsOf } from '../odata/filter.js'
import type { Query } from '../odata/query.js'
import { type Bag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, nothing, shaped } from './answers.js'
import { attachmentsMember } from './attachment-kinds.js'
import type { Column } from './columns.js'
import { contentTypeEntity, usualTypeId } from './content-types.js'
import { refused, SharePointError } from './errors.js'
import { ItemQuery } from './item-query.js'
import { fileValues, guardLookups, guardReferences, personShown, referenceParts } from './item-values.js'
import { etagOf, itemEntity, type ItemRow } from './items.js'
import { action, type Call, Kind, leadsTo, reading } from './kinds.js'
import { folderUrl, listEntity, listPath, type SpList } from './lists.js'
import { updateValidated } from './validated-update.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import { guardFilter } from './reference-query.js'
import { assignmentsShown, rightsShown, securing } from './role-kinds.js'
import type { Site } from './site.js'

type InList = { readonly list: SpList; readonly id: number }

export const idOf = (text: string | undefined): number => {
  const id = Number(text)
  if (!Number.isInteger(id)) throw refused.invalidExpression(`The expression "items(${text ?? ''})" is not valid.`)
  return id
}

export const itemsKind = new Kind<SpList>('SP.ListItemCollection', 'item-kinds.ts', () => ({
  methods: {
    // Which of them someone sees is decided row by row.
    GET: { known: 'documented', needs: 'Open', answer: page },
    POST: {
      known: 'documented',
      needs: 'AddListItems',
      answer: ({ site, request }, list) => {
        const author = site.permissions.principalIdOf(request.caller)
        const row = site.items.add(list, bodyOf(request), request.verboseBody, author)
        return answerEntity(itemEntity(list, row), request.mode, request.webUrl, 201)
      },
    },
  },
  members: { getbyid: leadsTo('documented', (_call, list, { values }) => itemKind.at({ list, id: idOf(values?.[0]) })) },
}))

function page(call: Call, list: SpList): Answer {
  const { site, request } = call
  const query = queryOf(request)
  guardLookups(list, [...query.select, ...query.expand])
  if (query.filter) guardFilter(list, pathsOf(query.filter))
  try {
    const { rows, next: token } = new ItemQuery(site.tenant, list, site.permissions.sight(request.caller, list)).page(query)
    return answerCollection(
      rows.map((row) => shownItem(call, list, row, query)),
      request.mode,
      request.webUrl,
      token && nextLink(request, list, token),
    )
  } catch (error) {
    if (error instanceof FilterSyntax) throw refused.invalidExpression(error.message)
    throw error
  }
}

function nextLink(request: ApiRequest, list: SpList, token: string): string {
  const parameters = new URLSearchParams(request.parameters)
  parameters.set('$skiptoken', token)
  return `${request.webUrl}/_api/${listPath(list)}/items?${parameters.toString().replaceAll('%24', '$')}`
}

/** The row a lookup leads to, which may be gone by now. */
function lookedUp({ site, request }: Call, column: Column, id: number): Entity | null {
  const list = site.lists.byId(request.site, String(column.properties['LookupList']))
  const row = list && site.items.find(list, id)
  return list && row ? itemEntity(list, row) : null
}

function typeShown({ site, request }: Call, list: SpList, row: ItemRow): Entity {
  const { ContentTypeId: id = usualTypeId(list) } = JSON.parse(row.fields) as Bag
  const types = site.lists.contentTypes.of(list)
  const type = site.lists.contentTypes.find(types, String(id)) ?? types[0]
  return type ? contentTypeEntity(type, request.site, list) : nothing
}

/** People come only with $expand; a column that is asked for and not there is told as SharePoint tells it. */
export function shownItem(call: Call, list: SpList, row: ItemRow, query: Query): Entity {
  const { site } = call
  const securable = { site: list.site, list, item: row.id }
  const person = (id: number) => personShown(site.permissions.user(id).values)
  const parts = {
    Author: () => person(row.author),
    Editor: () => person(row.editor),
    ...referenceParts(list, row, (column, id) => (column.type === 'User' ? person(id) : lookedUp(call, column, id))),
    ParentList: () => listEntity(list),
    ContentType: () => typeShown(call, list, row),
    RoleAssignments: () => assignmentsShown(call, securable),
  }
  guardReferences(list, query)
  try {
    const onDemand = { ...fileValues(list, row), ...rightsShown(call, securable) }
    return shaped({ ...itemEntity(list, row), onDemand }, query, parts)
  } catch (error) {
    if (!(error instanceof SharePointError) || !error.code.includes('InvalidClientQuery')) throw error
    const missing = /'([^']+)'/.exec(error.message)?.[1] ?? ''
    throw refused.noSuchField(missing, folderUrl(list))
  }
}

export const itemKind = new Kind<InList>('SP.ListItem', 'item-kinds.ts', () => ({
  enter: ({ site, request }, { list, id }) => site.permissions.needSight(request.caller, list, id),
  methods: {
    GET: {
      known: 'documented',
      answer: (call, { list, id }) => {
        const { site, request } = call
        const shown = shownItem(call, list, site.items.get(list, id), queryOf(request))
        return answerEntity(shown, request.mode, request.webUrl)
      },
    },
    MERGE: {
      known: 'documented',
      answer: ({ site, request }, { list, id }) => {
        const editor = site.permissions.principalIdOf(request.caller)
        const row = site.items.update(list, id, bodyOf(request), request.verboseBody, request.ifMatch, editor)
        return { status: 204, headers: { etag: etagOf(row) } }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'DeleteListItems',
      answer: ({ site, request }, { list, id }) => {
        site.items.remove(list, id, request.ifMatch, false, site.permissions.principalIdOf(request.caller))
        return { status: 200 }
      },
    },
  },
  members: {
    attachmentfiles: attachmentsMember,
    contenttype: reading('documented', (call, { list, id }) => {
      const shown = typeShown(call, list, call.site.items.get(list, id))
      return answerEntity(shown, call.request.mode, call.request.webUrl)
    }),
    validateupdatelistitem: action('documented', (call, { list, id }) => updateValidated(call, list, id)),
    recycle: action({ known: 'documented', needs: 'DeleteListItems' }, ({ site, request }, { list, id }) =>
      answerValue(
        'Recycle',
        site.items.remove(list, id, request.ifMatch, true, site.permissions.principalIdOf(request.caller)),
        request.mode,
      ),
    ),
    versions: leadsTo('documented', (_call, item, { values }) =>
      values === undefined ? versionsKind.at(item) : versionKind.at({ ...item, versionId: Number(values[0]) }),
    ),
    ...securing<InList>(({ list, id }) => ({ site: list.site, list, item: id })),
    fieldvaluesastext: reading('documented', ({ site, request }, { list, id }) =>
      answerEntity(itemEntity(list, site.items.get(list, id)), request.mode, request.webUrl),
    ),
  },
}))

export const versionsKind = new Kind<InList>('SP.ListItemVersionCollection', 'item-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      needs: 'ViewVersions',
      answer: ({ site, request }, item) => answerCollection(versionsOf(site, item), request.mode, request.webUrl),
    },
  },
  members: {
    deleteall: action({ known: 'documented', needs: 'DeleteVersions' }, ({ site }, { list, id }) => {
      site.items.forgetVersions(list, id)
      return { status: 200 }
    }),
  },
}))

export const versionKind = new Kind<InList & { readonly versionId: number }>('SP.ListItemVersion', 'item-kinds.ts', () => ({
  entity: {
    known: 'documented',
    needs: 'ViewVersions',
    show: ({ site }, item) => {
      const found = versionsOf(site, item).find(({ values }) => values['VersionId'] === item.versionId)
      if (!found) throw refused.noSuchItem()
      return { entity: found }
    },
  },
  methods: {
    DELETE: {
      known: 'documented',
      needs: 'DeleteVersions',
      answer: ({ site }, { list, id, versionId }) => {
        site.items.forgetVersions(list, id, Math.floor(versionId / 512))
        return { status: 200 }
      },
    },
  },
}))

const versionsOf = (site: Site, { list, id }: InList): Entity[] =>
  site.items.versions(list, id).map((row, at): Entity => {
    const fields = JSON.parse(row.fields) as Bag
    return {
      type: 'SP.ListItemVersion',
      path: `${listPath(list)}/Items(${id})/versions(${row.version * 512})`,
      values: {
        VersionId: row.version * 512,
        VersionLabel: `${row.version}.0`,
        IsCurrentVersion: at === 0,
        Created: row.modified,
        ...fields,
      },
    }
  })
