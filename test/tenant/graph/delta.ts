import type { DirectoryChange, Person } from '../directory.js'
import { conjuncts, type Filter } from '../odata/filter.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { graphRoot, queryOf } from './collection.js'
import { GraphRefusal, refused } from './errors.js'
import type { GraphCall } from './routes.js'
import { guardNames, selectedOf, usual } from './user-shape.js'

const pageSize = 200
/** A delta link of the directory is good for seven days. */
const linkMs = 7 * 86_400_000
const idsAtMost = 50

/** What the opaque tokens hold: the question as it was first asked, and how far its answer has come. */
type Position = {
  readonly select: readonly string[]
  readonly ids: readonly string[]
  /** The change after which this round tells; null when it tells of everybody. */
  readonly from: number | null
  /** The change up to which it tells. */
  readonly to: number
  /** Behind this row, or behind so many changed people, the next page begins. */
  readonly after: number
  readonly issued: number
}

/** `/users/delta`: everybody first, then what has changed since. */
export class UserDelta {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  answer(call: GraphCall): Bag {
    const query = queryOf(call.url.searchParams)
    guardNames(query.select, ['manager'])
    const skip = parameter(call.url, '$skiptoken')
    const delta = parameter(call.url, '$deltatoken')
    const fresh = { select: query.select, ids: idsIn(query.filter), after: 0, issued: this.#tenant.clock.nowMs() }
    if (skip) return this.#page(call, positionIn(skip))
    const { latestChange: to } = this.#tenant.directory
    if (delta?.toLowerCase() === 'latest') return this.#shown(call, { ...fresh, from: to, to }, [], undefined)
    if (!delta) return this.#page(call, { ...fresh, from: null, to })
    const before = positionIn(delta)
    if (this.#tenant.clock.nowMs() - before.issued > linkMs) throw new ExpiredDelta(call)
    const select = query.select.length > 0 ? query.select : before.select
    return this.#page(call, { ...before, select, from: before.to, to, after: 0, issued: fresh.issued })
  }

  #page(call: GraphCall, position: Position): Bag {
    return position.from === null ? this.#everybody(call, position) : this.#changed(call, position, position.from)
  }

  #everybody(call: GraphCall, position: Position): Bag {
    const { directory } = this.#tenant
    const people =
      position.ids.length > 0
        ? directory.byKey('id', position.ids).filter(({ seq }) => seq > position.after)
        : directory.page(position.after, pageSize + 1)
    const page = people.slice(0, pageSize)
    const value = page.map((person) => ({
      ...present(selectedOf(person, properties(position))),
      id: person.id,
      ...(person.managerId !== null && tracksManager(position) ? { 'manager@delta': [reference(person.managerId)] } : {}),
    }))
    return this.#shown(call, position, value, people.length > pageSize ? page.at(-1)?.seq : undefined)
  }

  #changed(call: GraphCall, position: Position, from: number): Bag {
    const byPerson = new Map<string, DirectoryChange[]>()
    for (const change of this.#tenant.directory.changes(from, position.to)) {
      const key = change.userId.toLowerCase()
      if (position.ids.length > 0 && !position.ids.some((id) => id.toLowerCase() === key)) continue
      byPerson.set(key, [...(byPerson.get(key) ?? []), change])
    }
    const minimal = /return\s*=\s*minimal/i.test(call.headers.get('prefer') ?? '')
    const told = [...byPerson.values()].flatMap((changes): Bag[] => {
      const entry = this.#told(changes, position, minimal)
      return entry ? [entry] : []
    })
    const page = told.slice(position.after, position.after + pageSize)
    const end = position.after + pageSize
    return this.#shown(call, position, page, end < told.length ? end : undefined)
  }

  #told(changes: readonly DirectoryChange[], position: Position, minimal: boolean): Bag | undefined {
    const [first] = changes
    if (!first) return undefined
    const person = this.#tenant.directory.find(first.userId)
    if (!person) return { id: first.userId, '@removed': { reason: 'changed' } }
    const lost = this.#tenant.settings.get('deltaManagers') === 'lost'
    const tracked = properties(position)
    const made = changes.some(({ kind }) => kind === 'created')
    const names = new Set(changes.flatMap((change) => change.names))
    const changed = made ? tracked : tracked.filter((name) => names.has(name))
    const manager = lost || !tracksManager(position) ? {} : managerDelta(changes, person, made)
    if (changed.length === 0 && Object.keys(manager).length === 0) return undefined
    const all = selectedOf(person, tracked)
    const kept = Object.entries(all).filter(([name, value]) => changed.includes(name) || (!minimal && value !== null))
    return { ...(made ? present(all) : Object.fromEntries(kept)), id: person.id, ...manager }
  }

  #shown(call: GraphCall, position: Position, value: readonly Bag[], next: number | undefined): Bag {
    const link = (name: string, token: Position): string =>
      `https://graph.microsoft.com${call.url.pathname}?${name}=${Buffer.from(JSON.stringify(token)).toString('base64url')}`
    return {
      '@odata.context': `${graphRoot}/$metadata#users`,
      ...(next === undefined
        ? { '@odata.deltaLink': link('$deltatoken', { ...position, after: 0 }) }
        : { '@odata.nextLink': link('$skiptoken', { ...position, after: next }) }),
      value,
    }
  }
}

/** The client has to begin again, at the address it is given. */
class ExpiredDelta extends GraphRefusal {
  constructor(call: GraphCall) {
    super(410, 'syncStateNotFound', 'The delta token has expired. A full synchronization is required.', {
      Location: `https://graph.microsoft.com${call.url.pathname}?$deltatoken=`,
    })
  }
}

const properties = ({ select }: Position): readonly string[] =>
  select.length > 0 ? select.filter((name) => name !== 'manager').map((name) => name.split('/')[0] ?? '') : usual

const tracksManager = ({ select }: Position): boolean => select.length === 0 || select.includes('manager')

const reference = (id: string): Bag => ({ '@odata.type': '#microsoft.graph.user', id })

/** What was never set is not mentioned. */
const present = (properties: Bag): Bag => Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))

function managerDelta(changes: readonly DirectoryChange[], { managerId }: Person, made: boolean): Bag {
  const before = made ? null : changes.find(({ names }) => names.includes('manager'))?.managerBefore
  if (before === undefined || before?.toLowerCase() === managerId?.toLowerCase()) return {}
  return {
    'manager@delta': [
      ...(managerId === null ? [] : [reference(managerId)]),
      ...(before === null ? [] : [{ ...reference(before), '@removed': { reason: 'deleted' } }]),
    ],
  }
}

function parameter(url: URL, name: string): string | undefined {
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === name) return value
  return undefined
}

/** Some people only: `id eq '…' or id eq '…'`, nothing else. */
function idsIn(filter: Filter | undefined): string[] {
  if (!filter) return []
  const alternatives = (each: Filter): Filter[] =>
    each.kind === 'or' ? [...alternatives(each.left), ...alternatives(each.right)] : [each]
  const ids = alternatives(filter).map((each) => {
    const [only, ...others] = conjuncts(each)
    if (
      others.length === 0 &&
      only?.kind === 'compare' &&
      only.operator === 'eq' &&
      only.left.kind === 'path' &&
      only.left.path.join('/') === 'id' &&
      only.right.kind === 'value'
    )
      return String(only.right.value)
    throw refused.invalid('Request_UnsupportedQuery', 'Only filters on object id are supported by a delta query.')
  })
  if (ids.length > idsAtMost)
    throw refused.invalid('Request_UnsupportedQuery', `A delta query can be filtered by at most ${idsAtMost} objects.`)
  return ids
}

function positionIn(token: string): Position {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (isBag(read) && Array.isArray(read['select']) && typeof read['to'] === 'number') return read as Position
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw refused.invalid('Request_BadRequest', 'Badly formed token.')
}
