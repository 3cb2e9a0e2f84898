import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
  viewMe,
} from '@tandem/contract'
import type { Browser, Page } from 'playwright-core'
import { describeInBrowser, openBrowser, openPage } from '../browser.js'
import { colleague, programmeLead } from '../people.js'
import { asPerson } from '../run/api.js'
import { openDataFolder } from '../run/data-folder.js'
import { freePort } from '../run/ports.js'
import { startStack, type Stack } from '../run/stack.js'
import { courseOf, type Course } from '../workbench/course.js'
import { portalApp } from '../workbench/portal-app.js'
import { serve, type Serving } from '../workbench/serve.js'

const jonas = colleague('Jonas Adeyemi')
const programme = 'first-round'
const params = { programme }
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

describeInBrowser('a visitor of the local company', () => {
  let folder: string
  let stack: Stack
  let course: Course
  let portal: Serving
  let browser: Browser | undefined

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-portal-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    stack = await startStack({
      dataDir: folder,
      clock: { now: '2027-02-01T09:00:00Z', frozen: true },
      pagesUrl: `${url}/pages`,
      publicApiUrl: `${url}/api`,
    })
    course = courseOf(stack)
    portal = await serve(await portalApp({ stack, course, sppkg: path.resolve(__dirname, '../../dist/tandem.sppkg') }), port)
    browser = await openBrowser()
    await untilJonasIsAsked()
  })

  afterAll(async () => {
    await browser?.close()
    await portal?.close()
    await stack?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A programme in which Jonas has volunteered, may take part, and is asked where he stands. */
  async function untilJonasIsAsked() {
    const lead = asPerson(stack, programmeLead.id)
    const { blueprints } = await call(lead, listBlueprints)
    await call(lead, createProgramme, { body: { blueprint: blueprints[0]?.key ?? '', name: 'First round', key: programme } })
    const people = [
      { personId: jonas.id, role: 'mentor' as const },
      { personId: colleague('Ingrid Solberg').id, role: 'mentee' as const },
    ]
    await call(lead, invitePeople, { params, body: { people } })
    const asJonas = asPerson(stack, jonas.id)
    const { participations } = await call(asJonas, viewMe)
    const consentVersion = participations[0]?.consent.version ?? ''
    await call(asJonas, answerInvitation, {
      params,
      body: { answer: 'volunteer', consentVersion, wishes: { languages: ['en'], topics: [] } },
    })
    const asManager = asPerson(stack, jonas.manager?.id ?? '')
    const { approvals } = await call(asManager, listApprovals)
    await call(asManager, answerApproval, { body: { enrolment: approvals[0]?.enrolment ?? '', decision: 'approve' } })
    await call(lead, closePhase, { params, body: { leave: 'inviting' } })
    course.stirred()
    await course.idle()
  }

  async function opened(at: string, width = 1280): Promise<{ page: Page; troubles: readonly string[] }> {
    if (!browser) throw new Error('There is no browser on this machine')
    const visit = await openPage(browser)
    await visit.page.setViewportSize({ width, height: 800 })
    await visit.page.goto(`${portal.url}${at}`)
    return visit
  }

  it('is shown a mentor, a mentee, a manager and HR with what each can do now', async () => {
    const { page, troubles } = await opened('/')
    const shown = page.getByRole('region', { name: 'Worth a look now' }).getByRole('link')
    await shown.nth(3).waitFor()
    expect(await shown.allInnerTexts()).toEqual([
      expect.stringContaining('Mentor'),
      expect.stringContaining('Mentee'),
      expect.stringContaining('Manager'),
      expect.stringContaining('HR, programme lead'),
    ])
    expect(troubles).toEqual([])
    await page.close()
  })

  it('finds anybody by a part of the name, with or without its accents', async () => {
    const { page } = await opened('/')
    await page.getByRole('searchbox', { name: 'Search the directory' }).fill('yildiz')
    await page.getByText('1 person', { exact: true }).waitFor()
    await page.getByRole('link', { name: /Elif Yıldız/ }).click()
    await page.waitForURL(/\/people\/.*\/intranet$/)
    await page.getByRole('link', { name: 'Elif Yıldız Switch person' }).waitFor()
    await page.close()
  })

  it('answers the card in a mail in the person’s own name and sees it replaced', async () => {
    const { page, troubles } = await opened(`/people/${jonas.id}/mail`)
    await page.getByRole('link', { name: /Where do you stand\?/ }).click()
    const card = page.getByRole('region', { name: 'Card you can answer here' })
    await card.getByRole('combobox').first().waitFor()
    for (const choice of await card.getByRole('combobox').all()) await choice.selectOption({ index: 3 })
    await card.getByRole('button').first().click()
    await card.getByRole('combobox').first().waitFor({ state: 'detached' })

    const { people } = await call(asPerson(stack, programmeLead.id), listPeople, { params })
    expect(people.find(({ person }) => person.id === jonas.id)).toMatchObject({ gate: 'ready' })
    expect(troubles).toEqual([])
    await page.close()
  })

  it('lets a day go by and finds tenant and functions on the same new day', async () => {
    const { page } = await opened(`/people/${jonas.id}/calendar`)
    await page.getByRole('button', { name: '+1 day' }).click()
    await page.locator('time[datetime^="2027-02-02T09:00"]').waitFor({ timeout: 30_000 })
    await course.idle()
    expect(await stack.now()).toBe('2027-02-02T09:00:00.000Z')
    expect(await (await fetch(`${stack.hostAdminUrl}/clock`)).json()).toMatchObject({ now: '2027-02-02T09:00:00.000Z' })
    await page.close()
  })

  it.each(['', 'intranet', 'mail', 'calendar', 'approvals'])(
    'reads “%s” on a phone without scrolling sideways, and by screen reader',
    async (tab) => {
      const { page, troubles } = await opened(tab ? `/people/${jonas.id}/${tab}` : '/', 320)
      await page.getByRole('main').getByRole('heading').first().waitFor({ state: 'attached' })
      await page.locator('.waiting').first().waitFor({ state: 'detached' })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        const checker = (window as unknown as { axe: { run(where: object): Promise<{ violations: { id: string }[] }> } }).axe
        // What is inside a web part is its own suite's to answer for.
        return (await checker.run({ exclude: [['.web-part']] })).violations.map(({ id }) => id)
      })
      expect(found).toEqual([])
      expect(troubles).toEqual([])
      await page.close()
    },
  )

  it('can trust that no page from elsewhere gets at anybody’s token', async () => {
    const address = `${portal.url}/token?person=${jonas.id}&audience=api`
    expect((await fetch(address)).status).toBe(200)
    expect((await fetch(address, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403)
    expect((await fetch(address, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' } })).status).toBe(403)
  })
})

describe('a folder in which a company is kept', () => {
  it('is not given to a second start while the first one runs', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tandem-folder-'))
    await writeFile(path.join(folder, 'in-use-by'), String(process.ppid))
    expect(() => openDataFolder(folder)).toThrow(`Tandem already runs on ${folder} (process ${process.ppid}).`)
    await rm(folder, { recursive: true })
  })

  it('keeps its keys over restarts, because what was sealed with them can be read with no others', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tandem-folder-'))
    const first = openDataFolder(folder)
    first.release()
    expect(openDataFolder(folder)).toMatchObject({ sealKey: first.sealKey, cardKey: first.cardKey })
    await rm(folder, { recursive: true })
  })
})
