import { colleague } from '../people.js'
import { startCompany, type Company } from './fixtures/company.js'
import { bringTogether, create, type Part } from './fixtures/programme.js'

const programme = 'own-calendars'
const mentor = colleague('Clara Vogel')
const parts: readonly Part[] = [
  { name: 'Helena Brandt', role: 'mentee' },
  { name: 'Clara Vogel', role: 'mentor' },
]

/** People live in Outlook, and do there what they like. */
describe('a meeting that somebody changes in Outlook itself', () => {
  let company: Company

  const meetings = async () => (await company.stores.meetings.all()).map(({ row }) => row).sort((a, b) => a.Attempt - b.Attempt)
  const inOutlook = async (method: 'PATCH' | 'DELETE', eventId: string, body?: object) => {
    const answer = await fetch(`${company.stack.tenantUrl}/v1.0/me/events/${eventId}`, {
      method,
      headers: {
        authorization: `Bearer ${await company.stack.tokenFor(mentor.id, 'graph')}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(answer.ok).toBe(true)
  }
  const morningAfter = (end: string) => new Date(Date.parse(`${end.slice(0, 10)}T05:00:00Z`) + 86_400_000).toISOString()

  beforeAll(async () => {
    company = await startCompany()
    await create(company, programme, 'Own calendars')
    await bringTogether(company, programme, parts)
  })
  afterAll(() => company?.close())

  it('to a later day is asked about after that day, and keeps its event', async () => {
    const [before] = await meetings()
    const later = (at: string) => ({
      dateTime: new Date(Date.parse(at) + 2 * 86_400_000).toISOString().slice(0, 19),
      timeZone: 'UTC',
    })
    await inOutlook('PATCH', before!.EventId, { start: later(before!.StartsOn), end: later(before!.EndsOn) })
    const sent = await company.sent()

    await company.advanceTo(morningAfter(before!.EndsOn), programme)
    const [moved] = await meetings()
    expect(moved).toMatchObject({ EventId: before!.EventId, Status: 'planned', EndsOn: `${later(before!.EndsOn).dateTime}Z` })
    expect(await company.sent()).toBe(sent)

    await company.advanceTo(morningAfter(moved!.EndsOn), programme)
    expect(await company.sent()).toBe(sent + 2)
  })

  it('by deleting it is cancelled on our side too, and another is booked under the same number', async () => {
    const programmeB = 'own-calendars-2'
    await create(company, programmeB, 'Own calendars again')
    await bringTogether(company, programmeB, [
      { name: 'Matti Virtanen', role: 'mentee' },
      { name: 'Clara Vogel', role: 'mentor' },
    ])
    const ofB = async () => (await meetings()).filter(({ Programme }) => Programme === programmeB)
    const [before] = await ofB()
    await inOutlook('DELETE', before!.EventId)
    await company.advanceTo(morningAfter(before!.EndsOn), programmeB)
    const [gone, next] = await ofB()
    expect(gone).toMatchObject({ Status: 'cancelled', MenteeAskedOn: null })
    expect(next).toMatchObject({ Number: 1, Attempt: 2, Status: 'planned' })
  })
})
