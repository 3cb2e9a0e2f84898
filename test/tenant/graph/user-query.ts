import type { Person } from '../directory.js'
import { type Filter, pathsOf, type Term } from '../odata/filter.js'
import { parseExpand, type Query } from '../odata/query.js'
import { accepts, queryOf } from './collection.js'
import { type GraphRefusal, refused } from './errors.js'
import type { GraphCall } from './routes.js'

const more = 'Refer to https://aka.ms/graph-docs/advanced-queries for more information'
const unsupported = (message: string): GraphRefusal => refused.invalid('Request_UnsupportedQuery', message)

/** What can be filtered in the directory's own store; the rest only in the index, which has to be asked for. */
const filteredAnyway = new Set([
  'accountEnabled',
  'ageGroup',
  'assignedLicenses',
  'businessPhones',
  'city',
  'consentProvidedForMinor',
  'country',
  'createdDateTime',
  'department',
  'displayName',
  'employeeId',
  'givenName',
  'id',
  'identities',
  'jobTitle',
  'mail',
  'mailNickname',
  'otherMails',
  'proxyAddresses',
  'state',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
])
const filteredInIndex = new Set([
  'companyName',
  'employeeHireDate',
  'employeeOrgData',
  'employeeType',
  'mobilePhone',
  'officeLocation',
  'onPremisesExtensionAttributes',
  'onPremisesSamAccountName',
  'postalCode',
  'preferredLanguage',
  'streetAddress',
])
const endingKnown = new Set(['mail', 'otherMails', 'userPrincipalName', 'proxyAddresses'])
const sortedAnyway = new Set(['displayName', 'userPrincipalName'])
const sortedInIndex = new Set(['createdDateTime', 'deletedDateTime'])

/** A query on people as the directory understands it, after everything it does not allow has been refused. */
export type UserQuery = Query & {
  readonly search: ((person: Person) => boolean) | undefined
  /** Counting is done in the index only; asked for without it, it is passed over in silence. */
  readonly counted: boolean
}

const isEventual = (call: GraphCall): boolean => call.headers.get('consistencylevel')?.toLowerCase() === 'eventual'

export function guardCountSegment(call: GraphCall): void {
  if (!isEventual(call))
    throw unsupported(`Raw count (/$count) is not supported because the 'ConsistencyLevel:eventual' header is missing. ${more}`)
}

/** The query of a collection. `segment` means that the path ends in `$count`, which counts as having asked for the index. */
export function collectionQuery(call: GraphCall, { segment = false } = {}): UserQuery {
  const query = queryOf(call.url.searchParams)
  const searched = call.url.searchParams.get('$search')
  const eventual = isEventual(call)
  if (call.url.searchParams.has('$skip')) throw refused.invalid('Request_BadRequest', "'$skip' is not supported by the service.")
  if (query.top !== undefined && (query.top < 1 || query.top > 999))
    throw unsupported(`Invalid page size specified: '${query.top}'. Must be between 1 and 999 inclusive.`)
  if (query.expand.some((each) => parseExpand(each).options.has('$levels')))
    throw unsupported(
      "Transitive manager's list is only supported on a single user, send the $expand request on /users/{id} endpoint",
    )
  if (searched !== null && !eventual)
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    )
  // What is expanded is read from the store itself, where the index's abilities are not to be had.
  const inIndex = eventual && (query.count || segment || searched !== null) && query.expand.length === 0
  if (query.filter) guardFilter(query.filter, { eventual, inIndex })
  for (const { path } of query.orderby) {
    if (query.filter && !inIndex) throw unsupported('Sorting not supported for current query.')
    if (!sortedAnyway.has(path) && !(inIndex && sortedInIndex.has(path)))
      throw unsupported(`Unsupported sort property '${path}' for 'User'.`)
  }
  return { ...query, counted: query.count && eventual, search: searched === null ? undefined : searchOf(searched) }
}

/** The query of one person: `$levels` climbs the line of managers, which takes the index as well. */
export function singleQuery(call: GraphCall): Query {
  const query = queryOf(call.url.searchParams)
  const levels = query.expand.map((each) => parseExpand(each).options.get('$levels')).find((each) => each !== null)
  if (levels === undefined) return query
  if (!isEventual(call) || !query.count)
    throw unsupported(
      `Operator '$levels' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. ${more}`,
    )
  if (levels !== 'max' && !(Number(levels) >= 1 && Number(levels) <= 1000))
    throw refused.badRequest(
      `Parsing OData Select and Expand failed: The value '${levels}' of $levels is not between 1 and 1000 or 'max'.`,
    )
  return query
}

type Stores = { readonly eventual: boolean; readonly inIndex: boolean }

function guardFilter(filter: Filter, stores: Stores): void {
  const needIndex = (operator: string): void => {
    if (stores.inIndex) return
    throw unsupported(
      stores.eventual
        ? `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. ${more}`
        : `Operator '${operator}' is not supported because the 'ConsistencyLevel:eventual' header is missing. ${more}`,
    )
  }
  switch (filter.kind) {
    case 'and':
    case 'or':
      guardFilter(filter.left, stores)
      guardFilter(filter.right, stores)
      return
    case 'not':
      needIndex('not')
      guardFilter(filter.inner, stores)
      return
    case 'any':
    case 'all':
      guardProperty(filter.path.join('/'), stores)
      for (const term of termsOf(filter.inner)) guardCall(term, needIndex)
      return
    case 'compare': {
      if (filter.operator === 'ne' && !stores.inIndex) throw unsupported("Filter operator 'NotEqualsMatch' is not supported.")
      const aboutNothing = filter.right.kind === 'value' && filter.right.value === null
      for (const path of pathsOf(filter)) guardProperty(path, stores, aboutNothing)
      for (const term of [filter.left, filter.right]) guardCall(term, needIndex)
      return
    }
    case 'in':
    case 'holds':
      for (const path of pathsOf(filter)) guardProperty(path, stores)
      for (const term of termsOf(filter)) guardCall(term, needIndex)
  }
}

function guardProperty(path: string, { inIndex }: Stores, aboutNothing = false): void {
  const name = path.split('/')[0] ?? ''
  const counts = path.endsWith('/$count')
  const open = filteredAnyway.has(name) && !counts && !aboutNothing
  if (!open && !(inIndex && (filteredAnyway.has(name) || filteredInIndex.has(name))))
    throw unsupported(`Unsupported or invalid query filter clause specified for property '${name}' of resource 'User'.`)
}

function guardCall(term: Term, needIndex: (operator: string) => void): void {
  if (term.kind !== 'call') return
  if (term.name === 'endswith') {
    needIndex('endsWith')
    const [about] = term.arguments
    const name = about?.kind === 'path' ? (about.path[0] ?? '') : ''
    if (about?.kind === 'path' && about.path.length === 1 && name.length > 1 && !endingKnown.has(name))
      throw unsupported(`Unsupported or invalid query filter clause specified for property '${name}' of resource 'User'.`)
  } else if (term.name === 'contains' || term.name === 'substringof')
    throw unsupported("Filter operator 'Contains' is not supported.")
}

function termsOf(filter: Filter): Term[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...termsOf(filter.left), ...termsOf(filter.right)]
    case 'not':
    case 'any':
    case 'all':
      return termsOf(filter.inner)
    case 'compare':
      return [filter.left, filter.right]
    case 'in':
      return [filter.left]
    case 'holds':
      return [filter.term]
  }
}

const clause = /^\s*"(\w+):((?:[^"\\]|\\.)*)"\s*/

/** `"displayName:ann" OR "mail:ann"`: names are found by the beginning of any word in them, everything else by its own beginning. */
function searchOf(text: string): (person: Person) => boolean {
  const alternatives: ((person: Person) => boolean)[][] = [[]]
  let rest = text
  while (rest !== '') {
    const [whole, name, value] = clause.exec(rest) ?? []
    if (whole === undefined || name === undefined || value === undefined) {
      const at = text.length - rest.length + Math.max(0, rest.indexOf(':'))
      throw refused.badRequest(`Syntax error: character '${text[at] ?? ''}' is not valid at position ${at} in '${text}'.`)
    }
    alternatives
      .at(-1)
      ?.push((person) => beginsWith(person.document[name], value.replace(/\\(.)/g, '$1'), name === 'displayName'))
    rest = rest.slice(whole.length)
    const [operator, or] = /^(?:(OR)|AND)\s+/.exec(rest) ?? []
    if (operator === undefined) continue
    if (or !== undefined) alternatives.push([])
    rest = rest.slice(operator.length)
  }
  return (person) => alternatives.some((all) => all.every((fits) => fits(person)))
}

function beginsWith(value: unknown, text: string, anyWord: boolean): boolean {
  const [own, start] = [String(value ?? '').toLowerCase(), text.toLowerCase()]
  if (own.startsWith(start)) return true
  if (!anyWord) return false
  const words = own.split(/[^\p{L}\p{N}]+/u)
  return start.split(/[^\p{L}\p{N}]+/u).every((wanted) => words.some((word) => word.startsWith(wanted)))
}

export function fits(person: Person, { filter, search }: Pick<UserQuery, 'filter' | 'search'>): boolean {
  return (!filter || accepts(filter, person.document)) && (!search || search(person))
}
