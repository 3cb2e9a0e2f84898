import {
  answerApproval,
  answerInvitation,
  call,
  listApprovals,
  listPeople,
  publishMatching,
  viewMatching,
  withdraw,
} from '@tandem/contract'
import { enrolmentKey } from '@tandem/lists'
import { colleague } from '../people.js'
import { matched, standing, startCompany, type Company } from './fixtures/company.js'
import { bringToMatching, create, invite, volunteer, type Part } from './fixtures/programme.js'

const programme = 'open-door'
const params = { programme }
const helena = colleague('Helena Brandt')
const matti = colleague('Matti Virtanen')
const jonas = colleague('Jonas Adeyemi')
const jonasManager = colleague('Stefan Kowalski')
const parts: readonly Part[] = [
  { name: 'Helena Brandt', role: 'mentee' },
  { name: 'Matti Virtanen', role: 'mentee' },
  { name: 'Clara Vogel', role: 'mentor' },
  { name: 'Niamh Byrne', role: 'mentor' },
]

/** One after the other: people leave at later and later moments of one programme. */
describe('somebody who withdraws', () => {
  let company: Company
  const leaves = (person: typeof helena) => call(company.as(person), withdraw, { params })
  const mailsAfter = async (deed: () => Promise<unknown>) => {
    await company.settle(programme)
    const before = await company.sent()
    await deed()
    await company.settle(programme)
    await company.advanceTo(new Date(Date.parse(await company.stack.now()) + 900_000).toISOString(), programme)
    return (await company.sent()) - before
  }

  /** What HR can read in SharePoint of who stands where; the programme's own row carries numbers and no names. */
  const teamLists = async () =>
    Object.fromEntries(
      await Promise.all(
        ['TandemEnrolments', 'TandemTandems', 'TandemMeetings', 'TandemSteps'].map(
          async (list) => [list, JSON.parse(await company.storedText(list))] as const,
        ),
      ),
    )

  beforeAll(async () => {
    company = await startCompany()
    await create(company, programme, 'Open door')
    await invite(company, programme, [{ name: 'Jonas Adeyemi', role: 'mentor' }, ...parts])
    await volunteer(company, programme, 'Jonas Adeyemi')
  })
  afterAll(() => company?.close())

  it('before the manager has answered causes no mail, and the manager sees no more than that', async () => {
    await company.settle(programme)
    const before = await teamLists()
    expect(await mailsAfter(() => leaves(jonas))).toBe(0)
    // Row by row and version by version: nothing was written that anybody of the programme team could come across.
    expect(await teamLists()).toEqual(before)
    expect(await company.storedText('TandemWithdrawals')).not.toContain(jonas.id)
    const { approvals } = await call(company.as(jonasManager), listApprovals)
    expect(approvals.map(({ state }) => state)).toEqual(['withdrawn'])
    const enrolment = enrolmentKey(programme, jonas.id)
    await expect(call(company.as(jonasManager), answerApproval, { body: { enrolment, decision: 'approve' } })).rejects.toThrow(
      'no longer open',
    )
    expect((await standing(company, jonas, programme)).next.sentence).toBe('You have withdrawn.')
  })

  it('may say so twice and is not taken in again', async () => {
    await leaves(jonas)
    const body = {
      answer: 'volunteer' as const,
      consentVersion: (await standing(company, jonas, programme)).consent.version,
      wishes: { languages: ['en'], topics: [] },
    }
    await expect(call(company.as(jonas), answerInvitation, { params, body })).rejects.toThrow(
      'You have withdrawn from this programme. To come back, write to the programme team.',
    )
    expect((await company.stores.enrolments.byKey(enrolmentKey(programme, jonas.id)))!.row).toMatchObject({
      Status: 'withdrawn',
      Rule: 'withdrew',
    })
  })

  it('between matching and publication causes no mail to anyone, the would-be partner included', async () => {
    await bringToMatching(company, programme, parts)
    expect(await matched(company, programme)).toMatchObject({ matched: 2, unmatched: 0 })
    await company.settle(programme)
    const before = await teamLists()
    expect(await mailsAfter(() => leaves(matti))).toBe(0)
    expect(await teamLists()).toEqual(before)
    for (const { name } of parts.slice(2))
      expect((await standing(company, colleague(name), programme)).next.sentence).toBe('You are ready to be matched.')
  })

  it('before publication stands in the console as if nothing had happened', async () => {
    const { people } = await call(company.hr, listPeople, { params })
    const { unmatched } = await call(company.hr, viewMatching, { params })
    const statusOf = (name: string) => people.find(({ person }) => person.name === name)?.status
    expect([statusOf('Jonas Adeyemi'), statusOf('Matti Virtanen')]).toEqual(['volunteered', 'matched'])
    expect(people.map(({ status }) => status)).not.toContain('withdrawn')
    expect(unmatched.map(({ person }) => person.name)).not.toContain('Matti Virtanen')
  })

  it('keeps a proposal from being published that names them', async () => {
    await expect(call(company.hr, publishMatching, { params })).rejects.toThrow(
      'Somebody has left the programme since the matching was run. Run it again, then publish.',
    )
    expect(await matched(company, programme)).toMatchObject({ matched: 1, unmatched: 1 })
    // The two of the tandem, and the mentor who has nobody.
    expect(await mailsAfter(() => call(company.hr, publishMatching, { params }))).toBe(3)
    expect((await company.inbox(matti)).map(({ subject }) => subject)).not.toContainEqual(expect.stringContaining('place in'))
  })

  it('is told by the list only after the publication, and then nothing is hidden any more', async () => {
    const rows = JSON.parse(await company.storedText('TandemEnrolments')) as { value: { Person: string; Status: string }[] }
    const statusOf = (id: string) => rows.value.find(({ Person }) => Person === id)?.Status
    expect([statusOf(jonas.id), statusOf(matti.id)]).toEqual(['withdrawn', 'withdrawn'])
    expect(JSON.parse(await company.storedText('TandemWithdrawals'))).toMatchObject({ value: [] })
  })

  it('after publication ends the tandem: the partner is told once, without a reason, and the meeting leaves both calendars', async () => {
    const { tandems } = await standing(company, helena, programme)
    const mentor = colleague(tandems[0]!.partner.name)
    expect(await company.calendar(helena)).toHaveLength(1)
    expect(await mailsAfter(() => leaves(mentor))).toBe(1)
    const { subject, html } = (await company.inbox(helena)).at(-1)!
    expect(subject).toBe('Your tandem in Open door has ended')
    expect(html).toContain('Nobody has to give a reason for that, and none was asked.')
    expect([await company.calendar(helena), await company.calendar(mentor)]).toEqual([[], []])
    expect((await company.stores.tandems.inProgramme(programme)).map(({ row }) => row.Status)).toEqual(['ended'])
    expect((await company.stores.enrolments.byKey(enrolmentKey(programme, helena.id)))!.row).toMatchObject({
      Rule: 'withdrew',
      Reason: { key: 'outcome.partner-left' },
    })
  })
})
