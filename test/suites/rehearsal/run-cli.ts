import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../run/root.js'

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ran>; said(text: string): Promise<void> }

/** A place for one suite: files it writes, and a folder of its own for whatever a rehearsal stores for the time being. */
export function rehearsalGround() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-suite-'))
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary)
  const cli = path.join(root, 'test/lib/rehearsal/cli.js')
  if (!existsSync(cli)) throw new Error(`${cli} is not built; run "npm run build" first.`)
  const at = (name: string) => path.join(folder, name)

  /** In a process group of its own, as a terminal starts it, so that Ctrl-C can be pressed. */
  function start(args: readonly string[]): Running {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
      cwd: folder,
      detached: true,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, ...output }))
    })
    const said = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => output.stderr.includes(text) && resolve()
        child.stderr.on('data', look)
        look()
        void ended.then(() => reject(new Error(`It never said "${text}", but: ${output.stderr}`)))
      })
    return { child, ended, said }
  }

  return {
    folder,
    temporary,
    at,
    start,
    run: (args: readonly string[]) => start(args).ended,
    /** Writes a file of the suite and gives its path. */
    file(name: string, content: unknown): string {
      writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content))
      return at(name)
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type RehearsalGround = ReturnType<typeof rehearsalGround>

/** The arguments of a rehearsal, some of them otherwise; null leaves one out. */
export function argumentsWith(changes: Readonly<Record<string, string | null>>): string[] {
  const usual = { directory: 'nowhere.json', blueprint: 'ten-phases', mentees: '14', mentors: '8', seed: '7', out: 'out' }
  return Object.entries({ ...usual, ...changes }).flatMap(([name, value]) => (value === null ? [] : [`--${name}`, value]))
}
