import { appToken, graphScope, personToken } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

/**
 * Requests and answers as Microsoft's pages show them: status and shape, in our own values. They are sent raw, because a page shows
 * what goes over the wire and not what a client makes of it.
 */
const text: unknown = expect.any(String)
const ada = { id: 'e1f2a3b4-0000-4000-8000-000000000011', displayName: 'Ada Adams', mail: 'ada@contoso.example' }
const ben = { id: 'e1f2a3b4-0000-4000-8000-000000000012', displayName: 'Ben Berg', mail: 'ben@contoso.example' }

type Asked = {
  readonly as?: 'app' | 'ada'
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}
type Answered = { readonly status: number; readonly headers: Headers; readonly body: unknown }

let tenant: RunningTenant
let tokens: { app: string; ada: string; site: string }

const ask = async (token: string, { method = 'GET', path, body, headers }: Asked): Promise<Answered> => {
  const answer = await fetch(`${tenant.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const said = await answer.text()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: said === '' ? undefined : isJson ? JSON.parse(said) : said }
}
const graph = (asked: Asked) => ask(tokens[asked.as ?? 'app'], asked)
const site = (asked: Asked) => ask(tokens.site, { ...asked, path: `/sites/mentoring/_api/${asked.path}` })

beforeAll(async () => {
  const user = (person: typeof ada, manager: string | null) => ({
    ...person,
    userPrincipalName: person.mail,
    manager: manager === null ? null : { id: manager },
  })
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [user(ada, ben.id), user(ben, null)] } })
  tokens = {
    app: await appToken(tenant.url, 'https://graph.microsoft.com'),
    ada: await personToken(tenant.url, ada.mail, graphScope),
    site: await appToken(tenant.url, tenant.url),
  }
})
afterAll(() => tenant.close())

const at = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
const attendees = [{ emailAddress: { address: ben.mail, name: ben.displayName }, type: 'required' }]
const event = { subject: 'Let us meet', start: at('2027-03-01T10:00:00'), end: at('2027-03-01T11:00:00'), attendees }
const users = `/v1.0/users/${ada.id}`
const message = {
  subject: 'Hello',
  body: { contentType: 'HTML', content: '<p>Hello</p>' },
  toRecipients: [{ emailAddress: { address: ben.mail } }],
}

describe('a page of Graph’s reference', () => {
  it.each<[string, Asked, number, unknown]>([
    ['list users', { path: '/v1.0/users?$select=displayName,id' }, 200, { '@odata.context': text, value: expect.any(Array) }],
    ['get a user', { path: users }, 200, { id: ada.id, displayName: 'Ada Adams', businessPhones: [], userPrincipalName: text }],
    [
      'get a user who is not there',
      { path: '/v1.0/users/nobody@contoso.example' },
      404,
      {
        error: {
          code: 'Request_ResourceNotFound',
          message: text,
          innerError: { date: text, 'request-id': text, 'client-request-id': text },
        },
      },
    ],
    ['list manager', { path: `${users}/manager` }, 200, { '@odata.type': '#microsoft.graph.user', id: ben.id }],
    [
      'list manager of who has none',
      { path: `/v1.0/users/${ben.id}/manager` },
      404,
      { error: { code: 'Request_ResourceNotFound' } },
    ],
    ['list direct reports', { path: `/v1.0/users/${ben.id}/directReports` }, 200, { value: [{ id: ada.id }] }],
    [
      'delta of users',
      { path: '/v1.0/users/delta?$select=displayName' },
      200,
      { '@odata.deltaLink': text, value: expect.any(Array) },
    ],
    [
      'getSchedule',
      {
        method: 'POST',
        path: `${users}/calendar/getSchedule`,
        body: {
          schedules: [ada.mail],
          startTime: at('2027-03-01T09:00:00'),
          endTime: at('2027-03-01T12:00:00'),
          availabilityViewInterval: 60,
        },
      },
      200,
      {
        value: [
          {
            scheduleId: ada.mail,
            availabilityView: '000',
            scheduleItems: [],
            workingHours: { daysOfWeek: expect.any(Array), startTime: text, endTime: text, timeZone: { name: text } },
          },
        ],
      },
    ],
    [
      'create an event',
      {
        method: 'POST',
        path: `${users}/events`,
        body: { ...event, isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' },
      },
      201,
      {
        id: text,
        iCalUId: text,
        isOnlineMeeting: true,
        onlineMeeting: { joinUrl: text },
        organizer: { emailAddress: { address: ada.mail } },
        attendees: [{ type: 'required', status: { response: 'none' }, emailAddress: { address: ben.mail } }],
      },
    ],
    [
      'create a draft',
      { method: 'POST', path: `${users}/messages`, body: message },
      201,
      { id: text, isDraft: true, subject: 'Hello' },
    ],
    ['send mail', { method: 'POST', path: `${users}/sendMail`, body: { message } }, 202, undefined],
    [
      'a batch',
      {
        method: 'POST',
        path: '/v1.0/$batch',
        body: {
          requests: [
            { id: '1', method: 'GET', url: `/users/${ada.id}` },
            { id: '2', method: 'GET', url: '/users/x' },
          ],
        },
      },
      200,
      {
        responses: [
          { id: '1', status: 200, body: { id: ada.id } },
          { id: '2', status: 404, body: { error: { code: text } } },
        ],
      },
    ],
    [
      'a subscription whose address does not answer',
      {
        method: 'POST',
        path: '/v1.0/subscriptions',
        body: {
          changeType: 'updated',
          notificationUrl: 'http://127.0.0.1:9/x',
          resource: 'users',
          expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
        },
      },
      400,
      { error: { code: text, message: text } },
    ],
    [
      'find meeting times, which is for people only',
      { method: 'POST', path: `${users}/findMeetingTimes`, body: {} },
      403,
      { error: { code: text } },
    ],
    ['/me without a person', { path: '/v1.0/me' }, 400, { error: { code: text, message: expect.stringContaining('delegated') } }],
  ])('is kept: %s', async (_, asked, status, shape) => {
    const answer = await graph(asked)
    expect([answer.status, answer.body]).toEqual([status, shape === undefined ? undefined : expect.objectContaining({})])
    if (shape !== undefined) expect(answer.body).toMatchObject(shape as object)
  })

  it('is kept: an approval is created by a person with 202 and an operation to look at', async () => {
    const approval = {
      displayName: 'May she?',
      approvalType: 'basic',
      allowEmailNotification: true,
      approvers: [{ user: { id: ben.id } }],
    }
    const asked = { method: 'POST', path: '/beta/solutions/approval/approvalItems', body: approval }
    const made = await graph({ ...asked, as: 'ada' })
    expect([made.status, made.body]).toEqual([202, undefined])
    expect(made.headers.get('location')).toMatch(/\/solutions\/approval\/operations\/[\w-]+$/)
    expect((await graph(asked)).status).toBe(403)
  })

  it('is kept: cancelling, accepting and deleting answer without a body', async () => {
    const made = await graph({ method: 'POST', path: `${users}/events`, body: event })
    const { id } = made.body as { id: string }
    const theirs = (
      await graph({
        path: `/v1.0/users/${ben.id}/calendarView?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-03-02T00:00:00Z`,
      })
    ).body
    const copy = (theirs as { value: { id: string; iCalUId: string }[] }).value.find(
      ({ iCalUId }) => iCalUId === (made.body as { iCalUId: string }).iCalUId,
    )
    const answers = [
      await graph({
        method: 'POST',
        path: `/v1.0/users/${ben.id}/events/${copy?.id ?? ''}/accept`,
        body: { sendResponse: true },
      }),
      await graph({ method: 'POST', path: `${users}/events/${id}/cancel`, body: { comment: 'Not today' } }),
    ]
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, undefined],
      [202, undefined],
    ])
  })
})

describe('a page of SharePoint’s reference', () => {
  const verbose = { accept: 'application/json;odata=verbose', 'content-type': 'application/json;odata=verbose' }
  const list = "web/lists/getbytitle('Documented')"

  it('is kept: the whole life of a list and an item, in the verbose form of the page', async () => {
    const made = await site({
      method: 'POST',
      path: 'web/lists',
      headers: verbose,
      body: {
        __metadata: { type: 'SP.List' },
        AllowContentTypes: true,
        BaseTemplate: 100,
        ContentTypesEnabled: true,
        Description: 'My list',
        Title: 'Documented',
      },
    })
    expect(made).toMatchObject({ status: 201, body: { d: { __metadata: { type: 'SP.List', uri: text }, Title: 'Documented' } } })

    const entity = await site({ path: `${list}?$select=ListItemEntityTypeFullName`, headers: verbose })
    expect(entity.body).toMatchObject({ d: { ListItemEntityTypeFullName: 'SP.Data.DocumentedListItem' } })

    const item = await site({
      method: 'POST',
      path: `${list}/items`,
      headers: verbose,
      body: { __metadata: { type: 'SP.Data.DocumentedListItem' }, Title: 'Test' },
    })
    const { etag } = (item.body as { d: { __metadata: { etag: string } } }).d.__metadata
    expect([item.status, etag]).toEqual([201, expect.stringMatching(/^"[0-9a-f-]{36},1"$/)])

    const change = (ifMatch: string) =>
      site({
        method: 'POST',
        path: `${list}/items(1)`,
        headers: { ...verbose, 'X-HTTP-Method': 'MERGE', 'IF-MATCH': ifMatch },
        body: { __metadata: { type: 'SP.Data.DocumentedListItem' }, Title: 'TestUpdated' },
      })
    expect(await change(etag)).toMatchObject({ status: 204, body: undefined })
    expect(await change(etag)).toMatchObject({
      status: 412,
      body: { error: { code: text, message: { lang: 'en-US', value: text } } },
    })

    const all = await site({ path: `${list}/items`, headers: verbose })
    expect(all.body).toMatchObject({ d: { results: [{ Title: 'TestUpdated', Id: 1 }] } })
    const gone = await site({ method: 'POST', path: list, headers: { ...verbose, 'X-HTTP-Method': 'DELETE', 'IF-MATCH': '*' } })
    expect(gone.status).toBe(200)
    expect((await site({ path: list, headers: verbose })).status).toBe(404)
  })

  it.each<[string, Asked, number, unknown]>([
    [
      'the title of the web',
      { path: 'web/title', headers: { accept: 'application/json;odata=nometadata' } },
      200,
      { value: 'Mentoring' },
    ],
    [
      'a form digest',
      { method: 'POST', path: 'contextinfo', headers: verbose },
      200,
      { d: { GetContextWebInformation: { FormDigestValue: text, FormDigestTimeoutSeconds: 1800 } } },
    ],
    [
      'a list that is not there',
      { path: "web/lists/getbytitle('No such')" },
      404,
      { 'odata.error': { code: '-1, System.ArgumentException', message: { value: text } } },
    ],
    [
      'the role definitions',
      { path: "web/roledefinitions/getbyname('Read')", headers: verbose },
      200,
      { d: { Name: 'Read', RoleTypeKind: 2, BasePermissions: { High: text, Low: text } } },
    ],
    [
      'a property that does not exist',
      { method: 'POST', path: 'web/lists', body: { Titel: 'x' } },
      400,
      { 'odata.error': { code: '-1, Microsoft.SharePoint.Client.InvalidClientQueryException' } },
    ],
  ])('is kept: %s', async (_, asked, status, shape) => {
    const answer = await site(asked)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject(shape as object)
  })

  it('is kept: a batch answers in parts, each with a status line', async () => {
    const boundary = 'batch_e3b6819b-13c3-43bb-85b2-24b14122fed1'
    const body = [
      `--${boundary}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `GET ${tenant.url}/sites/mentoring/_api/web/title HTTP/1.1`,
      'Accept: application/json',
      '',
      `--${boundary}--`,
      '',
    ].join('\r\n')
    const answer = await site({
      method: 'POST',
      path: '$batch',
      headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` },
      body,
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=batchresponse_/),
    ])
    expect(answer.body).toContain('HTTP/1.1 200 OK')
  })
})
