import { call, publishMatching, viewProgramme } from '@tandem/contract'
import type { StepRow } from '@tandem/lists'
import { colleague } from '../people.js'
import { matched, startCompany, type Company } from './fixtures/company.js'
import { bringToMatching, bringTogether, create, invite, type Part } from './fixtures/programme.js'

let company: Company
beforeAll(async () => {
  // Steps fail here on purpose; what the host says about them is not for the reader of the results.
  company = await startCompany({ onHostOutput: () => {} })
})
afterAll(() => company?.close())

const stepsOf = async (programme: string) => (await company.stores.steps.all()).filter(({ row }) => row.Programme === programme)
const isOver = ({ row }: { row: StepRow }) => row.Status === 'done'
const mailsTo = async (name: string, subject: string) =>
  (await company.inbox(colleague(name))).filter((mail) => mail.subject === subject).length
const meetingsOf = async (name: string) => (await company.calendar(colleague(name))).map(({ subject }) => subject)

describe('a message that is delivered more than once', () => {
  const programme = 'delivered-twice'
  const pair: readonly Part[] = [
    { name: 'Helena Brandt', role: 'mentee' },
    { name: 'Clara Vogel', role: 'mentor' },
  ]

  it('while its step is carried out sends one mail', async () => {
    await create(company, programme, 'Delivered twice')
    await invite(company, programme, pair)
    let open = await stepsOf(programme)
    while (open.length < 2) open = await stepsOf(programme)
    await Promise.all(open.flatMap(({ id, row }) => [1, 2, 3].map(() => company.deliver({ id, step: row.StepKey }))))
    await company.settle(programme)
    expect(await mailsTo('Helena Brandt', 'Would you like a mentor? Delivered twice')).toBe(1)
    expect(await mailsTo('Clara Vogel', 'Would you mentor a senior colleague? Delivered twice')).toBe(1)
  })

  it('after its step is done sends no second mail and makes no second event', async () => {
    await bringTogether(company, programme, pair)
    const sent = await company.sent()
    const steps = await stepsOf(programme)
    expect(new Set(steps.map(({ row }) => row.Kind))).toEqual(
      new Set(['invite', 'ask-approver', 'ask-assessment', 'introduce', 'book-meeting']),
    )
    for (const { id, row } of [...steps, ...steps]) expect(await company.deliver({ id, step: row.StepKey })).toBe(202)
    await company.settle(programme)
    expect(await company.sent()).toBe(sent)
    const subject = 'Tandem: Clara Vogel and Helena Brandt, meeting 1'
    expect([await meetingsOf('Helena Brandt'), await meetingsOf('Clara Vogel')]).toEqual([[subject], [subject]])
    expect(await company.stores.meetings.all()).toHaveLength(1)
  })

  it('with the id of one step and the key of another does nothing', async () => {
    const [first, second] = await stepsOf(programme)
    expect(await company.deliver({ id: first!.id, step: second!.row.StepKey })).toBe(202)
    expect(await company.deliver({ id: 987_654, step: first!.row.StepKey })).toBe(202)
    expect((await stepsOf(programme)).every(isOver)).toBe(true)
  })
})

describe('Microsoft 365 on a bad day', () => {
  const programme = 'bad-day'
  const invited: readonly Part[] = [
    { name: 'Matti Virtanen', role: 'mentee' },
    { name: 'Ulrich von Arnim', role: 'mentee' },
    { name: 'Niamh Byrne', role: 'mentor' },
    { name: 'Daniel Popescu', role: 'mentor' },
  ]

  it('which is busy for a moment delays, and loses nothing', async () => {
    await create(company, programme, 'Bad day')
    await company.fail(
      { method: 'POST', path: '/messages$', status: 503, times: 1 },
      { method: 'POST', path: '/messages$', status: 429, times: 1 },
      { method: 'POST', path: '/messages/[^/]+/send$', status: 503, times: 1 },
      { method: 'POST', path: "/Lists/TandemEnrolments'\\)/items\\(", status: 503, times: 1 },
    )
    await invite(company, programme, invited)
    await company.settle(programme)
    expect(await company.faultsLeft()).toBe(0)
    for (const { name, role } of invited)
      expect([
        name,
        await mailsTo(
          name,
          role === 'mentee' ? 'Would you like a mentor? Bad day' : 'Would you mentor a senior colleague? Bad day',
        ),
      ]).toEqual([name, 1])
  })

  it('which books a meeting and loses the answer leaves one event in each calendar', async () => {
    await bringToMatching(company, programme, invited)
    expect(await matched(company, programme)).toMatchObject({ matched: 2 })
    await company.fail(
      { method: 'POST', path: '/getSchedule$', status: 503, times: 1 },
      { method: 'POST', path: '/users/[^/]+/events$', status: 503, times: 1, afterwards: true },
      { method: 'POST', path: '/users/[^/]+/events$', status: 500, times: 1, afterwards: true },
      { method: 'POST', path: "/Lists/TandemMeetings'\\)/items$", status: 503, times: 1, afterwards: true },
    )
    await call(company.hr, publishMatching, { params: { programme } })
    await company.tickUntil(
      async () => (await company.stores.meetings.inProgramme(programme)).length === 2 && (await stepsOf(programme)).every(isOver),
    )
    expect(await company.faultsLeft()).toBe(0)
    for (const { name } of invited) expect([name, await meetingsOf(name)]).toEqual([name, [expect.stringContaining(name)]])
  })

  it('which sends a mail and loses the answer leaves one mail in the mailbox', async () => {
    const late = 'lost-answers'
    const late4: readonly Part[] = [
      { name: 'Ingrid Solberg', role: 'mentee' },
      { name: 'Siobhán O’Connor', role: 'mentee' },
      { name: 'Paul Neumann', role: 'mentor' },
      { name: 'Ville Nieminen', role: 'mentor' },
    ]
    await create(company, late, 'Lost answers')
    await company.fail(
      { method: 'POST', path: '/messages$', status: 503, times: 1, afterwards: true },
      { method: 'POST', path: '/messages$', status: 500, times: 1, afterwards: true },
      { method: 'POST', path: '/messages/[^/]+/send$', status: 503, times: 1, afterwards: true },
      { method: 'POST', path: '/messages/[^/]+/send$', status: 500, times: 1, afterwards: true },
      { method: 'POST', path: "/Lists/TandemEnrolments'\\)/items\\(", status: 503, times: 1, afterwards: true },
    )
    await invite(company, late, late4)
    await company.tickUntil(async () => {
      const steps = await stepsOf(late)
      return steps.length === late4.length && steps.every(isOver)
    })
    expect(await company.faultsLeft()).toBe(0)
    for (const { name, role } of late4)
      expect([
        name,
        await mailsTo(
          name,
          role === 'mentee' ? 'Would you like a mentor? Lost answers' : 'Would you mentor a senior colleague? Lost answers',
        ),
      ]).toEqual([name, 1])
    expect((await call(company.hr, viewProgramme, { params: { programme: late } })).steps.stuck).toBe(0)
  })
})
