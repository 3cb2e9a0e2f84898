import type { Person } from '../directory.js'
import { conjuncts, type Filter } from '../odata/filter.js'
import type { Query } from '../odata/query.js'
import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { graphRoot, nextLink, ordered } from './collection.js'
import { refused } from './errors.js'
import type { GraphCall } from './routes.js'
import { collectionQuery, fits, guardCountSegment, singleQuery, type UserQuery } from './user-query.js'
import { basic, guardNames, shown, shownAll } from './user-shape.js'

export const directoryPermissions = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All']

export type Relation = 'directReports' | 'transitiveReports'

/** Reading a directory: apps need User.Read.All; people see everybody's basic profile and the whole of their own. */
export class Users {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  list(call: GraphCall): Bag {
    const query = collectionQuery(call)
    this.#guard(call, query, undefined)
    if (query.select.includes('mailboxSettings'))
      throw refused.invalid(
        'ExplicitTargetMailboxIdShouldNotBeNullOrWhiteSpace',
        'Explicit target mailbox id should not be null or white space.',
      )
    const top = query.top ?? 100
    const after = positionIn(query)
    const narrowed = query.filter || query.orderby.length > 0 || query.search
    const all = narrowed ? this.#found(query, after, top + 1) : this.#tenant.directory.page(after, top + 1)
    const page = all.slice(0, top)
    const last = query.orderby.length > 0 ? after + top : (page.at(-1)?.seq ?? 0)
    return {
      '@odata.context': `${graphRoot}/$metadata#users`,
      ...(query.counted ? { '@odata.count': this.#count(query) } : {}),
      ...(all.length > top ? { '@odata.nextLink': linkAfter(call.url, last) } : {}),
      value: shownAll(this.#tenant.directory, page, query),
    }
  }

  count(call: GraphCall): number {
    guardCountSegment(call)
    const query = collectionQuery(call, { segment: true })
    this.#guard(call, query, undefined)
    return this.#count(query)
  }

  get(call: GraphCall): Bag {
    const query = singleQuery(call)
    const person = this.person(call)
    this.#guard(call, query, person)
    return { '@odata.context': `${graphRoot}/$metadata#users/$entity`, ...shown(this.#tenant.directory, person, query) }
  }

  manager(call: GraphCall): Bag {
    const query = singleQuery(call)
    const person = this.person(call)
    this.#guard(call, query, person)
    const manager = person.managerId === null ? undefined : this.#tenant.directory.find(person.managerId)
    if (!manager) throw refused.noSuchUser('manager')
    return {
      '@odata.context': `${graphRoot}/$metadata#directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...shown(this.#tenant.directory, manager, query),
    }
  }

  reports(call: GraphCall, relation: Relation): Bag {
    const query = collectionQuery(call)
    const found = this.#related(call, query, relation)
    const top = query.top ?? 100
    const after = positionIn(query)
    const page = ordered(found, query, ({ document }) => document).slice(after, after + top)
    return {
      '@odata.context': `${graphRoot}/$metadata#directoryObjects`,
      ...(query.counted ? { '@odata.count': found.length } : {}),
      ...(after + top < found.length ? { '@odata.nextLink': linkAfter(call.url, after + top) } : {}),
      value: shownAll(this.#tenant.directory, page, query).map((each) => ({ '@odata.type': '#microsoft.graph.user', ...each })),
    }
  }

  countReports(call: GraphCall, relation: Relation): number {
    guardCountSegment(call)
    return this.#related(call, collectionQuery(call, { segment: true }), relation).length
  }

  person(call: GraphCall): Person {
    const person = this.#tenant.directory.find(call.user())
    if (!person) throw refused.noSuchUser(call.user())
    return person
  }

  #related(call: GraphCall, query: UserQuery, relation: Relation): Person[] {
    const person = this.person(call)
    this.#guard(call, query, person)
    const { directory } = this.#tenant
    const related = relation === 'directReports' ? directory.directReports(person.id) : directory.transitiveReports(person.id)
    return related.filter((each) => fits(each, query))
  }

  /** The table has let the caller in; a person without the right to all profiles sees the basics of others, and all of their own. */
  #guard({ caller }: GraphCall, query: Query, person: Person | undefined): void {
    guardNames(query.select, ['mailboxSettings'])
    if (caller.kind === 'app' || caller.scopes.some((each) => directoryPermissions.includes(each))) return
    const self = person?.id.toLowerCase() === caller.id.toLowerCase()
    if (self && caller.scopes.some((each) => each === 'User.Read' || each === 'User.ReadWrite')) return
    if (!caller.scopes.includes('User.ReadBasic.All') || query.expand.length > 0) throw refused.privileges()
    if (query.select.some((each) => !basic.has(each))) throw refused.privileges()
  }

  #count(query: UserQuery): number {
    if (!query.filter && !query.search) return this.#tenant.directory.size
    return this.#found({ ...query, orderby: [] }, 0, Infinity).length
  }

  /** Of those who fit, the first `most` after the one where the last page ended. */
  #found(query: UserQuery, after: number, most: number): Person[] {
    const named = this.#byKey(query.filter)?.filter((person) => fits(person, query))
    if (query.orderby.length > 0) {
      const found = named ?? this.#reading(query, 0, Infinity)
      return ordered(found, query, ({ document }) => document).slice(after)
    }
    return named?.filter(({ seq }) => seq > after) ?? this.#reading(query, after, most)
  }

  /** Reads on only until there are enough: for one page of a large directory nobody reads all of it. */
  #reading(query: UserQuery, after: number, most: number): Person[] {
    const found: Person[] = []
    for (let last = after; ;) {
      const chunk = this.#tenant.directory.page(last, 1000)
      for (const person of chunk) {
        if (fits(person, query)) found.push(person)
        if (found.length >= most) return found
      }
      if (chunk.length < 1000) return found
      last = chunk.at(-1)?.seq ?? last
    }
  }

  /** `id in (…)`, `mail eq '…'` and the like need not look at everybody. */
  #byKey(filter: Filter | undefined): Person[] | undefined {
    for (const condition of filter ? conjuncts(filter) : []) {
      const values =
        condition.kind === 'in'
          ? condition.values
          : condition.kind === 'compare' && condition.operator === 'eq' && condition.right.kind === 'value'
            ? [condition.right.value]
            : undefined
      const left = condition.kind === 'in' || condition.kind === 'compare' ? condition.left : undefined
      if (!values || left?.kind !== 'path') continue
      if (condition.kind === 'in' && values.length > 15)
        throw refused.invalid(
          'Request_UnsupportedQuery',
          "Too many child clauses specified in search filter expression containing 'OR' operators: the maximum allowed is 15.",
        )
      const name = left.path.join('/')
      if (name === 'id' || name === 'mail' || name === 'userPrincipalName')
        return this.#tenant.directory.byKey(name, values.map(String))
    }
    return undefined
  }
}

/** Where the page begins: behind this row, or this far into an order of its own. */
function positionIn({ skipToken }: Query): number {
  const position = skipToken ? Number(Buffer.from(skipToken, 'base64url').toString()) : 0
  if (Number.isNaN(position))
    throw refused.invalid(
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    )
  return position
}

const linkAfter = (url: URL, position: number): string =>
  nextLink(url, { $skiptoken: Buffer.from(String(position)).toString('base64url') })
