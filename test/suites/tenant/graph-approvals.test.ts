import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'

import { type Client, GraphError, PageIterator, ResponseType } from '@microsoft/microsoft-graph-client'

import { graphClient, graphScope, personToken } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

const person = (number: number, name: string, more: object = {}) => ({
  id: `a0000000-0000-4000-8000-00000000000${number}`,
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  mail: `${name.toLowerCase()}@contoso.example`,
  ...more,
})
const ada = person(1, 'Ada')
const ben = person(2, 'Ben')
const cleo = person(3, 'Cleo')
const dan = person(4, 'Dan', { userType: 'Guest' })
const all = '/solutions/approval/approvalItems'

type Item = {
  readonly id: string
  readonly state: string
  readonly result: string | null
  readonly allowCancel: boolean
  readonly viewPoint: { readonly roles: readonly string[] }
}
type Operation = { readonly status: string; readonly resourceLocation: string | null; readonly error: { message: string } | null }

let tenant: RunningTenant
const as = async (who: { readonly id: string }): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, who.id, graphScope))
const beta = async (who: { readonly id: string }, path: string) => (await as(who)).api(path).version('beta')
const control = (path: string, body: object, method = 'POST'): Promise<Response> =>
  fetch(`${tenant.url}/_tenant/${path}`, { method, body: JSON.stringify(body) })
const refusalOf = (asked: Promise<unknown>): Promise<GraphError> =>
  asked.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: unknown) => {
      if (error instanceof GraphError) return error
      throw error
    },
  )

const wanted = (approvers: readonly { readonly id: string }[], more: object = {}) => ({
  displayName: 'Two days off',
  description: 'In spring',
  approvalType: 'basic',
  approvers: approvers.map(({ id }) => ({ user: { id } })),
  ...more,
})

async function asApp(appId: string): Promise<Client> {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: 'kept', scope: graphScope }
  const response = await fetch(`${tenant.url}/organizations/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return graphClient(tenant.url, ((await response.json()) as { access_token: string }).access_token)
}

/** Posts, and asks for the operation until it is over. */
async function done(
  who: { readonly id: string },
  path: string,
  body: object,
  onStep: (status: string) => void = () => undefined,
): Promise<Operation> {
  const client = await as(who)
  const response = (await client.api(path).version('beta').responseType(ResponseType.RAW).post(body)) as Response
  expect(response.status).toBe(202)
  const location = response.headers.get('location') ?? ''
  expect(location).toMatch(/^https:\/\/graph\.microsoft\.com\/beta\/solutions\/approval\/operations\/[0-9a-f-]{36}$/)
  for (;;) {
    const operation = (await client.api(location).get()) as Operation
    onStep(operation.status)
    if (!['scheduled', 'inProgress'].includes(operation.status)) return operation
  }
}

async function sent(approvers: readonly { readonly id: string }[], more: object = {}): Promise<string> {
  const { status, resourceLocation } = await done(ada, all, wanted(approvers, more))
  expect(status).toBe('succeeded')
  return resourceLocation?.split('/').at(-1) ?? ''
}
const item = async (who: { readonly id: string }, id: string) => (await (await beta(who, `${all}/${id}`)).get()) as Item
const answer = (who: { readonly id: string }, id: string, response: string, comments = '') =>
  done(who, `${all}/${id}/responses`, { response, comments })

beforeEach(async () => {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [ada, ben, cleo, dan] } })
})
afterEach(() => tenant.close())

describe('an approval that is sent to one person', () => {
  it('is promised first, appears when its operation has succeeded, and is seen by the two it concerns', async () => {
    const steps: string[] = []
    const { resourceLocation } = await done(ada, all, wanted([ben]), (status) => steps.push(status))
    // Each look brings it one step on, and so does time.
    expect(['scheduled', 'inProgress', 'succeeded'].filter((step) => steps.includes(step))).toEqual(steps)
    expect(steps.at(-1)).toBe('succeeded')
    const id = resourceLocation?.split('/').at(-1) ?? ''
    expect(await item(ada, id)).toMatchObject({
      displayName: 'Two days off',
      description: 'In spring',
      approvalType: 'basic',
      state: 'pending',
      result: null,
      completedDateTime: null,
      allowCancel: true,
      responsePrompts: ['Approve', 'Reject'],
      owner: { user: { id: ada.id, displayName: 'Ada' } },
      approvers: [{ user: { id: ben.id, displayName: 'Ben' } }],
      viewPoint: { roles: ['owner'] },
    })
    expect(await item(ben, id)).toMatchObject({ allowCancel: false, viewPoint: { roles: ['approver'] } })
    expect(await refusalOf(item(cleo, id))).toMatchObject({ statusCode: 404 })
    expect(await (await beta(cleo, all)).get()).toMatchObject({ value: [] })
  })

  it('is decided by the answer, which its sender can read', async () => {
    const id = await sent([ben])
    expect(await answer(ben, id, 'Reject', 'Not in spring')).toMatchObject({ status: 'succeeded' })
    expect(await item(ada, id)).toMatchObject({ state: 'completed', result: 'Reject', allowCancel: false })
    expect(await (await beta(ada, `${all}/${id}/responses`)).get()).toMatchObject({
      value: [{ response: 'Reject', comments: 'Not in spring', createdBy: { user: { id: ben.id } } }],
    })
  })

  it('cannot be answered with other words, by other people, or a second time', async () => {
    const id = await sent([ben])
    const post = async (who: { readonly id: string }, response: string) =>
      refusalOf((await beta(who, `${all}/${id}/responses`)).post({ response }))
    expect(await post(ben, 'Approved')).toMatchObject({ statusCode: 400 })
    expect(await post(ada, 'Approve')).toMatchObject({ statusCode: 403 })
    expect(await post(cleo, 'Approve')).toMatchObject({ statusCode: 404 })
    await answer(ben, id, 'Approve')
    expect(await answer(ben, id, 'Reject')).toMatchObject({ status: 'failed', resourceLocation: null })
    expect(await item(ada, id)).toMatchObject({ result: 'Approve' })
  })

  it('is taken back by its sender only, and only until it is decided', async () => {
    const [first, second] = [await sent([ben]), await sent([ben])]
    expect(await refusalOf((await beta(ben, `${all}/${first}/cancel`)).post({}))).toMatchObject({ statusCode: 403 })
    expect(await done(ada, `${all}/${first}/cancel`, {})).toMatchObject({ status: 'succeeded' })
    expect(await item(ben, first)).toMatchObject({ state: 'canceled', result: null })
    expect(await answer(ben, first, 'Approve')).toMatchObject({ status: 'failed' })
    await answer(ben, second, 'Approve')
    expect(await refusalOf((await beta(ada, `${all}/${second}/cancel`)).post({}))).toMatchObject({ statusCode: 400 })
  })

  it('can be passed on in Teams: the old request is marked, the new one says from whom', async () => {
    const id = await sent([ben])
    expect((await control(`approvals/${id}/reassign`, { from: ben.id, to: dan.id })).status).toBe(204)
    expect(await (await beta(ada, `${all}/${id}/requests`)).get()).toMatchObject({
      value: [
        { approver: { user: { id: ben.id } }, isReassigned: true, reassignedFrom: null },
        // Of guests no name is known.
        { approver: { user: { id: dan.id, displayName: null } }, isReassigned: false, reassignedFrom: { user: { id: ben.id } } },
      ],
    })
    expect(await refusalOf((await beta(ben, `${all}/${id}/responses`)).post({ response: 'Approve' }))).toMatchObject({
      statusCode: 403,
    })
    await answer(dan, id, 'Approve')
    expect(await item(ada, id)).toMatchObject({ state: 'completed', approvers: [{ user: { id: ben.id } }] })
    expect((await control(`approvals/${id}/reassign`, { from: dan.id, to: ben.id })).status).toBe(400)
  })
})

describe('an approval that is sent to several people', () => {
  it('is decided by the first answer when it is a basic one', async () => {
    const id = await sent([ben, cleo])
    await answer(cleo, id, 'Approve')
    expect(await item(ada, id)).toMatchObject({ state: 'completed', result: 'Approve' })
  })

  it('is decided by the first answer too when it has answers of its own', async () => {
    const id = await sent([ben, cleo], { approvalType: 'custom', responsePrompts: ['Now', 'Later'] })
    await answer(ben, id, 'Later')
    expect(await item(ada, id)).toMatchObject({ state: 'completed', result: 'Later', responsePrompts: ['Now', 'Later'] })
  })

  it('waits for all when everybody has to approve, and ends with the first refusal', async () => {
    const more = { approvalType: 'basicAwaitAll' }
    const [approved, rejected] = [await sent([ben, cleo], more), await sent([ben, cleo], more)]
    await answer(ben, approved, 'Approve')
    expect(await item(ada, approved)).toMatchObject({ state: 'pending', result: null })
    await answer(cleo, approved, 'Approve')
    expect(await item(ada, approved)).toMatchObject({ state: 'completed', result: 'Approve' })
    await answer(ben, rejected, 'Reject')
    expect(await item(ada, rejected)).toMatchObject({ state: 'completed', result: 'Reject' })
  })

  it('collects everybody’s own words when it is a custom one for all', async () => {
    const id = await sent([ben, cleo], { approvalType: 'customAwaitAll', responsePrompts: ['Now', 'Later'] })
    await answer(ben, id, 'Later')
    await answer(cleo, id, 'Now')
    expect(await item(ada, id)).toMatchObject({ state: 'completed', result: 'Later; Now' })
  })
})

describe('approvals asked for in a batch', () => {
  it('are accepted part by part, each with its own operation', async () => {
    const request = (id: string) => ({
      id,
      method: 'POST',
      url: all,
      headers: { 'content-type': 'application/json' },
      body: id === '2' ? {} : wanted([ben]),
    })
    const { responses } = (await (await beta(ada, '/$batch')).post({ requests: ['1', '2', '3'].map(request) })) as {
      responses: { id: string; status: number; headers: Record<string, string> }[]
    }
    const statuses = Object.fromEntries(responses.map(({ id, status }) => [id, status]))
    expect(statuses).toEqual({ 1: 202, 2: 400, 3: 202 })
    const accepted = responses.filter(({ status }) => status === 202).map(({ headers }) => new Headers(headers).get('location'))
    expect(new Set(accepted).size).toBe(2)
    expect(accepted[0]).toMatch(/\/beta\/solutions\/approval\/operations\//)
  })
})

describe('an approval that says too little', () => {
  it.each([
    ['no name', { displayName: '' }],
    ['no type', { approvalType: undefined }],
    ['a type nobody knows', { approvalType: 'awaitAll' }],
    ['nobody to approve', { approvers: [] }],
    ['an approver by address', { approvers: [{ user: { email: ben.mail } }] }],
    ['one answer of its own', { approvalType: 'custom', responsePrompts: ['Now'] }],
    ['three answers of its own', { approvalType: 'custom', responsePrompts: ['Now', 'Later', 'Never'] }],
    ['a property that approvals do not have', { dueDate: '2027-01-01' }],
  ])('is refused at once: %s', async (_, more) => {
    expect(await refusalOf((await beta(ada, all)).post(wanted([ben], more)))).toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
    })
  })

  it('fails later when the approver is nobody of this tenant', async () => {
    const operation = await done(ada, all, wanted([{ id: 'a0000000-0000-4000-8000-00000000ffff' }]))
    expect(operation).toMatchObject({ status: 'failed', resourceLocation: null, error: { message: expect.any(String) } })
    expect(await (await beta(ada, all)).get()).toMatchObject({ value: [] })
  })
})

describe('the list of approvals', () => {
  it('comes newest first, page by page, with all that concerns the reader', async () => {
    for (const name of ['One', 'Two', 'Three']) await sent([ben], { displayName: name })
    await sent([cleo], { displayName: 'Not for Ben' })
    const client = await as(ben)
    const query = `${all}?$orderby=createdDateTime desc&$select=displayName&$top=2`
    const names: string[] = []
    const first = (await client.api(query).version('beta').get()) as { value: object[]; '@odata.nextLink'?: string }
    expect(first.value).toHaveLength(2)
    await new PageIterator(client, first, (each: { displayName: string }) => {
      names.push(each.displayName)
      return true
    }).iterate()
    expect(names).toEqual(['Three', 'Two', 'One'])
  })

  it('passes over a filter by state, and refuses one by role unless the tenant is one that takes it', async () => {
    const id = await sent([ben])
    await answer(ben, id, 'Approve')
    await sent([ben, ada])
    expect(await (await beta(ben, `${all}?$filter=state eq 'pending'`)).get()).toMatchObject({ value: [{}, {}] })
    const byRole = `${all}?$filter=viewPoint/roles/any(r: r eq 'approver')`
    expect(await refusalOf((await beta(ada, byRole)).get())).toMatchObject({ statusCode: 400 })
    await control('settings', { approvalRoleFilter: 'works' }, 'PUT')
    const { value } = (await (await beta(ada, byRole)).get()) as { value: Item[] }
    expect(value.map(({ viewPoint }) => viewPoint.roles)).toEqual([['owner', 'approver']])
  })
})

describe('a program without a person', () => {
  it('is not served at all, whatever permissions it has', async () => {
    const app = 'a0000000-0000-4000-8000-0000000000aa'
    const permissions = ['ApprovalSolution.Read.All', 'ApprovalSolution.ReadWrite.All']
    await control('seed', { apps: [{ appId: app, displayName: 'Alone', secret: 'kept', permissions }] })
    const client = await asApp(app)
    const refusal = { statusCode: 403, message: 'Failed to authorize the client, required scope(s) or role(s) not present.' }
    expect(await refusalOf(client.api(all).version('beta').get())).toMatchObject(refusal)
    expect(
      await refusalOf(
        client
          .api(all)
          .version('beta')
          .post(wanted([ben])),
      ),
    ).toMatchObject(refusal)
  })

  it('hears of every approval in the tenant by its id alone, and whoever asks then finds it there', async () => {
    const heard: { changeType: string; resource: string; resourceData: { id: string } }[] = []
    const listener = await listening(heard)
    const app = 'a0000000-0000-4000-8000-0000000000bb'
    await control('seed', {
      apps: [{ appId: app, displayName: 'Listener', secret: 'kept', permissions: ['ApprovalSolution.ReadWrite.All'] }],
    })
    const client = await asApp(app)
    await client
      .api('/subscriptions')
      .version('beta')
      .post({
        changeType: 'created,updated',
        notificationUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
        resource: all,
        expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
        clientState: 'known to us',
      })
    await (await beta(ada, all)).post(wanted([ben]))
    await fetch(`${tenant.url}/_tenant/deliveries?settle=true`)
    expect(heard).toMatchObject([{ changeType: 'created', resourceData: { '@odata.type': '#Microsoft.Graph.approvalItem' } }])
    const id = heard[0]?.resourceData.id ?? ''
    expect(Object.keys(heard[0]?.resourceData ?? {}).sort()).toEqual(['@odata.id', '@odata.type', 'id'])
    expect(await item(ben, id)).toMatchObject({ state: 'pending' })
    await (await beta(ben, `${all}/${id}/responses`)).post({ response: 'Approve' })
    await fetch(`${tenant.url}/_tenant/deliveries?settle=true`)
    expect(heard.map(({ changeType }) => changeType)).toEqual(['created', 'updated'])
    await new Promise((resolve) => listener.close(resolve))
  })
})

/** A server that agrees to be called and keeps what it is told. */
async function listening(heard: object[]): Promise<Server> {
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('validationToken')
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      if (token === null) heard.push(...(JSON.parse(text) as { value: object[] }).value)
      response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

describe('a tenant', () => {
  it('knows approvals in beta only', async () => {
    expect(await refusalOf((await as(ada)).api(all).get())).toMatchObject({
      statusCode: 400,
      message: "Resource not found for the segment 'approval'.",
    })
  })

  it('that has no place for approvals yet refuses them until somebody provisions it', async () => {
    await control('settings', { approvals: 'notProvisioned' }, 'PUT')
    const solution = async () => (await beta(ada, '/solutions/approval')).get() as Promise<object>
    expect(await solution()).toMatchObject({ provisioningStatus: 'notProvisioned' })
    expect(await refusalOf((await beta(ada, all)).post(wanted([ben])))).toMatchObject({ statusCode: 400 })
    await (await beta(ada, '/solutions/approval/provision')).post({})
    expect(await solution()).toMatchObject({ provisioningStatus: 'provisioningCompleted' })
    expect(await sent([ben])).not.toBe('')
  })

  it('of an older kind answers a creation with the approval itself', async () => {
    await control('settings', { approvalAnswers: 'atOnce' }, 'PUT')
    const client = await as(ada)
    const response = (await client
      .api(all)
      .version('beta')
      .responseType(ResponseType.RAW)
      .post(wanted([ben]))) as Response
    expect([response.status, await response.json()]).toEqual([201, expect.objectContaining({ state: 'pending' })])
  })

  it('shows from outside what waits for whom', async () => {
    const id = await sent([ben])
    await control(`approvals/${id}/reassign`, { from: ben.id, to: cleo.id })
    const { value } = (await (await fetch(`${tenant.url}/_tenant/approvals?person=${cleo.id}`)).json()) as { value: object[] }
    expect(value).toMatchObject([{ id, state: 'pending', requests: [{ isReassigned: true }, { isReassigned: false }] }])
  })
})
