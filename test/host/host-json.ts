import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const timeSpanPattern = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(\.\d+)?$/

/** .NET's `[d.]hh:mm:ss[.fff]`, in milliseconds. */
const timeSpan = z
  .string()
  .regex(timeSpanPattern, 'is no time span such as 00:00:30')
  .transform((text) => {
    const [, days = '0', hours, minutes, seconds, fraction = '0'] = timeSpanPattern.exec(text)! // the line above has checked it
    return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds) + Number(fraction)) * 1000
  })

/** The defaults are those of Azure's host, so that an absent setting means the same here. */
const Queues = z.object({
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxDequeueCount: z.int().min(1).default(5),
  visibilityTimeout: timeSpan.prefault('00:00:00'),
  messageEncoding: z.enum(['base64', 'none']).default('base64'),
})
const Http = z.object({ routePrefix: z.string().default('api') })
const HostJson = z.object({
  version: z.literal('2.0'),
  functionTimeout: timeSpan.prefault('00:30:00'),
  extensions: z.object({ http: Http.prefault({}), queues: Queues.prefault({}) }).prefault({}),
})
export type HostJson = z.infer<typeof HostJson>
export type QueueSettings = HostJson['extensions']['queues']

export function readHostJson(given: string | object): HostJson {
  const content: unknown = typeof given === 'string' ? JSON.parse(readFileSync(given, 'utf8')) : given
  const result = HostJson.safeParse(content)
  if (result.success) return result.data
  throw new Error(`${typeof given === 'string' ? given : 'host.json'} cannot be used: ${z.prettifyError(result.error)}`)
}

/** The host.json that governs an entry: the nearest above it, or that of a `functions` folder beside its path. */
export function findHostJson(entry: string): string {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const found = [join(folder, 'host.json'), join(folder, 'functions', 'host.json')].find((path) => existsSync(path))
    if (found) return found
    if (folder === dirname(folder)) throw new Error(`There is no host.json above ${entry}. Name one with --host-json <file>.`)
  }
}

/** `%NAME%` in a route, queue name or schedule stands for an app setting. */
export function withAppSettings(text: string): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = process.env[name]
    if (value === undefined) throw new Error(`App setting "${name}" is missing; "${text}" needs it. Set it in the environment.`)
    return value
  })
}
