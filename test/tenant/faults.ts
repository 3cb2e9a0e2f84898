import { type Bag, isBag } from './store.js'

/** A failure that is to come: which requests it meets, how it looks, how often it happens. */
export type Fault = {
  readonly method?: string
  /** A regular expression over path and query. */
  readonly path: string
  readonly status: 429 | 500 | 502 | 503 | 504
  /** How many requests it meets before it is over. */
  readonly times: number
  /** Lets the request through first, so that only the answer is lost: what a client sees of a gateway that gave up. */
  readonly afterwards?: boolean
}

const statuses = new Set([429, 500, 502, 503, 504])

/** Undefined when it is no list of faults. */
export function faultsOf(body: unknown): Fault[] | undefined {
  const value: unknown = isBag(body) ? body['value'] : undefined
  if (!Array.isArray(value)) return undefined
  const good = (each: unknown): boolean =>
    isBag(each) &&
    typeof each['path'] === 'string' &&
    statuses.has(Number(each['status'])) &&
    Number.isInteger(each['times']) &&
    isRegex(each['path'])
  return (value as unknown[]).every(good) ? (value as Fault[]) : undefined
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp
  } catch {
    return false
  }
}

export class Faults {
  #waiting: { fault: Fault; shape: RegExp; left: number }[] = []

  set(faults: readonly Fault[]): void {
    this.#waiting = faults.map((fault) => ({ fault, shape: new RegExp(fault.path, 'i'), left: fault.times }))
  }

  get waiting(): Fault[] {
    return this.#waiting.filter(({ left }) => left > 0).map(({ fault, left }) => ({ ...fault, times: left }))
  }

  /** The fault that meets this request, if one does; it is used up by that. */
  meeting(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(
      ({ fault, shape, left }) => left > 0 && (!fault.method || fault.method.toUpperCase() === method) && shape.test(path),
    )
    if (found) found.left -= 1
    return found?.fault
  }
}

/** Retry-After is one second: it runs on real time, and nobody wants to wait longer for a rehearsal. */
export function answerFault({ status }: Fault, sharePoint: boolean): Response {
  const code =
    status === 429
      ? 'TooManyRequests'
      : status === 503
        ? 'ServiceUnavailable'
        : status === 504
          ? 'GatewayTimeout'
          : 'InternalServerError'
  const message = status === 429 ? 'Too many requests have been made.' : 'The service could not answer.'
  const body: Bag = sharePoint
    ? { 'odata.error': { code: `-1, ${code}`, message: { lang: 'en-US', value: message } } }
    : { error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19) } } }
  const headers = { 'content-type': 'application/json', ...(status === 429 || status === 503 ? { 'retry-after': '1' } : {}) }
  return new Response(JSON.stringify(body), { status, headers })
}
