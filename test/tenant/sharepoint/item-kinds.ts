import { FilterSyntax } from '../odata/filter.js'
import type { Query } from '../odata/query.js'
import { type Bag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, shaped } from './answers.js'
import { refused, SharePointError } from './errors.js'
import { ItemQuery } from './item-query.js'
import { etagOf, itemEntity, type ItemRow } from './items.js'
import { action, type Call, Kind, leadsTo, reading } from './kinds.js'
import { folderUrl, listEntity, listPath, type SpList } from './lists.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import type { Site } from './site.js'

type InList = { readonly list: SpList; readonly id: number }

export const idOf = (text: string | undefined): number => {
  const id = Number(text)
  if (!Number.isInteger(id)) throw refused.invalidExpression(`The expression "items(${text ?? ''})" is not valid.`)
  return id
}

export const itemsKind = new Kind<SpList>('SP.ListItemCollection', 'item-kinds.ts', () => ({
  methods: {
    GET: { known: 'documented', answer: page },
    POST: {
      known: 'documented',
      answer: ({ site, request }, list) => {
        const author = site.permissions.principalIdOf(request.caller)
        const row = site.items.add(list, bodyOf(request), request.verboseBody, author)
        return answerEntity(itemEntity(list, row), request.mode, request.webUrl, 201)
      },
    },
  },
  members: { getbyid: leadsTo('documented', (_call, list, { values }) => itemKind.at({ list, id: idOf(values?.[0]) })) },
}))

function page({ site, request }: Call, list: SpList): Answer {
  const query = queryOf(request)
  try {
    const { rows, next: token } = new ItemQuery(site.tenant, list).page(query)
    return answerCollection(
      rows.map((row) => shownItem(site, list, row, query)),
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

/** People come only with $expand; a column that is asked for and not there is told as SharePoint tells it. */
function shownItem(site: Site, list: SpList, row: ItemRow, query: Query): Entity {
  const parts = {
    Author: () => site.permissions.user(row.author),
    Editor: () => site.permissions.user(row.editor),
    ParentList: () => listEntity(list),
  }
  try {
    return shaped(itemEntity(list, row), query, parts)
  } catch (error) {
    if (!(error instanceof SharePointError) || !error.code.includes('InvalidClientQuery')) throw error
    const missing = /'([^']+)'/.exec(error.message)?.[1] ?? ''
    throw refused.noSuchField(missing, folderUrl(list))
  }
}

export const itemKind = new Kind<InList>('SP.ListItem', 'item-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }, { list, id }) =>
        answerEntity(shownItem(site, list, site.items.get(list, id), queryOf(request)), request.mode, request.webUrl),
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
      answer: ({ site, request }, { list, id }) => {
        site.items.remove(list, id, request.ifMatch, false)
        return { status: 200 }
      },
    },
  },
  members: {
    recycle: action('documented', ({ site, request }, { list, id }) =>
      answerValue('Recycle', site.items.remove(list, id, request.ifMatch, true), request.mode),
    ),
    versions: leadsTo('documented', (_call, item, { values }) =>
      values === undefined ? versionsKind.at(item) : versionKind.at({ ...item, versionId: Number(values[0]) }),
    ),
    fieldvaluesastext: reading('documented', ({ site, request }, { list, id }) =>
      answerEntity(itemEntity(list, site.items.get(list, id)), request.mode, request.webUrl),
    ),
  },
}))

export const versionsKind = new Kind<InList>('SP.ListItemVersionCollection', 'item-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }, item) => answerCollection(versionsOf(site, item), request.mode, request.webUrl),
    },
  },
  members: {
    deleteall: action('documented', ({ site }, { list, id }) => {
      site.items.forgetVersions(list, id)
      return { status: 200 }
    }),
  },
}))

export const versionKind = new Kind<InList & { readonly versionId: number }>('SP.ListItemVersion', 'item-kinds.ts', () => ({
  entity: {
    known: 'documented',
    show: ({ site }, item) => {
      const found = versionsOf(site, item).find(({ values }) => values['VersionId'] === item.versionId)
      if (!found) throw refused.noSuchItem()
      return { entity: found }
    },
  },
  methods: {
    DELETE: {
      known: 'documented',
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
