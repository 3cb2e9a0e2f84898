import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { BatchRequestContent, type Client, PageIterator } from '@microsoft/microsoft-graph-client'
import type { GraphFI } from '@pnp/graph/index.js'

import { appToken, graphClient, graphScope, personToken, pnpGraphClient } from '../../tenant/clients'
import { type GraphUser, type RunningTenant, startTenant } from '../../tenant/index'

const idOf = (number: number): string => `e1f2a3b4-0000-4000-8000-${String(number).padStart(12, '0')}`
const boss = (number: number): { manager?: { id: string } } =>
  number > 1 ? { manager: { id: idOf(Math.floor(number / 2)) } } : {}
const named = (number: number, more: Partial<GraphUser> = {}): GraphUser => ({
  id: idOf(number),
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
  jobTitle: 'Engineer',
  ...boss(number),
  ...more,
})
type User = { readonly id: string; readonly displayName: string }
type Page = {
  readonly value: readonly User[]
  readonly '@odata.count'?: number
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}
type Refusal = { readonly statusCode: number; readonly code: string; readonly message: string; readonly headers?: Headers }

let tenant: RunningTenant
let graph: Client
let pnp: GraphFI

const refusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: Refusal) => error,
  )
const control = async (method: string, path: string, body?: object): Promise<void> => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const { status } = await fetch(`${tenant.url}/_tenant${path}`, init)
  expect(status).toBeLessThan(300)
}
const asPerson = async (number: number, scope: string): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, `p${number}@contoso.example`, scope))

beforeEach(async () => {
  const people = Array.from({ length: 250 }, (_, at) => named(at + 1))
  people[4] = named(5, {
    displayName: 'Ada Lovelace-King',
    companyName: 'Analytical',
    jobTitle: 'Countess',
    mail: 'ada@engine.example',
  })
  people[5] = named(6, { accountEnabled: false })
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: people } })
  const token = await appToken(tenant.url, 'https://graph.microsoft.com')
  graph = graphClient(tenant.url, token)
  pnp = pnpGraphClient(tenant.url, token)
})

afterEach(() => tenant.close())

describe('people in a directory', () => {
  const asked = (query: string) => graph.api(`/users?${query}`).get() as Promise<Page>
  const askedOfIndex = (query: string) =>
    graph.api(`/users?${query}`).header('ConsistencyLevel', 'eventual').get() as Promise<Page>
  const names = ({ value }: Page): string[] => value.map(({ displayName }) => displayName)

  it('are paged by PnPjs, with the manager of each', async () => {
    const seen: { id?: string | undefined }[] = []
    for await (const page of pnp.users.select('id', 'displayName').expand('manager($select=id)').top(90)) seen.push(...page)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(251)
    expect(seen.find(({ id }) => id === idOf(9))).toMatchObject({ manager: { id: idOf(4) } })
    expect(await pnp.users.getById(idOf(9)).manager()).toMatchObject({ id: idOf(4) })
    expect(await pnp.users.getById(idOf(2)).directReports()).toHaveLength(2)
  })

  it('are read together in one batch, by either client', async () => {
    const [batched, execute] = pnp.batched()
    const found: unknown[] = []
    void batched.users
      .getById(idOf(2))()
      .then((user) => found.push(user))
    void batched.users
      .getById(idOf(3))()
      .then((user) => found.push(user))
    await execute()
    expect(found).toMatchObject([{ id: idOf(2) }, { id: idOf(3) }])

    const content = new BatchRequestContent([
      { id: '1', request: new Request(`https://graph.microsoft.com/v1.0/users/${idOf(2)}`) },
      { id: '2', request: new Request(`https://graph.microsoft.com/beta/users/${idOf(3)}`), dependsOn: ['1'] },
    ])
    const { responses } = await graph.api('/$batch').post(await content.getContent())
    expect(responses.map(({ status }: { status: number }) => status)).toEqual([200, 200])
    expect(responses[1].body['@odata.context']).toMatch(/^https:\/\/graph\.microsoft\.com\/beta\//)
  })

  it('are searched by words of their name, and by the beginning of anything else, when the index is asked', async () => {
    expect(await refusal(asked('$search="displayName:king"'))).toMatchObject({
      statusCode: 400,
      code: 'Request_UnsupportedQuery',
      message:
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    })
    expect(names(await askedOfIndex('$search="displayName:king"'))).toEqual(['Ada Lovelace-King'])
    expect(names(await askedOfIndex('$search="displayName:ing"'))).toEqual([])
    expect(names(await askedOfIndex('$search="displayName:king" OR "mail:p7@"'))).toEqual(['Ada Lovelace-King', 'Person 7'])
    expect(names(await askedOfIndex('$search="displayName:ada" AND "mail:p7@"'))).toEqual([])
    expect(await refusal(askedOfIndex('$search=displayName:king'))).toMatchObject({ statusCode: 400 })
  })

  it('are counted only by the index: as a number when asked for it alone, in silence not at all', async () => {
    expect((await asked('$count=true&$top=1'))['@odata.count']).toBeUndefined()
    expect((await askedOfIndex('$count=true&$top=1'))['@odata.count']).toBe(251)
    expect(await refusal(graph.api('/users/$count').get())).toMatchObject({
      code: 'Request_UnsupportedQuery',
      message: expect.stringContaining("Raw count (/$count) is not supported because the 'ConsistencyLevel:eventual' header"),
    })
    const counted = (path: string) => graph.api(path).header('ConsistencyLevel', 'eventual').get()
    expect(Number(await counted('/users/$count'))).toBe(251)
    expect(Number(await counted(`/users/$count?$filter=jobTitle ne 'Engineer'`))).toBe(2)
  })

  it.each([
    ["endsWith(mail,'@engine.example')", "Operator 'endsWith' is not supported", ['Ada Lovelace-King']],
    ["jobTitle ne 'Engineer' and jobTitle ne null", "Filter operator 'NotEqualsMatch' is not supported.", ['Ada Lovelace-King']],
    [
      "not(startsWith(displayName,'Person')) and mail ge 'a' and mail lt 'b'",
      "Operator 'not' is not supported",
      ['Ada Lovelace-King'],
    ],
    [
      "companyName eq 'Analytical'",
      "Unsupported or invalid query filter clause specified for property 'companyName'",
      ['Ada Lovelace-King'],
    ],
    [
      "jobTitle eq null and mail eq 'ada@engine.example'",
      "Unsupported or invalid query filter clause specified for property 'jobTitle'",
      [],
    ],
  ])('are filtered by %s in the index and nowhere else', async (filter, message, found) => {
    const query = `$select=displayName&$filter=${encodeURIComponent(filter)}`
    const refused = { statusCode: 400, code: 'Request_UnsupportedQuery', message: expect.stringContaining(message) }
    expect(await refusal(asked(query))).toMatchObject(refused)
    expect(await refusal(asked(`${query}&$count=true`))).toMatchObject({ statusCode: 400, code: 'Request_UnsupportedQuery' })
    expect(await refusal(askedOfIndex(query))).toMatchObject({ statusCode: 400, code: 'Request_UnsupportedQuery' })
    expect(names(await askedOfIndex(`${query}&$count=true`))).toEqual(found)
    expect(await refusal(askedOfIndex(`${query}&$count=true&$expand=manager`))).toMatchObject({ statusCode: 400 })
  })

  it('are never filtered by what is not indexed, by a part of a text or by a number of rows to leave out', async () => {
    expect(await refusal(askedOfIndex("$count=true&$filter=faxNumber eq '1'"))).toMatchObject({
      message: "Unsupported or invalid query filter clause specified for property 'faxNumber' of resource 'User'.",
    })
    expect(await refusal(askedOfIndex("$count=true&$filter=contains(displayName,'da')"))).toMatchObject({ statusCode: 400 })
    expect(await refusal(asked('$skip=10'))).toMatchObject({ message: "'$skip' is not supported by the service." })
    expect(await refusal(asked('$top=1000'))).toMatchObject({ statusCode: 400 })
  })

  it('are sorted by name; what is filtered is sorted by the index alone', async () => {
    expect(names(await asked('$orderby=displayName&$top=2'))).toEqual(['Ada Lovelace-King', 'Person 1'])
    expect(await refusal(asked('$orderby=jobTitle'))).toMatchObject({
      message: "Unsupported sort property 'jobTitle' for 'User'.",
    })
    const filtered = "$filter=startsWith(displayName,'Person 24')&$orderby=displayName desc&$top=2"
    expect(await refusal(asked(filtered))).toMatchObject({ message: 'Sorting not supported for current query.' })
    expect(names(await askedOfIndex(`${filtered}&$count=true`))).toEqual(['Person 249', 'Person 248'])
  })

  it('show the line above one of them, but not above all of them', async () => {
    const chain = 'manager($levels=max;$select=id,displayName)'
    const asking = graph
      .api(`/users/${idOf(8)}`)
      .select('id')
      .expand(chain)
    expect(await refusal(asking.get())).toMatchObject({ statusCode: 400, code: 'Request_UnsupportedQuery' })
    const line = graph
      .api(`/users/${idOf(8)}`)
      .header('ConsistencyLevel', 'eventual')
      .select('id')
      .count(true)
    expect(await line.expand(chain).get()).toMatchObject({ manager: { id: idOf(4), manager: { manager: { id: idOf(1) } } } })
    const two = await graph
      .api(`/users/${idOf(8)}`)
      .header('ConsistencyLevel', 'eventual')
      .count(true)
      .expand('manager($levels=2;$select=id)')
      .get()
    expect(two.manager.manager.id).toBe(idOf(2))
    expect(two.manager.manager.manager).toBeUndefined()
    expect(await refusal(graph.api('/users').expand(chain).get())).toMatchObject({
      message: "Transitive manager's list is only supported on a single user, send the $expand request on /users/{id} endpoint",
    })
  })

  it('show who reports to one of them, directly and all the way down', async () => {
    const direct = await graph.api('/users').expand('directReports($select=id)').select('id').top(3).get()
    expect(direct.value[2].directReports.map(({ id }: User) => id)).toEqual([idOf(4), idOf(5)])
    const below = graph
      .api(`/users/${idOf(60)}/transitiveReports`)
      .header('ConsistencyLevel', 'eventual')
      .count(true)
    expect(await below.select('id').get()).toMatchObject({
      '@odata.count': 6,
      value: [idOf(120), idOf(121), idOf(240), idOf(241), idOf(242), idOf(243)].map((id) => ({ id })),
    })
    const many = await graph
      .api(`/users/${idOf(60)}/transitiveReports`)
      .top(4)
      .get()
    const all: string[] = []
    await new PageIterator(graph, many, ({ id }: User) => all.push(id) > 0).iterate()
    expect(all).toHaveLength(6)
    expect(
      Number(
        await graph
          .api(`/users/${idOf(1)}/transitiveReports/$count`)
          .header('ConsistencyLevel', 'eventual')
          .get(),
      ),
    ).toBe(249)
  })

  it('are found under every way of writing their address', async () => {
    const read = async (path: string) => (await graph.api(path).get()).id
    expect(await read(`/Users('${idOf(3)}')`)).toBe(idOf(3))
    expect(await read(`/users/p3@contoso.example`)).toBe(idOf(3))
    expect(await read(`/USERS/${idOf(7)}/Manager`)).toBe(idOf(3))
  })

  it('lose their manager with the account that managed them', async () => {
    await control('DELETE', `/people/${idOf(2)}`)
    expect(await refusal(graph.api(`/users/${idOf(2)}`).get())).toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    })
    expect(await refusal(graph.api(`/users/${idOf(4)}/manager`).get())).toMatchObject({ statusCode: 404 })
  })
})

describe('changes in a directory', () => {
  const round = async (link: string, prefer?: string): Promise<{ users: Record<string, unknown>[]; link: string }> => {
    const users: Record<string, unknown>[] = []
    let next = link
    for (;;) {
      const request = graph.api(next)
      const page = await (prefer ? request.header('Prefer', prefer) : request).get()
      users.push(...page.value)
      if (page['@odata.deltaLink']) return { users, link: page['@odata.deltaLink'] }
      next = page['@odata.nextLink']
    }
  }
  const start = () => round('/users/delta?$select=displayName,jobTitle,department,manager')
  const reference = (number: number) => ({ '@odata.type': '#microsoft.graph.user', id: idOf(number) })

  it('begin with everybody, page by page, and go on with nobody', async () => {
    const { users, link } = await start()
    expect(users).toHaveLength(251)
    expect(users.find(({ id }) => id === idOf(5))).toEqual({
      id: idOf(5),
      displayName: 'Ada Lovelace-King',
      jobTitle: 'Countess',
      'manager@delta': [reference(2)],
    })
    const then = await round(link)
    expect(then.users).toEqual([])
    expect(await round(then.link)).toMatchObject({ users: [] })
  })

  it('tell a new name, a new manager, who came and who left, and nothing that was not asked for', async () => {
    const { link } = await start()
    await control('PATCH', `/people/${idOf(10)}`, { displayName: 'Renamed', jobTitle: null })
    await control('PATCH', `/people/${idOf(11)}`, { manager: { id: idOf(3) } })
    await control('PATCH', `/people/${idOf(12)}`, { officeLocation: 'Moved' })
    await control('PATCH', `/people/${idOf(13)}`, { manager: null })
    await control('DELETE', `/people/${idOf(250)}`)
    await control('POST', '/seed', { users: [named(900)] })
    const { users } = await round(link)
    expect(users).toEqual([
      { id: idOf(10), displayName: 'Renamed', jobTitle: null },
      {
        id: idOf(11),
        displayName: 'Person 11',
        jobTitle: 'Engineer',
        'manager@delta': [reference(3), { ...reference(5), '@removed': { reason: 'deleted' } }],
      },
      {
        id: idOf(13),
        displayName: 'Person 13',
        jobTitle: 'Engineer',
        'manager@delta': [{ ...reference(6), '@removed': { reason: 'deleted' } }],
      },
      { id: idOf(250), '@removed': { reason: 'changed' } },
      { id: idOf(900), displayName: 'Person 900', jobTitle: 'Engineer', 'manager@delta': [reference(450)] },
    ])
    expect((await round(link, 'return=minimal')).users.slice(0, 2)).toEqual([
      { id: idOf(10), displayName: 'Renamed', jobTitle: null },
      { id: idOf(11), 'manager@delta': [reference(3), { ...reference(5), '@removed': { reason: 'deleted' } }] },
    ])
  })

  it('lose new managers where the tenant is one of those that lose them', async () => {
    const { link } = await start()
    await control('PUT', '/settings', { deltaManagers: 'lost' })
    await control('PATCH', `/people/${idOf(11)}`, { manager: { id: idOf(3) } })
    await control('PATCH', `/people/${idOf(12)}`, { manager: { id: idOf(3) }, displayName: 'Renamed' })
    expect((await round(link)).users).toEqual([{ id: idOf(12), displayName: 'Renamed', jobTitle: 'Engineer' }])
    expect((await graph.api(`/users/${idOf(11)}/manager`).get()).id).toBe(idOf(3))
  })

  it('can be followed for some people, and from now on', async () => {
    const two = await round(`/users/delta?$select=displayName&$filter=id eq '${idOf(7)}' or id eq '${idOf(8)}'`)
    expect(two.users).toHaveLength(2)
    const now = await round('/users/delta?$deltatoken=latest')
    expect(now.users).toEqual([])
    await control('PATCH', `/people/${idOf(7)}`, { displayName: 'Seven' })
    await control('PATCH', `/people/${idOf(9)}`, { displayName: 'Nine' })
    expect((await round(two.link)).users).toEqual([{ id: idOf(7), displayName: 'Seven' }])
    expect((await round(now.link)).users).toHaveLength(2)
    expect(await refusal(graph.api("/users/delta?$filter=displayName eq 'x'").get())).toMatchObject({ statusCode: 400 })
  })

  it('have to be read anew after seven days, from the address the refusal gives', async () => {
    const { link } = await start()
    const inDays = (days: number) => ({ now: new Date(Date.now() + days * 86_400_000).toISOString(), frozen: true })
    await control('PUT', '/clock', inDays(6.9))
    expect((await round(link)).users).toEqual([])
    await control('PUT', '/clock', inDays(8))
    const refused = await refusal(round(link))
    expect(refused).toMatchObject({ statusCode: 410, code: 'syncStateNotFound' })
    const again = refused.headers?.get('location') ?? ''
    expect(again).toBe('https://graph.microsoft.com/v1.0/users/delta?$deltatoken=')
    expect((await round(again)).users).toHaveLength(251)
    expect(await refusal(round('/users/delta?$deltatoken=nonsense'))).toMatchObject({ statusCode: 400 })
  })

  it('are announced to who listens, by the id of the person and no more', async () => {
    const told: unknown[] = []
    const listener = createServer((request, response) => {
      const token = new URL(request.url ?? '/', 'http://listener').searchParams.get('validationToken')
      let text = ''
      request.on('data', (part: Buffer) => (text += part.toString()))
      request.on('end', () => {
        if (token === null) told.push(...(JSON.parse(text) as { value: unknown[] }).value)
        response.writeHead(200, { 'content-type': 'text/plain' }).end(token ?? '')
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    await graph.api('/subscriptions').post({
      changeType: 'updated,deleted',
      notificationUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/listen`,
      resource: 'users',
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
    })
    await control('PATCH', `/people/${idOf(7)}`, { displayName: 'Seven' })
    await control('PATCH', `/people/${idOf(7)}`, { displayName: 'Seven' })
    await control('DELETE', `/people/${idOf(249)}`)
    await control('GET', '/deliveries?settle=true')
    listener.close()
    expect(told).toMatchObject([
      {
        changeType: 'updated',
        resource: `Users/${idOf(7)}`,
        resourceData: { '@odata.type': '#Microsoft.Graph.User', id: idOf(7) },
      },
      { changeType: 'deleted', resource: `Users/${idOf(249)}` },
    ])
    expect(JSON.stringify(told)).not.toContain('Seven')
  })

  it('are no matter for people who may not read the directory', async () => {
    const basic = await asPerson(5, 'https://graph.microsoft.com/User.ReadBasic.All')
    expect(await refusal(basic.api('/users/delta').get())).toMatchObject({
      statusCode: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    })
    expect(await (await asPerson(5, graphScope)).api('/me').select('id').get()).toMatchObject({ id: idOf(5) })
  })
})

describe('several requests in one', () => {
  const batch = (requests: object[]) => graph.api('/$batch').post({ requests })
  const read = (id: string, url: string, ...dependsOn: string[]) => ({ id, method: 'GET', url, dependsOn })

  it('wait for those they depend on, and fail with them', async () => {
    const { responses } = await batch([
      read('last', `/users/${idOf(2)}`, 'first', 'second'),
      read('first', `/users/${idOf(3)}`),
      read('after', `/users/${idOf(4)}`, 'broken'),
      read('second', `/users/${idOf(5)}`, 'first'),
      read('broken', '/users/nobody'),
      read('afterwards', `/users/${idOf(4)}`, 'after'),
    ])
    const at = (id: string): number => responses.findIndex((each: { id: string }) => each.id === id)
    const statusOf = (id: string): number => responses[at(id)].status
    expect(at('first')).toBeLessThan(at('second'))
    expect(at('second')).toBeLessThan(at('last'))
    expect(['first', 'second', 'last', 'broken', 'after', 'afterwards'].map(statusOf)).toEqual([200, 200, 200, 404, 424, 424])
  })

  it('ask the index each for itself, and answer a number as text', async () => {
    const eventual = { ...read('1', '/users/$count'), headers: { ConsistencyLevel: 'eventual' } }
    const { responses } = await batch([eventual, read('2', '/users/$count')])
    expect(responses).toMatchObject([
      { status: 200, body: '251' },
      { status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } },
    ])
  })

  it('are twenty at most and depend on each other in no circle', async () => {
    const many = Array.from({ length: 21 }, (_, at) => read(String(at), '/users'))
    expect(await refusal(batch(many))).toMatchObject({
      statusCode: 400,
      message: 'Number of batch request steps exceeds the maximum value of 20.',
    })
    expect(await refusal(batch([read('1', '/users', '2'), read('2', '/users', '1')]))).toMatchObject({ statusCode: 400 })
    expect(await refusal(batch([read('1', '/users', 'nobody')]))).toMatchObject({ statusCode: 400 })
  })
})
