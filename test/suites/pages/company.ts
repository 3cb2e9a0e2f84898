import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openPage } from '../../browser.js'
import { playOthers } from '../../rehearsal/play-others.js'
import { freePort } from '../../run/ports.js'
import { startStack, type Stack } from '../../run/stack.js'
import { courseOf } from '../../workbench/course.js'
import { portalApp } from '../../workbench/portal-app.js'
import type { Tab } from '../../workbench/portal/protocol.js'
import { serve } from '../../workbench/serve.js'

export type Company = {
  readonly stack: Stack
  /** A person's place in the portal, in the one browser page that the suite looks through. */
  visit(person: { readonly id: string }, tab: Tab): Promise<Page>
  /** Lets Tandem do what follows from the last deed: mails are out then, meetings are booked. */
  settled(): Promise<void>
  /** Everybody but this person does what is on the desk. */
  othersAct(visitor: { readonly id: string }): Promise<void>
  daysPass(days: number): Promise<void>
  /** Uncaught errors, failed requests, and requests that left this machine, of all pages together. */
  readonly troubles: readonly string[]
  close(): Promise<void>
}

/** Contoso as `npm start` brings it up, on a Monday morning, with a browser before it. */
export async function openCompany(): Promise<Company> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-pages-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const stack = await startStack({
    dataDir: folder,
    clock: { now: '2027-02-01T09:00:00Z', frozen: true },
    pagesUrl: `${url}/pages`,
    publicApiUrl: `${url}/api`,
  })
  const course = courseOf(stack, playOthers)
  const portal = await serve(
    await portalApp({ stack, course, sppkg: path.resolve(__dirname, '../../../dist/tandem.sppkg') }),
    port,
  )
  const browser = await openBrowser()
  const { page, troubles } = await openPage(browserThere(browser))
  const worked = async () => {
    await course.idle()
    const { failed } = await course.view()
    if (failed !== null) throw new Error(failed)
  }
  return {
    stack,
    troubles,
    async visit(person, tab) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(`${portal.url}/people/${person.id}/${tab}`)
      return page
    },
    async settled() {
      course.stirred()
      await worked()
    },
    async othersAct(visitor) {
      await course.playOthers(visitor.id)
      await worked()
    },
    async daysPass(days) {
      await course.move(days)
      await worked()
    },
    async close() {
      await browser?.close()
      await portal.close()
      await stack.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function browserThere(browser: Browser | undefined): Browser {
  if (!browser) throw new Error('There is no browser on this machine')
  return browser
}
