import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Browser, Page } from 'playwright-core'

import { describeInBrowser, openBrowser, openPage } from '../browser.js'
import { colleague } from '../people.js'
import { freePort } from '../run/ports.js'
import { type Stack, startStack } from '../run/stack.js'
import { courseOf } from '../workbench/course.js'
import { portalApp } from '../workbench/portal-app.js'
import { serve, type Serving } from '../workbench/serve.js'

const jonas = colleague('Jonas Adeyemi')
const ingrid = colleague('Ingrid Solberg')
const elif = colleague('Elif Yıldız')
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

describeInBrowser('approvals in Teams, in the local company', () => {
  let folder: string
  let stack: Stack
  let portal: Serving
  let browser: Browser | undefined

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-approvals-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    stack = await startStack({
      dataDir: folder,
      clock: { now: '2027-02-01T09:00:00Z', frozen: true },
      pagesUrl: `${url}/pages`,
      publicApiUrl: `${url}/api`,
    })
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

  async function opened(person: string, width = 1280): Promise<{ page: Page; troubles: readonly string[] }> {
    if (!browser) throw new Error('There is no browser on this machine')
    const visit = await openPage(browser)
    await visit.page.setViewportSize({ width, height: 800 })
    await visit.page.goto(`${portal.url}/people/${person}/teams`)
    return visit
  }

  /** Sends an approval as this person, as a program that acts for them would. */
  async function send(from: string, to: string, displayName: string, more: object = {}): Promise<void> {
    const token = await stack.tokenFor(from, 'graph')
    const body = { displayName, approvalType: 'basic', approvers: [{ user: { id: to } }], ...more }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const address = `${stack.tenantUrl}/beta/solutions/approval/approvalItems`
    const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
    const operation = (answer.headers.get('location') ?? '').replace('https://graph.microsoft.com', stack.tenantUrl)
    for (let status = ''; status !== 'succeeded';)
      status = ((await (await fetch(operation, { headers })).json()) as { status: string }).status
  }

  it('say plainly that there are none', async () => {
    const { page, troubles } = await opened(jonas.id)
    await page.getByText('No approvals.').waitFor()
    await page.getByText('Tandem sends none through Teams').waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('are answered with a comment by who was asked, and seen decided by who asked', async () => {
    await send(ingrid.id, jonas.id, 'Two days off in spring', { description: 'Thursday and Friday, 8 and 9 April.' })
    const { page, troubles } = await opened(jonas.id)
    const card = page.getByRole('article', { name: 'Two days off in spring' })
    await card.getByRole('textbox', { name: 'Comment' }).fill('Enjoy!')
    await card.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('region', { name: 'Closed' }).getByText('Approved', { exact: true }).waitFor()
    await page.goto(`${portal.url}/people/${ingrid.id}/teams`)
    await card.getByText('Enjoy!').waitFor()
    await card.getByText('Approved', { exact: true }).waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('can be passed on to a colleague, who then is the one it waits for', async () => {
    await send(ingrid.id, jonas.id, 'A new screen')
    const { page, troubles } = await opened(jonas.id)
    const card = page.getByRole('article', { name: 'A new screen' })
    await card.getByRole('button', { name: 'Reassign' }).click()
    await card.getByRole('searchbox').fill('yildiz')
    await card.getByRole('button', { name: 'Elif Yıldız' }).click()
    await page.getByRole('region', { name: 'Waiting for others' }).getByText('passed it on').waitFor()
    await page.goto(`${portal.url}/people/${elif.id}/teams`)
    await page.getByRole('region', { name: 'Waiting for you' }).getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('region', { name: 'Closed' }).getByText('Rejected', { exact: true }).waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('are taken back by who sent them', async () => {
    await send(jonas.id, ingrid.id, 'Working from Lisbon')
    const { page } = await opened(jonas.id)
    const card = page.getByRole('article', { name: 'Working from Lisbon' })
    await card.getByRole('button', { name: 'Cancel the request' }).click()
    await card.getByText('Cancelled', { exact: true }).waitFor()
    expect(await card.getByRole('button').count()).toBe(0)
    await page.close()
  })

  it.each([320, 1280])('are read at a width of %s without scrolling sideways, and by screen reader', async (width) => {
    await send(elif.id, jonas.id, `Ask at ${width}`, { description: 'A-word-that-is-too-long-for-a-phone-'.repeat(3) })
    const { page, troubles } = await opened(jonas.id, width)
    await page.getByRole('button', { name: 'Approve' }).first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const checker = (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe
      return (await checker.run()).violations.map(({ id }) => id)
    })
    expect(found).toEqual([])
    expect(troubles).toEqual([])
    await page.close()
  })
})
