import { type Client, GraphError } from '@microsoft/microsoft-graph-client'

import { graphClient, graphScope, personToken } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

const person = (number: number, name: string) => ({
  id: `b0000000-0000-4000-8000-00000000000${number}`,
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  mail: `${name.toLowerCase()}@contoso.example`,
})
const ada = person(1, 'Ada')
const ben = person(2, 'Ben')
const cleo = person(3, 'Cleo')
const app = (number: number, ...permissions: string[]) => ({
  appId: `b0000000-0000-4000-8000-0000000000a${number}`,
  displayName: `App ${number}`,
  secret: 'kept',
  permissions,
})
const sender = app(1, 'TeamsActivity.Send', 'Chat.Create')
const other = app(2, 'User.Read.All')
const mover = app(3, 'Teamwork.Migrate.All')

let tenant: RunningTenant
beforeEach(async () => {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [ada, ben, cleo], apps: [sender, other, mover] } })
})
afterEach(() => tenant.close())

async function asApp({ appId }: { readonly appId: string }): Promise<Client> {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: 'kept', scope: graphScope }
  const response = await fetch(`${tenant.url}/organizations/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return graphClient(tenant.url, ((await response.json()) as { access_token: string }).access_token)
}
const asPerson = async ({ id }: { readonly id: string }, ...scopes: string[]): Promise<Client> =>
  graphClient(
    tenant.url,
    await personToken(tenant.url, id, scopes.map((each) => `https://graph.microsoft.com/${each}`).join(' ')),
  )
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
const feed = async (): Promise<object[]> =>
  ((await (await fetch(`${tenant.url}/_tenant/activity-notifications`)).json()) as { value: object[] }).value

describe('a notification in somebody’s activity feed', () => {
  const notify = async (who: typeof sender, body: object, to = ben.id) =>
    (await asApp(who)).api(`/users/${to}/teamwork/sendActivityNotification`).post(body) as Promise<unknown>
  const notification = {
    topic: { source: 'text', value: 'Spring', webUrl: 'https://teams.microsoft.com/l/entity/app/home' },
    activityType: 'asked',
    previewText: { content: 'Ada asks for two days off' },
    templateParameters: [{ name: 'who', value: 'Ada' }],
  }

  it('arrives with the person, from the app that sent it', async () => {
    expect(await notify(sender, notification)).toBeUndefined()
    expect(await feed()).toMatchObject([{ userId: ben.id, appId: sender.appId, document: notification }])
  })

  it('takes the place of an earlier one of the same chain', async () => {
    await notify(sender, { ...notification, chainId: 7 })
    await notify(sender, { ...notification, chainId: 7, previewText: { content: 'Ada asks again' } })
    expect(await feed()).toMatchObject([{ document: { previewText: { content: 'Ada asks again' } } }])
  })

  it.each([
    ['about nothing', { topic: undefined }],
    [
      'with a topic of its own that leads out of Teams',
      { topic: { source: 'text', value: 'x', webUrl: 'https://elsewhere.example' } },
    ],
    ['about something that is not in Graph', { topic: { source: 'entityUrl', value: 'https://elsewhere.example' } }],
    ['of no type', { activityType: undefined }],
    ['without words', { previewText: {} }],
    ['with parameters that are not text', { templateParameters: [{ name: 'who', value: 1 }] }],
  ])('is refused %s', async (_, more) => {
    expect(await refusalOf(notify(sender, { ...notification, ...more }))).toMatchObject({ statusCode: 400 })
    expect(await feed()).toEqual([])
  })

  it('needs the permission, and the app with the person', async () => {
    expect(await refusalOf(notify(other, notification))).toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      message:
        "Missing role permissions on the request. API requires one of 'TeamsActivity.Send'. Roles on the request 'User.Read.All'",
    })
    expect(await refusalOf(notify(sender, notification, 'nobody'))).toMatchObject({ statusCode: 404 })
    await fetch(`${tenant.url}/_tenant/settings`, { method: 'PUT', body: JSON.stringify({ teamsApp: 'notInstalled' }) })
    expect(await refusalOf(notify(sender, notification))).toMatchObject({
      statusCode: 403,
      message: expect.stringContaining('Ensure that the expected Teams app is installed'),
    })
  })
})

describe('a chat between two people', () => {
  const member = ({ id }: { readonly id: string }) => ({
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: ['owner'],
    'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${id}')`,
  })
  const made = async (client: Client): Promise<string> =>
    ((await client.api('/chats').post({ chatType: 'oneOnOne', members: [member(ada), member(ben)] })) as { id: string }).id
  const hello = { body: { content: 'Hello' } }

  it('is the same whoever makes it, and read by the two only', async () => {
    const asAda = await asPerson(ada, 'Chat.ReadWrite')
    const id = await made(asAda)
    expect(await made(await asApp(sender))).toBe(id)
    await asAda.api(`/chats/${id}/messages`).post(hello)
    const read = async (who: typeof ada) =>
      (await asPerson(who, 'Chat.Read')).api(`/chats/${id}/messages`).get() as Promise<object>
    expect(await read(ben)).toMatchObject({ value: [{ body: { content: 'Hello' }, from: { user: { id: ada.id } } }] })
    expect(await refusalOf(read(cleo))).toMatchObject({ statusCode: 403 })
  })

  it('takes no message from an app: not without the permission to migrate, and not with it, for nothing is migrated', async () => {
    const id = await made(await asApp(sender))
    expect(await refusalOf((await asApp(sender)).api(`/chats/${id}/messages`).post(hello))).toMatchObject({
      statusCode: 403,
      message: expect.stringContaining("API requires one of 'Teamwork.Migrate.All'"),
    })
    expect(await refusalOf((await asApp(mover)).api(`/chats/${id}/messages`).post(hello))).toMatchObject({ statusCode: 401 })
  })

  it('is not made without one of its members', async () => {
    const body = { chatType: 'oneOnOne', members: [member(ada)] }
    expect(await refusalOf((await asPerson(ada, 'Chat.Create')).api('/chats').post(body))).toMatchObject({ statusCode: 400 })
  })
})
