import type { Client } from '@microsoft/microsoft-graph-client'

import { appToken, graphClient, graphScope, personToken } from '../../tenant/clients'
import { type GraphUser, type RunningTenant, startTenant } from '../../tenant/index'

type Moment = { dateTime: string; timeZone: string }
type Event = {
  id: string
  type: string
  subject: string
  iCalUId: string
  seriesMasterId: string | null
  start: Moment
  end: Moment
  attendees: { emailAddress: { address: string }; status: { response: string }; proposedNewTime?: { start: Moment } }[]
  body: { contentType: string; content: string }
  isOnlineMeeting: boolean
  onlineMeeting: { joinUrl: string } | null
}
type Page = { value: (Event & { '@removed'?: { reason: string } })[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string }

const berlin = 'W. Europe Standard Time'
const person = (number: number, more: Partial<GraphUser> = {}): GraphUser => ({
  id: `0ca1e7da-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
  ...more,
})
const idOf = (number: number): string => person(number).id
const at = (dateTime: string, timeZone = 'UTC'): Moment => ({ dateTime, timeZone })
const invited = (...numbers: number[]) => numbers.map((number) => ({ emailAddress: { address: `p${number}@contoso.example` } }))
const weekly = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
  range: { type: 'endDate', startDate: '2026-03-16', endDate: '2026-04-13' },
}
const mondays = {
  subject: 'Mondays',
  start: at('2026-03-16T10:00:00', berlin),
  end: at('2026-03-16T11:00:00', berlin),
  recurrence: weekly,
}

let tenant: RunningTenant
let graph: Client

const asPerson = async (number: number): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, `p${number}@contoso.example`, graphScope))
const events = (number: number) => `/users/${idOf(number)}/events`
const create = (number: number, body: object): Promise<Event> => graph.api(events(number)).post(body)
const window = (from: string, to: string) => `?startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z`
const view = async (number: number, from: string, to: string): Promise<Event[]> =>
  (
    (await graph
      .api(`/users/${idOf(number)}/calendarView${window(from, to)}`)
      .top(100)
      .get()) as Page
  ).value
const instances = async (number: number, id: string): Promise<Event[]> =>
  (
    (await graph
      .api(`${events(number)}/${id}/instances${window('2026-03-01', '2026-05-01')}`)
      .top(100)
      .get()) as Page
  ).value
const startsOf = (found: readonly Event[]): string[] => found.map(({ start }) => start.dateTime.slice(0, 16))
const refusal = (work: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { statusCode: number; code: string; message: string }) => error,
  )

beforeAll(async () => {
  const users = Array.from({ length: 40 }, (_, number) => person(number + 1))
  users[29] = person(30, {
    mailboxSettings: {
      timeZone: berlin,
      workingHours: {
        daysOfWeek: ['tuesday', 'thursday'],
        startTime: '09:30:00.0000000',
        endTime: '15:00:00.0000000',
        timeZone: { name: berlin },
      },
    },
  })
  tenant = await startTenant({ dataFile: ':memory:', seed: { users } })
  graph = graphClient(tenant.url, await appToken(tenant.url, 'https://graph.microsoft.com'))
  await fetch(`${tenant.url}/_tenant/clock`, {
    method: 'PUT',
    body: JSON.stringify({ now: '2026-03-02T08:00:00Z', frozen: true }),
  })
})

afterAll(() => tenant.close())

describe('a series of meetings', () => {
  it('is one event in the list of events and one per date in a calendar view, at the same local hour all year', async () => {
    const master = await create(1, mondays)
    expect(master).toMatchObject({
      type: 'seriesMaster',
      recurrence: {
        pattern: {
          type: 'weekly',
          interval: 1,
          daysOfWeek: ['monday'],
          month: 0,
          dayOfMonth: 0,
          firstDayOfWeek: 'sunday',
          index: 'first',
        },
        range: {
          type: 'endDate',
          startDate: '2026-03-16',
          endDate: '2026-04-13',
          recurrenceTimeZone: berlin,
          numberOfOccurrences: 0,
        },
      },
    })
    expect(((await graph.api(events(1)).get()) as Page).value.map(({ id }) => id)).toEqual([master.id])
    const seen = await view(1, '2026-03-01', '2026-05-01')
    expect(startsOf(seen)).toEqual([
      '2026-03-16T09:00',
      '2026-03-23T09:00',
      '2026-03-30T08:00',
      '2026-04-06T08:00',
      '2026-04-13T08:00',
    ])
    for (const each of seen)
      expect(each).toMatchObject({ type: 'occurrence', seriesMasterId: master.id, subject: 'Mondays', recurrence: null })
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5)
    expect(await graph.api(`${events(1)}/${seen[2]?.id ?? ''}`).get()).toMatchObject({ id: seen[2]?.id, type: 'occurrence' })
  })

  it.each([
    ['every other day', { type: 'daily', interval: 2 }, ['2026-03-16', '2026-03-18', '2026-03-20']],
    [
      'twice a week, every other week',
      { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'thursday'] },
      ['2026-03-16', '2026-03-19', '2026-03-30'],
    ],
    [
      'on the last day a month has',
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      ['2026-03-31', '2026-04-30', '2026-05-31'],
    ],
    [
      'on the second Tuesday of a month',
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['tuesday'], index: 'second' },
      ['2026-04-14', '2026-05-12', '2026-06-09'],
    ],
    [
      'on the last Friday of a month',
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' },
      ['2026-03-27', '2026-04-24', '2026-05-29'],
    ],
    ['once a year', { type: 'absoluteYearly', interval: 1, dayOfMonth: 1, month: 4 }, ['2026-04-01', '2027-04-01', '2028-04-01']],
    [
      'on the first Monday of September',
      { type: 'relativeYearly', interval: 1, month: 9, daysOfWeek: ['monday'], index: 'first' },
      ['2026-09-07', '2027-09-06', '2028-09-04'],
    ],
  ])('takes place %s', async (_, pattern, dates) => {
    const range = { type: 'numbered', startDate: '2026-03-16', numberOfOccurrences: 3 }
    const master = await create(2, {
      subject: 'P',
      start: at('2026-03-16T10:00:00'),
      end: at('2026-03-16T11:00:00'),
      recurrence: { pattern, range },
    })
    const all = ((await graph.api(`${events(2)}/${master.id}/instances${window('2026-03-01', '2029-03-01')}`).get()) as Page)
      .value
    expect(startsOf(all)).toEqual(dates.map((date) => `${date}T10:00`))
    await graph.api(`${events(2)}/${master.id}`).delete()
  })

  it('can be changed on one date alone, in every calendar, and keeps that when the rest is renamed', async () => {
    const master = await create(3, { ...mondays, attendees: invited(4) })
    const [, second, third] = await instances(3, master.id)
    const path = `${events(3)}/${second?.id ?? ''}`
    expect(
      await graph.api(path).patch({ subject: 'Only today', start: at('2026-03-24T12:00:00'), end: at('2026-03-24T13:00:00') }),
    ).toMatchObject({
      id: second?.id,
      type: 'exception',
      seriesMasterId: master.id,
      originalStart: '2026-03-23T09:00:00Z',
    })
    await graph.api(`${events(3)}/${third?.id ?? ''}`).patch({ subject: 'Third' })
    await graph.api(`${events(3)}/${master.id}`).patch({ subject: 'Renamed' })
    const shape = (found: readonly Event[]) =>
      found.map(({ subject, type, start }) => [start.dateTime.slice(5, 16), type, subject])
    const expected = [
      ['03-16T09:00', 'occurrence', 'Renamed'],
      ['03-24T12:00', 'exception', 'Only today'],
      ['03-30T08:00', 'exception', 'Third'],
      ['04-06T08:00', 'occurrence', 'Renamed'],
      ['04-13T08:00', 'occurrence', 'Renamed'],
    ]
    expect(shape(await view(3, '2026-03-01', '2026-05-01'))).toEqual(expected)
    expect(shape(await view(4, '2026-03-01', '2026-05-01'))).toEqual(expected)
  })

  it('loses one date when that is cancelled or deleted, and all of them with the series', async () => {
    const master = await create(5, { ...mondays, attendees: invited(6) })
    const [first, second] = await instances(5, master.id)
    await graph.api(`${events(5)}/${first?.id ?? ''}/cancel`).post({ comment: 'ill' })
    await graph.api(`${events(5)}/${second?.id ?? ''}`).delete()
    for (const number of [5, 6])
      expect(startsOf(await view(number, '2026-03-01', '2026-05-01'))).toEqual([
        '2026-03-30T08:00',
        '2026-04-06T08:00',
        '2026-04-13T08:00',
      ])
    expect(await refusal(graph.api(`${events(5)}/${first?.id ?? ''}`).get())).toMatchObject({
      statusCode: 404,
      code: 'ErrorItemNotFound',
    })
    await graph.api(`${events(5)}/${master.id}/cancel`).post({})
    for (const number of [5, 6]) expect(await view(number, '2026-03-01', '2026-05-01')).toEqual([])
  })

  it('forgets its exceptions when it is moved as a whole', async () => {
    const master = await create(7, mondays)
    const [, second] = await instances(7, master.id)
    await graph.api(`${events(7)}/${second?.id ?? ''}`).patch({ subject: 'Other' })
    await graph
      .api(`${events(7)}/${master.id}`)
      .patch({ start: at('2026-03-16T14:00:00', berlin), end: at('2026-03-16T15:00:00', berlin) })
    const after = await instances(7, master.id)
    expect(startsOf(after).slice(0, 3)).toEqual(['2026-03-16T13:00', '2026-03-23T13:00', '2026-03-30T12:00'])
    expect(new Set(after.map(({ type, subject }) => `${type} ${subject}`))).toEqual(new Set(['occurrence Mondays']))
  })

  it('refuses to let one date jump over the next', async () => {
    const master = await create(8, mondays)
    const [first] = await instances(8, master.id)
    const move = graph
      .api(`${events(8)}/${first?.id ?? ''}`)
      .patch({ start: at('2026-03-23T15:00:00'), end: at('2026-03-23T16:00:00') })
    expect(await refusal(move)).toMatchObject({ statusCode: 400, code: 'ErrorOccurrenceCrossingBoundary' })
  })

  it('can be declined on one date by who is asked, and the organiser sees it there only', async () => {
    const master = await create(9, { ...mondays, attendees: invited(10) })
    const [first] = await view(10, '2026-03-01', '2026-03-20')
    await (await asPerson(10)).api(`/me/events/${first?.id ?? ''}/decline`).post({ comment: 'away', sendResponse: true })
    const answers = (await instances(9, master.id)).map(({ attendees }) => attendees[0]?.status.response)
    expect(answers).toEqual(['declined', 'none', 'none', 'none', 'none'])
    expect(await view(10, '2026-03-01', '2026-05-01')).toHaveLength(4)
  })

  it('blocks its dates in free and busy', async () => {
    await create(11, mondays)
    const { value } = await graph.api(`/users/${idOf(1)}/calendar/getSchedule`).post({
      schedules: ['p11@contoso.example'],
      startTime: at('2026-04-06T07:00:00'),
      endTime: at('2026-04-06T10:00:00'),
      availabilityViewInterval: 60,
    })
    expect(value[0].availabilityView).toBe('020')
  })

  it('needs a window to be looked at, and not one of more than five years', async () => {
    const master = await create(12, mondays)
    expect(await refusal(graph.api(`${events(12)}/${master.id}/instances`).get())).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidParameter',
    })
    expect((await refusal(view(12, '2026-01-01', '2032-01-01'))).message).toContain('Maximum number of days: 1825')
  })
})

describe('an invitation', () => {
  const meeting = { subject: 'Talk', start: at('2026-03-10T10:00:00'), end: at('2026-03-10T10:30:00') }
  const organised = async (number: number, id: string): Promise<Event> => graph.api(`${events(number)}/${id}`).get()
  const copyOf = async (number: number): Promise<Event> => {
    const { value } = (await graph.api(events(number)).get()) as Page
    if (!value[0]) throw new Error('there is no copy')
    return value[0]
  }

  it('shows the organiser another time that an attendee proposes', async () => {
    const event = await create(13, { ...meeting, attendees: invited(14) })
    const proposedNewTime = { start: at('2026-03-11T10:00:00', berlin), end: at('2026-03-11T10:30:00', berlin) }
    const answer = (path: string, body: object) =>
      asPerson(14).then(async (me) => me.api(`/me/events/${(await copyOf(14)).id}/${path}`).post(body))
    expect((await refusal(answer('tentativelyAccept', { sendResponse: false, proposedNewTime }))).statusCode).toBe(400)
    await answer('tentativelyAccept', { comment: 'rather then', sendResponse: true, proposedNewTime })
    expect((await organised(13, event.id)).attendees[0]).toMatchObject({
      status: { response: 'tentativelyAccepted' },
      proposedNewTime: { start: { dateTime: '2026-03-11T09:00:00.0000000', timeZone: 'UTC' } },
    })
  })

  it('takes no other time where the organiser wants none', async () => {
    await create(15, { ...meeting, allowNewTimeProposals: false, attendees: invited(16) })
    const body = { sendResponse: true, proposedNewTime: { start: at('2026-03-11T10:00:00'), end: at('2026-03-11T10:30:00') } }
    expect((await refusal(graph.api(`${events(16)}/${(await copyOf(16)).id}/decline`).post(body))).statusCode).toBe(400)
  })

  it('leaves the organiser in the dark when the answer is not sent', async () => {
    const event = await create(17, { ...meeting, attendees: invited(18) })
    await graph.api(`${events(18)}/${(await copyOf(18)).id}/accept`).post({ sendResponse: false })
    expect((await copyOf(18)) as object).toMatchObject({ responseStatus: { response: 'accepted' } })
    expect((await organised(17, event.id)).attendees[0]?.status.response).toBe('none')
  })

  it('keeps the answers of those who stay when somebody else is added', async () => {
    const event = await create(19, { ...meeting, attendees: invited(20) })
    await graph.api(`${events(20)}/${(await copyOf(20)).id}/accept`).post({})
    await graph.api(`${events(19)}/${event.id}`).patch({ attendees: invited(20, 21) })
    expect((await organised(19, event.id)).attendees.map(({ status }) => status.response)).toEqual(['accepted', 'none'])
    expect((await copyOf(20)) as object).toMatchObject({ responseStatus: { response: 'accepted' } })
    expect((await copyOf(21)).subject).toBe('Talk')
  })
})

describe('an online meeting', () => {
  const meeting = {
    subject: 'Online',
    body: { contentType: 'HTML', content: '<p>Agenda</p>' },
    start: at('2026-03-12T10:00:00'),
    end: at('2026-03-12T10:30:00'),
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
  }
  const changed = async (id: string, body: object): Promise<Event> => graph.api(`${events(22)}/${id}`).patch(body)

  it('stays one when its text is changed around the way to join', async () => {
    const event = await create(22, meeting)
    expect(event.body.content).toContain(event.onlineMeeting?.joinUrl)
    const content = event.body.content.replace('Agenda', 'New agenda')
    expect(await changed(event.id, { body: { contentType: 'html', content } })).toMatchObject({
      isOnlineMeeting: true,
      onlineMeeting: event.onlineMeeting,
    })
  })

  it('ends when its text is written anew without the way to join', async () => {
    const event = await create(22, meeting)
    expect(await changed(event.id, { body: { contentType: 'html', content: '<p>New agenda</p>' } })).toMatchObject({
      isOnlineMeeting: false,
      onlineMeeting: null,
      body: { content: '<p>New agenda</p>' },
    })
  })

  it('cannot be turned off by its flag', async () => {
    const event = await create(22, meeting)
    expect(await changed(event.id, { isOnlineMeeting: false })).toMatchObject({
      isOnlineMeeting: true,
      onlineMeeting: event.onlineMeeting,
    })
  })
})

describe('a delta query on a calendar', () => {
  const root = 'https://graph.microsoft.com'
  const round = async (
    first: string,
    version = 'v1.0',
    size = 2,
  ): Promise<{ value: Page['value']; deltaLink: string; pages: number }> => {
    const value: Page['value'] = []
    for (let [link, pages] = [first, 1]; ; pages += 1) {
      const request = graph.api(link).version(version).header('Prefer', `odata.maxpagesize=${size}`)
      const page = (await request.get()) as Page
      value.push(...page.value)
      if (page['@odata.deltaLink']) return { value, deltaLink: page['@odata.deltaLink'], pages }
      link = page['@odata.nextLink'] ?? ''
    }
  }

  it('tells all of a window page by page, and then what was added, moved away or deleted', async () => {
    const single = (day: number) => ({
      subject: `Day ${day}`,
      start: at(`2026-03-${day}T10:00:00`),
      end: at(`2026-03-${day}T11:00:00`),
    })
    const [stays, moves, goes] = [await create(24, single(10)), await create(24, single(11)), await create(24, single(12))]
    const first = await round(`/users/${idOf(24)}/calendarView/delta${window('2026-03-09', '2026-03-14')}`)
    expect(first.value.map(({ id }) => id)).toEqual([stays.id, moves.id, goes.id])
    expect(first.pages).toBe(2)
    expect(first.deltaLink.startsWith(`${root}/v1.0/users/${idOf(24)}/calendarView/delta?$deltatoken=`)).toBe(true)
    expect((await round(first.deltaLink)).value).toEqual([])

    const added = await create(24, single(13))
    await create(24, single(20))
    await graph.api(`${events(24)}/${moves.id}`).patch({ start: at('2026-03-25T10:00:00'), end: at('2026-03-25T11:00:00') })
    await graph.api(`${events(24)}/${goes.id}`).delete()
    await graph.api(`${events(24)}/${stays.id}`).patch({ subject: 'Still here' })
    const second = await round(first.deltaLink)
    const of = (id: string) => second.value.find((each) => each.id === id)
    expect(of(added.id)).toMatchObject({ subject: 'Day 13' })
    expect(of(stays.id)).toMatchObject({ subject: 'Still here' })
    expect(of(moves.id)).toEqual({ '@removed': { reason: 'deleted' }, id: moves.id })
    expect(of(goes.id)).toEqual({ '@removed': { reason: 'deleted' }, id: goes.id })
  })

  it('tells a series as itself and its dates, and a cancelled date as removed', async () => {
    const master = await create(25, mondays)
    const first = await round(`/users/${idOf(25)}/calendarView/delta${window('2026-03-10', '2026-04-01')}`)
    expect(first.value.map(({ type }) => type)).toEqual(['seriesMaster', 'occurrence', 'occurrence', 'occurrence'])
    expect(first.value[1]).not.toHaveProperty('subject')
    const [date] = await instances(25, master.id)
    await graph.api(`${events(25)}/${date?.id ?? ''}/cancel`).post({})
    expect((await round(first.deltaLink)).value).toEqual([{ '@removed': { reason: 'deleted' }, id: date?.id }])
  })

  it('follows all events without a window in beta', async () => {
    const event = await create(26, { subject: 'Any', start: at('2030-01-01T10:00:00'), end: at('2030-01-01T11:00:00') })
    const first = await round(`/users/${idOf(26)}/events/delta`, 'beta')
    expect(first.value.map(({ subject }) => subject)).toEqual(['Any'])
    await graph.api(`${events(26)}/${event.id}`).delete()
    expect((await round(first.deltaLink, 'beta')).value).toEqual([{ '@removed': { reason: 'deleted' }, id: event.id }])
  })

  it('takes no $select and no token of its own making', async () => {
    const path = `/users/${idOf(24)}/calendarView/delta`
    expect(await refusal(graph.api(`${path}${window('2026-03-09', '2026-03-14')}&$select=subject`).get())).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidUrlQuery',
    })
    expect((await refusal(graph.api(`${path}?$deltatoken=abc`).get())).statusCode).toBe(400)
    expect((await refusal(graph.api(path).get())).code).toBe('ErrorInvalidParameter')
  })
})

describe('free and busy', () => {
  const ask = (body: object, prefer = 'outlook.timezone="UTC"') =>
    graph
      .api(`/users/${idOf(1)}/calendar/getSchedule`)
      .header('Prefer', prefer)
      .post({
        schedules: ['p30@contoso.example'],
        startTime: at('2026-05-04T08:00:00'),
        endTime: at('2026-05-04T12:00:00'),
        ...body,
      })

  it('tells the hours a person has set, in their own zone', async () => {
    const { value } = await ask({})
    expect(value[0].workingHours).toEqual({
      daysOfWeek: ['tuesday', 'thursday'],
      startTime: '09:30:00.0000000',
      endTime: '15:00:00.0000000',
      timeZone: { name: berlin },
    })
    expect(value[0].availabilityView).toBe('00000000')
  })

  it.each([4, 1441])('is not cut into slots of %d minutes', async (availabilityViewInterval) => {
    expect(await refusal(ask({ availabilityViewInterval }))).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidMergedFreeBusyInterval',
    })
  })

  it('is told for 20 people and 62 days, and not for more', async () => {
    const schedules = Array.from({ length: 20 }, (_, number) => `p${number + 1}@contoso.example`)
    expect((await ask({ schedules, endTime: at('2026-07-05T08:00:00'), availabilityViewInterval: 1440 })).value).toHaveLength(20)
    expect((await refusal(ask({ schedules: [...schedules, 'p21@contoso.example'] }))).statusCode).toBe(400)
    expect((await refusal(ask({ endTime: at('2026-07-05T08:01:00') }))).statusCode).toBe(400)
  })

  it('is refused in a zone nobody knows', async () => {
    expect((await refusal(ask({}, 'outlook.timezone="Nowhere"'))).code).toBe('TimeZoneNotSupportedException')
  })
})
