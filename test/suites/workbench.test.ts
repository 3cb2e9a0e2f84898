import { existsSync } from 'node:fs'
import path from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import type { Browser } from 'playwright-core'

import { describeInBrowser, openBrowser, openPage } from '../browser.js'
import { workbenchRoutes } from '../workbench/loader/routes.js'

const sppkg = path.resolve(__dirname, '../../dist/tandem.sppkg')

/** A page like SharePoint's, down to forbidding inline script and eval. */
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<div id="canvas"></div><script src="/workbench/workbench.js"></script></html>`
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"

const webParts = [
  ['MyTandem', '68ddb1d9-9979-47c3-8c71-7b2b6ab51f56'],
  ['ProgrammeConsole', 'c097a932-42aa-48db-b9d0-fe3309b1b9bf'],
  ['Approvals', 'a93b25f5-ea2b-4d32-b328-2beb899c29c8'],
] as const

describeInBrowser('a page with a web part of the shipped package', () => {
  let server: ServerType | undefined
  let origin: string
  let browser: Browser | undefined

  beforeAll(async () => {
    if (!existsSync(sppkg)) throw new Error(`${sppkg} is not built; run "npm run build" first`)
    const app = new Hono()
    app.get('/', (context) => context.html(html, 200, { 'content-security-policy': policy }))
    app.get('/favicon.ico', (context) => context.body(null, 204))
    app.all('/api/*', (context) => context.json({ error: { kind: 'refusal', message: 'Nobody is signed in' } }, 401))
    app.route('/', workbenchRoutes({ sppkg }))
    const port = await new Promise<number>((resolve) => {
      server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port))
    })
    origin = `http://127.0.0.1:${port}`
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    if (server && 'closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  })

  async function pageShowing(web: { readonly alias?: string; readonly componentId?: string }) {
    if (!browser) throw new Error('There is no browser on this machine')
    const { page, troubles } = await openPage(browser)
    await page.goto(origin)
    await page.evaluate(async (which) => {
      const element = document.getElementById('canvas')
      if (!element) throw new Error('The page has no canvas')
      const shown = await window.tandemWorkbench.load({
        ...which,
        element,
        user: {
          displayName: 'Ada Example',
          email: 'ada@contoso.example',
          loginName: 'i:0#.f|membership|ada@contoso.example',
          id: '00000000-7a4d-4e00-8000-0000000000ad',
        },
        aadFetch: (url, init) => fetch(url, init),
      })
      Object.assign(window, { shown })
    }, web)
    return { page, troubles }
  }

  it.each(webParts)('shows %s with its heading, and asks nobody outside this machine', async (alias, componentId) => {
    const { page, troubles } = await pageShowing(alias === 'MyTandem' ? { alias } : { componentId })
    await page.getByRole('heading').first().waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('changes its colours with the page’s theme and leaves nothing behind when taken away', async () => {
    const { page, troubles } = await pageShowing({ alias: 'MyTandem' })
    const heading = page.getByRole('heading').first()
    await heading.waitFor()
    const colour = () => heading.evaluate((element) => getComputedStyle(element).color)
    const light = await colour()
    await page.evaluate(() => (window as unknown as { shown: { setTheme(theme: 'dark'): void } }).shown.setTheme('dark'))
    expect(await colour()).not.toBe(light)
    await page.evaluate(() => (window as unknown as { shown: { dispose(): void } }).shown.dispose())
    expect(await page.locator('#canvas').innerHTML()).toBe('')
    expect(troubles).toEqual([])
    await page.close()
  })

  it('runs on Microsoft’s own framework, save for what Microsoft keeps on its servers', async () => {
    const { page } = await pageShowing({ alias: 'MyTandem' })
    const { real, leftOut } = await page.evaluate(() => window.tandemWorkbench.origins)
    expect(real).toEqual(
      expect.arrayContaining(['@microsoft/sp-webpart-base', '@microsoft/sp-component-base', '@microsoft/sp-http']),
    )
    for (const name of leftOut) expect(name).toMatch(/^@ms(internal)?\//)
    await page.close()
  })
})
