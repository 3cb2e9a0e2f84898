import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const modules = path.dirname(path.dirname(require.resolve('playwright-core/package.json')))
const manifest = path.join(modules, '@sparticuz/chromium/package.json')

/** On 64-bit Linux the browser comes from npm; elsewhere the Chrome, Edge or Chromium that is installed has to do. */
const bringsBrowser = process.platform === 'linux' && process.arch === 'x64'

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((folder) =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((program) =>
      path.join(process.env[folder] ?? 'C:/Program Files', program),
    ),
  ),
  linux: ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/microsoft-edge'],
}

function installedBrowser(): string | undefined {
  return usualPlaces[process.platform]?.find((file) => existsSync(file))
}

/** `describe` where there is a browser to look with; elsewhere the suite reports itself as skipped. */
export function describeInBrowser(situation: string, suite: () => void): void {
  if (bringsBrowser || installedBrowser()) describe(situation, suite)
  else describe.skip(`${situation} (no Chrome, Edge or Chromium found on this machine)`, suite)
}

/** A browser without a window; undefined on a machine that has none. */
export async function openBrowser(): Promise<Browser | undefined> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none']
  if (!bringsBrowser) {
    const executablePath = installedBrowser()
    return executablePath ? chromium.launch({ executablePath, args }) : undefined
  }
  const folder = await unpackedBrowser()
  // The package carries the libraries and fonts a bare container lacks; only the browser gets to see them.
  const env = { ...process.env, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') }
  return chromium.launch({ executablePath: path.join(folder, 'chromium'), args, env })
}

/** The package's own settings look for its fonts under /tmp; without a font every text has no size, and counts as hidden. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`

/**
 * @sparticuz/chromium unpacks into the temporary folder and takes whatever it finds there for complete, so two suites that start
 * together trip over each other. We unpack aside and move the whole into place; whoever comes second throws his away.
 */
async function unpackedBrowser(): Promise<string> {
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const cache = path.join(modules, '.cache/tandem-browser')
  const place = path.join(cache, version)
  if (existsSync(place)) return place
  await mkdir(cache, { recursive: true })
  const aside = await mkdtemp(path.join(cache, 'unpacking-'))
  const unpack = "import('@sparticuz/chromium').then(({ default: browser }) => browser.executablePath())"
  // The runtime's name makes the package unpack its libraries as well; it looks for it in the environment alone.
  const env = { ...process.env, TMPDIR: aside, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
  await promisify(execFile)(process.execPath, ['-e', unpack], { env, cwd: path.dirname(modules) })
  await writeFile(path.join(aside, 'fonts/fonts.conf'), fonts)
  try {
    await rename(aside, place)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
  return place
}

/**
 * A page that keeps account of what must never happen on ours: uncaught errors, requests that fail, and requests to anything but
 * this machine. Suites end with `expect(troubles).toEqual([])`.
 */
export async function openPage(browser: Browser): Promise<{ readonly page: Page; readonly troubles: readonly string[] }> {
  const page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no reason given'
    // Leaving a page cancels what it still waits for; nothing is wrong then.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.method()} ${request.url()} (${reason})`)
  })
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    const local = hostname === '127.0.0.1' || hostname === 'localhost' || protocol === 'data:' || protocol === 'blob:'
    if (!local) troubles.push(`left the machine: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() === 404 || response.status() >= 500) troubles.push(`${response.status()}: ${response.url()}`)
  })
  return { page, troubles }
}
