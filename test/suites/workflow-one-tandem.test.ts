import {
  answerApproval,
  answerInvitation,
  call,
  evaluateProgramme,
  giveFeedback,
  listApprovals,
  publishMatching,
  viewMe,
  viewProgramme,
  viewReport,
} from '@tandem/contract'
import { assessmentKey, enrolmentKey, tandemKey } from '@tandem/lists'
import { colleague } from '../people.js'
import { pressButton } from '../rehearsal/answer-card.js'
import { matched, standing, startCompany, type Company, type Mail } from './fixtures/company.js'
import { chosen, create, invite, leave, levels } from './fixtures/programme.js'

const helena = colleague('Helena Brandt')
const clara = colleague('Clara Vogel')
const helenasManager = colleague('Annika Bergström')
const clarasManager = colleague('Mehmet Demir')
const programme = 'first-round'
const params = { programme }
const meeting = `${tandemKey(programme, helena.id, 1)}/1/1`

const subjects = (mails: readonly Mail[]) => mails.map(({ subject }) => subject)

/** One after the other: each of these continues where the one before has brought the two. */
describe('one tandem, from the invitation to the report', () => {
  let company: Company
  const enrolmentOf = async (person: typeof helena) =>
    (await company.stores.enrolments.byKey(enrolmentKey(programme, person.id)))!.row
  const asked = async (person: typeof helena, subject: string) => {
    const card = (await company.inbox(person)).find((mail) => mail.subject === subject)?.card
    if (!card) throw new Error(`${person.displayName} has no card under "${subject}".`)
    return card
  }

  beforeAll(async () => {
    company = await startCompany()
    // Before 13:40 on Tuesday one of the two is always taken.
    await company.fill([
      { who: helena, from: '2027-02-02T08:00:00Z', to: '2027-02-02T11:30:00Z' },
      { who: clara, from: '2027-02-02T11:00:00Z', to: '2027-02-02T13:40:00Z' },
    ])
  })
  afterAll(() => company?.close())

  it('begins with a mail to each of the invited, and to nobody before', async () => {
    await create(company, programme, 'First round')
    expect(await company.sent()).toBe(0)
    const parts = [
      { name: 'Helena Brandt', role: 'mentee' as const },
      { name: 'Clara Vogel', role: 'mentor' as const },
    ]
    expect(await invite(company, programme, parts)).toEqual({ invited: 2, already: 0, rejected: [] })
    await company.settle(programme)
    expect(subjects(await company.inbox(helena))).toEqual(['Would you like a mentor? First round'])
    expect(subjects(await company.inbox(clara))).toEqual(['Would you mentor a senior colleague? First round'])
    expect(await company.sent()).toBe(2)
    expect(await invite(company, programme, parts)).toEqual({ invited: 0, already: 2, rejected: [] })
    await company.settle(programme)
    expect(await company.sent()).toBe(2)
  })

  it('enrols nobody who has not agreed to the text as it stands today', async () => {
    const wishes = { languages: ['en'], topics: ['automation'] }
    const send = company.as(helena)
    const path = `programmes/${programme}/enrolment`
    expect(await send('POST', path, { answer: 'volunteer', wishes })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('consentVersion') } },
    })
    await expect(
      call(send, answerInvitation, { params, body: { answer: 'volunteer', consentVersion: '2019-01', wishes } }),
    ).rejects.toThrow(
      'The consent has been reworded since you opened the page. Please load the page again and read it once more.',
    )
    expect(await enrolmentOf(helena)).toMatchObject({ Status: 'invited', ConsentOn: null, ConsentVersion: null })
  })

  it('keeps the consent with its wording and asks each line manager once', async () => {
    for (const person of [helena, clara]) {
      const { consent } = await standing(company, person, programme)
      const body = {
        answer: 'volunteer' as const,
        consentVersion: consent.version,
        wishes: { languages: ['en', 'de'], topics: ['automation'] },
      }
      await call(company.as(person), answerInvitation, { params, body })
      await call(company.as(person), answerInvitation, { params, body })
      expect(await enrolmentOf(person)).toMatchObject({
        Status: 'volunteered',
        ConsentOn: '2027-02-01T09:00:00Z',
        ConsentVersion: consent.version,
      })
    }
    await company.settle(programme)
    expect(subjects(await company.inbox(helenasManager))).toEqual(['Helena Brandt would like to take part in First round'])
    expect(subjects(await company.inbox(clarasManager))).toEqual(['Clara Vogel would like to take part in First round'])
  })

  it('lets the managers approve, once and for all', async () => {
    for (const manager of [helenasManager, clarasManager]) {
      const { approvals } = await call(company.as(manager), listApprovals)
      const enrolment = approvals[0]!.enrolment
      await call(company.as(manager), answerApproval, { body: { enrolment, decision: 'approve' } })
      await call(company.as(manager), answerApproval, { body: { enrolment, decision: 'approve' } })
      await expect(call(company.as(manager), answerApproval, { body: { enrolment, decision: 'refuse' } })).rejects.toThrow(
        'no longer open',
      )
    }
    expect((await enrolmentOf(clara)).Status).toBe('approved')
  })

  it('sends the assessment as a card and takes its answer from Outlook', async () => {
    await leave(company, programme, 'inviting')
    await company.settle(programme)
    const subject = 'Where do you stand? Six minutes for First round'
    const card = await asked(helena, subject)
    expect(card.inputs).toHaveLength(8)
    await pressButton(company.stack, helena.id, card, 0, chosen(card, 'mentee'))
    await pressButton(company.stack, helena.id, card, 0, chosen(card, 'mentee'))
    const clarasCard = await asked(clara, subject)
    await pressButton(company.stack, clara.id, clarasCard, 0, chosen(clarasCard, 'mentor'))
    expect((await enrolmentOf(helena)).Status).toBe('ready')
    expect((await company.stores.assessments.all()).map(({ row }) => row.AssessmentKey).sort()).toEqual(
      [assessmentKey(programme, helena.id, 'before'), assessmentKey(programme, clara.id, 'before')].sort(),
    )
  })

  it('stores what was said as ciphertext that only the backend opens, and only in its own row', async () => {
    const { row } = (await company.stores.assessments.byKey(assessmentKey(programme, helena.id, 'before')))!
    const place = { list: 'TandemAssessments', row: row.AssessmentKey, owner: helena.id }
    expect(company.sealer.open(row.Levels, place)).toEqual(levels('mentee'))
    expect(() => company.sealer.open(row.Levels, { ...place, owner: clara.id })).toThrow('does not open')
    const stored = await company.storedText('TandemAssessments')
    expect(stored).toContain(row.Levels)
    expect(stored).not.toMatch(/working-with-ai|judging-information/)
  })

  it('is proposed to the programme team and to nobody else', async () => {
    await leave(company, programme, 'assessing')
    expect(await matched(company, programme)).toMatchObject({ matched: 1, unmatched: 0, proven: true })
    const before = await company.sent()
    await company.settle(programme)
    expect(await company.sent()).toBe(before)
    for (const person of [helena, clara]) {
      const { tandems, status, next } = await standing(company, person, programme)
      expect({ tandems, status, sentence: next.sentence }).toEqual({
        tandems: [],
        status: 'ready',
        sentence: 'You are ready to be matched.',
      })
    }
  })

  it('is introduced to both by mail, with the reasons that come from no assessment, once it is published', async () => {
    const before = await company.sent()
    expect(await call(company.hr, publishMatching, { params })).toEqual({ published: 1 })
    expect(await call(company.hr, publishMatching, { params })).toEqual({ published: 1 })
    await company.settle(programme)
    expect(await company.sent()).toBe(before + 2)
    for (const [person, partner] of [
      [helena, clara],
      [clara, helena],
    ] as const) {
      const { html } = (await company.inbox(person)).at(-1)!
      const { tandems } = await standing(company, person, programme)
      expect(tandems).toHaveLength(1)
      expect(html).toContain(partner.displayName)
      expect(tandems[0]!.reasons).toContain('Both would like to talk about automating routine work.')
      const ofAssessments = tandems[0]!.reasons.filter((reason) => reason.includes('would like to catch up'))
      expect(ofAssessments).toHaveLength(1)
      for (const reason of tandems[0]!.reasons) {
        if (ofAssessments.includes(reason)) expect(html).not.toContain(reason)
        else expect(html).toContain(reason)
      }
    }
  })

  it('keeps score and reasons from anyone who reads the list in SharePoint', async () => {
    const [{ row } = { row: undefined }] = await company.stores.tandems.all()
    const secret = company.sealer.open(row!.Match, {
      list: 'TandemTandems',
      row: row!.TandemKey,
      owner: `${helena.id}+${clara.id}`,
    })
    expect(secret).toMatchObject({
      score: expect.any(Number),
      reasons: expect.arrayContaining([expect.objectContaining({ key: 'reason.covers-competences' })]),
    })
    const stored = await company.storedText('TandemTandems')
    expect(stored).toContain(row!.Match)
    expect(stored).not.toMatch(/"score|\\"score|covers-competences/)
  })

  it('finds its first meeting in both calendars, where both are free, with a Teams link', async () => {
    for (const person of [helena, clara]) {
      const events = (await company.calendar(person)).filter(({ subject }) => subject !== 'Taken')
      expect(events).toEqual([
        expect.objectContaining({
          subject: 'Tandem: Clara Vogel and Helena Brandt, meeting 1',
          start: '2027-02-02T14:00:00Z',
          end: '2027-02-02T15:00:00Z',
          isOrganizer: person === clara,
          joinUrl: expect.stringMatching(/^https:\/\/teams\.microsoft\.com\//),
        }),
      ])
    }
    expect((await company.stores.meetings.all()).map(({ row }) => row)).toEqual([
      expect.objectContaining({
        MeetingKey: meeting,
        MenteeName: 'Helena Brandt',
        MentorName: 'Clara Vogel',
        Status: 'planned',
        Organizer: clara.id,
        StartsOn: '2027-02-02T14:00:00Z',
      }),
    ])
  })

  it('is asked how it was on the morning after, and says it on the card or on the page', async () => {
    await expect(call(company.as(helena), giveFeedback, { body: { meeting, tookPlace: true, useful: 5 } })).rejects.toThrow(
      'still ahead',
    )
    await company.advanceTo('2027-02-02T20:00:00Z', programme)
    expect((await company.inbox(helena)).at(-1)!.subject).not.toContain('How was')
    await company.advanceTo('2027-02-03T05:00:00Z', programme)
    await pressButton(company.stack, helena.id, await asked(helena, 'How was meeting 1 with Clara?'), 0, { useful: '5' })
    await call(company.as(clara), giveFeedback, { body: { meeting, tookPlace: true, useful: 4 } })
    await call(company.as(clara), giveFeedback, { body: { meeting, tookPlace: false, useful: 1 } })
    expect((await company.stores.feedback.all()).map(({ row }) => row.Person).sort()).toEqual([helena.id, clara.id].sort())
    expect((await company.stores.meetings.byKey(meeting))!.row).toMatchObject({
      Status: 'held',
      MenteeAnsweredOn: '2027-02-03T05:00:00Z',
    })
    expect(await company.storedText('TandemFeedback')).not.toMatch(/tookPlace|useful/)
  })

  it('has completed its meetings, and looks back with a second card', async () => {
    await company.settle(programme)
    expect((await company.stores.tandems.all())[0]!.row.Status).toBe('completed')
    await company.advanceTo('2027-02-04T05:00:00Z', programme)
    const card = await asked(helena, 'Looking back at First round')
    const next = await pressButton(company.stack, helena.id, card, 0, chosen(card, 'mentee', 2))
    await pressButton(company.stack, helena.id, next!, 0, { worthwhile: '5', eyeLevel: '4', recommend: '5' })
    const clarasCard = await asked(clara, 'Looking back at First round')
    await pressButton(company.stack, clara.id, clarasCard, 0, chosen(clarasCard, 'mentor'))
    await call(company.as(clara), evaluateProgramme, { params, body: { worthwhile: 4, eyeLevel: 5, recommend: 5 } })
    expect(await enrolmentOf(helena)).toMatchObject({
      AssessedAfterOn: '2027-02-04T05:00:00Z',
      EvaluatedOn: '2027-02-04T05:00:00Z',
    })
    expect(await company.storedText('TandemEvaluations')).not.toMatch(/worthwhile|eyeLevel|recommend/)
  })

  it('ends in a report that counts the two and withholds what fewer than five have said', async () => {
    await company.advanceTo('2027-02-19T05:00:00Z', programme)
    const { programme: row, steps, figures } = await call(company.hr, viewProgramme, { params })
    expect({ status: row.status, steps, nextDue: figures.nextDue }).toEqual({
      status: 'closed',
      steps: { open: 0, due: 0, stuck: 0 },
      nextDue: null,
    })
    const report = await call(company.hr, viewReport, { params })
    expect(report).toMatchObject({
      people: { invited: 2, volunteered: 2, approved: 2, refused: 0, assessed: 2, matched: 2, assessedAfter: 2, evaluated: 2 },
      tandems: { active: 0, completed: 1, ended: 0 },
      meetings: { planned: 0, held: 1, missed: 0, cancelled: 0 },
      feedback: { answers: 2, useful: null },
      change: [],
      evaluation: null,
    })
    expect(report.withheld).toHaveLength(8)
    const { participations } = await call(company.as(helena), viewMe)
    expect(participations.map(({ status, next }) => [status, next.sentence])).toEqual([
      ['finished', 'You have reached the end of First round.'],
    ])
  })
})
