import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')
const widths = [1280, 390] as const
const narrowest = 320

/** Names a folder: every view that is looked at is then also kept there as a picture, for people to look at. */
const folder = process.env['TANDEM_PICTURES']

type Found = {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}
type Axe = { run(where: object, how: object): Promise<{ violations: Found[] }> }

/**
 * Looks at the view that is open as it stands on a desk and on a phone. Gives what a screen reader or a small screen would stumble
 * over; nothing is well.
 */
export async function lookAt(page: Page, name: string): Promise<readonly string[]> {
  await page.locator('.waiting, [aria-busy="true"]').first().waitFor({ state: 'detached' })
  const before = page.viewportSize() ?? { width: widths[0], height: 800 }
  const flaws: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: before.height })
    await drawn(page)
    if (folder) await keep(page, `${name}-${width}`)
    flaws.push(...(await violations(page)).map((flaw) => `${name} at ${width} px: ${flaw}`))
  }
  await page.setViewportSize({ width: narrowest, height: before.height })
  await drawn(page)
  const wide = await page.evaluate(() => {
    const scrolled = [document.documentElement, ...document.querySelectorAll('.page')]
    return Math.max(...scrolled.map(({ scrollWidth }) => scrollWidth))
  })
  if (wide > narrowest) flaws.push(`${name} at ${narrowest} px: is ${wide} px wide`)
  await page.setViewportSize(before)
  await drawn(page)
  return flaws
}

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const checker = (window as unknown as { axe: Axe }).axe
    return (await checker.run(document, { resultTypes: ['violations'] })).violations
  })
  return found.map(
    ({ id, nodes }) => `${id} (${nodes.length}×), as at ${String(nodes[0]?.target[0])}: ${nodes[0]?.failureSummary ?? ''}`,
  )
}

/** Two frames: one for what reacts to the new width, one for what follows from it. */
const drawn = (page: Page) =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  )

/** The bars of the portal stay where they are while its page scrolls, so the window is made as high as the page. */
async function keep(page: Page, name: string): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  const hidden = await page.evaluate(() => {
    const scrolled = document.querySelector('.page')
    return scrolled ? scrolled.scrollHeight - scrolled.clientHeight : 0
  })
  await page.setViewportSize({ width, height: height + hidden })
  await drawn(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: path.join(folder ?? '', `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width, height })
  await drawn(page)
}
