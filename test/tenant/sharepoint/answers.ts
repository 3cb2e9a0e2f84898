import type { Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import { refused, type SharePointError } from './errors.js'

/** How much metadata the client wants: decided by its Accept header, minimal when it says nothing of it. */
export type Mode = 'none' | 'minimal' | 'verbose'

export function modeOf(accept: string): Mode {
  if (/odata(\.metadata)?=(nometadata|none)/i.test(accept)) return 'none'
  return /odata=verbose/i.test(accept) ? 'verbose' : 'minimal'
}

/** A thing with an address. `path` stands behind `_api/`, as in the edit links of SharePoint. */
export type Entity = { readonly type: string; readonly path: string; readonly etag?: string; readonly values: Bag }

export type Answer = {
  readonly status: number
  readonly body?: Bag
  /** Instead of a body that is JSON: the content of an attachment, a bare `$value`. */
  readonly raw?: { readonly bytes: Uint8Array; readonly type: string }
  readonly headers?: Readonly<Record<string, string>>
}

const contentTypes: Record<Mode, string> = {
  none: 'application/json;odata=nometadata;streaming=true;charset=utf-8',
  minimal: 'application/json;odata=minimalmetadata;streaming=true;charset=utf-8',
  verbose: 'application/json;odata=verbose;charset=utf-8',
}

export const contentTypeOf = (mode: Mode): string => contentTypes[mode]

function verboseValue(value: unknown, webUrl: string): unknown {
  if (Array.isArray(value)) return { __metadata: { type: 'Collection(Edm.String)' }, results: value }
  return isEntity(value) ? decorated(value, 'verbose', webUrl) : value
}

const isEntity = (value: unknown): value is Entity =>
  isBag(value) && typeof value['type'] === 'string' && typeof value['path'] === 'string' && isBag(value['values'])

function decorated(entity: Entity, mode: Mode, webUrl: string): Bag {
  const { type, path, etag, values } = entity
  if (mode === 'verbose') {
    const plain = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, verboseValue(value, webUrl)]))
    return {
      __metadata: { id: `${webUrl}/_api/${path}`, uri: `${webUrl}/_api/${path}`, ...(etag ? { etag } : {}), type },
      ...plain,
    }
  }
  const parts = Object.entries(values).filter(([, value]) => isEntity(value))
  const plain =
    parts.length === 0
      ? values
      : { ...values, ...Object.fromEntries(parts.map(([name, value]) => [name, decorated(value as Entity, mode, webUrl)])) }
  if (mode === 'none') return plain
  return {
    'odata.type': type,
    'odata.id': `${webUrl}/_api/${path}`,
    ...(etag ? { 'odata.etag': etag } : {}),
    'odata.editLink': path,
    ...plain,
  }
}

export function answerEntity(entity: Entity, mode: Mode, webUrl: string, status = 200): Answer {
  const shown = decorated(entity, mode, webUrl)
  const headers = entity.etag ? { etag: entity.etag } : undefined
  const body =
    mode === 'verbose'
      ? { d: shown }
      : mode === 'none'
        ? shown
        : { 'odata.metadata': `${webUrl}/_api/$metadata#${entity.type}/@Element`, ...shown }
  return { status, body, ...(headers ? { headers } : {}) }
}

export function answerCollection(entities: readonly Entity[], mode: Mode, webUrl: string, nextLink?: string): Answer {
  const value = entities.map((entity) => decorated(entity, mode, webUrl))
  if (mode === 'verbose') return { status: 200, body: { d: { results: value, ...(nextLink ? { __next: nextLink } : {}) } } }
  const metadata = mode === 'minimal' ? { 'odata.metadata': `${webUrl}/_api/$metadata#${entities[0]?.type ?? 'Collection'}` } : {}
  return { status: 200, body: { ...metadata, ...(nextLink ? { 'odata.nextLink': nextLink } : {}), value } }
}

/** A bare value: `{ value: … }`, in verbose form under its name. */
export const answerValue = (name: string, value: unknown, mode: Mode): Answer => ({
  status: 200,
  body: mode === 'verbose' ? { d: { [name]: value } } : mode === 'minimal' ? { 'odata.null': value === null, value } : { value },
})

export function answerError(error: SharePointError, mode: Mode): Answer {
  const inner = { code: error.code, message: { lang: 'en-US', value: error.message } }
  return { status: error.status, body: mode === 'verbose' ? { error: inner } : { 'odata.error': inner } }
}

/**
 * Leaves what $select names. `deferred` are the parts that come only with $expand, as functions so that nobody pays for them unasked.
 */
export function shaped(
  entity: Entity,
  query: Pick<Query, 'select' | 'expand'>,
  deferred: Readonly<Record<string, () => Entity>> = {},
): Entity {
  const expanded = new Map<string, Entity>()
  for (const asked of query.expand) {
    const name = asked.split('/')[0] ?? ''
    const found = Object.keys(deferred).find((each) => each.toLowerCase() === name.toLowerCase())
    if (!found) throw refused.noSuchProperty(name, entity.type)
    const make = deferred[found]
    if (make && !expanded.has(found)) expanded.set(found, make())
  }
  if (query.select.length === 0 && expanded.size === 0) return entity
  if (query.select.length === 0 || query.select.includes('*'))
    return { ...entity, values: { ...entity.values, ...Object.fromEntries(expanded) } }
  const values: Bag = {}
  for (const asked of query.select) {
    const [first = '', ...rest] = asked.split('/')
    const name = Object.hasOwn(entity.values, first)
      ? first
      : Object.keys(entity.values).find((each) => each.toLowerCase() === first.toLowerCase())
    if (rest.length === 0 && name) {
      values[name] = entity.values[name]
      continue
    }
    const part = Object.keys(deferred).find((each) => each.toLowerCase() === first.toLowerCase())
    if (!part) throw refused.noSuchProperty(first, entity.type)
    const inner = expanded.get(part)
    if (rest.length > 0 && !inner) throw refused.needsExpand(part)
    if (!inner) continue
    const before = values[part]
    const chosen = rest.length === 0 ? inner : shaped(inner, { select: [rest.join('/')], expand: [] })
    values[part] = isEntity(before) ? { ...chosen, values: { ...before.values, ...chosen.values } } : chosen
  }
  return { ...entity, values }
}
