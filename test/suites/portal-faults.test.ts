import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { describeInBrowser, openBrowser, openPage } from '../browser.js'
import { colleague } from '../people.js'
import { startStack, type Stack } from '../run/stack.js'
import { courseOf } from '../workbench/course.js'
import { portalApp } from '../workbench/portal-app.js'
import { serve, type Serving } from '../workbench/serve.js'

const jonas = colleague('Jonas Adeyemi')
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

describeInBrowser('a visitor who wants to see something go wrong', () => {
  let folder: string
  let stack: Stack
  let portal: Serving
  let browser: Browser | undefined

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-portal-'))
    stack = await startStack({ dataDir: folder, clock: { now: '2027-02-01T09:00:00Z', frozen: true } })
    const sppkg = path.resolve(__dirname, '../../dist/tandem.sppkg')
    portal = await serve(await portalApp({ stack, course: courseOf(stack), sppkg }), 0)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await portal?.close()
    await stack?.close()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => fetch(`${stack.tenantUrl}/_tenant/faults`, { method: 'DELETE' }))

  async function opened(width = 1280, height = 800): Promise<{ page: Page; troubles: readonly string[] }> {
    if (!browser) throw new Error('There is no browser on this machine')
    const visit = await openPage(browser)
    await visit.page.setViewportSize({ width, height })
    await visit.page.goto(`${portal.url}/faults`)
    await visit.page.getByText('Nothing. Everything answers as it should.').waitFor()
    return visit
  }
  const faults = async (): Promise<unknown> => (await fetch(`${stack.tenantUrl}/_tenant/faults`)).json()
  const mailOfJonas = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${await stack.backendToken()}` }
    return (await fetch(`${stack.tenantUrl}/v1.0/users/${jonas.id}/messages`, { headers })).status
  }

  it('breaks somebody’s mailbox, reads what is wrong in a sentence, and mends it', async () => {
    const { page, troubles } = await opened()
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('jonas')
    await page
      .getByRole('combobox', { name: 'Whose' })
      .getByRole('option', { name: /^Jonas Adeyemi/ })
      .waitFor({ state: 'attached' })
    await page.getByRole('combobox', { name: 'It …' }).selectOption({ label: 'may not be used' })
    await page.getByRole('button', { name: 'Let it happen' }).click()
    await page.getByText('The mailbox of Jonas Adeyemi may not be used: everybody is refused.').waitFor()
    await page.getByText('Until you take it away. No request has met it yet.').waitFor()
    expect(await faults()).toMatchObject({ value: [{ target: { mailbox: jonas.id }, kind: 'forbidden', lasting: true }] })
    expect(await mailOfJonas()).toBe(403)

    await page.getByRole('button', { name: /^Take away: The mailbox of Jonas/ }).click()
    await page.getByText('Nothing. Everything answers as it should.').waitFor()
    expect(await mailOfJonas()).toBe(200)
    expect(troubles).toEqual([])
    await page.close()
  })

  it('slows a list down with nothing but the keyboard', async () => {
    const { page, troubles } = await opened()
    await page.getByRole('link', { name: 'What goes wrong' }).focus()
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await page.getByRole('combobox', { name: 'With what' }).focus()
    await press('A', 'End', 'ArrowUp', 'Tab')
    const which = page.getByRole('combobox', { name: 'Which' })
    expect(await which.evaluate((element) => element === document.activeElement)).toBe(true)
    const list = await which.inputValue()
    await press('Tab', 'ArrowDown', 'Tab', 'Tab', 'Tab', 'Enter')
    await page.getByText(`The list “${list}” answers 5 seconds late.`).waitFor()
    await page.getByText('For the next 5 requests. No request has met it yet.').waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('is told when an expression is none', async () => {
    const { page } = await opened()
    await page.getByRole('combobox', { name: 'With what' }).selectOption({ label: 'A kind of request' })
    await page.getByRole('textbox').fill('(')
    await page.getByRole('button', { name: 'Let it happen' }).click()
    await page.getByRole('alert').getByText('Fault 1 has the route "(", which is no regular expression.').waitFor()
    expect(await faults()).toEqual({ value: [] })
    await page.close()
  })

  it.each([320, 390, 1280])('reads the page at %d points without scrolling sideways, and by screen reader', async (width) => {
    const { page, troubles } = await opened(width)
    await page.getByRole('button', { name: 'Let it happen' }).click()
    await page.getByRole('button', { name: /^Take away/ }).waitFor()
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
