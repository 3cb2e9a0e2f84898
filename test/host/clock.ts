import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * The clock the programme lives by. Half a year of mentoring has to pass in a minute, so it can be moved and stopped.
 * Leases, polling and tokens never ask it: they belong to other machines and run on real time.
 */
export interface HostClock {
  now(): Date
  set(change: ClockChange): void
  state(): ClockState
}

export interface ClockState {
  readonly now: string
  readonly frozen: boolean
}

export const ClockChange = z.object({ now: z.iso.datetime({ offset: true }).optional(), frozen: z.boolean().optional() })
export type ClockChange = z.infer<typeof ClockChange>

/** `setAt` is the real moment at which `now` was true; a running clock keeps that distance, also while no host runs. */
const ClockFile = z.object({ now: z.iso.datetime({ offset: true }), frozen: z.boolean(), setAt: z.iso.datetime().optional() })

export function openClock(clockFile?: string): HostClock {
  let { shown, frozen, setAt } = read(clockFile)
  const now = () => new Date(frozen ? shown : shown + Date.now() - setAt)
  const state = () => ({ now: now().toISOString(), frozen })
  return {
    now,
    state,
    set(change) {
      shown = change.now === undefined ? now().getTime() : Date.parse(change.now)
      setAt = Date.now()
      frozen = change.frozen ?? frozen
      if (clockFile) write(clockFile, { ...state(), setAt: new Date(setAt).toISOString() })
    },
  }
}

function read(clockFile: string | undefined) {
  const today = Date.now()
  if (!clockFile || !existsSync(clockFile)) return { shown: today, frozen: false, setAt: today }
  const stored = ClockFile.safeParse(JSON.parse(readFileSync(clockFile, 'utf8')))
  if (!stored.success)
    throw new Error(`${clockFile} holds no clock: ${z.prettifyError(stored.error)}. Delete it to begin with today.`)
  const { now, frozen, setAt } = stored.data
  return { shown: Date.parse(now), frozen, setAt: setAt === undefined ? today : Date.parse(setAt) }
}

/** Renamed into place: a host killed while writing must not leave half a clock behind. */
function write(clockFile: string, content: z.infer<typeof ClockFile>) {
  const fresh = `${clockFile}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(content))
  renameSync(fresh, clockFile)
}

let current: HostClock | undefined

/** The clock of the host in this process. The app's composition root reads it while it is imported. */
export function currentClock(): HostClock {
  if (!current)
    throw new Error('No host has been started in this process, so there is no clock. Run the app with test/host/process.ts.')
  return current
}

export function useClock(clock: HostClock) {
  current = clock
}
