import type { Directory, Person } from '../directory.js'
import { parseExpand, type Query, splitList } from '../odata/query.js'
import type { Bag } from '../store.js'
import { refused } from './errors.js'

/** What is shown of a person when nobody says what to select. */
export const usual = [
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
/** What User.ReadBasic.All shows of others. */
export const basic = new Set(['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'])
const fromProfileStore = new Set(['aboutMe', 'birthday', 'interests', 'skills', 'schools', 'responsibilities', 'hireDate'])
const known = new Set([
  ...usual,
  ...fromProfileStore,
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
])
/** More than twenty of a relationship are not expanded. */
const expandedAtMost = 20

export function guardNames(select: readonly string[], also: readonly string[] = []): void {
  for (const name of select)
    if (!known.has(name.split('/')[0] ?? '') && !also.includes(name)) throw refused.noSuchProperty(name, 'microsoft.graph.user')
}

/** A part of `$expand`, taken apart once for a page and not once for each of its people. */
type Expansion = { readonly name: string; readonly select: readonly string[]; readonly levels: number }

function expansionsOf({ expand }: Query): Expansion[] {
  return expand.map((each) => {
    const { name, options } = parseExpand(each)
    const [levels, select] = [options.get('$levels') ?? '1', splitList(options.get('$select') ?? '')]
    guardNames(select)
    return { name, select, levels: levels === 'max' ? 1000 : Number(levels) }
  })
}

/** A page of people; the managers of all of them are looked up at once. */
export function shownAll(directory: Directory, people: readonly Person[], query: Query): Bag[] {
  const expansions = expansionsOf(query)
  const asksManagers = expansions.some(({ name }) => name === 'manager')
  const managers = asksManagers ? directory.byIds([...new Set(people.flatMap(({ managerId }) => managerId ?? []))]) : undefined
  return people.map((person) =>
    shown(directory, person, query, expansions, (id) => (managers ? managers.get(id.toLowerCase()) : directory.find(id))),
  )
}

export function shown(
  directory: Directory,
  person: Person,
  query: Query,
  expansions = expansionsOf(query),
  managerOf: (id: string) => Person | undefined = (id) => directory.find(id),
): Bag {
  const shownPerson = selectedOf(person, query.select)
  for (const each of expansions) Object.assign(shownPerson, expanded(directory, person, each, managerOf, 0))
  return shownPerson
}

/** The same select is asked of every person on a page. */
const namesOfSelects = new WeakMap<readonly string[], readonly string[]>()

function namesOf(select: readonly string[]): readonly string[] {
  if (select.length === 0) return usual
  const names = namesOfSelects.get(select) ?? select.map((each) => each.split('/')[0] ?? '')
  namesOfSelects.set(select, names)
  return names
}

export function selectedOf(person: Person, select: readonly string[]): Bag {
  const names = namesOf(select)
  if (names.length === 1 && names[0] === 'id') return { id: person.id }
  const properties: Bag = {}
  const { document } = person
  for (const name of names) {
    if (name === 'mailboxSettings') properties[name] = { timeZone: 'UTC', ...person.mailbox }
    else if (!fromProfileStore.has(name) || document[name] !== undefined)
      properties[name] = document[name] ?? (name === 'businessPhones' ? [] : null)
  }
  return properties
}

function expanded(
  directory: Directory,
  person: Person,
  expansion: Expansion,
  managerOf: (id: string) => Person | undefined,
  depth: number,
): Bag {
  const { name, select, levels } = expansion
  const related = (each: Person): Bag => ({ '@odata.type': '#microsoft.graph.user', ...selectedOf(each, select) })
  if (name === 'directReports') return { directReports: directory.directReports(person.id).slice(0, expandedAtMost).map(related) }
  if (name !== 'manager')
    throw refused.badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.user'.`,
    )
  if (person.managerId === null) return {}
  const manager = managerOf(person.managerId)
  // The directory may be an excerpt of a larger one, which still says who manages whom.
  if (!manager) return { manager: { '@odata.type': '#microsoft.graph.user', id: person.managerId } }
  const higher = { ...expansion, levels: levels - 1 }
  const above = levels > 1 && depth < 1000 ? expanded(directory, manager, higher, managerOf, depth + 1) : {}
  return { manager: { ...related(manager), ...above } }
}
