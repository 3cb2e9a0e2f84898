import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Client } from '@microsoft/microsoft-graph-client'
import type { SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/views/index.js'

import { startTenantProcess, type TenantProcess } from '../../run/tenant-process'
import { appToken, graphClient, graphScope, personToken, sharePointClient } from '../../tenant/clients'
import { graphResource } from '../../tenant/identities'
import { type RunningTenant, startTenant } from '../../tenant/index'
import { contentOf, faultsOf, onCopy, writes } from '../fixtures/write-by-write'

const folder = mkdtempSync(path.join(tmpdir(), 'tandem-durable-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Numbers from a seed, so that a failing run can be had again. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const person = (number: number) => ({
  id: `0f0f0f0f-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
  manager: number === 0 ? null : { id: `0f0f0f0f-0000-4000-8000-${String(number >> 3).padStart(12, '0')}` },
})
const people = Array.from({ length: 8 }, (_, number) => person(number))

type Clients = { readonly sp: SPFI; readonly graph: Client; readonly person: Client }
const clientsOf = async (url: string): Promise<Clients> => ({
  sp: sharePointClient(url, await appToken(url, url)),
  graph: graphClient(url, await appToken(url, graphResource)),
  person: graphClient(url, await personToken(url, person(0).id, graphScope)),
})

const column = (name: string, more: string): string => `<Field Name="${name}" DisplayName="${name}" Type="Text" ${more}/>`
async function makeList({ sp }: Clients, title: string): Promise<void> {
  await sp.web.lists.add(title)
  const { fields } = sp.web.lists.getByTitle(title)
  await fields.createFieldAsXml({ SchemaXml: column('Key', 'Indexed="TRUE" EnforceUniqueValues="TRUE"'), Options: 8 })
  await fields.createFieldAsXml({ SchemaXml: column('State', 'Indexed="TRUE"'), Options: 8 })
  await fields.createFieldAsXml({ SchemaXml: column('Plain', ''), Options: 8 })
}

const ownKey = 'String {00020329-0000-0000-C000-000000000046} Name Key'
const meeting = (subject: string, attendees: readonly number[]) => ({
  subject,
  start: { dateTime: '2027-02-01T09:00:00', timeZone: 'UTC' },
  end: { dateTime: '2027-02-01T10:00:00', timeZone: 'UTC' },
  attendees: attendees.map((number) => ({ type: 'required', emailAddress: { address: person(number).mail } })),
  singleValueExtendedProperties: [{ id: ownKey, value: subject }],
})
const letter = (subject: string, to: readonly number[]) => ({
  subject,
  body: { contentType: 'html', content: '<p>Good morning.</p>' },
  toRecipients: to.map((number) => ({ emailAddress: { address: person(number).mail } })),
})
const of = (number: number, at: string): string => `/users/${person(number).id}${at}`

describe('whoever is told that something was done', () => {
  /** What may be found of one thing after a kill: its last acknowledged state, and the one that was asked for and not acknowledged. */
  type Ledger = Map<string, string[]>
  type Found = Map<string, string>

  async function asked(ledger: Ledger, name: string, state: string, deed: () => Promise<unknown>): Promise<void> {
    const before = ledger.get(name) ?? ['absent']
    ledger.set(name, [...before, state])
    await deed()
    ledger.set(name, [state])
  }

  /** One client that works until the tenant is gone: rows that come, change and go, meetings and letters. */
  async function work({ sp, graph }: Clients, me: number, roll: (below: number) => number, ledger: Ledger): Promise<void> {
    const list = sp.web.lists.getByTitle('Rows')
    const [own, other] = [me, (me + 1) % people.length]
    const ids = new Map<string, number>()
    for (let number = 0; ; number += 1) {
      const name = `${me}.${ledger.size}.${number}`
      const known = [...ids.keys()]
      const old = known[roll(known.length)]
      const deed = roll(6)
      if (deed === 0 && old !== undefined)
        await asked(ledger, `row ${old}`, `changed ${number}`, () =>
          list.items.getById(ids.get(old) ?? 0).update({ State: `changed ${number}` }),
        )
      else if (deed === 1 && old !== undefined) {
        ids.delete(old)
        const item = list.items.getById((await list.items.filter(`Key eq '${old}'`)<{ Id: number }[]>())[0]?.Id ?? 0)
        await asked(ledger, `row ${old}`, 'absent', () => (roll(2) === 0 ? item.delete() : item.recycle()))
      } else if (deed === 2)
        await asked(ledger, `meeting ${name}`, `${own}+${other}`, () =>
          graph.api(of(own, '/events')).post(meeting(`meeting ${name}`, [other])),
        )
      else if (deed === 3)
        await asked(ledger, `letter ${name}`, 'sent', () =>
          graph.api(of(own, '/sendMail')).post({ message: letter(`letter ${name}`, [other]) }),
        )
      else
        await asked(ledger, `row ${name}`, 'new', async () => {
          const { Id } = (await list.items.add({ Key: name, State: 'new' })) as { Id: number }
          ids.set(name, Id)
        })
    }
  }

  /** Everything there is, read as any client would. */
  async function found({ sp, graph }: Clients): Promise<Found> {
    const all: Found = new Map()
    const list = sp.web.lists.getByTitle('Rows')
    type Item = { Id: number; Key: string; State: string }
    const items = await list.items.select('Id', 'Key', 'State').top(5000)<Item[]>()
    for (const { Key, State } of items) {
      expect(all.has(`row ${Key}`)).toBe(false)
      all.set(`row ${Key}`, State)
    }
    const { ItemCount } = await list.select('ItemCount')<{ ItemCount: number }>()
    expect(ItemCount).toBe(items.length)
    for (const state of new Set(items.map(({ State }) => State))) {
      const byIndex = await list.items.select('Id').filter(`State eq '${state}'`).top(5000)<{ Id: number }[]>()
      expect(byIndex.map(({ Id }) => Id)).toEqual(items.filter(({ State }) => State === state).map(({ Id }) => Id))
    }
    const mailboxes = await Promise.all(
      people.map(async (_, number) => {
        type Named = { value: { subject: string; isOrganizer?: boolean; isDraft?: boolean }[] }
        const read = async (at: string): Promise<Named['value']> =>
          ((await graph.api(of(number, at)).top(999).get()) as Named).value
        return {
          number,
          events: await read('/events'),
          sent: await read('/mailFolders/sentitems/messages'),
          inbox: await read('/mailFolders/inbox/messages'),
          drafts: await read('/mailFolders/drafts/messages'),
        }
      }),
    )
    const once = (subject: string, state: string): void => {
      expect([subject, all.get(subject)]).toEqual([subject, undefined])
      all.set(subject, state)
    }
    for (const { number, events, sent, drafts } of mailboxes) {
      expect(drafts).toEqual([])
      const other = mailboxes[(number + 1) % people.length]
      for (const { subject } of events.filter(({ isOrganizer }) => isOrganizer)) {
        const copies = other?.events.filter((event) => event.subject === subject && !event.isOrganizer) ?? []
        once(subject, [number, ...copies.map(() => other?.number)].join('+'))
      }
      for (const { subject } of sent) {
        expect(other?.inbox.filter((mail) => mail.subject === subject)).toHaveLength(1)
        once(subject, 'sent')
      }
    }
    return all
  }

  it('finds it after the tenant was killed, and of the rest all or nothing', async () => {
    const roll = dice(20261122)
    const dataFile = path.join(folder, 'killed.sqlite')
    const directoryFile = path.join(folder, 'people.json')
    writeFileSync(directoryFile, JSON.stringify({ value: people }))
    const ledger: Ledger = new Map()
    let tenant: TenantProcess = await startTenantProcess({ dataFile, directoryFile })
    try {
      await makeList(await clientsOf(tenant.url), 'Rows')
      for (let killing = 0; killing < 6; killing += 1) {
        const clients = await clientsOf(tenant.url)
        const working = [0, 2, 4, 6].map((me) => work(clients, me, roll, ledger))
        await delay(60 + roll(400))
        await tenant.kill()
        // Whatever else would end a client is a fault of the tenant.
        for (const end of await Promise.allSettled(working))
          expect(inspect(end)).toMatch(/ECONNREFUSED|ECONNRESET|fetch failed|terminated|other side closed/)

        expect(faultsOf(dataFile)).toEqual([])
        tenant = await startTenantProcess({ dataFile })
        const now = await found(await clientsOf(tenant.url))
        for (const [name, states] of ledger)
          expect({ [name]: states }).toEqual({ [name]: expect.arrayContaining([now.get(name) ?? 'absent']) })
        for (const name of now.keys()) expect(ledger.has(name)).toBe(true)
        for (const name of ledger.keys()) ledger.set(name, [now.get(name) ?? 'absent'])
      }
      expect(ledger.size).toBeGreaterThan(60)
    } finally {
      await tenant.kill()
    }
  })

  it('finds the whole company when the very first start was killed and made again', async () => {
    const directoryFile = path.join(folder, 'company.json')
    writeFileSync(directoryFile, JSON.stringify({ value: Array.from({ length: 3000 }, (_, number) => person(number)) }))
    const dataFile = path.join(folder, 'first-start.sqlite')
    const roll = dice(7)
    for (let killing = 0; killing < 4; killing += 1) {
      const switchedOff = AbortSignal.timeout(150 + roll(250))
      await startTenantProcess({ dataFile, directoryFile, signal: switchedOff }).then(
        (tenant) => tenant.kill(),
        () => undefined,
      )
    }
    const tenant = await startTenantProcess({ dataFile, directoryFile })
    try {
      const { sp, graph } = await clientsOf(tenant.url)
      await expect(sp.web.lists()).resolves.toEqual([])
      const last = (await graph.api(of(2999, '/manager')).get()) as { id: string }
      expect(last.id).toBe(person(2999 >> 3).id)
    } finally {
      await tenant.kill()
    }
  })
})

describe('a tenant that is killed between any two writes of a request', () => {
  const base = path.join(folder, 'base.sqlite')
  const made: Record<string, string> = {}

  beforeAll(async () => {
    const tenant = await startTenant({ dataFile: base, seed: { users: people } })
    try {
      const clients = await clientsOf(tenant.url)
      await tenantClock(tenant, '2027-02-01T08:00:00Z')
      await makeList(clients, 'Rows')
      await makeList(clients, 'Other')
      const list = clients.sp.web.lists.getByTitle('Rows')
      for (const Key of ['a', 'b', 'c']) await list.items.add({ Key, State: 'new', Plain: Key })
      made['recycled'] = await list.items.getById(3).recycle()
      const event = (subject: string) =>
        clients.graph.api(of(0, '/events')).post(meeting(subject, [1, 2])) as Promise<{ id: string }>
      made['event'] = (await event('Standing')).id
      type Ids = { value: { id: string }[] }
      made['invited'] = ((await clients.graph.api(of(1, '/events')).get()) as Ids).value[0]?.id ?? ''
      made['draft'] = ((await clients.graph.api(of(0, '/messages')).post(letter('Draft', [1, 2]))) as { id: string }).id
      await clients.graph.api(of(0, '/sendMail')).post({ message: letter('Sent', [3]) })
      made['received'] = ((await clients.graph.api(of(3, '/messages')).get()) as Ids).value[0]?.id ?? ''
    } finally {
      await tenant.close()
    }
    writes.watch()
  })
  afterAll(() => writes.unwatch())

  const tenantClock = async ({ url }: RunningTenant, now: string): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/_tenant/clock`, { method: 'PUT', headers, body: JSON.stringify({ now, frozen: true }) })
  }
  const rowsOf = ({ sp }: Clients) => sp.web.lists.getByTitle('Rows')

  const deeds: [string, (clients: Clients) => Promise<unknown>][] = [
    ['adds a row', (clients) => rowsOf(clients).items.add({ Key: 'd', State: 'new' })],
    ['changes a row', (clients) => rowsOf(clients).items.getById(1).update({ Key: 'z', State: 'changed' })],
    ['deletes a row', (clients) => rowsOf(clients).items.getById(1).delete()],
    ['recycles a row', (clients) => rowsOf(clients).items.getById(1).recycle()],
    ['adds a list', ({ sp }) => sp.web.lists.add('New')],
    ['renames a list', (clients) => rowsOf(clients).update({ Title: 'Renamed' })],
    ['deletes a list', (clients) => rowsOf(clients).delete()],
    [
      'adds an indexed column',
      (clients) => rowsOf(clients).fields.createFieldAsXml({ SchemaXml: column('More', 'Indexed="TRUE"'), Options: 8 }),
    ],
    ['indexes a column', (clients) => rowsOf(clients).fields.getByInternalNameOrTitle('Plain').update({ Indexed: true })],
    ['takes an index away', (clients) => rowsOf(clients).fields.getByInternalNameOrTitle('State').update({ Indexed: false })],
    ['deletes a column', (clients) => rowsOf(clients).fields.getByInternalNameOrTitle('State').delete()],
    ['gives a list rights of its own', (clients) => rowsOf(clients).breakRoleInheritance(true)],
    ['adds a view', (clients) => rowsOf(clients).views.add('By state')],
    ['makes a meeting', ({ graph }) => graph.api(of(0, '/events')).post(meeting('New', [1, 2]))],
    [
      'moves a meeting',
      ({ graph }) =>
        graph.api(of(0, `/events/${made['event']}`)).patch({
          start: { dateTime: '2027-02-02T09:00:00', timeZone: 'UTC' },
          end: { dateTime: '2027-02-02T10:00:00', timeZone: 'UTC' },
        }),
    ],
    [
      'asks somebody else to a meeting',
      ({ graph }) => graph.api(of(0, `/events/${made['event']}`)).patch({ attendees: meeting('', [2, 3]).attendees }),
    ],
    ['cancels a meeting', ({ graph }) => graph.api(of(0, `/events/${made['event']}/cancel`)).post({})],
    ['deletes a meeting', ({ graph }) => graph.api(of(0, `/events/${made['event']}`)).delete()],
    ['accepts a meeting', ({ graph }) => graph.api(of(1, `/events/${made['invited']}/accept`)).post({})],
    ['declines a meeting', ({ graph }) => graph.api(of(1, `/events/${made['invited']}/decline`)).post({})],
    [
      'sends a letter',
      ({ graph }) =>
        graph
          .api(of(0, '/sendMail'))
          .post({ message: { ...letter('New', [1, 2]), singleValueExtendedProperties: [{ id: ownKey, value: 'New' }] } }),
    ],
    [
      'sends an approval',
      ({ person: self }) =>
        self
          .api('/solutions/approval/approvalItems')
          .version('beta')
          .post({
            displayName: 'New',
            approvalType: 'basic',
            approvers: [{ user: { id: person(1).id } }, { user: { id: person(2).id } }],
          }),
    ],
    ['sends a draft', ({ graph }) => graph.api(of(0, `/messages/${made['draft']}/send`)).post({})],
    [
      'changes a draft',
      ({ graph }) =>
        graph
          .api(of(0, `/messages/${made['draft']}`))
          .patch({ subject: 'Changed', singleValueExtendedProperties: [{ id: ownKey, value: 'x' }] }),
    ],
    ['deletes a letter', ({ graph }) => graph.api(of(3, `/messages/${made['received']}`)).delete()],
  ]

  it('answers as before when it is opened again', async () => {
    const copy = path.join(folder, 'reopened.sqlite')
    const told = async ({ sp, graph }: Clients): Promise<unknown> => {
      const lists = await sp.web.lists.select('*', 'HasUniqueRoleAssignments')()
      const { items, fields, views, roleAssignments } = sp.web.lists.getByTitle('Rows')
      const ofRows = await Promise.all([items(), fields(), views(), roleAssignments.expand('Member', 'RoleDefinitionBindings')()])
      const ofPeople = ['', '/events', '/messages', '/mailFolders', '/manager'].map(
        (at) => graph.api(of(1, at)).get() as Promise<unknown>,
      )
      return [lists, ofRows, await Promise.all(ofPeople)]
    }
    const withoutAddress = (answers: unknown, { url }: RunningTenant): unknown =>
      JSON.parse(JSON.stringify(answers).replaceAll(url, ''))
    let before: unknown
    await onCopy(base, copy, async (tenant) => {
      const clients = await clientsOf(tenant.url)
      const list = rowsOf(clients)
      await list.breakRoleInheritance(true)
      await list.views.add('By state')
      await list.fields.getByInternalNameOrTitle('Plain').update({ Title: 'Not so plain', Indexed: true })
      await list.items.add({ Key: 'e', State: 'new' })
      await expect(list.items.add({ Key: 'e', State: 'again' })).rejects.toThrow(/duplicate/)
      before = withoutAddress(await told(clients), tenant)
    })
    const again = await startTenant({ dataFile: copy })
    try {
      expect(withoutAddress(await told(await clientsOf(again.url)), again)).toEqual(before)
    } finally {
      await again.close()
    }
  })

  it.each(deeds)('that %s has done it or not begun', async (_, deed) => {
    const copy = path.join(folder, 'copy.sqlite')
    const contentAfter = async (left: number, work: (clients: Clients) => Promise<unknown>): Promise<string> => {
      await onCopy(base, copy, async (tenant) => {
        const clients = await clientsOf(tenant.url)
        writes.arm(left)
        await work(clients)
      })
      expect(faultsOf(copy)).toEqual([])
      return contentOf(copy)
    }
    const before = await contentAfter(Infinity, () => Promise.resolve())
    const after = await contentAfter(Infinity, deed)
    const all = writes.done
    expect(all).toBeGreaterThan(0)
    expect(after).not.toBe(before)
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined) // a tenant that cannot write says so
    for (let left = 0; left <= all; left += 1) {
      const content = await contentAfter(left, (clients) => deed(clients).catch(() => undefined))
      const outcome = content === before ? 'not begun' : content === after ? 'done' : content
      expect(`killed after write ${left} of ${all}: ${outcome}`).toMatch(/: (not begun|done)$/)
    }
    told.mockRestore()
  })
})
