import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { adminApp, type FunctionStatus, type HostStatus, queueDepths } from './admin.js'
import { type HostClock, useClock } from './clock.js'
import { createHostLog, type TriggerType } from './failures.js'
import { createFunctionsCore, type RegisteredFunction } from './functions-core.js'
import { findHostJson, readHostJson } from './host-json.js'
import { httpApp, httpFunction } from './http-functions.js'
import { createInvoke, triggerOf } from './invoke.js'
import { queueListener } from './queue-listener.js'
import { openQueues, queueOutputs } from './queue-storage.js'
import { timerFunctions } from './timer-functions.js'

export interface HostOptions {
  /** The module to import: a compiled ESM file or a bundled `.cjs`. */
  readonly entry: string
  /** A file or its content. Default: the host.json that `findHostJson` finds for the entry. */
  readonly hostJson?: string | object
  readonly port?: number
  readonly queueConnection: string
  readonly clock: HostClock
  /** How long a message stays ours without a sign of life. Short ones let a test see a dead host's message again. */
  readonly leaseSeconds?: number
  readonly functionKey?: string
}

export interface RunningHost {
  readonly url: string
  status(): Promise<HostStatus>
  stop(): Promise<void>
}

const stopWithinMs = 5000
let startedBefore = false

/**
 * Runs a function app in this process, on the real programming model of `@azure/functions`. One host per process:
 * the library keeps its registrations in module state. Node's own loader is needed, so not inside jest; see spawn-host.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  if (startedBefore) throw new Error('This process has already started a host. Start a further one in a process of its own.')
  startedBefore = true
  const { clock, queueConnection, leaseSeconds = 30, functionKey = randomUUID() } = options
  const entry = resolve(options.entry)
  const hostJson = readHostJson(options.hostJson ?? findHostJson(entry))
  process.env['AzureWebJobsStorage'] = queueConnection
  useClock(clock)

  const log = createHostLog(clock)
  const core = createFunctionsCore(log.fromApp)
  core.install()
  await import(pathToFileURL(entry).href)
  const appHooks = { ...core.hookData, functionAppDirectory: dirname(entry) }
  await core.runHooks('appStart', appHooks)
  const capabilities = await core.model().getCapabilities({})
  if (capabilities['HttpUri']) throw new Error('The local host passes bodies buffered. Remove enableHttpStream from app.setup.')
  core.lock()

  const counters: Record<TriggerType, number> = { http: 0, queue: 0, timer: 0 }
  const counting = (type: TriggerType) => () => void counters[type]++
  const { http, queues: settings } = hostJson.extensions
  const queues = openQueues(settings, queueConnection, (queue) =>
    listeners.filter((listener) => listener.queue === queue).forEach((listener) => listener.wake()),
  )
  const byType = (type: TriggerType) => enabled.filter((fn) => typeOf(fn) === type)
  const enabled = [...core.functions.values()].filter(
    (fn) => process.env[`AzureWebJobs.${fn.name}.Disabled`]?.toLowerCase() !== 'true',
  )
  enabled.forEach(refuseWhatAzureWouldIgnore)

  const invoke = createInvoke(core, hostJson.functionTimeout)
  const listeners = byType('queue').map((fn) =>
    queueListener({ fn, queues, settings, leaseSeconds, invoke, log, onInvoked: counting('queue') }),
  )
  const timers = timerFunctions({ functions: byType('timer'), clock, queues, invoke, log, onInvoked: counting('timer') })
  const httpFunctions = byType('http').map((fn) => httpFunction(fn, http.routePrefix))
  for (const fn of enabled) for (const [, binding] of queueOutputs(fn)) queues.of(binding) // a missing setting shows now, not at night

  const status = async (): Promise<HostStatus> => ({
    ready: true,
    functions: enabled.map((fn): FunctionStatus => {
      const { route, methods } = httpFunctions.find((one) => one.fn === fn) ?? {}
      return { name: fn.name, type: typeOf(fn), ...(route !== undefined && { route: `/${route}` }), ...(methods && { methods }) }
    }),
    queues: await queueDepths(queues),
    counters: { ...counters, failures: log.failureCount() },
    memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
    functionKey,
  })

  await Promise.all(listeners.map((listener) => listener.createQueue()))
  const app = new Hono({ strict: false })
  app.route('/', adminApp({ clock, timers, listeners, log, status }))
  app.route('/', httpApp({ functions: httpFunctions, functionKey, queues, invoke, log, onInvoked: counting('http') }))
  app.onError((error, c) => {
    log.warn(`${c.req.method} ${c.req.path} could not be answered: ${error.stack ?? error.message}`)
    return c.json({ message: error.message }, 500)
  })
  const server = await listening(app, options.port ?? 0)
  listeners.forEach((listener) => listener.start())
  timers.start()

  let stopped: Promise<void> | undefined
  async function stop() {
    server.close()
    const quiet = Promise.all([timers.stop(), ...listeners.map((listener) => listener.stop())])
    const tooLong = new AbortController()
    await Promise.race([quiet, delay(stopWithinMs, undefined, { signal: tooLong.signal })])
    tooLong.abort()
    await core.runHooks('appTerminate', appHooks)
    server.closeAllConnections()
  }
  const { port } = server.address() as AddressInfo // a TCP server that listens has no other kind of address
  return { url: `http://127.0.0.1:${port}`, status, stop: () => (stopped ??= stop()) }
}

const typesByTrigger: Readonly<Record<string, TriggerType>> = {
  httptrigger: 'http',
  queuetrigger: 'queue',
  timertrigger: 'timer',
}

function typeOf(fn: RegisteredFunction): TriggerType {
  const { type } = triggerOf(fn)
  const known = typesByTrigger[type]
  if (!known)
    throw new Error(`Function "${fn.name}" has a trigger "${type}". The local host knows HTTP, queue and timer triggers.`)
  return known
}

/** Better no start than a promise that Azure, or this host, would quietly not keep. */
function refuseWhatAzureWouldIgnore(fn: RegisteredFunction) {
  const type = typeOf(fn)
  if (fn.retryOptions && type === 'timer')
    throw new Error(`Function "${fn.name}" has a retry policy. The local host runs a timer once; let the next firing make good.`)
  if (fn.retryOptions)
    throw new Error(
      `Function "${fn.name}" has a retry policy, which has no effect on a ${type} trigger. For queues set host.json extensions.queues.maxDequeueCount.`,
    )
  const strange = Object.entries(fn.bindings).find(
    ([, { type }]) => !/trigger$/i.test(type) && !['http', 'queue'].includes(type.toLowerCase()),
  )
  if (strange)
    throw new Error(
      `Function "${fn.name}" has a binding "${strange[0]}" of type ${strange[1].type}, which the local host does not know.`,
    )
}

async function listening(app: Hono, port: number): Promise<Server> {
  // The library under test builds its own Request and Response, so Node's originals have to stay in place.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server // no http2 was asked for
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(port, '127.0.0.1', ready))
  return server
}
