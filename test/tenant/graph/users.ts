import type { Caller } from '../caller.js'
import type { Person } from '../directory.js'
import { conjuncts, type Filter } from '../odata/filter.js'
import { parseExpand, type Query, splitList } from '../odata/query.js'
import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accepts, graphRoot, nextLink, ordered, queryOf } from './collection.js'
import { refused } from './errors.js'

const usual = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
]
const basic = new Set(['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'])
const known = new Set([
  ...usual,
  'accountEnabled',
  'ageGroup',
  'assignedLicenses',
  'city',
  'companyName',
  'consentProvidedForMinor',
  'country',
  'createdDateTime',
  'department',
  'employeeHireDate',
  'employeeId',
  'employeeOrgData',
  'employeeType',
  'faxNumber',
  'identities',
  'mailNickname',
  'onPremisesExtensionAttributes',
  'onPremisesSamAccountName',
  'otherMails',
  'postalCode',
  'proxyAddresses',
  'state',
  'streetAddress',
  'usageLocation',
  'userType',
  'hireDate',
  'aboutMe',
  'birthday',
  'interests',
  'skills',
  'schools',
  'responsibilities',
])
const fromProfileStore = new Set(['aboutMe', 'birthday', 'interests', 'skills', 'schools', 'responsibilities', 'hireDate'])
const apps = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All']

/** Reading a directory: apps need User.Read.All; people see everybody's basic profile and the whole of their own. */
export class Users {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  list(caller: Caller, url: URL): Bag {
    const query = queryOf(url.searchParams)
    this.#guard(caller, query, undefined)
    if (query.select.includes('mailboxSettings'))
      throw refused.invalid(
        'ExplicitTargetMailboxIdShouldNotBeNullOrWhiteSpace',
        'Explicit target mailbox id should not be null or white space.',
      )
    if (query.top !== undefined && (query.top < 1 || query.top > 999))
      throw refused.invalid(
        'Request_UnsupportedQuery',
        `Invalid page size specified: '${query.top}'. Must be between 1 and 999 inclusive.`,
      )
    const top = query.top ?? 100
    const after = query.skipToken ? Number(Buffer.from(query.skipToken, 'base64url').toString()) : 0
    if (Number.isNaN(after))
      throw refused.invalid(
        'Directory_ExpiredPageToken',
        'The specified page token value has expired and can no longer be included in your request.',
      )
    const searched = url.searchParams.get('$search')
    const all =
      query.filter || query.orderby.length > 0 || searched
        ? this.#found(query, searched, after)
        : this.#tenant.directory.page(after, top + 1)
    const page = all.slice(0, top)
    const last = query.orderby.length > 0 ? after + top : (page.at(-1)?.seq ?? 0)
    return {
      '@odata.context': `${graphRoot}/$metadata#users`,
      ...(query.count ? { '@odata.count': this.#count(query, searched) } : {}),
      ...(all.length > top
        ? { '@odata.nextLink': nextLink(url, { $skiptoken: Buffer.from(String(last)).toString('base64url') }) }
        : {}),
      value: page.map((person) => this.#shown(person, query)),
    }
  }

  get(caller: Caller, key: string, url: URL): Bag {
    const query = queryOf(url.searchParams)
    const person = this.#person(key)
    this.#guard(caller, query, person)
    return { '@odata.context': `${graphRoot}/$metadata#users/$entity`, ...this.#shown(person, query) }
  }

  manager(caller: Caller, key: string, url: URL): Bag {
    const query = queryOf(url.searchParams)
    const person = this.#person(key)
    this.#guard(caller, query, person)
    const manager = person.managerId === null ? undefined : this.#tenant.directory.find(person.managerId)
    if (!manager) throw refused.noSuchUser('manager')
    return {
      '@odata.context': `${graphRoot}/$metadata#directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...this.#shown(manager, query),
    }
  }

  directReports(caller: Caller, key: string, url: URL): Bag {
    const query = queryOf(url.searchParams)
    const person = this.#person(key)
    this.#guard(caller, query, person)
    const reports = this.#tenant.directory.directReports(person.id)
    return {
      '@odata.context': `${graphRoot}/$metadata#directoryObjects`,
      value: reports.map((each) => ({ '@odata.type': '#microsoft.graph.user', ...this.#shown(each, query) })),
    }
  }

  #person(key: string): Person {
    const person = this.#tenant.directory.find(key)
    if (!person) throw refused.noSuchUser(key)
    return person
  }

  #guard(caller: Caller, query: Query, person: Person | undefined): void {
    for (const name of query.select)
      if (!known.has(name.split('/')[0] ?? '') && name !== 'mailboxSettings')
        throw refused.noSuchProperty(name, 'microsoft.graph.user')
    if (caller.kind === 'app') {
      if (!caller.permissions.some((each) => apps.includes(each))) throw refused.privileges()
      return
    }
    if (caller.scopes.some((each) => apps.includes(each))) return
    const self = person?.id.toLowerCase() === caller.id.toLowerCase()
    if (self && caller.scopes.includes('User.Read')) return
    if (!caller.scopes.includes('User.ReadBasic.All') || query.expand.length > 0) throw refused.privileges()
    if (query.select.some((each) => !basic.has(each))) throw refused.privileges()
  }

  #found(query: Query, searched: string | null, after: number): Person[] {
    const { filter } = query
    const text = searched ? (/^"?(?:displayName|mail):(.*?)"?$/.exec(searched)?.[1] ?? searched).toLowerCase() : undefined
    const fits = (person: Person): boolean => {
      if (filter && !accepts(filter, person.document)) return false
      return (
        text === undefined ||
        [person.document['displayName'], person.mail].some((each) =>
          String(each ?? '')
            .toLowerCase()
            .includes(text),
        )
      )
    }
    const found = (this.#byKey(filter) ?? this.#tenant.directory.page(0, -1)).filter(fits)
    if (query.orderby.length > 0) return ordered(found, query, ({ document }) => document).slice(after)
    return found.filter(({ seq }) => seq > after)
  }

  #count(query: Query, searched: string | null): number {
    return this.#found({ ...query, orderby: [] }, searched, 0).length
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

  #shown(person: Person, query: Query, depth = 0): Bag {
    const names = query.select.length > 0 ? query.select.map((each) => each.split('/')[0] ?? '') : usual
    const shown: Bag = {}
    for (const name of names) {
      if (name === 'mailboxSettings') shown[name] = { timeZone: 'UTC', ...person.mailbox }
      else if (!fromProfileStore.has(name) || person.document[name] !== undefined)
        shown[name] = person.document[name] ?? (name === 'businessPhones' ? [] : null)
    }
    for (const expand of query.expand) Object.assign(shown, this.#expanded(person, expand, depth))
    return shown
  }

  #expanded(person: Person, expand: string, depth: number): Bag {
    const { name, options } = parseExpand(expand)
    const inner: Query = { ...queryOf(new URLSearchParams()), select: splitList(options.get('$select') ?? '') }
    if (name === 'directReports')
      return { directReports: this.#tenant.directory.directReports(person.id).map((each) => this.#shown(each, inner)) }
    if (name !== 'manager')
      throw refused.badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.user'.`,
      )
    if (person.managerId === null) return {}
    const manager = this.#tenant.directory.find(person.managerId)
    // The directory may be an excerpt of a larger one, which still says who manages whom.
    if (!manager) return { manager: { id: person.managerId } }
    const levels = options.get('$levels')
    const left = levels === 'max' ? 1000 : Number(levels ?? 1)
    const deeper = left > 1 && depth < 1000 ? [expand.replace(/\$levels=\w+/, `$levels=${left - 1}`)] : []
    return { manager: this.#shown(manager, { ...inner, expand: deeper }, depth + 1) }
  }
}
