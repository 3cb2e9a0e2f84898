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

  beforeAll(async () => {
    company = await startCompany()
    await create(company, programme, 'Open door')
    await invite(company, programme, [{ name: 'Jonas Adeyemi', role: 'mentor' }, ...parts])
    await volunteer(company, programme, 'Jonas Adeyemi')
  })
  afterAll(() => company?.close())

  it('before the manager has answered causes no mail, and the manager sees no more than that', async () => {
    expect(await mailsAfter(() => leaves(jonas))).toBe(0)
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
    expect(await mailsAfter(() => leaves(matti))).toBe(0)
    for (const { name } of parts.slice(2))
      expect((await standing(company, colleague(name), programme)).next.sentence).toBe('You are ready to be matched.')
  })

  it('before publication is named in no list the programme team reads', async () => {
    const { people } = await call(company.hr, listPeople, { params })
    const { unmatched } = await call(company.hr, viewMatching, { params })
    const names = [...people, ...unmatched].map(({ person }) => person.name)
    expect(names).not.toContain('Jonas Adeyemi')
    expect(names).not.toContain('Matti Virtanen')
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
