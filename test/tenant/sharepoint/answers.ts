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
export type Entity = {
  readonly type: string
  readonly path: string
  readonly etag?: string
  readonly values: Bag
  /** What is shown only to those who ask for it by name, because it costs something: `HasUniqueRoleAssignments`. */
  readonly onDemand?: Readonly<Record<string, () => unknown>>
  /** What belongs to it and comes only with $expand, wherever it is shown: a view's fields. */
  readonly parts?: Readonly<Record<string, Part>>
}

/** A part that comes only with $expand: one thing, or several. */
export type Part = () => Entity | readonly Entity[]

/** Where a part could be and there is none: an empty lookup. */
export const nothing: Entity = { type: 'Edm.Null', path: '', values: {} }

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
  if (areEntities(value)) return { results: value.map((each) => decorated(each, 'verbose', webUrl)) }
  if (Array.isArray(value)) {
    const of = value.length > 0 && value.every((each) => typeof each === 'number') ? 'Int32' : 'String'
    return { __metadata: { type: `Collection(Edm.${of})` }, results: value }
  }
  return isEntity(value) ? decorated(value, 'verbose', webUrl) : value
}

const isEntity = (value: unknown): value is Entity =>
  isBag(value) && typeof value['type'] === 'string' && typeof value['path'] === 'string' && isBag(value['values'])

const areEntities = (value: unknown): value is readonly Entity[] =>
  Array.isArray(value) && value.length > 0 && value.every(isEntity)

function decorated(entity: Entity, mode: Mode, webUrl: string): Bag | null {
  if (entity.type === nothing.type) return null
  const { type, path, etag, values } = entity
  if (mode === 'verbose') {
    const plain = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, verboseValue(value, webUrl)]))
    return {
      __metadata: { id: `${webUrl}/_api/${path}`, uri: `${webUrl}/_api/${path}`, ...(etag ? { etag } : {}), type },
      ...plain,
    }
  }
  const shown: Bag = {}
  if (mode === 'minimal') {
    shown['odata.type'] = type
    shown['odata.id'] = `${webUrl}/_api/${path}`
    if (etag) shown['odata.etag'] = etag
    shown['odata.editLink'] = path
  }
  for (const [name, value] of Object.entries(values)) shown[name] = plainValue(value, mode, webUrl)
  return shown
}

function plainValue(value: unknown, mode: Mode, webUrl: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isEntity(value)) return decorated(value, mode, webUrl)
  return areEntities(value) ? value.map((each) => decorated(each, mode, webUrl)) : value
}

export function answerEntity(entity: Entity, mode: Mode, webUrl: string, status = 200): Answer {
  const shown = decorated(entity, mode, webUrl) ?? {}
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

const called = (names: Readonly<Record<string, unknown>>, wanted: string): string | undefined =>
  Object.hasOwn(names, wanted) ? wanted : Object.keys(names).find((each) => each.toLowerCase() === wanted.toLowerCase())

/**
 * Leaves what $select names. `deferred` are the parts that come only with $expand, as functions so that nobody pays for them unasked.
 */
export function shaped(
  entity: Entity,
  query: Pick<Query, 'select' | 'expand'>,
  further: Readonly<Record<string, Part>> = {},
): Entity {
  if (entity.type === nothing.type) return entity
  const deferred = { ...entity.parts, ...further }
  const { onDemand = {} } = entity
  const asides: Bag = {}
  const expanded = new Map<string, ReturnType<Part>>()
  for (const asked of query.expand) {
    const [name = ''] = asked.split('/')
    const found = called(deferred, name)
    if (!found) {
      // A plain property may be expanded, as tools do with HasUniqueRoleAssignments; where all is shown it then comes too.
      const slow = called(onDemand, name)
      if (!slow && !called(entity.values, name)) throw refused.noSuchProperty(name, entity.type)
      if (slow) asides[slow] = onDemand[slow]?.()
      continue
    }
    const make = deferred[found]
    if (!make || expanded.has(found)) continue
    const deeper = query.expand.filter((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}/`))
    expanded.set(
      found,
      widened(
        make(),
        deeper.map((each) => each.slice(name.length + 1)),
      ),
    )
  }
  if (query.select.length === 0 && expanded.size === 0 && Object.keys(asides).length === 0) return entity
  const whole = query.select.length === 0 || query.select.includes('*')
  const values: Bag = whole ? { ...entity.values, ...asides, ...Object.fromEntries(expanded) } : {}
  for (const asked of query.select) {
    if (asked === '*') continue
    const [first = '', ...rest] = asked.split('/')
    const name = called(entity.values, first)
    if (rest.length === 0 && name) {
      values[name] = entity.values[name]
      continue
    }
    const slow = called(onDemand, first)
    if (rest.length === 0 && slow) {
      values[slow] = onDemand[slow]?.()
      continue
    }
    const part = called(deferred, first)
    if (!part) throw refused.noSuchProperty(first, entity.type)
    const inner = expanded.get(part)
    if (rest.length > 0 && !inner) throw refused.needsExpand(part)
    if (inner) values[part] = rest.length === 0 ? inner : merged(values[part], inner, rest.join('/'))
  }
  return { ...entity, values }
}

/** A part with what was asked of its own parts: `$expand=Views/ViewFields`. */
function widened(part: ReturnType<Part>, expand: readonly string[]): ReturnType<Part> {
  if (expand.length === 0) return part
  const one = (inner: Entity): Entity => shaped(inner, { select: [], expand })
  return 'type' in part ? one(part) : part.map(one)
}

/** Of a part, one more of its properties beside those that were selected before. */
function merged(before: unknown, part: ReturnType<Part>, name: string): ReturnType<Part> {
  const one = (inner: Entity, had: unknown): Entity => {
    const chosen = shaped(inner, { select: [name], expand: [] })
    return isEntity(had) ? { ...chosen, values: { ...had.values, ...chosen.values } } : chosen
  }
  const had: readonly unknown[] = Array.isArray(before) ? before : []
  return 'type' in part ? one(part, before) : part.map((each, at) => one(each, had[at]))
}
