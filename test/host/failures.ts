import type { HostClock } from './clock.js'
import type { CoreLog } from './functions-core.js'

export type TriggerType = 'http' | 'queue' | 'timer'
export interface Failure {
  readonly at: string
  readonly function: string
  readonly type: TriggerType
  readonly message: string
}

/** What the host tells people: failures always and on stderr, the app's own log lines only when asked for. */
export function createHostLog(clock: HostClock) {
  const failures: Failure[] = []
  const chatty = process.env['TANDEM_HOST_LOG'] === '1'
  const line = (level: string, text: string) => process.stderr.write(`[${clock.now().toISOString()}] ${level} ${text}\n`)
  let count = 0
  return {
    warn: (message: string) => void line('warning', message),
    fromApp({ level, category, message, functionName }: CoreLog) {
      const serious = category === 'system' && ['warning', 'error', 'critical'].includes(level)
      if (chatty ? category === 'user' || serious : serious) line(level, functionName ? `${functionName}: ${message}` : message)
    },
    failed(type: TriggerType, name: string, error: unknown, circumstances = '') {
      count++
      const message = error instanceof Error ? error.message : String(error)
      failures.push({ at: clock.now().toISOString(), function: name, type, message })
      if (failures.length > 50) failures.shift()
      line('error', `Function "${name}" failed${circumstances}: ${withCauses(error)}`)
    },
    lastFailures: (): readonly Failure[] => failures,
    failureCount: () => count,
  }
}
export type HostLog = ReturnType<typeof createHostLog>

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? error.message
  return error.cause === undefined ? own : `${own}\n  caused by ${withCauses(error.cause)}`
}
