import { findIana } from 'windows-iana'
import { serviceMailbox } from '../people.js'
import type { Stack } from '../run/stack.js'
import type { GraphUser } from '../tenant/directory.js'
import type { Colleague, People } from './portal/protocol.js'

export type Colleagues = {
  readonly all: readonly Colleague[]
  find(id: string): Colleague | undefined
  search(text: string, most: number): People
  managerOf(id: string): Colleague | undefined
  reportsOf(id: string): readonly Colleague[]
}

/** The company as the portal shows it: everybody who can sign in, in the order of the directory. */
export async function readColleagues(stack: Stack): Promise<Colleagues> {
  const users = (await everybody(stack)).filter(({ accountEnabled }) => accountEnabled !== false)
  const all = users.map((user) => colleagueOf(user, stack.programmeLead))
  const byId = new Map(all.map((one) => [one.id, one]))
  const managers = new Map(users.map(({ id, manager }) => [id, manager?.id]))
  const haystacks = new Map(all.map((one) => [one.id, plain([one.name, one.jobTitle, one.department, one.office].join(' '))]))
  return {
    all,
    find: (id) => byId.get(id),
    search(text, most) {
      const words = plain(text).split(' ').filter(Boolean)
      const found = all.filter(({ id }) => words.every((word) => haystacks.get(id)?.includes(word)))
      return { people: found.slice(0, most), total: found.length }
    },
    managerOf: (id) => byId.get(managers.get(id) ?? ''),
    reportsOf: (id) => all.filter((one) => managers.get(one.id) === id),
  }
}

async function everybody(stack: Stack): Promise<GraphUser[]> {
  const select = '$select=id,displayName,userPrincipalName,mail,jobTitle,department,officeLocation,accountEnabled'
  let next: string | undefined = `${stack.tenantUrl}/v1.0/users?${select}&$expand=manager($select=id)&$top=999`
  const users: GraphUser[] = []
  while (next !== undefined) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${await stack.backendToken()}` } })
    if (!answer.ok) throw new Error(`Graph did not name the people (${answer.status}): ${await answer.text()}`)
    const page = (await answer.json()) as { readonly value: readonly GraphUser[]; readonly '@odata.nextLink'?: string }
    users.push(...page.value)
    next = page['@odata.nextLink']?.replace('https://graph.microsoft.com', stack.tenantUrl)
  }
  return users
}

/**
 * The zone a person's calendar is in, as IANA names it. Graph tells it with free and busy times; the mailbox settings of other people
 * are closed to an app without a further permission. It is asked through the service mailbox: a person's own may be out of order.
 */
export async function timeZoneOf(stack: Stack, person: Colleague): Promise<string> {
  if (person.mail === null) return 'UTC'
  const now = Date.parse(await stack.now())
  const stamp = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })
  const answer = await fetch(`${stack.tenantUrl}/v1.0/users/${serviceMailbox.id}/calendar/getSchedule`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await stack.backendToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ schedules: [person.mail], startTime: stamp(now), endTime: stamp(now + 3_600_000) }),
  })
  if (!answer.ok)
    throw new Error(`Graph did not show the working hours of ${person.name} (${answer.status}): ${await answer.text()}`)
  const { value } = (await answer.json()) as { value: { workingHours?: { timeZone?: { name?: string } } }[] }
  return ianaOf(value[0]?.workingHours?.timeZone?.name)
}

function colleagueOf(user: GraphUser, lead: string): Colleague {
  const { id, displayName, mail = null } = user
  return {
    id,
    mail,
    name: displayName,
    jobTitle: textOf(user['jobTitle']),
    department: textOf(user['department']),
    office: textOf(user['officeLocation']),
    timeZone: 'UTC',
    runsProgrammes: id === lead,
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Exchange speaks of "W. Europe Standard Time", browsers of "Europe/Berlin". */
const ianaOf = (windows: string | undefined): string => (windows && findIana(windows)[0]) || 'UTC'

/** So that "zoe" finds Zoë. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ı', 'i').replaceAll('ø', 'o').toLowerCase()
