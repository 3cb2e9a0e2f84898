import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { type GraphUser, usersOf } from './directory.js'
import type { Front } from './front.js'
import { managedIdentityHeader } from './identities.js'
import { openTenant, startTenant } from './index.js'
import { routesChapter } from './routes.js'
import type { ThrottlingMode } from './throttle.js'

const usage =
  'Use: --port N --data FILE [--directory FILE] [--threshold N] [--front N] [--throttling counted|enforced], or --routes to list everything that is served.'

class Misuse extends Error {}

const because = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > most)
    throw new Misuse(`--${name} must be a whole number up to ${most}, not "${text}". ${usage}`)
  return number
}

type Given = {
  port: number
  dataFile: string
  directory: GraphUser[]
  threshold?: number
  front?: { port: number }
  throttling?: ThrottlingMode
}

function options(): Given {
  const text = { type: 'string' } as const
  let values: { port?: string; data?: string; directory?: string; threshold?: string; front?: string; throttling?: string }
  try {
    values = parseArgs({
      options: { port: text, data: text, directory: text, threshold: text, front: text, throttling: text },
    }).values
  } catch (error) {
    throw new Misuse(`${because(error).split('\n')[0]?.replace(/\.?$/, '.') ?? ''} ${usage}`)
  }
  if (!values.port || !values.data) throw new Misuse(`--port and --data are needed. ${usage}`)
  const threshold = values.threshold === undefined ? {} : { threshold: wholeNumber('threshold', values.threshold, 5000) }
  return {
    port: wholeNumber('port', values.port, 65535),
    dataFile: values.data,
    directory: values.directory ? people(values.directory) : [],
    ...threshold,
    ...(values.throttling === undefined ? {} : { throttling: throttlingMode(values.throttling) }),
    ...(values.front === undefined ? {} : { front: { port: wholeNumber('front', values.front, 65535) } }),
  }
}

function throttlingMode(text: string): ThrottlingMode {
  if (text === 'counted' || text === 'enforced') return text
  throw new Misuse(`--throttling must be counted or enforced, not "${text}". ${usage}`)
}

function people(file: string): GraphUser[] {
  try {
    return usersOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Misuse(
      `The directory file "${file}" cannot be used: ${because(error)}. It must hold users as Microsoft Graph lists them, {"value": […]}.`,
    )
  }
}

/** What a client that insists on Microsoft's host names is to be started with. */
function tellOfFront(dataFile: string, url: string, { proxyUrl, certificate }: Front): void {
  const file = dataFile === ':memory:' ? 'stand-in-tenant.pem' : `${dataFile}.pem`
  writeFileSync(file, certificate)
  console.log(`With TLS, for clients that take no other address:
  HTTPS_PROXY=${proxyUrl} NODE_EXTRA_CA_CERTS=${file} IDENTITY_ENDPOINT=${url}/msi/token IDENTITY_HEADER=${managedIdentityHeader}`)
}

function listRoutes(): void {
  const { served, close } = openTenant({ dataFile: ':memory:' })
  console.log(routesChapter(served))
  close()
}

async function serve(): Promise<void> {
  const given = options()
  const tenant = await startTenant(given).catch((error: unknown) => {
    throw new Misuse(
      `The stand-in tenant cannot start on port ${given.port} with the data file "${given.dataFile}": ${because(error)}.`,
    )
  })
  if (tenant.front) tellOfFront(given.dataFile, tenant.url, tenant.front)
  console.log(`Stand-in tenant ready at ${tenant.url}`)
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    tenant.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`The stand-in tenant could not close its data file: ${because(error)}.`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

try {
  if (process.argv.slice(2).join(' ') === '--routes') listRoutes()
  else await serve()
} catch (error) {
  if (!(error instanceof Misuse)) throw error
  console.error(error.message)
  process.exitCode = 1
}
