import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Client } from '@microsoft/microsoft-graph-client'

import { appToken, graphClient, graphScope, personToken } from '../../tenant/clients'
import { defaultTenantId, graphResource } from '../../tenant/identities'
import { type GraphUser, type RunningTenant, startTenant } from '../../tenant/index'

type Notice = {
  subscriptionId: string
  clientState: string
  changeType: string
  resource: string
  resourceData: { id: string }
}

const minute = 60_000
const now = Date.parse('2026-03-02T08:00:00Z')
const inMinutes = (minutes: number): string => new Date(now + minutes * minute).toISOString()
const person = (number: number): GraphUser => ({
  id: `0ab0be11-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
})
const idOf = (number: number): string => person(number).id
/** An app without any consent; Exchange alone lets it into one calendar. */
const scoped = { appId: '6f1c3a52-7f0d-4b1e-9d55-2f4a1b7c9e10', displayName: 'Scoped', secret: 'stand-in-only' }
const meeting = {
  subject: 'Talk',
  start: { dateTime: '2026-03-10T10:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-03-10T11:00:00', timeZone: 'UTC' },
}

/** A listener of our own: keeps what it is told, and can be asked to answer wrongly. */
class Listener {
  readonly told: Notice[] = []
  asked = 0
  /** How it answers the question whether it is there. */
  manner: 'polite' | 'busy' | 'wrong' | 'json' = 'polite'
  /** How many notifications it answers with 503 first. */
  failing = 0
  url = ''
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const token = new URL(request.url ?? '/', 'http://listener').searchParams.get('validationToken')
      let text = ''
      request.on('data', (part: Buffer) => (text += part.toString()))
      request.on('end', () => {
        if (token !== null) {
          this.asked += 1
          if (this.manner === 'busy') response.writeHead(202).end()
          else if (this.manner === 'json')
            response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token))
          else response.writeHead(200, { 'content-type': 'text/plain' }).end(this.manner === 'wrong' ? 'hello' : token)
          return
        }
        if (this.failing > 0) {
          this.failing -= 1
          response.writeHead(503).end()
          return
        }
        this.told.push(...(JSON.parse(text) as { value: Notice[] }).value)
        response.writeHead(202).end()
      })
    })
  }

  async open(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notify`
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve))
  }
}

let tenant: RunningTenant
let graph: Client
let listener: Listener

const asPerson = async (number: number): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, `p${number}@contoso.example`, graphScope))
const moveClock = (moment: number): Promise<Response> =>
  fetch(`${tenant.url}/_tenant/clock`, {
    method: 'PUT',
    body: JSON.stringify({ now: new Date(moment).toISOString(), frozen: true }),
  })
const settled = async (): Promise<{ state: string; tries: number; subscriptionId: string }[]> =>
  ((await (await fetch(`${tenant.url}/_tenant/deliveries?settle=true`)).json()) as { value: [] }).value
const wanted = (resource: string, more: object = {}) => ({
  changeType: 'created,updated,deleted',
  notificationUrl: listener.url,
  resource,
  expirationDateTime: inMinutes(600),
  clientState: 'secret',
  ...more,
})
const subscribe = (resource: string, more: object = {}, client = graph): Promise<{ id: string; expirationDateTime: string }> =>
  client.api('/subscriptions').post(wanted(resource, more))
const refusal = (work: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { statusCode: number; code: string; message: string }) => error,
  )

beforeEach(async () => {
  const users = Array.from({ length: 9 }, (_, at) => person(at + 1))
  const mailboxRoles = [{ appId: scoped.appId, role: 'Application Calendars.Read', mailboxes: [idOf(5)] }]
  tenant = await startTenant({ dataFile: ':memory:', seed: { users, apps: [scoped], mailboxRoles } })
  graph = graphClient(tenant.url, await appToken(tenant.url, graphResource))
  await moveClock(now)
  listener = new Listener()
  await listener.open()
})

afterEach(async () => {
  await tenant.close()
  await listener.close()
})

describe('who subscribes', () => {
  it('is asked once whether the listener is there, and gets the subscription back', async () => {
    const made = await subscribe(`users/${idOf(1)}/events`)
    expect(listener.asked).toBe(1)
    expect(made).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      resource: `users/${idOf(1)}/events`,
      changeType: 'created,updated,deleted',
      clientState: 'secret',
      notificationUrl: listener.url,
      expirationDateTime: inMinutes(600),
      latestSupportedTlsVersion: 'v1_2',
    })
    expect((await graph.api('/subscriptions').get()).value.map(({ id }: { id: string }) => id)).toEqual([made.id])
    expect(await graph.api(`/subscriptions/${made.id}`).get()).toMatchObject({ id: made.id })
  })

  it.each([
    ['busy', 'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.'],
    ['wrong', 'Subscription validation request failed. Response must exactly match validationToken query parameter.'],
    ['json', 'Subscription validation request failed. Response must exactly match validationToken query parameter.'],
  ] as const)('is refused when the listener answers in a way that is %s', async (manner, message) => {
    listener.manner = manner
    expect(await refusal(subscribe(`users/${idOf(1)}/events`))).toMatchObject({
      statusCode: 400,
      code: 'ValidationError',
      message,
    })
    expect((await graph.api('/subscriptions').get()).value).toEqual([])
  })

  it('is refused when nobody listens, and when the address is not safe', async () => {
    await listener.close()
    expect(await refusal(subscribe(`users/${idOf(1)}/events`))).toMatchObject({
      statusCode: 400,
      code: 'ValidationError',
    })
    expect((await refusal(subscribe(`users/${idOf(1)}/events`, { notificationUrl: 'http://example.com/x' }))).code).toBe(
      'InvalidRequest',
    )
    await listener.open()
  })

  it.each([
    ['calendars', `users/${idOf(1)}/events`, 10_070],
    ['mail', `users/${idOf(1)}/mailFolders('inbox')/messages`, 10_070],
    ['people', 'users', 41_760],
  ])('gets %s for no longer than Microsoft keeps them', async (_, resource, minutes) => {
    const changeType = 'updated'
    expect(await subscribe(resource, { changeType, expirationDateTime: inMinutes(minutes) })).toMatchObject({
      expirationDateTime: inMinutes(minutes),
    })
    expect(await refusal(subscribe(resource, { changeType, expirationDateTime: inMinutes(minutes + 1) }))).toMatchObject({
      statusCode: 400,
      code: 'ExtensionError',
      message: `Subscription expiration can only be ${minutes} minutes in the future.`,
    })
  })

  it('gets at least 45 minutes', async () => {
    expect(await subscribe('users', { changeType: 'updated', expirationDateTime: inMinutes(5) })).toMatchObject({
      expirationDateTime: inMinutes(45),
    })
  })

  it.each(['changeType', 'notificationUrl', 'resource', 'expirationDateTime'])('has to say the %s', async (name) => {
    expect(await refusal(subscribe('users', { changeType: 'updated', [name]: undefined }))).toMatchObject({
      statusCode: 400,
      code: 'InvalidRequest',
      message: `${name} is a required property for subscription creation`,
    })
  })

  it('needs the right to read, and as a person their own mailbox', async () => {
    expect((await refusal(subscribe('solutions/approval/approvalItems', {}, graph))).statusCode).toBe(501)
    expect(
      (await refusal(graph.api('/subscriptions').version('beta').post(wanted('solutions/approval/approvalItems')))).statusCode,
    ).toBe(403)
    const me = await asPerson(2)
    expect((await refusal(subscribe(`users/${idOf(1)}/events`, {}, me))).statusCode).toBe(403)
    expect(await subscribe('me/events', {}, me)).toMatchObject({ creatorId: idOf(2) })
    expect((await refusal(subscribe('me/events'))).statusCode).toBe(400)
  })

  it('may do so where an Exchange role lets the app into the mailbox, and nowhere else', async () => {
    const form = { grant_type: 'client_credentials', client_id: scoped.appId, client_secret: scoped.secret, scope: graphScope }
    const answer = await fetch(`${tenant.url}/${defaultTenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    const app = graphClient(tenant.url, ((await answer.json()) as { access_token: string }).access_token)
    expect(await subscribe(`users/${idOf(5)}/events`, {}, app)).toMatchObject({ applicationId: scoped.appId })
    expect((await refusal(subscribe(`users/${idOf(6)}/events`, {}, app))).statusCode).toBe(403)
    expect((await refusal(subscribe(`users/${idOf(5)}/messages`, {}, app))).statusCode).toBe(403)
  })

  it('sees and ends only what is their own', async () => {
    const [mine, theirs] = [await subscribe(`users/${idOf(1)}/events`), await subscribe('me/events', {}, await asPerson(2))]
    expect((await graph.api('/subscriptions').get()).value.map(({ id }: { id: string }) => id)).toEqual([mine.id])
    const gone = { statusCode: 404, code: 'ResourceNotFound', message: 'The object was not found.' }
    expect(await refusal(graph.api(`/subscriptions/${theirs.id}`).delete())).toMatchObject(gone)
    await graph.api(`/subscriptions/${mine.id}`).delete()
    expect(await refusal(graph.api(`/subscriptions/${mine.id}`).get())).toMatchObject(gone)
  })
})

describe('a listener', () => {
  it('is told of every change in a calendar, with ids and nothing of the content', async () => {
    const { id } = await subscribe(`users/${idOf(1)}/events`)
    const event = await graph.api(`/users/${idOf(1)}/events`).post(meeting)
    await graph.api(`/users/${idOf(1)}/events/${event.id}`).patch({ subject: 'Other' })
    await graph.api(`/users/${idOf(1)}/events/${event.id}`).delete()
    await settled()
    expect(listener.told.map(({ changeType }) => changeType)).toEqual(['created', 'updated', 'deleted'])
    const resource = `Users/${idOf(1)}/Events/${event.id}`
    expect(listener.told[0]).toEqual({
      subscriptionId: id,
      subscriptionExpirationDateTime: inMinutes(600),
      clientState: 'secret',
      changeType: 'created',
      resource,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Event',
        '@odata.id': resource,
        '@odata.etag': event['@odata.etag'],
        id: event.id,
      },
      tenantId: defaultTenantId,
    })
  })

  it('hears of the calendars it asked for, also when another organises', async () => {
    await subscribe(`users/${idOf(2)}/events`)
    await graph.api(`/users/${idOf(3)}/events`).post(meeting)
    await graph
      .api(`/users/${idOf(1)}/events`)
      .post({ ...meeting, attendees: [{ emailAddress: { address: 'p2@contoso.example' } }] })
    await settled()
    expect(listener.told.map(({ resource }) => resource.split('/')[1])).toEqual([idOf(2)])
  })

  it('hears that an attendee has answered as a change of the organiser’s event', async () => {
    const event = await graph
      .api(`/users/${idOf(1)}/events`)
      .post({ ...meeting, attendees: [{ emailAddress: { address: 'p2@contoso.example' } }] })
    await subscribe(`users/${idOf(1)}/events`, { changeType: 'updated' })
    const copy = (await graph.api(`/users/${idOf(2)}/events`).get()).value[0]
    await graph.api(`/users/${idOf(2)}/events/${copy.id}/accept`).post({})
    await settled()
    expect(listener.told).toMatchObject([{ changeType: 'updated', resourceData: { id: event.id } }])
  })

  it('hears of the mail of one folder only when it asked for that', async () => {
    await subscribe(`users/${idOf(4)}/mailFolders('Inbox')/messages`, { changeType: 'created' })
    await graph
      .api('/users/tandem@contoso.example/sendMail')
      .post({ message: { subject: 'Hi', toRecipients: [{ emailAddress: { address: 'p4@contoso.example' } }] } })
    await graph.api(`/users/${idOf(4)}/messages`).post({ subject: 'A draft' })
    await settled()
    const mail = (await graph.api(`/users/${idOf(4)}/mailFolders/inbox/messages`).get()).value[0]
    expect(listener.told).toMatchObject([
      { resource: `Users/${idOf(4)}/Messages/${mail.id}`, resourceData: { '@odata.type': '#Microsoft.Graph.Message' } },
    ])
  })

  it('hears of people who are new or changed, and of one person when it asked for that one', async () => {
    const everybody = await subscribe('users', { changeType: 'updated,deleted' })
    await subscribe(`users/${idOf(1)}`, { changeType: 'updated' })
    const users = [{ ...person(1), jobTitle: 'Head' }, person(30), person(2)]
    await fetch(`${tenant.url}/_tenant/seed`, { method: 'POST', body: JSON.stringify({ users }) })
    await settled()
    const heard = listener.told.map(({ subscriptionId, resource }) => [subscriptionId === everybody.id ? 'all' : 'one', resource])
    expect(heard).toEqual(
      expect.arrayContaining([
        ['all', `Users/${idOf(1)}`],
        ['one', `Users/${idOf(1)}`],
        ['all', `Users/${idOf(30)}`],
      ]),
    )
    expect(heard).toHaveLength(3)
  })

  it('is told again until it takes it, and in the order of the changes', async () => {
    await subscribe(`users/${idOf(1)}/events`)
    listener.failing = 2
    await graph.api(`/users/${idOf(1)}/events`).post({ ...meeting, subject: 'First' })
    await graph.api(`/users/${idOf(1)}/events`).post({ ...meeting, subject: 'Second' })
    const deliveries = await settled()
    expect(deliveries).toMatchObject([
      { state: 'delivered', tries: 3 },
      { state: 'delivered', tries: 1 },
    ])
    expect(listener.told).toHaveLength(2)
  })

  it('is told twice when the tenant has that fault', async () => {
    await subscribe(`users/${idOf(1)}/events`)
    const fault = { target: { mailbox: idOf(1) }, kind: 'duplicate', times: 1 }
    expect(
      (await fetch(`${tenant.url}/_tenant/faults`, { method: 'POST', body: JSON.stringify({ value: [fault] }) })).status,
    ).toBe(201)
    await graph.api(`/users/${idOf(1)}/events`).post({ ...meeting, subject: 'First' })
    await graph.api(`/users/${idOf(1)}/events`).post({ ...meeting, subject: 'Second' })
    await settled()
    const [first, again, second] = listener.told
    expect(again).toEqual(first)
    expect(second?.resource).not.toBe(first?.resource)
    expect(listener.told).toHaveLength(3)
  })

  it('is told by the next run of the tenant what the last one could not tell', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tenant-notices-'))
    const dataFile = path.join(folder, 'tenant.sqlite')
    const before = await startTenant({ dataFile, seed: { users: [person(1)] } })
    const client = graphClient(before.url, await appToken(before.url, graphResource))
    await client
      .api('/subscriptions')
      .post(wanted(`users/${idOf(1)}/events`, { expirationDateTime: new Date(Date.now() + 90 * minute).toISOString() }))
    await listener.close()
    await client.api(`/users/${idOf(1)}/events`).post(meeting)
    await before.close()
    await listener.open(Number(new URL(listener.url).port))
    const after = await startTenant({ dataFile })
    await fetch(`${after.url}/_tenant/deliveries?settle=true`)
    await after.close()
    await rm(folder, { recursive: true })
    expect(listener.told).toMatchObject([{ changeType: 'created' }])
  })

  it('is given up in the end, whether it refuses or is not there', async () => {
    await subscribe(`users/${idOf(1)}/events`)
    listener.failing = 100
    await graph.api(`/users/${idOf(1)}/events`).post(meeting)
    expect(await settled()).toMatchObject([{ state: 'given up', tries: 6, status: 503 }])
    await listener.close()
    await graph.api(`/users/${idOf(1)}/events`).post(meeting)
    expect((await settled()).at(-1)).toMatchObject({ state: 'given up', tries: 6, status: 0 })
    await listener.open()
  })

  it('hears nothing once the subscription has run out, and goes on when it is renewed', async () => {
    const { id } = await subscribe(`users/${idOf(1)}/events`)
    await moveClock(now + 500 * minute)
    const renewed = await graph.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(900) })
    expect(renewed).toMatchObject({ id, expirationDateTime: inMinutes(900) })
    await moveClock(now + 700 * minute)
    await graph.api(`/users/${idOf(1)}/events`).post(meeting)
    await moveClock(now + 901 * minute)
    await graph.api(`/users/${idOf(1)}/events`).post(meeting)
    await settled()
    expect(listener.told).toHaveLength(1)
    expect(await refusal(graph.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(2000) }))).toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    })
  })

  it('is asked again when the subscription gets another address, which nothing else of it can', async () => {
    const { id } = await subscribe(`users/${idOf(1)}/events`)
    listener.manner = 'busy'
    expect((await refusal(graph.api(`/subscriptions/${id}`).patch({ notificationUrl: `${listener.url}/other` }))).code).toBe(
      'ValidationError',
    )
    expect((await refusal(graph.api(`/subscriptions/${id}`).patch({ clientState: 'other' }))).statusCode).toBe(400)
    expect(await graph.api(`/subscriptions/${id}`).get()).toMatchObject({ notificationUrl: listener.url, clientState: 'secret' })
  })
})
