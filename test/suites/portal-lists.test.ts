import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { createProgramme, call, invitePeople } from '@tandem/contract'
import type { Browser, Page } from 'playwright-core'

import { describeInBrowser, openBrowser, openPage } from '../browser.js'
import { colleague, programmeLead } from '../people.js'
import { asPerson } from '../run/api.js'
import { freePort } from '../run/ports.js'
import { type Stack, startStack } from '../run/stack.js'
import { courseOf } from '../workbench/course.js'
import { portalApp } from '../workbench/portal-app.js'
import { serve, type Serving } from '../workbench/serve.js'

const jonas = colleague('Jonas Adeyemi')
const helena = colleague('Helena Brandt')
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env['TANDEM_PICTURES']

describeInBrowser('the lists of the site, as SharePoint shows them', () => {
  let folder: string
  let stack: Stack
  let portal: Serving
  let browser: Browser | undefined

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-lists-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    stack = await startStack({
      dataDir: folder,
      clock: { now: '2027-02-01T09:00:00Z', frozen: true },
      pagesUrl: `${url}/pages`,
      publicApiUrl: `${url}/api`,
    })
    const hr = asPerson(stack, programmeLead.id)
    await call(hr, createProgramme, { body: { key: 'spring', name: 'Spring', blueprint: 'ten-phases' } })
    const people = [
      { personId: jonas.id, role: 'mentor' as const },
      { personId: helena.id, role: 'mentee' as const },
    ]
    await call(hr, invitePeople, { params: { programme: 'spring' }, body: { people } })
    const sppkg = path.resolve(__dirname, '../../dist/tandem.sppkg')
    portal = await serve(await portalApp({ stack, course: courseOf(stack), sppkg }), port)
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await portal?.close()
    await stack?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function opened(person: string, list = '', width = 1280): Promise<{ page: Page; troubles: readonly string[] }> {
    if (!browser) throw new Error('There is no browser on this machine')
    const visit = await openPage(browser)
    await visit.page.setViewportSize({ width, height: 800 })
    await visit.page.goto(`${portal.url}/people/${person}/lists${list ? `/${list}` : ''}`)
    return visit
  }
  const rows = (page: Page) => page.locator('.lists tbody tr').allInnerTexts()

  it('give the programme team a view with names and statuses, grouped as the view says', async () => {
    const { page, troubles } = await opened(programmeLead.id)
    await page.getByRole('link', { name: 'Reverse mentoring: enrolments' }).click()
    await page.getByRole('heading', { name: 'Reverse mentoring: enrolments' }).waitFor()
    await page.getByText('Helena Brandt').waitFor()
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(expect.arrayContaining(['Name', 'Role']))
    expect((await rows(page)).join('\n')).toMatch(/spring · invited[\s\S]*Helena Brandt[\s\S]*mentee/)
    expect(await page.getByLabel('View').locator('option').allInnerTexts()).toEqual([
      'By programme and status',
      'All Items',
      'Waiting for the line manager',
      'Without a tandem, and why',
    ])
    await page.getByLabel('View').selectOption({ label: 'Waiting for the line manager' })
    await page.getByText('There are no rows in this view.').waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('show a participant what is meant for everybody, and no list of the programme team', async () => {
    const { page } = await opened(jonas.id)
    await page.getByRole('link', { name: /toolkit/i }).waitFor()
    const shown = (await rows(page)).join('\n')
    expect(shown).not.toContain('enrolments')
    expect(shown).not.toContain('feedback')
    await page.close()
  })

  it.each([
    ['a participant at the enrolments', jonas.id, 'TandemEnrolments'],
    ['a participant at the feedback', jonas.id, 'TandemFeedback'],
    ['the programme team at the feedback', programmeLead.id, 'TandemFeedback'],
    ['the programme team at the assessments', programmeLead.id, 'TandemAssessments'],
  ])('refuse %s, whoever knows the address', async (_, person, list) => {
    const { page } = await opened(person, list)
    await page.getByText('You need permission to open this.').waitFor()
    await page.close()
  })

  it.each([1280, 390, 320])(
    'can be read at %i pixels without scrolling the page sideways, and axe finds nothing',
    async (width) => {
      for (const [person, list] of [
        [programmeLead.id, ''],
        [programmeLead.id, 'TandemEnrolments'],
        [jonas.id, 'TandemToolkit'],
      ] as const) {
        const { page } = await opened(person, list, width)
        await page.locator('.lists tbody tr').first().waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
        await page.evaluate(axe)
        const found = (await page.evaluate('axe.run()')) as { violations: { id: string }[] }
        expect(found.violations.map(({ id }) => id)).toEqual([])
        if (pictures) {
          await mkdir(pictures, { recursive: true })
          await page.screenshot({ path: path.join(pictures, `lists-${list || 'contents'}-${width}.png`) })
        }
        await page.close()
      }
    },
  )
})
