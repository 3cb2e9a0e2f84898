import type { Client } from '@microsoft/microsoft-graph-client'

import { graphClient, personToken, tokenOf } from '../../tenant/clients'
import { type GraphUser, openTenant, type RunningTenant, type SeedApp, startTenant } from '../../tenant/index'

const graphAt = 'https://graph.microsoft.com'
const appWith = (number: number, permissions: readonly string[]): SeedApp => ({
  appId: `a0000000-0000-4000-8000-00000000000${number}`,
  displayName: `App ${number}`,
  secret: 'stand-in-only',
  permissions,
})
const [powerless, reader, booker, scoped, mixed] = [
  appWith(1, []),
  appWith(2, ['User.Read.All']),
  appWith(3, ['Calendars.ReadWrite', 'Chat.ReadWrite.All', 'ApprovalSolution.ReadWrite.All', 'User.Read.All']),
  appWith(4, ['User.Read.All']),
  appWith(5, ['Mail.Send']),
]
const person = (name: string, number: number): GraphUser => ({
  id: `e1f2a3b4-0000-4000-8000-00000000000${number}`,
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  mail: `${name.toLowerCase()}@contoso.example`,
  jobTitle: 'Engineer',
})
const [ada, ben, cleo] = [person('Ada', 1), person('Ben', 2), person('Cleo', 3)]

type Refusal = { readonly statusCode: number; readonly code: string; readonly message: string }

let tenant: RunningTenant

const refusal = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: Refusal) => error,
  )
const asApp = async (app: SeedApp): Promise<Client> => graphClient(tenant.url, await tokenOf(app, tenant.url, graphAt))
const asPerson = async (who: GraphUser, ...scopes: string[]): Promise<Client> =>
  graphClient(
    tenant.url,
    await personToken(tenant.url, who.userPrincipalName, scopes.map((each) => `${graphAt}/${each}`).join(' ')),
  )

const directoryRefusal = {
  statusCode: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
}
const exchangeRefusal = {
  statusCode: 403,
  code: 'ErrorAccessDenied',
  message: 'Access is denied. Check credentials and try again.',
}
const meeting = {
  subject: 'Meeting',
  start: { dateTime: '2026-03-02T08:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-03-02T09:00:00', timeZone: 'UTC' },
}
const mail = {
  message: { subject: 'Hello', toRecipients: [{ emailAddress: { address: 'ben@contoso.example' } }] },
}

beforeAll(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: {
      users: [ada, ben, cleo],
      apps: [powerless, reader, booker, scoped, mixed],
      mailboxRoles: [
        { appId: scoped.appId, role: 'Application Calendars.ReadWrite', mailboxes: [ada.id, 'ben@contoso.example'] },
        { appId: scoped.appId, role: 'Application Mail.Send', mailboxes: [ada.userPrincipalName] },
        { appId: mixed.appId, role: 'Application Mail.ReadWrite', mailboxes: [ada.id] },
      ],
    },
  })
})

afterAll(() => tenant.close())

describe('an app by itself', () => {
  it('reads the directory with the permission for it and not without', async () => {
    const { value } = await (await asApp(reader)).api('/users').get()
    expect(value).toHaveLength(4)
    const without = await asApp(powerless)
    for (const path of [
      '/users',
      '/users/delta',
      `/users/${ada.id}`,
      `/users/${ada.id}/manager`,
      `/users/${ada.id}/transitiveReports`,
    ])
      expect(await refusal(without.api(path).get())).toMatchObject(directoryRefusal)
  })

  it('is nobody under /me', async () => {
    const me = await refusal((await asApp(reader)).api('/me').get())
    expect(me).toMatchObject({ statusCode: 400, message: '/me request is only valid with delegated authentication flow.' })
  })

  it('books meetings, and is told neither when people could meet nor may it speak in a chat or ask for an approval', async () => {
    const app = await asApp(booker)
    expect((await app.api(`/users/${ada.id}/events`).post(meeting)).subject).toBe('Meeting')
    expect(await refusal(app.api(`/users/${ada.id}/findMeetingTimes`).post({}))).toMatchObject(exchangeRefusal)
    const chat = app.api('/chats/19:abc@thread.v2/messages').post({ body: { content: 'Hello' } })
    expect(await refusal(chat)).toMatchObject({ statusCode: 403 })
    const approval = app.api('/solutions/approval/approvalItems').version('beta').post({ displayName: 'Please' })
    expect(await refusal(approval)).toMatchObject({ statusCode: 403 })
  })

  it('is refused in a batch part by part', async () => {
    const { responses } = await (await asApp(reader)).api('/$batch').post({
      requests: [
        { id: 'mailbox', method: 'GET', url: `/users/${ada.id}/events` },
        { id: 'person', method: 'GET', url: `/users/${ada.id}` },
      ],
    })
    expect(responses).toMatchObject([
      { id: 'mailbox', status: 403, body: { error: { code: 'ErrorAccessDenied' } } },
      { id: 'person', status: 200 },
    ])
  })
})

describe('an app let into some mailboxes by a role in Exchange', () => {
  it('does there what the role says, and is refused elsewhere', async () => {
    const app = await asApp(scoped)
    for (const { id } of [ada, ben]) expect((await app.api(`/users/${id}/events`).post(meeting)).id).toBeTruthy()
    expect(await refusal(app.api(`/users/${cleo.id}/events`).post(meeting))).toMatchObject(exchangeRefusal)
    expect(await refusal(app.api(`/users/${cleo.userPrincipalName}/calendarView`).get())).toMatchObject(exchangeRefusal)
    await app.api(`/users/${ada.id}/sendMail`).post(mail)
    expect(await refusal(app.api(`/users/${ben.id}/sendMail`).post(mail))).toMatchObject(exchangeRefusal)
    expect(await refusal(app.api(`/users/${ada.id}/messages`).get())).toMatchObject(exchangeRefusal)
    expect(await refusal(app.api('/users/nobody@contoso.example/events').get())).toMatchObject(exchangeRefusal)
  })

  it('asks through a mailbox it may use when others are free', async () => {
    const app = await asApp(scoped)
    const ask = (who: GraphUser) =>
      app.api(`/users/${who.id}/calendar/getSchedule`).post({
        schedules: ['cleo@contoso.example'],
        startTime: meeting.start,
        endTime: meeting.end,
      })
    expect((await ask(ada)).value).toMatchObject([{ scheduleId: 'cleo@contoso.example', availabilityView: '00' }])
    expect(await refusal(ask(cleo))).toMatchObject(exchangeRefusal)
  })

  it('keeps what the whole tenant has consented to: grants add up', async () => {
    const app = await asApp(mixed)
    await app.api(`/users/${cleo.id}/sendMail`).post(mail)
    expect((await app.api(`/users/${ada.id}/messages`).get()).value).toBeDefined()
    expect(await refusal(app.api(`/users/${cleo.id}/messages`).get())).toMatchObject(exchangeRefusal)
  })

  it('is let into others, or out of all, while the tenant runs', async () => {
    const assign = async (value: object[]): Promise<number> =>
      (await fetch(`${tenant.url}/_tenant/mailbox-roles`, { method: 'PUT', body: JSON.stringify({ value }) })).status
    const before = ((await (await fetch(`${tenant.url}/_tenant/mailbox-roles`)).json()) as { value: object[] }).value
    const app = await asApp(powerless)
    const read = (who: GraphUser) => app.api(`/users/${who.id}/events`).get()
    expect(await assign([...before, { appId: powerless.appId, role: 'Application Calendars.Read' }])).toBe(200)
    expect((await read(cleo)).value).toBeDefined()
    expect(await refusal(app.api(`/users/${cleo.id}/events`).post(meeting))).toMatchObject(exchangeRefusal)
    expect(await assign(before)).toBe(200)
    expect(await refusal(read(cleo))).toMatchObject(exchangeRefusal)
    expect(await assign([{ appId: powerless.appId, role: 'Application Everything' }])).toBe(400)
  })
})

describe('a person through an app', () => {
  it('sees of others no more than the scopes allow', async () => {
    const basic = await asPerson(ada, 'User.ReadBasic.All')
    expect(await basic.api(`/users/${ben.id}`).select('displayName,mail').get()).toMatchObject({ displayName: 'Ben' })
    expect(await refusal(basic.api(`/users/${ben.id}`).select('jobTitle').get())).toMatchObject(directoryRefusal)
    const self = await asPerson(ada, 'User.Read')
    expect(await self.api('/me').select('jobTitle').get()).toMatchObject({ jobTitle: 'Engineer' })
    expect(await refusal(self.api(`/users/${ben.id}`).get())).toMatchObject(directoryRefusal)
    expect(await refusal(self.api('/users').get())).toMatchObject(directoryRefusal)
  })

  it('uses their own mailbox, with the scope for it, and no one else’s', async () => {
    const me = await asPerson(ada, 'Calendars.ReadWrite')
    expect((await me.api('/me/events').post(meeting)).isOrganizer).toBe(true)
    expect(await refusal(me.api('/me/messages').get())).toMatchObject(exchangeRefusal)
    expect(await refusal(me.api(`/users/${ben.id}/events`).get())).toMatchObject(exchangeRefusal)
  })
})

describe('a person who asks when people could meet', () => {
  const slot = (from: string, to: string) => ({
    start: { dateTime: from, timeZone: 'UTC' },
    end: { dateTime: to, timeZone: 'UTC' },
  })

  it('is told the times at which they are free, the likeliest first, inside their working hours', async () => {
    const at = '2026-04-06' // a Monday
    const calendar = await asApp(booker)
    await calendar.api(`/users/${ben.id}/events`).post({ subject: 'Busy', ...slot(`${at}T08:00:00`, `${at}T08:30:00`) })
    await calendar.api(`/users/${ada.id}/events`).post({ subject: 'Away', ...slot(`${at}T09:00:00`, `${at}T09:30:00`) })
    const ask = (...addresses: string[]) => ({
      attendees: addresses.map((address) => ({ type: 'required', emailAddress: { address } })),
      timeConstraint: { timeSlots: [slot(`${at}T07:30:00`, `${at}T10:00:00`)] },
      meetingDuration: 'PT30M',
    })
    const me = await asPerson(ada, 'Calendars.Read.Shared')
    const { meetingTimeSuggestions } = await me
      .api('/me/findMeetingTimes')
      .post(ask('ben@contoso.example', 'cleo@contoso.example'))
    expect(meetingTimeSuggestions).toMatchObject([
      { confidence: 100, meetingTimeSlot: { start: { dateTime: `${at}T08:30:00.0000000` } } },
      { confidence: 100, meetingTimeSlot: { start: { dateTime: `${at}T09:30:00.0000000` } } },
      { confidence: 50, meetingTimeSlot: { start: { dateTime: `${at}T08:00:00.0000000` } } },
    ])
    const none = { ...ask(), timeConstraint: { timeSlots: [slot(`${at}T09:00:00`, `${at}T09:30:00`)] } }
    expect(await me.api('/me/findMeetingTimes').post(none)).toMatchObject({
      emptySuggestionsReason: 'OrganizerUnavailable',
      meetingTimeSuggestions: [],
    })
  })
})

describe('the table of Graph calls', () => {
  it('says for each of them who may make it', () => {
    const { served, close } = openTenant({ dataFile: ':memory:' })
    close()
    for (const { method, path, permissions } of served.graph) {
      expect([method, path, permissions.application ?? permissions.delegated]).not.toContain(null)
      for (const names of [permissions.application, permissions.delegated]) expect(names ?? ['none']).not.toHaveLength(0)
    }
  })

  it('has the calls in it that no app can make by itself', () => {
    const { served, close } = openTenant({ dataFile: ':memory:' })
    close()
    const delegatedOnly = served.graph.filter(({ permissions }) => permissions.application === null)
    expect(delegatedOnly.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['POST /users/:user/findMeetingTimes', 'POST /solutions/approval/approvalItems']),
    )
  })
})
