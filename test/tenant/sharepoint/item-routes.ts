import { FilterSyntax } from '../odata/filter.js'
import { type Bag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, shaped } from './answers.js'
import { refused } from './errors.js'
import { ItemQuery } from './item-query.js'
import { etagOf, itemEntity, type ItemRow } from './items.js'
import { folderUrl, listEntity, listPath, type SpList } from './lists.js'
import type { Segment } from './path.js'
import { type ApiRequest, bodyOf, queryOf } from './request.js'
import type { Query } from '../odata/query.js'
import { SharePointError } from './errors.js'
import type { Site } from './site.js'

export function answerItems(site: Site, request: ApiRequest, list: SpList, key: Segment, rest: readonly Segment[]): Answer {
  const [next, ...further] = rest
  if (key.values !== undefined) return answerItem(site, request, list, idOf(key.values[0]), rest)
  if (next?.name === 'getbyid') return answerItem(site, request, list, idOf(next.values?.[0]), further)
  if (next) throw refused.notInStandIn(`route items/${next.text}`, 'item-routes.ts')
  if (request.method === 'POST') {
    const row = site.items.add(list, bodyOf(request), request.verboseBody, site.permissions.principalIdOf(request.caller))
    return answerEntity(itemEntity(list, row), request.mode, request.webUrl, 201)
  }
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

const idOf = (text: string | undefined): number => {
  const id = Number(text)
  if (!Number.isInteger(id)) throw refused.invalidExpression(`The expression "items(${text ?? ''})" is not valid.`)
  return id
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

function answerItem(site: Site, request: ApiRequest, list: SpList, id: number, rest: readonly Segment[]): Answer {
  const [next, ...further] = rest
  const { items } = site
  switch (next?.name) {
    case undefined:
      break
    case 'recycle':
      return answerValue('Recycle', items.remove(list, id, request.ifMatch, true), request.mode)
    case 'versions':
      return answerVersions(site, request, list, id, next, further)
    case 'fieldvaluesastext':
      return answerEntity(itemEntity(list, items.get(list, id)), request.mode, request.webUrl)
    default:
      throw refused.notInStandIn(`route ${next?.text ?? ''} of an item`, 'item-routes.ts')
  }
  switch (request.method) {
    case 'GET':
      return answerEntity(shownItem(site, list, items.get(list, id), queryOf(request)), request.mode, request.webUrl)
    case 'MERGE':
    case 'PATCH': {
      const row = items.update(
        list,
        id,
        bodyOf(request),
        request.verboseBody,
        request.ifMatch,
        site.permissions.principalIdOf(request.caller),
      )
      return { status: 204, headers: { etag: etagOf(row) } }
    }
    case 'DELETE':
      items.remove(list, id, request.ifMatch, false)
      return { status: 200 }
  }
  throw refused.notInStandIn(`method ${request.method} on an item`, 'item-routes.ts')
}

function answerVersions(
  site: Site,
  request: ApiRequest,
  list: SpList,
  id: number,
  key: Segment,
  rest: readonly Segment[],
): Answer {
  const [next] = rest
  if (next?.name === 'deleteall') {
    site.items.forgetVersions(list, id)
    return { status: 200 }
  }
  if (key.values !== undefined && request.method === 'DELETE') {
    site.items.forgetVersions(list, id, Math.floor(Number(key.values[0]) / 512))
    return { status: 200 }
  }
  if (next || request.method !== 'GET') throw refused.notInStandIn('this route of item versions', 'item-routes.ts')
  const all = site.items.versions(list, id).map((row, at): Entity => {
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
  const wanted = key.values === undefined ? undefined : all.find(({ values }) => values['VersionId'] === Number(key.values?.[0]))
  if (key.values !== undefined && !wanted) throw refused.noSuchItem()
  return wanted ? answerEntity(wanted, request.mode, request.webUrl) : answerCollection(all, request.mode, request.webUrl)
}
