import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { compiledFile, endChild, outputLine } from './child-process.js'

export interface QueueStorage {
  readonly connectionString: string
  readonly pid: number
  close(): Promise<void>
}

export interface QueueStorageOptions {
  /** Folder to keep the queues in. Without it they live in memory and end with the process. */
  readonly location?: string
  readonly port?: number
}

/** The account every storage emulator knows; published by Microsoft, so it protects nothing. */
const account = 'devstoreaccount1'
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export async function startQueueStorage({ location, port = 0 }: QueueStorageOptions = {}): Promise<QueueStorage> {
  if (location) mkdirSync(location, { recursive: true })
  const child = spawn(
    process.execPath,
    [
      ...[compiledFile('azurite-child.js'), '--queueHost', '127.0.0.1', '--queuePort', String(port)],
      ...['--disableTelemetry', '--skipApiVersionCheck', '--silent'],
      ...(location ? ['--location', location] : ['--inMemoryPersistence']),
    ],
    // The working folder is Azurite's default place for files, also for those it writes in memory mode.
    { cwd: location ?? tmpdir(), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  const url = await outputLine(
    child,
    'Queue storage (Azurite)',
    (line) => /successfully listens on (\S+)/.exec(line)?.[1],
    30_000,
  )
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};QueueEndpoint=${url}/${account};`,
    pid: child.pid!, // a child that printed a line has an id
    close: () => endChild(child, 5000),
  }
}
