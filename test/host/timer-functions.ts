import { CronExpressionParser } from 'cron-parser'
import type { HostClock } from './clock.js'
import type { HostLog } from './failures.js'
import type { RegisteredFunction } from './functions-core.js'
import { withAppSettings } from './host-json.js'
import { type Invoke, triggerOf } from './invoke.js'
import type { HostQueues } from './queue-storage.js'

export interface TimerFunctions {
  start(): void
  /** Fires what the clock has passed, each timer once however many of its moments lie behind; ends when they have run. */
  fireDue(): Promise<readonly Firing[]>
  /** Fires one by hand and leaves its schedule as it is. Rejects with the function's own error. */
  fire(name: string): Promise<void>
  names(): readonly string[]
  stop(): Promise<void>
}

export interface Firing {
  readonly name: string
  readonly failure?: string
}

interface TimerOptions {
  readonly functions: readonly RegisteredFunction[]
  readonly clock: HostClock
  readonly queues: HostQueues
  readonly invoke: Invoke
  readonly log: HostLog
  readonly onInvoked: () => void
}

const lookEveryMs = 100

export function timerFunctions({ functions, clock, queues, invoke, log, onInvoked }: TimerOptions): TimerFunctions {
  const timers = functions.map((fn) => {
    const { schedule, runOnStartup } = triggerOf(fn).binding
    const nextAfter = readSchedule(withAppSettings(String(schedule)), fn.name)
    return {
      fn,
      nextAfter,
      runOnStartup: runOnStartup === true,
      next: nextAfter(clock.now()),
      last: clock.now(),
      turn: Promise.resolve(),
    }
  })
  type Timer = (typeof timers)[number]
  let lastSeen = clock.now()
  let ticking: NodeJS.Timeout | undefined

  async function run(timer: Timer, isPastDue: boolean) {
    onInvoked()
    const status = { Last: timer.last.toISOString(), Next: timer.next.toISOString(), LastUpdated: timer.last.toISOString() }
    timer.last = clock.now()
    const json = JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue })
    const { response } = await invoke(timer.fn, { json })
    await queues.writeOutputs(timer.fn, response)
  }

  /** A timer never runs beside itself: in Azure a lease sees to that across all instances. */
  function inTurn(timer: Timer, isPastDue: boolean): Promise<void> {
    const work = timer.turn.then(() => run(timer, isPastDue))
    timer.turn = work.catch((error) => log.failed('timer', timer.fn.name, error))
    return work
  }

  async function reported(timer: Timer, isPastDue: boolean): Promise<Firing> {
    const name = timer.fn.name
    return inTurn(timer, isPastDue).then(
      () => ({ name }),
      (error: unknown) => ({ name, failure: error instanceof Error ? error.message : String(error) }),
    )
  }

  async function fireDue() {
    const now = clock.now()
    // Set back, the clock will reach moments again that had been ticked off.
    if (now < lastSeen) timers.forEach((timer) => (timer.next = timer.nextAfter(now)))
    lastSeen = now
    const due = timers.filter((timer) => timer.next <= now)
    return Promise.all(
      due.map((timer) => {
        const isPastDue = now.getTime() - timer.next.getTime() > 1000
        timer.next = timer.nextAfter(now)
        return reported(timer, isPastDue)
      }),
    )
  }

  return {
    fireDue,
    names: () => timers.map(({ fn }) => fn.name),
    async fire(name) {
      const timer = timers.find(({ fn }) => fn.name === name)
      if (!timer) throw new Error(`There is no timer "${name}".`)
      await inTurn(timer, false)
    },
    start() {
      for (const timer of timers.filter(({ runOnStartup }) => runOnStartup)) void reported(timer, false)
      if (timers.length > 0) ticking = setInterval(() => void fireDue(), lookEveryMs)
    },
    async stop() {
      clearInterval(ticking)
      await Promise.all(timers.map(({ turn }) => turn))
    },
  }
}

/**
 * NCRONTAB differs from the cron of cron-parser in two ways that would go unnoticed: it knows no L, W, # or ?, and when
 * both a day of the month and a weekday are given, both have to match.
 */
function readSchedule(schedule: string, functionName: string): (after: Date) => Date {
  const reject = (why: string, cause?: unknown) =>
    new Error(`Function "${functionName}" has schedule "${schedule}", ${why}.`, { cause })
  const fields = schedule.trim().split(/\s+/)
  if (fields.length !== 5 && fields.length !== 6)
    throw reject('which needs 5 or 6 fields: [second] minute hour day month weekday')
  if (/[?#@]|[LWH]\b/.test(schedule.replace(/\b(JUL|APRIL|MARCH)\b/gi, '')))
    throw reject('which uses signs that NCRONTAB does not know')
  const restricted = (field = '*') => field !== '*'
  const bothDays = restricted(fields.at(-3)) && restricted(fields.at(-1))
  return (after) => {
    try {
      const cron = CronExpressionParser.parse(schedule, { currentDate: after, tz: 'UTC' })
      const { dayOfMonth, dayOfWeek } = cron.fields
      for (let tries = 0; tries < 5000; tries++) {
        const next = cron.next().toDate()
        const days: readonly unknown[] = dayOfMonth.values
        const weekdays: readonly unknown[] = dayOfWeek.values
        if (!bothDays || (days.includes(next.getUTCDate()) && weekdays.includes(next.getUTCDay()))) return next
      }
    } catch (error) {
      throw reject('which cannot be read', error)
    }
    throw reject('which never comes')
  }
}
