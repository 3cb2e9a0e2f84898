import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { provision, tokenFor as provisioningToken } from '@tandem/provisioning'
import { startQueueStorage } from '../host/azurite.js'
import { spawnHost, type SpawnedHost } from '../host/spawn-host.js'
import { company, programmeLead, serviceMailbox } from '../people.js'
import { usersOf, type GraphUser } from '../tenant/directory.js'
import { startTenant } from '../tenant/index.js'
import { openDataFolder } from './data-folder.js'
import { apiAppId, sitePath, teamGroupId, tenantId } from './identities.js'
import { memoryMiBOf } from './memory.js'
import { freePort } from './ports.js'
import { root } from './root.js'
import { tokenDesk, type Audience } from './tokens.js'

export type StackOptions = {
  /** Everything that outlasts a stop lies here: the tenant, the clock, the queues, the keys. */
  readonly dataDir: string
  /** The people, `{ value: [user, …] }` or a file that holds this; our small company unless said otherwise. */
  readonly directory?: string | { readonly value: readonly GraphUser[] }
  /** Who runs the programmes. */
  readonly programmeLead?: string
  /** Free ones unless named. */
  readonly ports?: { readonly tenant?: number; readonly host?: number }
  /** Left as the folder has it, or as the real day is, unless said otherwise. */
  readonly clock?: { readonly now: string; readonly frozen: boolean }
  /** Rows a list query may touch; SharePoint's 5,000 unless a test wants to meet it earlier. */
  readonly threshold?: number
  /** The compiled entry of the function app; ours with its local wiring unless said otherwise. */
  readonly app?: string
  /** Where links in mails lead; the portal says so when it runs. */
  readonly pagesUrl?: string
  /** Where people and cards reach the API when it is not the host itself. */
  readonly publicApiUrl?: string
  /** Settings of the host other than the app's own host.json. */
  readonly hostJson?: string
  /** Added to what the host gets. */
  readonly env?: Readonly<Record<string, string>>
  readonly log?: (line: string) => void
  readonly onHostOutput?: (text: string) => void
}

export type Stack = {
  readonly tenantUrl: string
  /** The API with its prefix: `…/api`. */
  readonly apiUrl: string
  readonly hostAdminUrl: string
  readonly programmeLead: string
  tokenFor(personId: string, audience: Audience): Promise<string>
  /** An app-only token of the backend for Graph. */
  backendToken(): Promise<string>
  /** Moves tenant and host to this moment; what thereby falls due is for `settle` to carry out. */
  advanceTo(iso: string): Promise<void>
  now(): Promise<string>
  readonly host: { kill(): Promise<void>; restart(): Promise<void> }
  /** What all processes of the stack hold in memory together. */
  memoryMiB(): Promise<number>
  close(): Promise<void>
}

const stopWithinMs = 12_000

/**
 * A whole Microsoft 365 around the function app: tenant (in this process), queue storage and function host (processes of their own),
 * and the site provisioned by the script that provisions it in production. The app's entry learns where everything is from its
 * environment: TANDEM_TENANT_ID, TANDEM_API_APP_ID, TANDEM_SITE_URL, TANDEM_ORIGIN (Graph and login of the stand-in), TANDEM_API_URL (where cards are
 * answered, with /api), TANDEM_PAGES_URL (where mails link to), TANDEM_SENDER (whose mailbox sends), TANDEM_SEAL_KEY and
 * TANDEM_CARD_KEY (base64, 32 bytes).
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { log = () => {}, ports = {} } = options
  const folder = openDataFolder(options.dataDir)
  const opened: (() => Promise<void> | void)[] = [() => folder.release()]
  let closing: Promise<void> | undefined
  const close = () => (closing ??= closeAll(opened))

  try {
    const lead = options.programmeLead ?? programmeLead.id
    const tenant = await startTenant({
      port: ports.tenant ?? 0,
      dataFile: folder.tenantFile,
      directory: peopleOf(options.directory),
      seed: {
        users: [serviceMailbox],
        roleAssignments: [{ userId: lead, appId: apiAppId, role: 'Programme.Admin' }],
        groups: [{ id: teamGroupId, displayName: 'Reverse mentoring: programme team', members: [lead] }],
      },
      ...(options.threshold !== undefined && { threshold: options.threshold }),
    })
    opened.push(() => tenant.close())
    if (options.clock) await setClock(`${tenant.url}/_tenant/clock`, options.clock)
    log(`tenant          ${tenant.url}`)

    const site = `${tenant.url}${sitePath}`
    const { changes } = await provision({
      site,
      token: await provisioningToken(site, {}),
      log: () => {},
      apply: true,
      wanted: { teamGroupId },
    })
    log(`site            ${changes.length === 0 ? 'as the definitions have it' : `${changes.length} changes made`}`)

    const queues = await startQueueStorage({ location: folder.queueFolder })
    opened.push(() => queues.close())
    log('queue storage   ready')

    const clockUrl = `${tenant.url}/_tenant/clock`
    const hostOf = async (port: number): Promise<SpawnedHost> => {
      const host = await spawnHost({
        app: options.app ?? path.join(root, 'test/lib/host/local-app.js'),
        port,
        queueConnection: queues.connectionString,
        clockFile: folder.clockFile,
        ...(options.hostJson !== undefined && { hostJson: options.hostJson }),
        env: {
          TANDEM_TENANT_ID: tenantId,
          TANDEM_API_APP_ID: apiAppId,
          TANDEM_SITE_URL: site,
          TANDEM_ORIGIN: tenant.url,
          TANDEM_API_URL: options.publicApiUrl ?? `http://127.0.0.1:${port}/api`,
          TANDEM_PAGES_URL: options.pagesUrl ?? `${tenant.url}${sitePath}/SitePages`,
          TANDEM_SENDER: serviceMailbox.id,
          TANDEM_SEAL_KEY: folder.sealKey,
          TANDEM_CARD_KEY: folder.cardKey,
          // The stand-in never lets anybody wait, so a silent worker is a dead one much sooner than in Azure.
          TANDEM_LEASE_SECONDS: '30',
          ...options.env,
        },
        ...(options.onHostOutput && { onErrorOutput: options.onHostOutput }),
      })
      // Two clocks, one time: the tenant's is the one that counts.
      await setClock(`${host.url}/admin/clock`, await readClock(clockUrl))
      return host
    }
    let host = await hostOf(ports.host ?? (await freePort()))
    const hostPort = Number(new URL(host.url).port)
    let restarted: Promise<unknown> = Promise.resolve()
    opened.push(async () => {
      // One that is just coming up is waited for, so that it does not stay when all else has gone.
      await restarted.catch(() => undefined)
      await host.stop()
    })
    log(`function host   ${host.url}`)

    const tokens = tokenDesk(tenant.url)
    return {
      tenantUrl: tenant.url,
      apiUrl: `${host.url}/api`,
      hostAdminUrl: `${host.url}/admin`,
      programmeLead: lead,
      tokenFor: (personId, audience) => tokens.ofPerson(personId, audience),
      backendToken: () => tokens.ofBackend(),
      async advanceTo(iso) {
        const { frozen } = await readClock(clockUrl)
        await setClock(clockUrl, { now: iso, frozen })
        await setClock(`${host.url}/admin/clock`, { now: iso, frozen })
      },
      now: async () => (await readClock(clockUrl)).now,
      host: {
        async kill() {
          host.kill('SIGKILL')
          await host.exited
        },
        async restart() {
          await host.stop()
          if (closing) return
          const next = hostOf(hostPort)
          restarted = next
          host = await next
        },
      },
      memoryMiB: async () => process.memoryUsage().rss / 2 ** 20 + memoryMiBOf(host.pid) + memoryMiBOf(queues.pid),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function peopleOf(given: StackOptions['directory']): readonly GraphUser[] {
  if (given === undefined) return company
  if (typeof given !== 'string') return given.value
  try {
    return usersOf(JSON.parse(readFileSync(given, 'utf8')))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${given} is no directory: ${why}. It has to hold { "value": [user, ...] } as Microsoft Graph answers.`, {
      cause,
    })
  }
}

/** In the reverse order of opening, each with its own bound and all with one, and the first failure told at the end. */
async function closeAll(opened: (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = []
  const all = async () => {
    for (const close of [...opened].reverse()) {
      try {
        await close()
      } catch (error) {
        failures.push(error)
      }
    }
  }
  const patience = new AbortController()
  await Promise.race([all(), delay(stopWithinMs, undefined, { signal: patience.signal }).catch(() => undefined)])
  patience.abort()
  if (failures.length > 0) throw failures[0]
}

type ClockState = { readonly now: string; readonly frozen: boolean }

async function readClock(url: string): Promise<ClockState> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as ClockState
}

async function setClock(url: string, { now, frozen }: ClockState): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ now, frozen }) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
}
