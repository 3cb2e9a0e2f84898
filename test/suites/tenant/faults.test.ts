import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client } from '@microsoft/microsoft-graph-client'
import type { SPFI } from '@pnp/sp/index.js'

import { appToken, graphClient, graphScope, personToken, sharePointClient } from '../../tenant/clients'
import { type GraphUser, openTenant, type RunningTenant, startTenant } from '../../tenant/index'
import { Directory } from '../../tenant/directory'
import { Gate } from '../../tenant/gate'
import { Notifications } from '../../tenant/notifications'
import { Settings } from '../../tenant/settings'
import { Store } from '../../tenant/store'

const named = (number: number, name: string): GraphUser => ({
  id: `e1f2a3b4-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: name,
  userPrincipalName: `${name.split(' ')[0]?.toLowerCase()}@contoso.example`,
  mail: `${name.split(' ')[0]?.toLowerCase()}@contoso.example`,
})
const theo = named(1, 'Theo Throttled')
const ada = named(2, 'Ada Reader')

type Fault = Readonly<Record<string, unknown>>
type Failure = { readonly status?: number; readonly statusCode?: number; readonly code?: string; readonly message: string }

let tenant: RunningTenant
let graph: Client
let sp: SPFI

const ask = (method: string, at = '', body?: unknown): Promise<Response> =>
  fetch(`${tenant.url}/_tenant/faults${at}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const standing = async (): Promise<readonly (Fault & { id: string })[]> =>
  ((await (await ask('GET')).json()) as { value: (Fault & { id: string })[] }).value
async function given(...faults: readonly Fault[]): Promise<void> {
  const answer = await ask('PUT', '', { value: faults })
  if (!answer.ok) throw new Error(await answer.text())
}
const complaint = async (answer: Response): Promise<[number, string]> => [
  answer.status,
  ((await answer.json()) as { error: { message: string } }).error.message,
]
const refusal = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: Failure) => error,
  )
const raw = async (at: string, init: RequestInit = {}): Promise<Response> => {
  const resource = at.startsWith('/sites/') ? tenant.url : 'https://graph.microsoft.com'
  const headers = {
    authorization: `Bearer ${await appToken(tenant.url, resource)}`,
    'content-type': 'application/json',
    ...init.headers,
  }
  return fetch(`${tenant.url}${at}`, { ...init, headers })
}
const mail = (to: GraphUser, subject: string) => ({
  message: { subject, body: { contentType: 'text', content: '' }, toRecipients: [{ emailAddress: { address: to.mail } }] },
})
const messagesOf = async (person: GraphUser): Promise<readonly { subject: string }[]> =>
  ((await graph.api(`/users/${person.id}/messages`).select('subject').get()) as { value: { subject: string }[] }).value

beforeAll(async () => {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [theo, ada] } })
  graph = graphClient(tenant.url, await appToken(tenant.url, 'https://graph.microsoft.com'))
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
  await sp.web.lists.ensure('Enrolments', '', 100)
  await sp.web.lists.ensure('Meetings', '', 100)
})
afterEach(() => ask('DELETE'))
afterAll(() => tenant.close())

describe('a mailbox that is throttled', () => {
  beforeEach(() =>
    given({ id: 'theo', target: { mailbox: theo.userPrincipalName }, kind: 'throttled', times: 2, retryAfterSeconds: 0 }),
  )

  it('answers 429 in the words of Exchange, under the id as under the principal name', async () => {
    const first = await raw(`/v1.0/users/${theo.id}/messages`)
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '0'])
    expect(await first.json()).toMatchObject({ error: { code: 'ApplicationThrottled' } })
    expect((await raw(`/v1.0/users/${theo.userPrincipalName}/events`)).status).toBe(429)
    expect((await raw(`/v1.0/users/${theo.id}/messages`)).status).toBe(200)
  })

  it('is waited for by the Graph client, which then has its answer', async () => {
    expect(await messagesOf(theo)).toEqual([])
    expect(await standing()).toEqual([])
  })

  it('leaves the person’s entry in the directory and everybody else’s mailbox alone', async () => {
    expect((await raw(`/v1.0/users/${theo.id}`)).status).toBe(200)
    expect((await raw(`/v1.0/users/${ada.id}/messages`)).status).toBe(200)
    expect(await standing()).toMatchObject([{ id: 'theo', times: 2, met: 0 }])
  })
})

describe('a person who is throttled', () => {
  it('is, as what is asked about, in the directory too, in its words', async () => {
    await given({ target: { person: theo.mail }, kind: 'throttled', times: 1 })
    const answer = await raw(`/v1.0/users/${theo.id}?$select=id`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await answer.json()).toMatchObject({ error: { code: 'TooManyRequests' } })
  })

  it('is, as who asks, in SharePoint too, which answers with bare text', async () => {
    await given({ target: { person: theo.id }, kind: 'throttled' })
    const headers = { authorization: `Bearer ${await personToken(tenant.url, theo.userPrincipalName, `${tenant.url}/.default`)}` }
    const answer = await fetch(`${tenant.url}/sites/mentoring/_api/web`, { headers })
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([429, '1', '429 TOO MANY REQUESTS'])
    expect((await raw('/sites/mentoring/_api/web')).status).toBe(200)
  })
})

describe('a list with a fault', () => {
  it.each([
    ['its title', "lists/getByTitle('Enrolments')/items"],
    ['its address', "getList('/sites/mentoring/Lists/Enrolments')/items"],
  ])('is met by %s', async (_, at) => {
    await given({ target: { list: 'enrolments' }, kind: 'error', status: 503, times: 1, retryAfterSeconds: 7 })
    const answer = await raw(`/sites/mentoring/_api/web/${at}`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7'])
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect((await raw("/sites/mentoring/_api/web/lists/getByTitle('Meetings')/items")).status).toBe(200)
  })

  it('is met by its id', async () => {
    const { Id } = (await sp.web.lists.getByTitle('Enrolments').select('Id')()) as { Id: string }
    await given({ target: { list: 'Enrolments' }, kind: 'error', status: 500 })
    expect((await refusal(sp.web.lists.getById(Id)())).status).toBe(500)
  })

  it('is waited for by PnPjs, which then has its answer', async () => {
    await given({ target: { list: 'Enrolments' }, kind: 'throttled', times: 2, retryAfterSeconds: 0 })
    expect(await sp.web.lists.getByTitle('Enrolments').items()).toEqual([])
    expect(await standing()).toEqual([])
  })

  it('fails alone among the parts of a SharePoint batch', async () => {
    await given({ target: { list: 'Enrolments' }, kind: 'throttled', retryAfterSeconds: 3 })
    const [batched, execute] = sp.batched()
    const asked = [
      batched.web.lists.getByTitle('Meetings').items(),
      refusal(batched.web.lists.getByTitle('Enrolments').items()),
    ] as const
    await execute()
    expect(await asked[0]).toEqual([])
    expect(await asked[1]).toMatchObject({ status: 429 })
  })

  it('that is gone is missing in the words for each way to it', async () => {
    await given({ target: { list: 'Enrolments' }, kind: 'gone' })
    const byTitle = await refusal(sp.web.lists.getByTitle('Enrolments').items())
    expect([byTitle.status, byTitle.message]).toEqual([
      404,
      expect.stringContaining(`List 'Enrolments' does not exist at site with URL '${tenant.url}/sites/mentoring'.`),
    ])
    const byAddress = await refusal(sp.web.getList('/sites/mentoring/Lists/Enrolments').items())
    expect([byAddress.status, byAddress.message]).toEqual([404, expect.stringContaining('File Not Found.')])
  })

  it('that is full can be read and not written', async () => {
    await given({ target: { list: 'Enrolments' }, kind: 'full' })
    expect(await sp.web.lists.getByTitle('Enrolments').items()).toEqual([])
    const failure = await refusal(sp.web.lists.getByTitle('Enrolments').items.add({ Title: 'one too many' }))
    expect(failure.message).toContain('has exceeded the storage quota limit')
    await ask('DELETE')
    await sp.web.lists.getByTitle('Meetings').items.add({ Title: 'there is room' })
  })

  it('that is forbidden says so until the fault is taken away', async () => {
    await given({ id: 'sealed', target: { list: 'Enrolments' }, kind: 'forbidden' })
    expect(await refusal(sp.web.lists.getByTitle('Enrolments').items())).toMatchObject({ status: 403 })
    expect((await ask('DELETE', '/sealed')).status).toBe(204)
    expect(await sp.web.lists.getByTitle('Enrolments').items()).toEqual([])
    expect(await complaint(await ask('DELETE', '/sealed'))).toEqual([404, 'There is no fault "sealed".'])
  })
})

describe('a mailbox with a fault', () => {
  it('fails alone among the parts of a Graph batch', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'throttled', retryAfterSeconds: 3 })
    const requests = [theo, ada].map(({ id }) => ({ id, method: 'GET', url: `/users/${id}/messages` }))
    const { responses } = (await graph.api('/$batch').post({ requests })) as { responses: { id: string }[] }
    expect(responses.find(({ id }) => id === theo.id)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3' },
      body: { error: { code: 'ApplicationThrottled' } },
    })
    expect(responses.find(({ id }) => id === ada.id)).toMatchObject({ status: 200 })
  })
})

describe('a mailbox that is gone, full or forbidden', () => {
  it('is not found, while its owner still is', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'gone' })
    expect(await refusal(messagesOf(theo))).toMatchObject({ statusCode: 404, code: 'MailboxNotEnabledForRESTAPI' })
    expect(await graph.api(`/users/${theo.id}`).get()).toMatchObject({ displayName: 'Theo Throttled' })
  })

  it('that is full sends nothing and can be read', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'full' })
    const failure = await refusal(graph.api(`/users/${theo.id}/sendMail`).post(mail(ada, 'No room')))
    expect(failure).toMatchObject({ statusCode: 507, code: 'ErrorQuotaExceeded' })
    expect(await messagesOf(theo)).toEqual([])
    expect(await messagesOf(ada)).toEqual([])
  })

  it('that is full takes no mail either: it comes back to its sender', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'full' })
    await graph.api(`/users/${ada.id}/sendMail`).post(mail(theo, 'Too late'))
    expect(await messagesOf(theo)).toEqual([])
    expect((await messagesOf(ada)).map(({ subject }) => subject)).toContain('Undeliverable: Too late')
  })

  it('that is gone spoils only its own entry among free and busy times', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'gone' })
    const at = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
    const asked = { schedules: [theo.mail, ada.mail], startTime: at('2026-03-02T08:00:00'), endTime: at('2026-03-02T10:00:00') }
    const { value } = (await graph.api(`/users/${ada.id}/calendar/getSchedule`).post(asked)) as { value: object[] }
    expect(value).toMatchObject([
      { scheduleId: theo.mail, error: {} },
      { scheduleId: ada.mail, availabilityView: '0000' },
    ])
  })

  it('that is forbidden answers as Exchange does', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'forbidden' })
    expect(await refusal(messagesOf(theo))).toMatchObject({ statusCode: 403, code: 'ErrorAccessDenied' })
  })
})

describe('a person who is gone', () => {
  it('is found neither by id nor by name, and has no mailbox', async () => {
    await given({ target: { person: theo.id }, kind: 'gone' })
    expect(await refusal(graph.api(`/users/${theo.id}`).get())).toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    })
    expect(await refusal(graph.api(`/users/${theo.userPrincipalName}`).get())).toMatchObject({ statusCode: 404 })
    expect(await refusal(messagesOf(theo))).toMatchObject({ statusCode: 404 })
    expect(await graph.api(`/users/${ada.id}`).get()).toMatchObject({ displayName: 'Ada Reader' })
  })
})

describe('an answer that is lost', () => {
  it('leaves the effect behind', async () => {
    await given({ target: { route: '/sendMail$', method: 'POST' }, kind: 'lost', times: 1 })
    const send = () => raw(`/v1.0/users/${theo.id}/sendMail`, { method: 'POST', body: JSON.stringify(mail(ada, 'Sent twice')) })
    expect([(await send()).status, (await send()).status]).toEqual([504, 202])
    expect((await messagesOf(ada)).filter(({ subject }) => subject === 'Sent twice')).toHaveLength(2)
  })
})

describe('an answer that is slow', () => {
  it('is the true answer, and holds up nobody else', async () => {
    await given({ target: { mailbox: theo.id }, kind: 'slow', afterMs: 300, times: 1 })
    const order: string[] = []
    await Promise.all([
      messagesOf(theo).then(() => order.push('Theo')),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() => messagesOf(ada)).then(() => order.push('Ada')),
    ])
    expect(order).toEqual(['Ada', 'Theo'])
  })
})

describe('a notification that is delivered twice', () => {
  it.each([
    ['list', { list: 'c0ffee00-0000-4000-8000-000000000001' }, 'c0ffee00-0000-4000-8000-000000000001'],
    ['mailbox', { mailbox: theo.id }, `users/${theo.id}/events/AAMk`],
  ])('arrives as often as the fault of its %s says', async (_, target, resource) => {
    const arrived: string[] = []
    const listener = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => arrived.push(text))
      request.on('end', () => response.writeHead(202).end())
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => listener.once('listening', resolve))
    const store = new Store(':memory:')
    const directory = new Directory(store)
    directory.put([theo], { replace: false })
    const notifications = new Notifications(store)
    const { faults } = new Gate({ store, directory, settings: new Settings(store), notifications })
    faults.add([{ target, kind: 'duplicate', times: 1 }])
    // What changes in a tenant tells its listeners; here only the telling is looked at.
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`
    notifications.deliver({ subscriptionId: 'one', url, body: { value: [{ resource }] } })
    notifications.deliver({ subscriptionId: 'one', url, body: { value: [{ resource: 'users/somebody-else/events/1' }] } })
    await notifications.settled()
    notifications.close()
    store.close()
    listener.close()
    expect(arrived.map((text) => (text.includes(resource) ? 'twice' : 'once'))).toEqual(['twice', 'twice', 'once'])
  })
})

describe('a fault with a probability', () => {
  it('meets the same ones of the same requests for the same seed', async () => {
    const drawn = async (seed: number): Promise<string> => {
      await given({ id: 'dice', target: { person: ada.id }, kind: 'error', status: 502, probability: 0.5, seed })
      const statuses: number[] = []
      for (let n = 0; n < 24; n += 1) statuses.push((await raw(`/v1.0/users/${ada.id}`)).status)
      return statuses.join(' ')
    }
    const first = await drawn(7)
    expect(new Set(first.split(' '))).toEqual(new Set(['200', '502']))
    expect(await drawn(7)).toBe(first)
    expect(await drawn(8)).not.toBe(first)
  })
})

describe('faults as data', () => {
  it('outlast the process, with what is left of them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tenant-faults-'))
    const open = () => openTenant({ dataFile: path.join(folder, 'tenant.sqlite'), seed: { users: [theo] } })
    const first = open()
    const fault = { id: 'busy', target: { route: '/login-that-is-not' }, kind: 'error', times: 2 }
    await first.app.request('/_tenant/faults', { method: 'POST', body: JSON.stringify(fault) })
    expect((await first.app.request('/login-that-is-not')).status).toBe(503)
    first.close()
    const second = open()
    expect(await (await second.app.request('/_tenant/faults')).json()).toMatchObject({
      value: [{ id: 'busy', times: 1, met: 1 }],
    })
    second.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('are added one by one, and one with a known id takes its place', async () => {
    const added = await ask('POST', '', { id: 'one', target: { list: 'Enrolments' }, kind: 'slow', afterMs: 5 })
    expect([added.status, await added.json()]).toMatchObject([201, { value: [{ id: 'one', lasting: false }] }])
    await ask('POST', '', { id: 'one', target: { list: 'Enrolments' }, kind: 'full' })
    expect(await standing()).toMatchObject([{ id: 'one', kind: 'full', lasting: true }])
  })

  it('are still taken in the short form for routes', async () => {
    await given(
      { method: 'POST', path: '/events$', status: 504, times: 1, afterwards: true },
      { path: '/users', status: 429, times: 3 },
    )
    expect(await standing()).toMatchObject([
      { kind: 'lost', status: 504, times: 1, target: { route: '/events$', method: 'POST' } },
      { kind: 'throttled', times: 3, target: { route: '/users' } },
    ])
  })

  it('are refused with a sentence for each wrong entry, and none of them is taken', async () => {
    const answer = await ask('PUT', '', {
      value: [
        { id: 'fine', target: { list: 'Enrolments' }, kind: 'full' },
        { id: 'two-targets', target: { list: 'A', person: 'b' }, kind: 'full' },
        { target: { route: '(' }, kind: 'throttled' },
        { target: { list: 'A' }, kind: 'tired' },
        { target: { list: 'A' }, kind: 'slow', hurry: true },
        { path: '/users', status: 404, times: 1 },
      ],
    })
    const [status, message] = await complaint(answer)
    expect(status).toBe(400)
    expect(message.split('. ')).toEqual([
      'Fault 2 ("two-targets") names exactly one of person, mailbox, list and route',
      'Fault 3 has the route "(", which is no regular expression',
      'Fault 4 has no kind out of throttled, slow, error, lost, duplicate, gone, full, forbidden',
      'Fault 5 has "hurry", which faults do not have',
      'Fault 5 says by afterMs how long an answer takes',
      'Fault 6 has a status other than 429, 500, 502, 503 and 504.',
    ])
    expect(await standing()).toEqual([])
  })

  it('are refused for a person nobody knows', async () => {
    const answer = await ask('POST', '', { target: { mailbox: 'nobody@contoso.example' }, kind: 'gone' })
    expect(await complaint(answer)).toEqual([400, 'There is nobody "nobody@contoso.example" in the directory.'])
  })
})

describe('a tenant without faults', () => {
  it('answers a person as ever', async () => {
    const token = await personToken(tenant.url, theo.userPrincipalName, graphScope)
    expect(await graphClient(tenant.url, token).api('/me').get()).toMatchObject({ displayName: 'Theo Throttled' })
  })
})
