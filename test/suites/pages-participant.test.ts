import {
  answerApproval,
  answerInvitation,
  call,
  closePhase,
  createProgramme,
  invitePeople,
  listApprovals,
  listBlueprints,
  listPeople,
  publishMatching,
  runMatching,
  viewMe,
} from '@tandem/contract'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../browser.js'
import { colleague, company as everybody, programmeLead } from '../people.js'
import { asPerson } from '../run/api.js'
import { openCompany, type Company } from './pages/company.js'
import { lookAt } from './pages/look-at.js'

const jonas = colleague('Jonas Adeyemi')
const stefan = colleague('Stefan Kowalski')
const ingrid = colleague('Ingrid Solberg')
const key = 'digital-tandem-2027'
const programme = { programme: key }

describeInBrowser('a participant from the invitation to the last look back', () => {
  let company: Company

  beforeAll(async () => {
    company = await openCompany()
    await team(async (send) => {
      const { blueprints } = await call(send, listBlueprints)
      const settings = { meetings: 2, meetingGapDays: 7, runningDays: 60 }
      await call(send, createProgramme, {
        body: { blueprint: blueprints[0]?.key ?? '', name: 'Digital tandem 2027', key, settings },
      })
      const leads = (id: string) => everybody.some(({ manager }) => manager?.id === id)
      const people = everybody
        .filter((one, at) => one === jonas || one === ingrid || at % 3 === 0)
        .map(({ id }) => ({ personId: id, role: leads(id) ? ('mentee' as const) : ('mentor' as const) }))
      await call(send, invitePeople, { params: programme, body: { people } })
    })
  })

  afterAll(async () => {
    await company?.close()
  })

  afterEach(() => expect(company.troubles).toEqual([]))

  async function team(does: (send: ReturnType<typeof asPerson>) => Promise<unknown>): Promise<void> {
    await does(asPerson(company.stack, programmeLead.id))
    await company.settled()
  }

  /** The newest mail with this subject, opened. */
  async function mail(person: typeof jonas, subject: RegExp): Promise<Page> {
    const page = await company.visit(person, 'mail')
    await page.getByRole('link', { name: subject }).first().click()
    await page.getByRole('article').waitFor()
    return page
  }

  const letter = (page: Page) => page.frameLocator('iframe.letter-body')
  const card = (page: Page) => page.getByRole('region', { name: 'Card you can answer here' })

  it('is led from the invitation in the mailbox to a page that says what it asks', async () => {
    const page = await mail(jonas, /Would you mentor a senior colleague\?/)
    await letter(page)
      .getByText(/You would meet 2 times for 60 minutes with each mentee/)
      .waitFor()
    expect(await lookAt(page, 'p-01-invitation-mail')).toEqual([])
    await letter(page).getByRole('link', { name: 'Read more and answer' }).click()
    await page.getByRole('heading', { name: 'You are invited to be a mentor in Digital tandem 2027.' }).waitFor()
    await page.getByRole('heading', { name: 'How it goes' }).waitFor()
    expect(await lookAt(page, 'p-02-invited')).toEqual([])
  })

  it('volunteers on a form that loses nothing on the way back and takes nobody without consent', async () => {
    const page = await company.visit(jonas, 'intranet')
    await page.getByRole('button', { name: 'Volunteer as a mentor' }).click()
    const next = page.getByRole('button', { name: 'Next' })
    await next.click()
    await page.getByRole('alert').getByText('Choose at least one language.').waitFor()
    await page.getByText('English', { exact: true }).click()
    await page.getByText('German', { exact: true }).click()
    expect(await lookAt(page, 'p-03-volunteer-languages')).toEqual([])
    await next.click()
    await page.getByText('Working with AI assistants', { exact: true }).click()
    await page.getByText('Automating routine work', { exact: true }).click()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    expect(await page.getByRole('checkbox', { name: 'German' }).isChecked()).toBe(true)
    await next.click()
    expect(await page.getByRole('checkbox', { name: 'Working with AI assistants' }).isChecked()).toBe(true)
    await next.click()
    await page.getByText('2', { exact: true }).click()
    await page.getByText('2 mentees', { exact: true }).waitFor()
    expect(await lookAt(page, 'p-04-volunteer-capacity')).toEqual([])
    await next.click()
    await page.getByRole('button', { name: 'Volunteer', exact: true }).click()
    await page.getByRole('alert').getByText('Tick the box if you agree. Without it you are not enrolled.').waitFor()
    expect(await lookAt(page, 'p-05-volunteer-consent')).toEqual([])
    await page.getByText('I have read this and I agree', { exact: true }).click()
    await page.getByRole('button', { name: 'Volunteer', exact: true }).click()
    await page.getByText('Thank you for volunteering. It is saved.').waitFor()
    await page.getByRole('heading', { name: 'Your line manager has been asked.' }).waitFor()
    expect(await lookAt(page, 'p-06-waiting')).toEqual([])
    await company.settled()
  })

  it('takes part once the line manager, who learns nothing else, has said yes', async () => {
    const page = await mail(stefan, /^.*Jonas Adeyemi would like to take part in/)
    await letter(page).getByRole('link', { name: 'Answer' }).click()
    await page.getByRole('heading', { name: 'Jonas Adeyemi would like to be a mentor' }).waitFor()
    await page.getByText(/You do not learn who the partner is, how people assess themselves/).waitFor()
    expect(await lookAt(page, 'p-07-approvals')).toEqual([])
    await page.getByRole('button', { name: 'Approve: Jonas Adeyemi' }).click()
    await page.getByText('Approved. Jonas can go on.').waitFor()
    await page.getByRole('heading', { name: 'Nobody is waiting for you' }).waitFor()
    expect(await lookAt(page, 'p-08-approvals-answered')).toEqual([])
    await company.settled()
    await company.visit(jonas, 'intranet')
    await page.getByRole('heading', { name: 'You are in. The assessment opens soon.' }).waitFor()
  })

  it('answers the assessment in the mail, where the card gives way to a word of thanks', async () => {
    await ingridTakesPart()
    await company.othersAct(jonas)
    await team((send) => call(send, closePhase, { params: programme, body: { leave: 'inviting' } }))
    const page = await mail(jonas, /Where do you stand\?/)
    await card(page).getByRole('combobox').first().waitFor()
    expect(await lookAt(page, 'p-09-assessment-card')).toEqual([])
    const levels = ['7 · I find new ways of doing it', '6 · I help others with it', '8 · Others come to me for the hardest cases']
    for (const [at, choice] of (await card(page).getByRole('combobox').all()).entries())
      await choice.selectOption({ label: levels[at % levels.length] ?? '' })
    await card(page).getByRole('button', { name: 'Send my answers' }).click()
    await card(page).getByText('Thank you, your assessment is stored').waitFor()
    expect(await card(page).getByRole('combobox').count()).toBe(0)
    expect(await lookAt(page, 'p-10-assessment-card-answered')).toEqual([])
    await company.settled()
  })

  it('finds the same questions on a page that shows the result before it is sent', async () => {
    const page = await company.visit(ingrid, 'intranet')
    await page.getByRole('heading', { name: 'Tell us where you stand.' }).waitFor()
    await page.getByRole('button', { name: 'Start the assessment' }).click()
    for (let screen = 0; screen < 3; screen++) {
      const scales = page.getByRole('group').filter({ has: page.getByRole('radio') })
      await scales.first().waitFor()
      if (screen === 0) await page.getByText('0 · I have not done this yet', { exact: true }).first().waitFor()
      if (screen === 0) expect(await lookAt(page, 'p-11-assessment-form')).toEqual([])
      for (const scale of await scales.all()) await scale.getByText(String(1 + screen), { exact: true }).click()
      await page.getByRole('button', { name: 'Next' }).click()
    }
    await page.getByRole('heading', { name: 'This is how you see yourself' }).waitFor()
    await page.getByText('now 1, minimum 5').first().waitFor()
    expect(await lookAt(page, 'p-12-assessment-result')).toEqual([])
    await page.getByRole('button', { name: 'Save my assessment' }).click()
    await page.getByText('Your assessment is saved, encrypted.').waitFor()
    await page.getByRole('heading', { name: 'Your competences' }).waitFor()
    await page.getByText('Only you see this.').waitFor()
    expect(await lookAt(page, 'p-13-ready')).toEqual([])
    await company.settled()
  })

  it('learns after publication who the partner is, why, and that neither has a say about the other', async () => {
    await company.othersAct(jonas)
    await team((send) => call(send, closePhase, { params: programme, body: { leave: 'assessing' } }))
    await team((send) => call(send, runMatching, { params: programme }))
    await team((send) => call(send, publishMatching, { params: programme }))
    const page = await mail(jonas, /Meet your mentee:/)
    expect(await lookAt(page, 'p-14-introduction-mail')).toEqual([])
    await letter(page).getByRole('link', { name: 'Open my tandem' }).click()
    await page.getByRole('heading', { name: 'Your tandem' }).waitFor()
    await page.getByRole('heading', { name: 'Why the two of you' }).waitFor()
    await page.getByText(/^Neither can influence the review of the other: their lines of reporting meet only at/).waitFor()
    await page.getByRole('button', { name: 'See each step' }).click()
    await page.getByText('Jonas’s line (mentor)', { exact: true }).first().waitFor()
    await page
      .getByText(/: here the lines meet$/)
      .first()
      .waitFor()
    expect(await lookAt(page, 'p-15-my-tandem')).toEqual([])
  })

  it('finds the meeting at the same hour on the page and in the calendar', async () => {
    const page = await company.visit(jonas, 'intranet')
    const onPage = await page
      .getByRole('listitem')
      .filter({ hasText: /^1Meeting 1/ })
      .first()
      .getByRole('time')
      .innerText()
    const [from, until] = onPage.match(/\d\d:\d\d/g) ?? []
    await company.visit(jonas, 'calendar')
    const entry = page.getByRole('button', { name: /^\d\d:\d\d–\d\d:\d\d\s*Tandem:/ }).first()
    expect(await entry.innerText()).toContain(`${from}–${until}`)
    await entry.click()
    await page.getByRole('region', { name: 'Meeting' }).getByRole('link', { name: 'Join in Teams' }).waitFor()
    expect(await lookAt(page, 'p-16-calendar')).toEqual([])
  })

  it('has a meeting moved after a question, and finds the new one booked', async () => {
    const page = await company.visit(jonas, 'intranet')
    const when = page
      .getByRole('listitem')
      .filter({ hasText: /^1Meeting 1/ })
      .first()
      .getByRole('time')
    const before = await when.innerText()
    await page.getByRole('button', { name: 'Find another time: Meeting 1' }).click()
    const question = page.getByRole('dialog', { name: /^Find another time than / })
    await question.getByText(/The meeting leaves both calendars and a new time is found\./).waitFor()
    expect(await lookAt(page, 'p-17-move-question')).toEqual([])
    await question.getByRole('button', { name: 'Find another time' }).click()
    await page.getByText('Done. A new time is being found; the invitation comes by mail.').waitFor()
    await company.settled()
    await company.visit(jonas, 'intranet')
    expect(await when.innerText()).toMatch(/^\w{3} \d+ \w{3}, \d\d:\d\d/)
    expect(await when.innerText()).not.toBe(before)
  })

  it('says in a card how the meeting went', async () => {
    await company.daysPass(14)
    const page = await mail(jonas, /How was meeting 1 with/)
    expect(await lookAt(page, 'p-18-feedback-card')).toEqual([])
    await card(page).getByRole('combobox').selectOption({ label: '5 · Very much' })
    await card(page).getByRole('button').first().click()
    await card(page).getByText('Thank you for your feedback').waitFor()
    await company.settled()
    await company.visit(jonas, 'intranet')
    await page.getByText(/held, noted by you$/).waitFor()
    expect(await lookAt(page, 'p-19-after-a-meeting')).toEqual([])
  })

  it('leaves in confidence after a question that says what follows, and the partner learns only that it ends', async () => {
    const { leaver, partner } = await anotherTandem()
    const page = await company.visit(leaver, 'intranet')
    await page.getByRole('button', { name: 'Leave the programme' }).click()
    const question = page.getByRole('dialog', { name: 'Leave the programme?' })
    await question.getByText(/Your partner is told that it ends, never why\./).waitFor()
    await question.getByRole('button', { name: 'Leave the programme' }).click()
    await page.getByText('You have left the programme.').waitFor()
    await page.getByRole('heading', { name: 'You have withdrawn.' }).waitFor()
    await page.getByText('Ended', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: /^Join in Teams/ }).count()).toBe(0)
    expect(await lookAt(page, 'p-21-left')).toEqual([])
    await company.settled()
    await mail(partner, /Your tandem in Digital tandem 2027 has ended/)
    await letter(page)
      .getByText(/Nobody has to give a reason for that, and none was asked\./)
      .waitFor()
  })

  it('assesses the same competences again, looks back, and sees what has changed', async () => {
    const page = await untilJonasLooksBack()
    await page.getByRole('button', { name: 'Start the assessment' }).click()
    for (let screen = 0; screen < 3; screen++) {
      const scales = page.getByRole('group').filter({ has: page.getByRole('radio') })
      await scales.first().waitFor()
      for (const scale of await scales.all()) await scale.getByText('8', { exact: true }).click()
      await page.getByRole('button', { name: 'Next' }).click()
    }
    await page.getByText('from 7 to 8, minimum 5').first().waitFor()
    expect(await lookAt(page, 'p-22-second-result')).toEqual([])
    await page.getByRole('button', { name: 'Save my assessment' }).click()
    await page.getByRole('heading', { name: 'One last thing: was it worth it?' }).waitFor()
    await page.getByRole('button', { name: 'Look back' }).click()
    for (const question of await page
      .getByRole('group')
      .filter({ has: page.getByRole('radio') })
      .all())
      await question.getByText('5', { exact: true }).click()
    expect(await lookAt(page, 'p-23-evaluation')).toEqual([])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Thank you for looking back. It is saved.').waitFor()
    await page.getByText('from 7 to 8, minimum 5').first().waitFor()
    expect(await lookAt(page, 'p-24-finished')).toEqual([])
  }, 120_000)

  /** A mentee who volunteers and whose manager agrees, all by what their pages would send. */
  async function ingridTakesPart(): Promise<void> {
    const send = asPerson(company.stack, ingrid.id)
    const { participations } = await call(send, viewMe)
    const consentVersion = participations[0]?.consent.version ?? ''
    const wishes = { languages: ['en', 'de'], topics: ['ai-assistants'] }
    await call(send, answerInvitation, { params: programme, body: { answer: 'volunteer', consentVersion, wishes } })
    await company.settled()
    const manager = asPerson(company.stack, ingrid.manager?.id ?? '')
    const { approvals } = await call(manager, listApprovals)
    const enrolment = approvals.find(({ person }) => person.id === ingrid.id)?.enrolment ?? ''
    await call(manager, answerApproval, { body: { enrolment, decision: 'approve' } })
    await company.settled()
  }

  /** Two people who have nothing to do with Jonas. */
  async function anotherTandem(): Promise<{ leaver: typeof jonas; partner: typeof jonas }> {
    const { people } = await call(asPerson(company.stack, programmeLead.id), listPeople, { params: programme })
    const pair = people.find(
      ({ role, status, partners }) => role === 'mentee' && status === 'matched' && partners.every(({ id }) => id !== jonas.id),
    )
    return { leaver: colleague(pair?.person.name ?? ''), partner: colleague(pair?.partners[0]?.name ?? '') }
  }

  async function untilJonasLooksBack(): Promise<Page> {
    for (let weeks = 0; weeks < 12; weeks += 2) {
      await company.othersAct(jonas)
      await company.daysPass(14)
      const { participations } = await call(asPerson(company.stack, jonas.id), viewMe)
      if (participations[0]?.next.action === 'assess-again') break
    }
    const page = await company.visit(jonas, 'intranet')
    await page.getByRole('heading', { name: 'Look back: where do you stand now?' }).waitFor()
    return page
  }
})
