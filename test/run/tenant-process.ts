import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endChild, hasEnded, outputLine } from '../host/child-process.js'

export type TenantProcessOptions = {
  readonly dataFile: string
  /** Users as Microsoft Graph lists them, read at the start. */
  readonly directoryFile?: string
  readonly threshold?: number
  /** How long the first line may take; a large directory takes its time. */
  readonly readyWithinMs?: number
  /** Kills it before it is ready. */
  readonly signal?: AbortSignal
}

export type TenantProcess = {
  readonly url: string
  readonly pid: number
  /** Ends it as a power switch would: nothing is put away. Resolves when it has gone. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** The stand-in tenant as a process of its own, for whoever measures it or means to kill it. */
export async function startTenantProcess(options: TenantProcessOptions): Promise<TenantProcess> {
  const given = {
    '--port': '0',
    '--data': options.dataFile,
    '--directory': options.directoryFile,
    '--threshold': options.threshold?.toString(),
  }
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', compiledCli(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(options.signal && { signal: options.signal }),
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A child outlives a parent that was ended in the middle; this one must not.
  const orphan = (): void => void child.kill('SIGKILL')
  process.once('exit', orphan)
  void exited.then(() => process.removeListener('exit', orphan))
  const url = await outputLine(
    child,
    'The stand-in tenant',
    (line) => /^Stand-in tenant ready at (\S+)/.exec(line)?.[1],
    options.readyWithinMs ?? 60_000,
  )
  child.stderr?.on('data', (text: string) => process.stderr.write(text))
  return {
    url,
    pid: child.pid!, // a child that printed a line has an id
    async kill() {
      if (!hasEnded(child)) child.kill('SIGKILL')
      await exited
    },
    stop: () => endChild(child, 8000),
  }
}

/** Suites run from source, but a process of its own needs the compiled file. */
function compiledCli(): string {
  const places = ['../tenant/cli.js', '../lib/tenant/cli.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = places.find((path) => existsSync(path))
  if (!found) throw new Error('test/lib/tenant/cli.js is missing: the stand-in tenant is not compiled. Run "npx tsc -b test".')
  return found
}
