import { compare, passes, type Reading } from '../odata/evaluate.js'
import { conjuncts, type Filter, FilterSyntax } from '../odata/filter.js'
import { parseQuery, type Query } from '../odata/query.js'
import { type Bag, isBag, type Store } from '../store.js'
import { refused } from './errors.js'

export const graphRoot = 'https://graph.microsoft.com/v1.0'

export function queryOf(parameters: URLSearchParams): Query {
  try {
    return parseQuery(parameters)
  } catch (error) {
    if (error instanceof FilterSyntax) throw refused.badRequest(`Invalid filter clause: ${error.message}`)
    throw error
  }
}

export function at(document: unknown, path: readonly string[]): unknown {
  let value = document
  for (const name of path) value = isBag(value) ? value[name] : undefined
  return value
}

/** `extended` are the properties a client has given the document itself; they are filterable but come only with $expand. */
export function accepts(filter: Filter, document: Bag, extended: readonly Bag[] = []): boolean {
  const reading: Reading = {
    value: (path) => at(document, path),
    elements: (path) => {
      const elements = path[0] === 'singleValueExtendedProperties' ? extended : at(document, path)
      return Array.isArray(elements)
        ? elements.map((element: unknown) => (inner: readonly string[]) => (inner.length === 0 ? element : at(element, inner)))
        : []
    },
  }
  try {
    return passes(filter, reading)
  } catch (error) {
    if (error instanceof FilterSyntax) throw refused.badRequest(`Invalid filter clause: ${error.message}`)
    throw error
  }
}

export function ordered<Row>(rows: readonly Row[], query: Query, document: (row: Row) => Bag): Row[] {
  if (query.orderby.length === 0) return [...rows]
  return [...rows].sort((left, right) => {
    for (const { path, descending } of query.orderby) {
      const difference = compare(at(document(left), path.split('/')), at(document(right), path.split('/')))
      if (difference !== 0) return descending ? -difference : difference
    }
    return 0
  })
}

/** What $select leaves; the id and etag stay, as in Exchange. */
export function selected(document: Bag, select: readonly string[]): Bag {
  if (select.length === 0) return document
  const kept = Object.entries(document).filter(
    ([name]) => name === 'id' || name === '@odata.etag' || select.some((each) => each.split('/')[0] === name),
  )
  return Object.fromEntries(kept)
}

/** The address of the next page: at graph.microsoft.com, whoever was asked; the SDK follows no other. */
export function nextLink(url: URL, changes: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(url.searchParams)
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value)
  return `https://graph.microsoft.com${url.pathname}?${parameters.toString().replaceAll('%24', '$')}`
}

/** One page of `documents` that are already filtered and in order. */
export function paged(
  documents: readonly Bag[],
  query: Query,
  url: URL,
  limits: { readonly usual: number; readonly most: number },
): Bag {
  const top = Math.min(query.top ?? limits.usual, limits.most)
  const value = documents.slice(query.skip, query.skip + top)
  const more = query.skip + top < documents.length
  return {
    '@odata.context': `${graphRoot}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//, '')}`,
    ...(query.count ? { '@odata.count': documents.length } : {}),
    ...(more ? { '@odata.nextLink': nextLink(url, { $skip: String(query.skip + top) }) } : {}),
    value,
  }
}

/** Extended properties are what a client finds its own events and mails by, so they have an index of their own. */
export class ExtendedProperties {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  set(ownerId: string, userId: string, given: unknown): void {
    for (const each of Array.isArray(given) ? (given as unknown[]) : []) {
      if (!isBag(each) || typeof each['id'] !== 'string' || typeof each['value'] !== 'string')
        throw refused.invalid('ErrorInvalidProperty', 'A single-value extended property needs an id and a value.')
      if (
        !/^(String|Integer|Boolean|SystemTime|Double) (\{[0-9a-f-]{36}\} (Name .+|Id 0x[0-9a-f]+)|0x[0-9a-f]+)$/i.test(each['id'])
      )
        throw refused.invalid(
          'ErrorInvalidProperty',
          `PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType propertyTag'.`,
        )
      this.#store.run(
        'insert or replace into extended (ownerId, userId, property, value) values (?, ?, ?, ?)',
        ownerId,
        userId,
        each['id'],
        each['value'],
      )
    }
  }

  of(ownerId: string): Bag[] {
    return this.#store
      .all<{ property: string; value: string }>('select property, value from extended where ownerId = ?', ownerId)
      .map(({ property, value }) => ({ id: property, value }))
  }

  move(fromId: string, toId: string): void {
    this.#store.run('update extended set ownerId = ? where ownerId = ?', toId, fromId)
  }

  remove(ownerId: string): void {
    this.#store.run('delete from extended where ownerId = ?', ownerId)
  }

  /** The owners a filter can mean when it asks for one property with one value; undefined when it asks for none. */
  candidates(filter: Filter | undefined, userId: string): string[] | undefined {
    for (const condition of filter ? conjuncts(filter) : []) {
      if (condition.kind !== 'any' || condition.path.join('/') !== 'singleValueExtendedProperties') continue
      const wanted = new Map<string, string>()
      for (const inner of conjuncts(condition.inner))
        if (inner.kind === 'compare' && inner.operator === 'eq' && inner.left.kind === 'path' && inner.right.kind === 'value')
          wanted.set(inner.left.path.slice(1).join('/'), String(inner.right.value))
      const [property, value] = [wanted.get('id'), wanted.get('value')]
      if (property === undefined || value === undefined) continue
      const sql = 'select ownerId from extended where userId = ? and property = ? and value = ?'
      return this.#store.all<{ ownerId: string }>(sql, userId, property, value).map(({ ownerId }) => ownerId)
    }
    return undefined
  }

  /** The part of them that `$expand=singleValueExtendedProperties($filter=id eq '…')` asks for. */
  expanded(ownerId: string, expands: readonly string[]): Bag {
    const asked = expands.find((each) => each.startsWith('singleValueExtendedProperties'))
    if (!asked) return {}
    const filter = /\$filter=(.*)\)$/s.exec(asked)?.[1]
    if (!filter)
      throw refused.invalid('ErrorInvalidUrlQueryFilter', 'The expand of singleValueExtendedProperties needs a $filter on id.')
    const { filter: parsed } = queryOf(new URLSearchParams({ $filter: filter }))
    const found = this.of(ownerId).filter((each) => parsed !== undefined && accepts(parsed, each))
    return found.length > 0 ? { singleValueExtendedProperties: found } : {}
  }
}
