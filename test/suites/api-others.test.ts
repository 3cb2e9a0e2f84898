import {
  answerApproval,
  answerAssessment,
  answerCard,
  answerInvitation,
  call,
  cancelMeeting,
  evaluateProgramme,
  giveFeedback,
  listApprovals,
  listPeople,
  viewAssessment,
  viewMatching,
  viewMe,
  viewReport,
  withdraw,
  type Send,
} from '@tandem/contract'
import { enrolmentKey, tandemKey } from '@tandem/lists'
import { colleague, programmeLead } from '../people.js'
import { pressButton, questionOf } from '../rehearsal/answer-card.js'
import { standing, startCompany, type Company } from './fixtures/company.js'
import { bringTogether, chosen, create, invite, levels, volunteer, type Part } from './fixtures/programme.js'

const programme = 'confidential'
const params = { programme }
const helena = colleague('Helena Brandt')
const clara = colleague('Clara Vogel')
const nele = colleague('Nele Janssen')
const manager = colleague('Mehmet Demir')
const otherManager = colleague('Bernd Hoffmann')
const stranger = colleague('Jonas Adeyemi')
const pair: readonly Part[] = [
  { name: 'Helena Brandt', role: 'mentee' },
  { name: 'Clara Vogel', role: 'mentor' },
]
const meeting = `${tandemKey(programme, helena.id, 1)}/1/1`
const notYours = { status: 403, kind: 'not-yours' }

let company: Company
/** Everything that an outsider's attempt could have changed. */
const everything = async () => {
  const { enrolments, meetings, assessments, feedback, evaluations } = company.stores
  return JSON.stringify([
    await enrolments.all(),
    await meetings.all(),
    await assessments.all(),
    await feedback.all(),
    await evaluations.all(),
  ])
}

beforeAll(async () => {
  company = await startCompany()
  await create(company, programme, 'Confidential')
  await invite(company, programme, [...pair, { name: 'Nele Janssen', role: 'mentor' }])
  await volunteer(company, programme, 'Nele Janssen')
  // Nele's manager stays silent; the two others go on to their first meeting.
  await bringTogether(company, programme, pair)
})
afterAll(() => company?.close())

describe('what belongs to two people', () => {
  const deeds: readonly [string, (send: Send) => Promise<unknown>][] = [
    ['cancel their meeting', (send) => call(send, cancelMeeting, { body: { meeting } })],
    ['say how their meeting was', (send) => call(send, giveFeedback, { body: { meeting, tookPlace: false, useful: 1 } })],
  ]
  it.each(deeds)('is nobody else’s: others cannot %s', async (_, deed) => {
    const before = await everything()
    for (const outsider of [stranger, nele, manager, programmeLead])
      await expect(deed(company.as(outsider))).rejects.toMatchObject(notYours)
    expect(await everything()).toBe(before)
  })

  it('is shown to the two alone', async () => {
    expect((await standing(company, helena, programme)).tandems[0]!.partner.name).toBe('Clara Vogel')
    for (const outsider of [stranger, nele, manager])
      expect(JSON.stringify(await call(company.as(outsider), viewMe))).not.toContain(meeting)
  })

  it('looks the same to somebody who guesses a meeting that does not exist', async () => {
    const guess = call(company.as(stranger), cancelMeeting, { body: { meeting: `${meeting}0` } })
    await expect(guess).rejects.toMatchObject({ ...notYours, message: 'This meeting is not one of yours.' })
  })
})

describe('somebody who was not invited', () => {
  const deeds: readonly [string, (send: Send) => Promise<unknown>][] = [
    ['read an assessment', (send) => call(send, viewAssessment, { params })],
    [
      'answer an assessment',
      (send) => call(send, answerAssessment, { params, body: { moment: 'before', levels: levels('mentor') } }),
    ],
    ['answer an invitation', (send) => call(send, answerInvitation, { params, body: { answer: 'decline' } })],
    ['withdraw', (send) => call(send, withdraw, { params })],
    ['evaluate', (send) => call(send, evaluateProgramme, { params, body: { worthwhile: 1, eyeLevel: 1, recommend: 1 } })],
  ]
  it.each(deeds)('cannot %s, not even as the programme lead', async (_, deed) => {
    const before = await everything()
    for (const outsider of [stranger, programmeLead])
      await expect(deed(company.as(outsider))).rejects.toMatchObject({
        ...notYours,
        message: 'You have no invitation to this programme.',
      })
    expect(await everything()).toBe(before)
  })
})

describe('a line manager', () => {
  const enrolment = enrolmentKey(programme, nele.id)

  it.each([
    ['another manager', manager],
    ['the programme lead, where the directory names a manager', programmeLead],
    ['the volunteer', nele],
    ['a colleague', stranger],
  ])('cannot be replaced by %s', async (_, outsider) => {
    const before = await everything()
    await expect(call(company.as(outsider), answerApproval, { body: { enrolment, decision: 'approve' } })).rejects.toMatchObject(
      notYours,
    )
    expect(await everything()).toBe(before)
  })

  it('sees who, what for and how long, and of the answer no more than yes or no', async () => {
    const { approvals } = await call(company.as(manager), listApprovals)
    expect(approvals.map((one) => Object.keys(one).sort())).toEqual([
      ['askedOn', 'effort', 'enrolment', 'expiresOn', 'person', 'programme', 'role', 'state'],
    ])
    expect(approvals.map((one) => Object.keys(one.person).sort())).toEqual([['department', 'id', 'jobTitle', 'name', 'office']])
    expect(approvals[0]).toMatchObject({ person: { name: 'Clara Vogel' }, role: 'mentor', state: 'approved' })
    expect(JSON.stringify(approvals)).not.toContain('Helena')
  })

  it('is not shown other people’s reports', async () => {
    const { approvals } = await call(company.as(otherManager), listApprovals)
    expect(approvals.map(({ person }) => person.name)).toEqual(['Nele Janssen'])
  })
})

describe('the programme team', () => {
  it('learns of each person where they stand, and nothing that comes from an assessment', async () => {
    const { people } = await call(company.hr, listPeople, { params })
    expect(people).toHaveLength(3)
    for (const one of people)
      expect(Object.keys(one).sort()).toEqual([
        'enrolment',
        'gate',
        'needsDecision',
        'partners',
        'person',
        'role',
        'rule',
        'sentence',
        'status',
      ])
    expect(JSON.stringify(people)).not.toMatch(/level|score|competence/i)
  })

  it('reviews tandems by one word and by reasons that betray no answer', async () => {
    const { tandems } = await call(company.hr, viewMatching, { params })
    expect(tandems.map((one) => Object.keys(one).sort())).toEqual([
      ['key', 'mentee', 'mentor', 'proof', 'reasons', 'status', 'word'],
    ])
    expect(tandems[0]!.reasons).toContain('Both would like to talk about automating routine work.')
    expect(tandems[0]!.reasons.join(' ')).not.toMatch(/catch up|standard/)
    // The two themselves are told that as well.
    expect((await standing(company, clara, programme)).tandems[0]!.reasons.join(' ')).toMatch(/catch up/)
  })

  it('reads no mean of fewer than five', async () => {
    const { change, withheld, feedback, evaluation } = await call(company.hr, viewReport, { params })
    expect({ change, withheld: withheld.length, useful: feedback.useful, evaluation }).toEqual({
      change: [],
      withheld: 8,
      useful: null,
      evaluation: null,
    })
  })

  it.each(['TandemAssessments', 'TandemFeedback', 'TandemEvaluations'])(
    'and everybody else are kept out of %s in SharePoint itself',
    async (list) => {
      for (const reader of [programmeLead, helena, stranger]) {
        const token = await company.stack.tokenFor(reader.id, 'sharepoint')
        const answer = await fetch(
          `${company.stack.tenantUrl}/sites/mentoring/_api/web/getList('/sites/mentoring/Lists/${list}')/items`,
          {
            headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
          },
        )
        expect([403, 404]).toContain(answer.status)
      }
    },
  )
})

describe('a card', () => {
  const filled = Object.fromEntries(Object.entries(levels('mentor')).map(([key, level]) => [key, String(level)]))
  const helenasCard = async () =>
    (await company.inbox(helena)).find(({ card }) => card !== null && questionOf(card)?.kind === 'assessment-before')!.card!
  const tokenIn = async () => (JSON.parse((await helenasCard()).actions[0]!.body) as { token: string }).token
  const answerAs = async (person: typeof helena, body: unknown) => {
    const answer = await fetch(`${company.stack.apiUrl}/${answerCard.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await company.stack.tokenFor(person.id, 'card')}` },
      body: JSON.stringify(body),
    })
    return { status: answer.status, shown: answer.headers.get('card-action-status') }
  }

  it('that was forwarded cannot be answered by the one who got it', async () => {
    const before = await everything()
    const card = await helenasCard()
    await expect(pressButton(company.stack, clara.id, card, 0, chosen(card, 'mentor'))).rejects.toThrow(
      'This card was sent to somebody else. Only they can answer it.',
    )
    expect(await everything()).toBe(before)
  })

  it('that answers another question than it was asked is refused', async () => {
    const token = await tokenIn()
    for (const body of [
      { card: 'evaluation', token, worthwhile: '5', eyeLevel: '5', recommend: '5' },
      { card: 'meeting-feedback', token, tookPlace: 'yes', useful: '5' },
      { card: 'assessment', token, moment: 'after', levels: filled },
    ])
      expect(await answerAs(helena, body)).toEqual({ status: 403, shown: 'This answer belongs to another card.' })
  })

  it('that was changed on the way is refused', async () => {
    const [header, payload, signature] = (await tokenIn()).split('.')
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
    const changed = Buffer.from(JSON.stringify({ ...claims, person: clara.id })).toString('base64url')
    const body = { card: 'assessment', token: [header, changed, signature].join('.'), moment: 'before', levels: filled }
    expect(await answerAs(clara, body)).toEqual({
      status: 403,
      shown: 'This card was not sent by us, or was changed on the way.',
    })
  })

  it('that is answered too late says so and changes nothing', async () => {
    const before = await everything()
    const body = { card: 'assessment', token: await tokenIn(), moment: 'before', levels: filled }
    expect(await answerAs(helena, body)).toEqual({
      status: 409,
      shown: 'The first assessment is not open for you at the moment.',
    })
    expect(await everything()).toBe(before)
  })

  it('that lacks a level is sent back', async () => {
    const body = { card: 'assessment', token: await tokenIn(), moment: 'before', levels: { ...filled, sharing: '' } }
    expect(await answerAs(helena, body)).toEqual({
      status: 400,
      shown: 'Nothing was stored: please choose a level for each competence.',
    })
  })
})
