import { Hono } from 'hono'
import { z } from 'zod'
import { ClockChange, type ClockState, type HostClock } from './clock.js'
import type { Failure, HostLog, TriggerType } from './failures.js'
import { corsForLoopback, isLoopback } from './http-functions.js'
import type { QueueListener } from './queue-listener.js'
import { type HostQueues, isAbsent } from './queue-storage.js'
import type { Firing, TimerFunctions } from './timer-functions.js'

export interface HostStatus {
  readonly ready: boolean
  readonly functions: readonly FunctionStatus[]
  /** Messages in each queue, also those somebody holds a lease on; storage calls the number approximate. */
  readonly queues: Readonly<Record<string, number>>
  readonly counters: Readonly<Record<TriggerType | 'failures', number>>
  readonly memoryMiB: number
  readonly functionKey: string
}
export interface FunctionStatus {
  readonly name: string
  readonly type: TriggerType
  readonly route?: string
  readonly methods?: readonly string[]
}
/** The answer to a moved clock: the new time and the timers that this made due, which have run by then. */
export interface ClockMoved extends ClockState {
  readonly fired: readonly Firing[]
}
export type FailureList = readonly Failure[]

interface AdminOptions {
  readonly clock: HostClock
  readonly timers: TimerFunctions
  readonly listeners: readonly QueueListener[]
  readonly log: HostLog
  readonly status: () => Promise<HostStatus>
}

const Input = z.object({ input: z.unknown().optional() })

/** Moves time and starts functions by hand. Azure has the function path too; the rest is for demos and rehearsals. */
export function adminApp({ clock, timers, listeners, log, status }: AdminOptions) {
  const app = new Hono().basePath('/admin')
  app.use(corsForLoopback)
  // A page from elsewhere, open in the same browser, must neither move the clock nor read what failed.
  app.use(async (c, next) => {
    const origin = c.req.header('origin')
    if (isLoopback(c.req.url) && (origin === undefined || isLoopback(origin))) return next()
    return c.json({ message: 'This path answers this machine only.' }, 403)
  })

  app.get('/status', async (c) => c.json(await status()))
  app.get('/failures', (c) => c.json(log.lastFailures()))
  app.get('/clock', (c) => c.json(clock.state()))
  app.put('/clock', async (c) => {
    const change = ClockChange.safeParse(await jsonBody(c.req.raw))
    if (!change.success)
      return c.json({ message: `Send {"now": "<ISO date>", "frozen": true|false}. ${z.prettifyError(change.error)}` }, 400)
    clock.set(change.data)
    const fired = await timers.fireDue()
    return c.json({ ...clock.state(), fired } satisfies ClockMoved)
  })

  app.post('/functions/:name', async (c) => {
    const name = c.req.param('name')
    const isTimer = timers.names().includes(name)
    const listener = listeners.find(({ fn }) => fn.name === name)
    if (!isTimer && !listener) return c.json({ message: `There is no timer or queue function "${name}".` }, 404)
    const body = Input.safeParse((await jsonBody(c.req.raw)) ?? {})
    if (!body.success) return c.json({ message: 'Send {"input": ...} or nothing.' }, 400)
    const { input } = body.data
    try {
      if (isTimer) await timers.fire(name)
      else await listener?.invokeWith(typeof input === 'string' ? input : JSON.stringify(input ?? ''))
      return c.json({ name }, 202)
    } catch (error) {
      if (listener) log.failed('queue', name, error, ' (started by hand)') // a timer has reported its failure itself
      return c.json({ name, message: error instanceof Error ? error.message : String(error) }, 500)
    }
  })
  app.all('*', (c) => c.json({ message: 'No such path.' }, 404))
  return app
}

/** Undefined for an empty or unreadable body: what that means is for the schema of each path to say. */
async function jsonBody(request: Request): Promise<unknown> {
  const text = await request.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

export async function queueDepths(queues: HostQueues): Promise<Record<string, number>> {
  const depths = queues.all().map(async (queue) => {
    try {
      return [queue.name, (await queue.getProperties()).approximateMessagesCount ?? 0] as const
    } catch (error) {
      if (isAbsent(error)) return [queue.name, 0] as const
      throw error
    }
  })
  return Object.fromEntries(await Promise.all(depths))
}
