import type { Client } from '@microsoft/microsoft-graph-client'
import type { PersonCard } from '@tandem/contract'
import { managerGraph, type ManagerGraph } from '@tandem/domain'
import { z } from 'zod'
import { asking } from '../graph.js'

const text = z.unknown().transform((value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null))

/** What we take over of a user. Age, hire date and tenure are not even asked for. */
const User = z.object({
  id: z.string(),
  displayName: text,
  mail: text,
  userPrincipalName: text,
  jobTitle: text,
  department: text,
  officeLocation: text,
  country: text,
  preferredLanguage: text,
  accountEnabled: z.boolean().nullish(),
  userType: text,
  // A directory is not ours to refuse: what is not a person's id is no manager.
  manager: z.object({ id: z.string() }).nullish().catch(null),
})
const Page = z.object({ value: z.array(User), '@odata.nextLink': z.string().optional() })

export type Person = {
  readonly id: string
  readonly name: string
  readonly mail: string | null
  readonly userPrincipalName: string | null
  readonly jobTitle: string | null
  readonly department: string | null
  readonly office: string | null
  readonly country: string | null
  readonly language: string | null
  readonly managerId: string | null
  /** An employee with a switched-on account; guests and leavers are not. */
  readonly active: boolean
}

export type DirectoryProblem = {
  readonly personId: string
  readonly key: string
  readonly values: Readonly<Record<string, string>>
}

/** The organisation as one picture: everybody, and who reports to whom. */
export type Organisation = {
  readonly people: readonly Person[]
  readonly byId: ReadonlyMap<string, Person>
  readonly lines: ManagerGraph
  /** What in the directory keeps people from being invited or tandems from being made, in the order of the directory. */
  readonly problems: readonly DirectoryProblem[]
  /** People who share their mail address or user principal name with somebody earlier; mail would reach the other one. */
  readonly doubled: ReadonlySet<string>
}

export type Directory = { readonly read: () => Promise<Organisation> }

/** How old a picture may be. The org chart changes by the day; publication asks for a fresh one. */
const freshMs = 10 * 60_000

const fields =
  'id,displayName,mail,userPrincipalName,jobTitle,department,officeLocation,country,preferredLanguage,accountEnabled,userType'

export function openDirectory(graph: Client): Directory & { readonly readFresh: () => Promise<Organisation> } {
  let held: { readonly at: number; readonly organisation: Promise<Organisation> } | undefined
  const readFresh = () => {
    const organisation = readAll(graph).then(organisationOf)
    held = { at: Date.now(), organisation }
    organisation.catch(() => (held = undefined))
    return organisation
  }
  return { readFresh, read: () => (held && Date.now() - held.at < freshMs ? held.organisation : readFresh()) }
}

async function readAll(graph: Client): Promise<Person[]> {
  const people: Person[] = []
  let next: string | undefined = `/users?$select=${fields}&$expand=manager($select=id)&$top=999`
  while (next !== undefined) {
    const path: string = next
    const page: z.output<typeof Page> = Page.parse(await asking('reading the directory', () => graph.api(path).get()))
    people.push(...page.value.map(personOf))
    next = page['@odata.nextLink']
  }
  return people
}

const personOf = (user: z.output<typeof User>): Person => ({
  id: user.id,
  name: user.displayName ?? user.userPrincipalName ?? user.id,
  mail: user.mail,
  userPrincipalName: user.userPrincipalName,
  jobTitle: user.jobTitle,
  department: user.department,
  office: user.officeLocation,
  country: user.country,
  language: user.preferredLanguage,
  managerId: user.manager?.id ?? null,
  active: user.accountEnabled !== false && (user.userType === null || user.userType === 'Member'),
})

/** Also used by the portal and the rehearsal to read a directory file the same way. */
export function organisationOf(people: readonly Person[]): Organisation {
  const byId = new Map(people.map((person) => [person.id, person]))
  const lines = managerGraph(people.map(({ id, managerId }) => ({ id, managerId })))
  const problems: DirectoryProblem[] = []
  const doubled = new Set<string>()
  const firstWith = new Map<string, Person>()
  for (const person of people) {
    if (!person.active) continue
    if (person.mail === null) problems.push({ personId: person.id, key: 'directory.no-mail', values: { name: person.name } })
    const names = [person.mail, person.userPrincipalName].flatMap((name, at) =>
      name === null ? [] : [`${at}|${name.toLowerCase()}`],
    )
    const taken = names.find((name) => firstWith.has(name))
    if (taken !== undefined) {
      doubled.add(person.id)
      const other = firstWith.get(taken)!.name
      problems.push({
        personId: person.id,
        key: 'directory.doubled',
        values: { name: person.name, other, address: taken.slice(2) },
      })
    } else names.forEach((name) => firstWith.set(name, person))
    if (person.department === null)
      problems.push({ personId: person.id, key: 'directory.no-department', values: { name: person.name } })
  }
  const named = (key: string) => (id: string) => ({ personId: id, key, values: { name: byId.get(id)?.name ?? id } })
  problems.push(...lines.issues.self.map(named('directory.own-manager')))
  problems.push(...lines.issues.missing.map(named('directory.unknown-manager')))
  problems.push(...lines.issues.cycle.map(named('directory.manager-cycle')))
  return { people, byId, lines, problems, doubled }
}

/** What one colleague sees of another; somebody who left the directory keeps an id and nothing else. */
export function cardOf(organisation: Organisation, id: string): PersonCard {
  const person = organisation.byId.get(id)
  if (!person) return { id, name: 'A former colleague', jobTitle: null, department: null, office: null }
  return { id, name: person.name, jobTitle: person.jobTitle, department: person.department, office: person.office }
}
