import { type Client, PageIterator } from '@microsoft/microsoft-graph-client'

import { appToken, graphClient, graphScope, personToken } from '../tenant/clients'
import { type GraphUser, type RunningTenant, startTenant } from '../tenant/index'

const named = (number: number, more: Partial<GraphUser> = {}): GraphUser => ({
  id: `e1f2a3b4-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
  jobTitle: 'Engineer',
  ...(number > 1 ? { manager: { id: `e1f2a3b4-0000-4000-8000-${String(Math.floor(number / 2)).padStart(12, '0')}` } } : {}),
  ...more,
})
const idOf = (number: number): string => named(number).id
const property = 'String {00020329-0000-0000-c000-000000000046} Name TandemStep'
const eventKey = (value: string) => ({ singleValueExtendedProperties: [{ id: property, value }] })
const at = (time: string, timeZone = 'UTC') => ({ dateTime: time, timeZone })

let tenant: RunningTenant
let graph: Client

const asPerson = async (number: number): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, `p${number}@contoso.example`, graphScope))
const refusal = (work: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { statusCode: number; code: string; message: string }) => error,
  )
const moveClock = (now: string): Promise<Response> =>
  fetch(`${tenant.url}/_tenant/clock`, { method: 'PUT', body: JSON.stringify({ now, frozen: true }) })

beforeAll(async () => {
  const people = Array.from({ length: 250 }, (_, at) => named(at + 1))
  people[6] = named(7, { mailboxSettings: { timeZone: 'W. Europe Standard Time' } })
  people[7] = named(8, { mail: 'p7@contoso.example' })
  people[8] = named(9, { accountEnabled: false, displayName: "Niamh O'Neil" })
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: people } })
  graph = graphClient(tenant.url, await appToken(tenant.url, 'https://graph.microsoft.com'))
  await moveClock('2026-02-02T08:00:00Z')
})

afterAll(() => tenant.close())

describe('the directory', () => {
  it('is paged by the SDK’s own iterator, each person once and with their manager', async () => {
    const seen = new Map<string, unknown>()
    const first = await graph.api('/users').select('id,displayName,employeeId').expand('manager($select=id)').top(60).get()
    const pages = new PageIterator(graph, first, (user: { id: string; manager?: unknown }) => {
      seen.set(user.id, user.manager)
      return true
    })
    await pages.iterate()
    expect(seen.size).toBe(251) // and the service mailbox
    expect(seen.get(idOf(7))).toEqual({ '@odata.type': '#microsoft.graph.user', id: idOf(3) })
    expect(seen.get(idOf(1))).toBeUndefined()
  })

  it('is filtered by the keys of a person', async () => {
    const found = async (filter: string): Promise<string[]> =>
      ((await graph.api('/users').filter(filter).select('displayName').get()) as { value: { displayName: string }[] }).value.map(
        ({ displayName }) => displayName,
      )
    expect(await found("mail eq 'P5@contoso.example'")).toEqual(['Person 5'])
    expect(await found(`id in ('${idOf(3)}','${idOf(4)}')`)).toEqual(['Person 3', 'Person 4'])
    expect(await found("accountEnabled eq false and startswith(displayName,'Niamh O''')")).toEqual(["Niamh O'Neil"])
    expect(await found("userPrincipalName eq 'nobody@contoso.example'")).toEqual([])
  })

  it('shows the whole line above a person when levels are asked for', async () => {
    const person = await graph
      .api(`/users/${idOf(8)}`)
      .header('ConsistencyLevel', 'eventual')
      .expand('manager($levels=max;$select=id)')
      .select('id')
      .count(true)
      .get()
    expect(person).toMatchObject({ manager: { id: idOf(4), manager: { id: idOf(2), manager: { id: idOf(1) } } } })
    expect(person.manager.manager.manager.manager).toBeUndefined()
  })

  it('does not hand out mailbox settings of everybody', async () => {
    expect(await refusal(graph.api('/users').select('id,mailboxSettings').get())).toMatchObject({
      statusCode: 400,
      code: 'ExplicitTargetMailboxIdShouldNotBeNullOrWhiteSpace',
    })
  })

  it('names a property that does not exist', async () => {
    expect(await refusal(graph.api('/users').select('favouriteColour').get())).toMatchObject({
      statusCode: 400,
      message: "Could not find a property named 'favouriteColour' on type 'microsoft.graph.user'.",
    })
  })

  it('has no manager for who has none and no photo of anybody', async () => {
    expect(await refusal(graph.api(`/users/${idOf(1)}/manager`).get())).toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    })
    expect(await refusal(graph.api(`/users/${idOf(1)}/photo/$value`).get())).toMatchObject({ statusCode: 404 })
    expect(
      await graph
        .api(`/users/${idOf(2)}/directReports`)
        .select('id')
        .get(),
    ).toMatchObject({ value: [{ id: idOf(4) }, { id: idOf(5) }] })
  })

  it('shows a person the basics of others and no more', async () => {
    const me = await asPerson(5)
    expect(await me.api('/me').select('id,jobTitle').get()).toMatchObject({ id: idOf(5), jobTitle: 'Engineer' })
    expect(
      await me
        .api(`/users/${idOf(6)}`)
        .select('displayName,mail')
        .get(),
    ).toMatchObject({ displayName: 'Person 6' })
    expect(
      await refusal(
        me
          .api(`/users/${idOf(6)}`)
          .select('jobTitle')
          .get(),
      ),
    ).toMatchObject({ statusCode: 403, code: 'Authorization_RequestDenied' })
  })
})

describe('a meeting', () => {
  const meeting = (key: string, time = '10:00') => ({
    subject: 'First meeting',
    body: { contentType: 'HTML', content: '<p>Hello</p>' },
    start: at(`2026-02-09T${time}:00`, 'W. Europe Standard Time'),
    end: at(`2026-02-09T${time.replace(':00', ':30')}:00`, 'W. Europe Standard Time'),
    attendees: [{ emailAddress: { address: 'p11@contoso.example', name: 'Person 11' }, type: 'required' }],
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    transactionId: key,
    ...eventKey(key),
  })
  const calendar = (number: number) => graph.api(`/users/${idOf(number)}/events`)

  it('appears in the attendee’s calendar under the same iCalUId and an id of its own', async () => {
    const event = await calendar(10).post(meeting('m1'))
    expect(event).toMatchObject({
      isOrganizer: true,
      start: { dateTime: '2026-02-09T09:00:00.0000000', timeZone: 'UTC' },
      onlineMeeting: { joinUrl: expect.stringMatching(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\//) },
    })
    const { value } = await calendar(11).filter(`iCalUId eq '${event.iCalUId}'`).get()
    expect(value).toMatchObject([{ subject: 'First meeting', isOrganizer: false, responseStatus: { response: 'notResponded' } }])
    expect(value[0].id).not.toBe(event.id)
    expect(value[0].onlineMeeting).toEqual(event.onlineMeeting)
  })

  it('is not made twice within ten minutes of one transactionId, and is made again after that', async () => {
    const first = await calendar(12).post(meeting('m2'))
    await moveClock('2026-02-02T08:09:00Z')
    expect((await calendar(12).post(meeting('m2'))).id).toBe(first.id)
    await moveClock('2026-02-02T08:11:00Z')
    expect((await calendar(12).post(meeting('m2'))).id).not.toBe(first.id)
  })

  it('is found again by the key its maker gave it, and only in the maker’s calendar', async () => {
    const event = await calendar(13).post(meeting('m3'))
    const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${property}' and ep/value eq 'm3')`
    const found = await calendar(13).filter(filter).expand(`singleValueExtendedProperties($filter=id eq '${property}')`).get()
    expect(found.value).toMatchObject([{ id: event.id, singleValueExtendedProperties: [{ id: property, value: 'm3' }] }])
    expect((await calendar(11).filter(filter).get()).value).toEqual([])
  })

  it('moves in every calendar when its organiser moves it, and asks everybody again', async () => {
    const event = await calendar(14).post(meeting('m4', '12:00'))
    const copy = async () => (await calendar(11).filter(`iCalUId eq '${event.iCalUId}'`).get()).value[0]
    await (await asPerson(11)).api(`/me/events/${(await copy()).id}/accept`).post({ comment: 'gladly', sendResponse: true })
    expect((await calendar(14).filter(`iCalUId eq '${event.iCalUId}'`).get()).value[0].attendees[0].status.response).toBe(
      'accepted',
    )
    expect(await copy()).toMatchObject({ showAs: 'busy', responseStatus: { response: 'accepted' } })
    await graph
      .api(`/users/${idOf(14)}/events/${event.id}`)
      .patch({ start: at('2026-02-10T12:00:00'), end: at('2026-02-10T12:30:00') })
    expect(await copy()).toMatchObject({
      start: { dateTime: '2026-02-10T12:00:00.0000000' },
      responseStatus: { response: 'notResponded' },
    })
  })

  it('is gone everywhere when its organiser cancels it, which an attendee cannot', async () => {
    const event = await calendar(15).post(meeting('m5', '14:00'))
    const copies = async () => (await calendar(11).filter(`iCalUId eq '${event.iCalUId}'`).get()).value
    const [copy] = await copies()
    expect(await refusal(graph.api(`/users/${idOf(11)}/events/${copy.id}/cancel`).post({}))).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidRequest',
    })
    await graph.api(`/users/${idOf(15)}/events/${event.id}/cancel`).post({ comment: 'sorry' })
    expect(await copies()).toEqual([])
    expect(await refusal(graph.api(`/users/${idOf(15)}/events/${event.id}`).get())).toMatchObject({
      statusCode: 404,
      code: 'ErrorItemNotFound',
    })
  })

  it('leaves the calendar of who declines it, and the organiser sees that', async () => {
    const event = await calendar(16).post({ ...meeting('m6'), attendees: [{ emailAddress: { address: 'p17@contoso.example' } }] })
    const { value } = await calendar(17).get()
    await graph.api(`/users/${idOf(17)}/events/${value[0].id}/decline`).post({})
    expect((await calendar(17).get()).value).toEqual([])
    expect((await graph.api(`/users/${idOf(16)}/events/${event.id}`).get()).attendees[0].status.response).toBe('declined')
  })

  it('is seen in a calendar view of its day, in the zone the client prefers', async () => {
    await calendar(18).post(meeting('m7'))
    const view = (day: string) =>
      graph
        .api(`/users/${idOf(18)}/calendarView?startDateTime=${day}T00:00:00Z&endDateTime=${day}T23:59:00Z`)
        .header('Prefer', 'outlook.timezone="W. Europe Standard Time"')
        .get()
    expect((await view('2026-02-09')).value).toMatchObject([
      { start: { dateTime: '2026-02-09T10:00:00.0000000', timeZone: 'W. Europe Standard Time' } },
    ])
    expect((await view('2026-02-10')).value).toEqual([])
    expect(
      (await calendar(18).filter("start/dateTime ge '2026-02-09T09:00' and start/dateTime lt '2026-02-09T09:30'").get()).value,
    ).toHaveLength(1)
  })

  it('can be looked at by its people alone', async () => {
    expect(await refusal((await asPerson(19)).api(`/users/${idOf(18)}/events`).get())).toMatchObject({
      statusCode: 403,
      code: 'ErrorAccessDenied',
    })
  })
})

describe('free and busy', () => {
  const ask = (body: object, prefer?: string) => {
    const request = graph.api(`/users/${idOf(1)}/calendar/getSchedule`)
    return (prefer ? request.header('Prefer', prefer) : request).post({
      startTime: at('2026-03-02T08:00:00'),
      endTime: at('2026-03-02T12:00:00'),
      availabilityViewInterval: 60,
      ...body,
    })
  }

  it('tells what is taken, what is tentative and when people work', async () => {
    await graph.api(`/users/${idOf(20)}/events`).post({
      subject: 'Busy',
      start: at('2026-03-02T09:30:00'),
      end: at('2026-03-02T10:30:00'),
      attendees: [{ emailAddress: { address: 'p7@contoso.example' } }],
    })
    await graph
      .api(`/users/${idOf(20)}/events`)
      .post({ subject: 'Away', start: at('2026-03-02T11:00:00'), end: at('2026-03-02T11:30:00'), showAs: 'oof' })
    const { value } = await ask(
      { schedules: ['p20@contoso.example', 'p7@contoso.example'] },
      'outlook.timezone="W. Europe Standard Time"',
    )
    expect(value[0]).toMatchObject({
      scheduleId: 'p20@contoso.example',
      availabilityView: '0223',
      scheduleItems: [{ subject: 'Busy', status: 'busy', start: { dateTime: '2026-03-02T10:30:00.0000000' } }, { status: 'oof' }],
    })
    expect(value[1]).toMatchObject({
      availabilityView: '0110',
      workingHours: { startTime: '08:00:00.0000000', timeZone: { name: 'W. Europe Standard Time' } },
    })
  })

  it('answers for the others when one address is unknown', async () => {
    const { value } = await ask({ schedules: ['nobody@contoso.example', 'p21@contoso.example'] })
    expect(value[0]).toEqual({
      scheduleId: 'nobody@contoso.example',
      error: {
        message: 'Unable to resolve e-mail address nobody@contoso.example to an Active Directory object.',
        responseCode: '5009',
      },
    })
    expect(value[1].availabilityView).toBe('0000')
  })

  it('refuses too many people, too long a window and a zone nobody knows', async () => {
    expect((await refusal(ask({ schedules: Array.from({ length: 21 }, (_, n) => `p${n}@contoso.example`) }))).statusCode).toBe(
      400,
    )
    expect((await refusal(ask({ schedules: ['p1@contoso.example'], endTime: at('2026-05-30T00:00:00') }))).code).toBe(
      'ErrorTimeIntervalTooBig',
    )
    expect(
      (await refusal(ask({ schedules: ['p1@contoso.example'], startTime: at('2026-03-02T08:00:00', 'Middle Earth Time') })))
        .statusCode,
    ).toBe(400)
  })
})

describe('mail', () => {
  const service = '/users/tandem@contoso.example'
  const letter = (key: string, ...to: string[]) => ({
    subject: `Letter ${key}`,
    body: {
      contentType: 'HTML',
      content: '<html><head><script type="application/adaptivecard+json">{"version":"1.0"}</script></head><body>Hi</body></html>',
    },
    toRecipients: to.map((address) => ({ emailAddress: { address } })),
    ...eventKey(key),
  })
  const inbox = async (number: number) =>
    (
      await graph
        .api(`/users/${idOf(number)}/mailFolders/inbox/messages`)
        .orderby('receivedDateTime desc')
        .get()
    ).value

  it('goes from draft to Sent Items and arrives unread, its body untouched', async () => {
    const draft = await graph.api(`${service}/messages`).post(letter('a', 'p30@contoso.example', 'P31@contoso.example'))
    expect(draft).toMatchObject({ isDraft: true, parentFolderId: 'drafts' })
    expect(await inbox(30)).toEqual([])
    await graph.api(`${service}/messages/${draft.id}/send`).post({})
    const [copy] = await inbox(30)
    expect(copy).toMatchObject({
      subject: 'Letter a',
      isRead: false,
      isDraft: false,
      internetMessageId: draft.internetMessageId,
      body: { content: letter('a').body.content },
      receivedDateTime: expect.stringMatching(/^2026-02-02T/),
    })
    expect(await inbox(31)).toHaveLength(1)
    await (await asPerson(30)).api(`/me/messages/${copy.id}`).patch({ isRead: true })
    expect(
      (
        await graph
          .api(`/users/${idOf(30)}/messages`)
          .filter('isRead eq false')
          .get()
      ).value,
    ).toEqual([])
  })

  it('is found by its key as a draft and once it is sent, under a new id', async () => {
    const draft = await graph.api(`${service}/messages`).post(letter('b', 'p32@contoso.example'))
    const find = async () =>
      (
        await graph
          .api(`${service}/messages`)
          .filter(`singleValueExtendedProperties/any(ep: ep/id eq '${property}' and ep/value eq 'b')`)
          .select('id,isDraft')
          .expand(`singleValueExtendedProperties($filter=id eq '${property}')`)
          .get()
      ).value
    expect(await find()).toMatchObject([{ id: draft.id, isDraft: true, singleValueExtendedProperties: [{ value: 'b' }] }])
    await graph.api(`${service}/messages/${draft.id}/send`).post({})
    const [sent, ...others] = await find()
    expect(others).toEqual([])
    expect(sent).toMatchObject({ isDraft: false })
    expect(sent.id).not.toBe(draft.id)
    expect(await refusal(graph.api(`${service}/messages/${draft.id}`).get())).toMatchObject({ statusCode: 404 })
  })

  it('keeps its id when it was made with immutable ids', async () => {
    const draft = await graph
      .api(`${service}/messages`)
      .header('Prefer', 'IdType="ImmutableId"')
      .post(letter('c', 'p32@contoso.example'))
    await graph.api(`${service}/messages/${draft.id}/send`).post({})
    expect(await graph.api(`${service}/messages/${draft.id}`).get()).toMatchObject({ parentFolderId: 'sentitems' })
    expect((await refusal(graph.api(`${service}/messages/${draft.id}/send`).post({}))).statusCode).toBe(400)
  })

  it('can be sent at once, arrives at the first of two people with one address, and bounces when nobody has it', async () => {
    await graph.api(`${service}/sendMail`).post({
      message: {
        subject: 'Shared',
        body: { contentType: 'Text', content: 'x' },
        toRecipients: [
          { emailAddress: { address: 'p7@contoso.example' } },
          { emailAddress: { address: 'gone@contoso.example' } },
        ],
        internetMessageHeaders: [{ name: 'x-tandem', value: '1' }],
      },
    })
    expect(await inbox(7)).toMatchObject([{ subject: 'Shared' }])
    expect(await inbox(8)).toEqual([])
    expect((await graph.api(`${service}/mailFolders/inbox/messages`).get()).value).toMatchObject([
      { subject: 'Undeliverable: Shared' },
    ])
  })

  it('is not sent to nobody', async () => {
    const draft = await graph.api(`${service}/messages`).post(letter('d'))
    expect(await refusal(graph.api(`${service}/messages/${draft.id}/send`).post({}))).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidRecipients',
    })
  })

  it('is sorted only by what its filter starts with, as in Exchange', async () => {
    const sorted = (filter: string) =>
      graph
        .api(`/users/${idOf(30)}/messages`)
        .filter(filter)
        .orderby('receivedDateTime desc')
        .get()
    expect(await refusal(sorted('isRead eq true'))).toMatchObject({ statusCode: 400, code: 'InefficientFilter' })
    expect((await sorted('receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq true')).value).toHaveLength(1)
  })

  it('is paged newest first', async () => {
    for (let number = 0; number < 12; number += 1) {
      await moveClock(`2026-02-03T08:${String(number).padStart(2, '0')}:00Z`)
      await graph
        .api(`${service}/sendMail`)
        .post({ message: { subject: `Page ${number}`, toRecipients: [{ emailAddress: { address: 'p40@contoso.example' } }] } })
    }
    const first = await graph
      .api(`/users/${idOf(40)}/messages`)
      .top(5)
      .select('subject')
      .get()
    const subjects: string[] = []
    await new PageIterator(graph, first, ({ subject }: { subject: string }) => subjects.push(subject) > 0).iterate()
    expect(subjects).toEqual(Array.from({ length: 12 }, (_, at) => `Page ${11 - at}`))
  })
})

describe('several requests in one', () => {
  it('are answered each for itself, and who depends on a failure fails', async () => {
    const { responses } = await graph.api('/$batch').post({
      requests: [
        { id: '1', method: 'GET', url: `/users/${idOf(2)}?$select=displayName` },
        { id: '2', method: 'GET', url: '/users/nobody' },
        { id: '3', method: 'GET', url: '/users', dependsOn: ['2'] },
        {
          id: '4',
          method: 'POST',
          url: `/users/${idOf(50)}/events`,
          headers: { 'Content-Type': 'application/json' },
          body: { subject: 'B', start: at('2026-03-02T08:00:00'), end: at('2026-03-02T09:00:00') },
        },
      ],
    })
    expect(responses.map(({ status }: { status: number }) => status)).toEqual([200, 404, 424, 201])
    expect(responses[0].body.displayName).toBe('Person 2')
  })
})

describe('what Graph is asked and the stand-in lacks', () => {
  it('is answered with the file to extend', async () => {
    expect(await refusal(graph.api('/groups').get())).toMatchObject({
      statusCode: 501,
      message: expect.stringContaining('test/tenant/graph/face.ts'),
    })
  })
})
