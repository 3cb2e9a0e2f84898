import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Waits for a line of the child's output that `find` recognises. A child that dies or stays silent is reported with
 * what it said on stderr: that text is the only clue there is.
 */
export async function outputLine(child: ChildProcess, what: string, find: (line: string) => string | undefined, waitMs: number) {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors = (errors + chunk).slice(-8000)))
  return new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${what} ${why}${errors ? `:\n${errors}` : '.'}`))
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      fail(`was not ready after ${waitMs / 1000} s`)
    }, waitMs)
    let rest = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const found = find(line)
        if (found === undefined) continue
        clearTimeout(late)
        resolve(found)
      }
    })
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    // 'close' and not 'exit': only then has all of stderr been read
    child.once('close', (code, signal) => {
      clearTimeout(late)
      fail(`ended with ${signal ?? `code ${code}`} before it was ready`)
    })
  })
}

export const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** Asks politely, then insists. Harmless for a child that is gone already, as after Ctrl-C, which reaches the whole group. */
export async function endChild(child: ChildProcess, waitMs: number) {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), waitMs)
  await ended
  clearTimeout(insist)
}

/** Suites run from source, but a process of its own needs the compiled file. */
export function compiledFile(name: string): string {
  const places = [`./${name}`, `../lib/host/${name}`].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = places.find((path) => existsSync(path))
  if (!found) throw new Error(`test/lib/host/${name} is missing: the function host is not compiled. Run "npx tsc -b test".`)
  return found
}
