import { answerInvitation, call, listProgrammes, viewMe } from '@tandem/contract'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../browser.js'
import { colleague, programmeLead } from '../people.js'
import { asPerson } from '../run/api.js'
import { openCompany, type Company } from './pages/company.js'
import { lookAt } from './pages/look-at.js'

const maren = programmeLead
/** The directory names no manager for her. */
const florentine = colleague('Florentine Becker')

describeInBrowser('HR with a programme from the first idea to the report', () => {
  let company: Company

  beforeAll(async () => {
    company = await openCompany()
  })

  afterAll(async () => {
    await company?.close()
  })

  afterEach(() => expect(company.troubles).toEqual([]))

  const console = () => company.visit(maren, 'console')

  const statusOf = async () => (await call(asPerson(company.stack, maren.id), listProgrammes)).programmes[0]?.status

  /** A part of the programme, as the person goes there. */
  async function part(name: string): Promise<Page> {
    const page = await console()
    await page.getByRole('navigation', { name: 'Parts of the programme' }).getByRole('link', { name, exact: true }).click()
    return page
  }

  it('begins with a sentence that says what a programme is, and a form that says which field is wrong', async () => {
    const page = await console()
    await page.getByRole('heading', { name: 'No programme yet' }).waitFor()
    expect(await lookAt(page, 'hr-01-no-programme')).toEqual([])
    await page.getByRole('button', { name: 'Create the first programme' }).click()
    await page.getByRole('button', { name: 'Create the programme' }).click()
    await page.getByText('Give it a name of 3 to 80 letters.').waitFor()
    await page.getByText('2 fields need another look. Each says what it needs.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
    expect(await lookAt(page, 'hr-02-create-errors')).toEqual([])
  })

  it('creates the programme from the blueprint with a number of its own, which is refused while it cannot work out', async () => {
    const page = await console()
    await page.getByRole('button', { name: 'Create the first programme' }).click()
    await page.getByRole('textbox', { name: /^Name/ }).fill('Digital tandem 2027')
    await page.getByRole('button', { name: 'Look at the numbers and change them' }).click()
    const meetings = page.getByLabel('Meetings of each tandem')
    await meetings.fill('40')
    await page.getByText(/The last of 40 meetings falls about day|A whole number from/).waitFor()
    expect(await lookAt(page, 'hr-03-create-numbers')).toEqual([])
    await meetings.fill('2')
    await page.getByLabel('Days from one meeting to the next').fill('7')
    await page.getByRole('button', { name: 'Create the programme' }).click()
    await page.getByRole('heading', { name: 'Digital tandem 2027' }).waitFor()
    await company.settled()
    expect(await lookAt(page, 'hr-04-overview-draft')).toEqual([])
  })

  it('changes a number afterwards, and finds it saved', async () => {
    const page = await part('Settings')
    await page.getByLabel('Minutes a meeting').fill('45')
    await page.getByRole('button', { name: 'Save the settings' }).click()
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(await lookAt(page, 'hr-05-settings')).toEqual([])
    await part('Settings')
    expect(await page.getByLabel('Minutes a meeting').inputValue()).toBe('45')
  })

  it('invites people of both sides after a question that says how many mails go out', async () => {
    const page = await part('Invite')
    const howMany = page.getByLabel('How many of the order').filter({ visible: true })
    await howMany.fill('10')
    await page.getByRole('tab', { name: 'Mentors' }).click()
    await howMany.fill('15')
    await page.getByText('10 mentees and 15 mentors chosen').waitFor()
    await page.getByText('Florentine Becker', { exact: true }).click()
    await page.getByText('10 mentees and 16 mentors chosen').waitFor()
    expect(await lookAt(page, 'hr-06-invite')).toEqual([])
    await page.getByRole('button', { name: 'Invite 26 people' }).click()
    const question = page.getByRole('dialog')
    await question
      .getByText(/^10 mentees and 16 mentors get a mail now, with \d+ days to answer\. Mails cannot be called back\.$/)
      .waitFor()
    expect(await lookAt(page, 'hr-07-invite-question')).toEqual([])
    await question.getByRole('button', { name: 'Send the invitations' }).click()
    await page.getByText('26 people are being invited.').waitFor()
    await company.settled()
  })

  it('decides about a volunteer for whom the directory names no manager', async () => {
    const send = asPerson(company.stack, florentine.id)
    const { participations } = await call(send, viewMe)
    const mine = participations[0]
    if (!mine) throw new Error('Florentine Becker was not among the invited people')
    await call(send, answerInvitation, {
      params: { programme: mine.programme.key },
      body: { answer: 'volunteer', consentVersion: mine.consent.version, wishes: { languages: ['de', 'en'], topics: [] } },
    })
    await company.settled()
    await company.othersAct(maren)
    const page = await part('People')
    await page.getByRole('heading', { name: 'Needs your decision' }).waitFor()
    await page.getByText('The directory names no manager for these people, so the programme team decides.').waitFor()
    expect(await lookAt(page, 'hr-08-people-decision')).toEqual([])
    await page.getByRole('button', { name: 'Refuse: Annika Bergström' }).click()
    const question = page.getByRole('dialog', { name: 'Refuse Annika Bergström?' })
    await question.getByText('Annika Bergström gets a mail that it will not be possible this time.').waitFor()
    await question.getByRole('button', { name: 'Go back' }).click()
    await page.getByRole('button', { name: 'Approve: Annika Bergström' }).click()
    await page.getByText('Annika Bergström takes part.').waitFor()
    await page.getByRole('button', { name: 'Approve: Florentine Becker' }).click()
    await page.getByText('Florentine Becker takes part.').waitFor()
    await company.settled()
  })

  it('finds people by name without accents, by role and by status', async () => {
    const page = await part('People')
    const search = page.getByRole('searchbox', { name: 'Find a person, department or place' })
    await search.fill('florentine')
    await page.getByText('1 person of 26', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Show everybody' }).click()
    await page.getByText('26 people', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Mentees' }).click()
    await page.getByText('10 people of 26', { exact: true }).waitFor()
    expect(await lookAt(page, 'hr-09-people-filter')).toEqual([])
  })

  it('closes the invitations after a question that counts who has not answered', async () => {
    const page = await part('Overview')
    await page.getByRole('button', { name: 'Close the invitations' }).click()
    const question = page.getByRole('dialog', { name: 'Close the invitations now?' })
    await question.getByText(/This cannot be undone\.$/).waitFor()
    await question.getByRole('button', { name: 'Close the invitations' }).click()
    await question.waitFor({ state: 'detached' })
    await company.settled()
    await company.othersAct(maren)
    await part('Overview')
    await page.getByRole('heading', { name: /people have assessed themselves so far/ }).waitFor()
    expect(await lookAt(page, 'hr-11-overview-assessing')).toEqual([])
    await page.getByRole('button', { name: 'Close the assessment' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close the assessment' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await company.settled()
  })

  it('has tandems proposed, and sees of each pair why these two and where their lines of reporting meet', async () => {
    const page = await part('Matching')
    await page.getByRole('heading', { name: 'The assessment is closed: propose the tandems' }).waitFor()
    expect(await lookAt(page, 'hr-12-matching-ready')).toEqual([])
    await page.getByRole('button', { name: 'Propose tandems' }).click()
    await page.getByRole('heading', { name: /^\d+ tandems proposed$/ }).waitFor({ timeout: 30_000 })
    await page.getByRole('heading', { name: 'Why these two' }).waitFor()
    await page.getByRole('img', { name: /^The reporting lines of .+ and .+ meet only at .+\.$/ }).waitFor()
    await page.getByText('Nobody in the programme team sees assessments: only the word.').waitFor()
    await page.getByRole('button', { name: 'See each step' }).click()
    expect(await lookAt(page, 'hr-13-matching-review')).toEqual([])
  })

  it('publishes after a question that says who gets a mail', async () => {
    const page = await part('Matching')
    await page.getByRole('button', { name: 'Publish the tandems' }).click()
    const question = page.getByRole('dialog', { name: /^Publish \d+ tandems\?$/ })
    await question.getByText(/^Mails go out to everybody in a tandem/).waitFor()
    await question.getByRole('button', { name: 'Publish and send' }).click()
    await page.getByText(/\d+ tandems are published\. The mails are on their way\./).waitFor()
    await company.settled()
  })

  it('sees that the meetings are in the calendars', async () => {
    const page = await part('Overview')
    await page.getByRole('heading', { name: 'Meetings', exact: true }).waitFor()
    await page.getByText('in the calendars', { exact: true }).waitFor()
    expect(await lookAt(page, 'hr-15-overview-running')).toEqual([])
    await page.getByRole('button', { name: /^Show as table/ }).click()
    await page.getByRole('rowheader', { name: 'Volunteered' }).waitFor()
    expect(await lookAt(page, 'hr-16-overview-table')).toEqual([])
  })

  it('reads at the end what changed and what one may not conclude', async () => {
    for (let week = 0; week < 12 && (await statusOf()) !== 'closed'; week++) {
      await company.daysPass(7)
      await company.othersAct(maren)
    }
    const page = await part('Report')
    await page.getByRole('heading', { name: 'What changed' }).waitFor()
    await page.getByRole('heading', { name: 'What one may not conclude' }).waitFor()
    await page.getByText('Anything about a single person or a single tandem. The report cannot be taken apart.').waitFor()
    expect(await lookAt(page, 'hr-17-report')).toEqual([])
    await part('Overview')
    await page.getByRole('heading', { name: 'The programme is over.' }).waitFor()
    expect(await lookAt(page, 'hr-18-overview-closed')).toEqual([])
  }, 120_000)

  it('is told plainly that the console is not for everybody', async () => {
    const page = await company.visit(florentine, 'console')
    await page.getByRole('heading', { name: 'This page is for the programme team' }).waitFor()
    await page.getByText(/Your own tandem is on the page “My tandem”\.$/).waitFor()
    expect(await lookAt(page, 'hr-19-not-yours')).toEqual([])
  })
})
