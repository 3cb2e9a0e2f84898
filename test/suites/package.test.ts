import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { viewMe } from '@tandem/contract'
import { XMLParser } from 'fast-xml-parser'
import { unzipSync } from 'fflate'
import { z } from 'zod'
import type { HostStatus } from '../host/admin.js'
import { type QueueStorage, startQueueStorage } from '../host/azurite.js'
import { spawnHost } from '../host/spawn-host.js'
import { root } from '../run/root.js'

const entriesOf = (file: string) => unzipSync(readFileSync(path.join(root, file)))
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

const Manifest = z.object({
  id: z.uuid(),
  alias: z.string(),
  supportedHosts: z.array(z.string()),
  loaderConfig: z.object({
    internalModuleBaseUrls: z.array(z.string()),
    entryModuleId: z.string(),
    scriptResources: z.record(
      z.string(),
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('path'), path: z.string() }),
        z.object({ type: z.literal('component'), id: z.uuid() }),
      ]),
    ),
  }),
})

describe('the package of web parts', () => {
  const sppkg = 'dist/tandem.sppkg'
  if (!existsSync(path.join(root, sppkg))) throw new Error(`${sppkg} is not built; run "npm run build" first.`)
  const entries = entriesOf(sppkg)
  const names = Object.keys(entries)
  const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', processEntities: true })
  const manifests = names
    .filter((name) => /\/WebPart_[0-9a-f-]+\.xml$/.test(name))
    .map((name) => {
      const { Elements } = xml.parse(textOf(entries[name])) as {
        Elements: { ClientSideComponent: { ComponentManifest: string } }
      }
      return Manifest.parse(JSON.parse(Elements.ClientSideComponent.ComponentManifest))
    })

  it('holds three web parts that come from one bundle inside it', () => {
    expect(manifests.map(({ alias }) => alias).sort()).toEqual(['Approvals', 'MyTandem', 'ProgrammeConsole'])
    const bundles = manifests.map(({ loaderConfig: { scriptResources, entryModuleId } }) => scriptResources[entryModuleId])
    expect(new Set(bundles.map((bundle) => JSON.stringify(bundle))).size).toBe(1)
    expect(names.filter((name) => /^ClientSideAssets\/tandem-web-parts_[0-9a-f]+\.js$/.test(name))).toHaveLength(1)
  })

  it('needs nothing from any other server: every script is in it or SharePoint’s own', () => {
    for (const { loaderConfig } of manifests) {
      expect(loaderConfig.internalModuleBaseUrls).toEqual(['HTTPS://SPCLIENTSIDEASSETLIBRARY/']) // SharePoint puts its own library in
      const files = Object.values(loaderConfig.scriptResources).flatMap((one) => (one.type === 'path' ? [one.path] : []))
      expect(files.filter((file) => !names.includes(`ClientSideAssets/${file}`))).toEqual([])
    }
    const scripts = names.filter((name) => name.endsWith('.js')).map((name) => textOf(entries[name]))
    expect(scripts.flatMap((script) => script.match(/https?:\/\/[^\s"'`]+\.(js|css)\b/g) ?? [])).toEqual([])
  })

  it('shows each of them in Teams with an icon in colour and one in outline, in the sizes Teams asks for', () => {
    for (const { id, supportedHosts } of manifests) {
      expect(supportedHosts).toEqual(expect.arrayContaining(['SharePointWebPart', 'TeamsPersonalApp']))
      expect(sizeOf(entries[`ClientSideAssets/${id}_color.png`])).toEqual([192, 192])
      expect(sizeOf(entries[`ClientSideAssets/${id}_outline.png`])).toEqual([32, 32])
    }
  })
})

/** Width and height stand in the first chunk of a PNG. */
function sizeOf(png: Uint8Array | undefined): [number, number] {
  const bytes = Buffer.from(png ?? [])
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

/** Every setting the function app has to have, each of them leading nowhere. */
const settings = {
  TANDEM_TENANT_ID: '11111111-2222-4333-8444-555555555555',
  TANDEM_API_APP_ID: '66666666-7777-4888-8999-aaaaaaaaaaaa',
  TANDEM_SITE_URL: 'https://nowhere.invalid/sites/mentoring',
  TANDEM_API_URL: 'https://nowhere.invalid/api',
  TANDEM_PAGES_URL: 'https://nowhere.invalid/pages',
  TANDEM_SENDER: 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff',
  TANDEM_SEAL_KEY: Buffer.alloc(32, 1).toString('base64'),
  TANDEM_CARD_KEY: Buffer.alloc(32, 2).toString('base64'),
}

describe('the package of the function app', () => {
  let folder: string
  let queues: QueueStorage

  beforeAll(async () => {
    // The sources may be newer than the last package; nothing happens when they are not.
    execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', '--silent', 'package:functions'], {
      cwd: root,
      stdio: 'pipe',
    })
    folder = mkdtempSync(path.join(tmpdir(), 'tandem-package-'))
    mkdirSync(path.join(folder, 'app'))
    for (const [name, bytes] of Object.entries(entriesOf('dist/functions.zip')))
      writeFileSync(path.join(folder, 'app', name), bytes)
    queues = await startQueueStorage()
  })
  afterAll(async () => {
    await queues?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const start = (env: Readonly<Record<string, string>>) =>
    spawnHost({ app: path.join(folder, 'app/main.cjs'), queueConnection: queues.connectionString, env, onErrorOutput: () => {} })

  it('is three files, and the manifest names nothing that would have to be installed', () => {
    const entries = entriesOf('dist/functions.zip')
    expect(Object.keys(entries).sort()).toEqual(['host.json', 'main.cjs', 'package.json'])
    const manifest = JSON.parse(textOf(entries['package.json'])) as Record<string, unknown>
    expect(manifest).toMatchObject({ main: 'main.cjs' })
    expect(Object.keys(manifest)).not.toContain('dependencies')
  })

  it('starts where it was unpacked, far from any node_modules, and turns everybody away at every door who brings no token', async () => {
    const host = await start(settings)
    try {
      const { functions } = (await (await fetch(`${host.url}/admin/status`)).json()) as HostStatus
      expect(new Set(functions.map(({ type }) => type))).toEqual(new Set(['http', 'queue', 'timer']))
      expect((await fetch(`${host.url}/api/${viewMe.path}`)).status).toBe(401)
      for (const { type, name, route, methods } of functions) {
        if (type !== 'http') continue
        const answer = await fetch(`${host.url}${(route ?? name).replace(/\{\w+\}/g, 'x')}`, { method: methods?.[0] ?? 'GET' })
        expect([name, answer.status]).toEqual([name, 401])
      }
    } finally {
      await host.stop()
    }
  })

  it.each(['TANDEM_SITE_URL', 'TANDEM_SEAL_KEY'] as const)('does not start without %s and says so', async (missing) => {
    const { [missing]: _, ...others } = settings
    await expect(start(others)).rejects.toThrow(
      `The application settings are not complete: ${missing} is missing. Set them on the function app and start it again.`,
    )
  })

  it('does not start with a key that is too short', async () => {
    const weak = { ...settings, TANDEM_CARD_KEY: Buffer.alloc(16).toString('base64') }
    await expect(start(weak)).rejects.toThrow('TANDEM_CARD_KEY has to be 32 bytes in base64')
  })
})
