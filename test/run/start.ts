import { rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { playOthers } from '../rehearsal/play-others.js'
import { courseOf } from '../workbench/course.js'
import { portalApp } from '../workbench/portal-app.js'
import { serve } from '../workbench/serve.js'
import { FolderInUse, openDataFolder } from './data-folder.js'
import { freePort } from './ports.js'
import { root } from './root.js'
import { startStack } from './stack.js'

const usage = `Usage: npm start [-- options]

  --fresh            begin anew: forgets people's answers, mails and meetings of earlier starts
  --port <number>    address of the pages (8790 unless said otherwise; the next free one when that is taken)
  --directory <file> people to work with, { "value": [user, ...] } as Microsoft Graph answers; only with --fresh or the first time
  --lead <id>        who of them runs the programmes (directory id)`

const stopWithinMs = 15_000
const opened: (() => Promise<void>)[] = []
let stopping = false

const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Ctrl-C reaches this process and its children alike, and some senders signal twice: the first one counts. */
function stop(code: number): void {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(code || 1), stopWithinMs).unref()
  void (async () => {
    for (const close of opened.reverse()) await close().catch((error: unknown) => say(`While stopping: ${String(error)}`))
    process.exit(code)
  })()
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options === undefined) return stop(2)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopping) say('Stopping …')
      stop(0)
    })

  const dataDir = path.join(root, '.data')
  // Somebody who starts it twice is told so before anything else.
  openDataFolder(dataDir).release()
  if (options.fresh) {
    rmSync(dataDir, { recursive: true, force: true })
    say('Beginning anew: whatever earlier starts had stored is gone.')
  }
  const sppkg = path.join(root, 'dist/tandem.sppkg')
  const port = await freePort(options.port)
  if (port !== options.port) say(`Port ${options.port} is taken; this is ${port}.`)
  const url = `http://127.0.0.1:${port}`

  const stack = await startStack({
    dataDir,
    pagesUrl: `${url}/pages`,
    publicApiUrl: `${url}/api`,
    log: (line) => say(`  ${line}`),
    onHostOutput: (text) => void (stopping || process.stderr.write(text)),
    ...(options.directory && { directory: path.resolve(options.directory) }),
    ...(options.lead && { programmeLead: options.lead }),
  })
  opened.push(() => stack.close())
  if (stopping) return

  const course = courseOf(stack, playOthers)
  const pages = await serve(await portalApp({ stack, course, sppkg }), port)
  opened.push(() => pages.close())
  say(`  pages           ${url}\n\nTandem is ready: ${url}\nCtrl-C stops everything; what happened stays for the next start.`)
  course.stirred()
}

type Options = {
  readonly fresh: boolean
  readonly port: number
  readonly directory?: string | undefined
  readonly lead?: string | undefined
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: '8790' },
        directory: { type: 'string' },
        lead: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    if (!values.help && Number.isInteger(port) && port > 0 && port < 65_500) return { ...values, port }
    say(values.help ? usage : `"${values.port}" is no port. Give a number from 1 to 65499.\n\n${usage}`)
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
  return undefined
}

main().catch((error: unknown) => {
  if (!stopping)
    process.stderr.write(
      `${error instanceof FolderInUse ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    )
  stop(1)
})
