import { spawn } from 'node:child_process'
import { compiledFile, endChild, hasEnded, outputLine } from './child-process.js'

export interface SpawnHostOptions {
  /** Path of the app's entry, see HostOptions. */
  readonly app: string
  readonly port?: number
  readonly queueConnection: string
  readonly clockFile?: string
  readonly hostJson?: string
  readonly leaseSeconds?: number
  /** Added to the environment of this process; app settings go here. */
  readonly env?: Readonly<Record<string, string>>
  /** Where the host's stderr goes. Default: the stderr of this process. */
  readonly onErrorOutput?: (text: string) => void
}

export interface HostExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface SpawnedHost {
  readonly url: string
  readonly pid: number
  readonly exited: Promise<HostExit>
  kill(signal: NodeJS.Signals): void
  stop(): Promise<void>
}

export async function spawnHost(options: SpawnHostOptions): Promise<SpawnedHost> {
  const given = {
    '--app': options.app,
    '--port': String(options.port ?? 0),
    '--queue': options.queueConnection,
    '--clock': options.clockFile,
    '--host-json': options.hostJson,
    '--lease-seconds': options.leaseSeconds?.toString(),
  }
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
  // The channel is there to be lost: a host whose parent was killed ends by itself.
  const child = spawn(process.execPath, [compiledFile('process.js'), ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  child.stderr?.setEncoding('utf8').on('data', options.onErrorOutput ?? ((text: string) => process.stderr.write(text)))
  const exited = new Promise<HostExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  const url = await outputLine(
    child,
    `Function host for ${options.app}`,
    (line) => /^Function host ready at (\S+)/.exec(line)?.[1],
    60_000,
  )
  return {
    url,
    exited,
    pid: child.pid!, // a child that printed a line has an id
    kill: (signal) => void (hasEnded(child) || child.kill(signal)),
    stop: () => endChild(child, 8000),
  }
}
