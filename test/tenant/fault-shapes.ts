import { z } from 'zod'

/** Whom or what a fault belongs to: exactly one of them. */
const Target = z
  .strictObject({
    /** Id, principal name or mail address: their entry in the directory, their mailbox, and whatever is asked in their name. */
    person: z.string().min(1).optional(),
    /** The same, but their mailbox only. */
    mailbox: z.string().min(1).optional(),
    /** Title, id or the last part of the address. */
    list: z.string().min(1).optional(),
    /** A regular expression over path and query. */
    route: z.string().min(1).optional(),
    /** Only requests with this method. */
    method: z.string().min(1).optional(),
  })
  .check(({ value, issues }) => {
    const named = ['person', 'mailbox', 'list', 'route'].filter((name) => name in value)
    const complain = (message: string) => issues.push({ code: 'custom', message, input: value })
    if (named.length !== 1) complain('names exactly one of person, mailbox, list and route')
    if (value.route !== undefined && !isRegex(value.route))
      complain(`has the route "${value.route}", which is no regular expression`)
  })

export const faultKinds = {
  throttled: { lasting: false, hint: 'answers 429 and says when to come back' },
  slow: { lasting: false, hint: 'answers as usual, but late' },
  error: { lasting: false, hint: 'answers 500, 502, 503 or 504 and does nothing' },
  lost: { lasting: false, hint: 'does what is asked, but the answer gets lost' },
  duplicate: { lasting: false, hint: 'delivers a notification twice' },
  gone: { lasting: true, hint: 'has been deleted' },
  full: { lasting: true, hint: 'has no room left' },
  forbidden: { lasting: true, hint: 'may not be used' },
} as const
export type FaultKind = keyof typeof faultKinds
const kinds = Object.keys(faultKinds) as [FaultKind, ...FaultKind[]]

const Fault = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'is up to 64 letters, digits, dots, dashes and underscores')
      .optional(),
    target: Target,
    kind: z.enum(kinds),
    /** How many requests it meets before it is over; until it is taken away unless said. */
    times: z.number().int().min(1).optional(),
    status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).optional(),
    retryAfterSeconds: z.number().int().min(0).max(3600).optional(),
    afterMs: z.number().int().min(1).max(120_000).optional(),
    /** How many of a hundred requests it meets, as a share of one; which ones is drawn from the seed. */
    probability: z.number().gt(0).max(1).optional(),
    seed: z.number().int().optional(),
  })
  .check(({ value, issues }) => {
    const complain = (message: string) => issues.push({ code: 'custom', message, input: value })
    const { kind, status } = value
    if ((kind === 'slow') !== (value.afterMs !== undefined))
      complain(kind === 'slow' ? 'says by afterMs how long an answer takes' : 'has afterMs, which only slow ones have')
    if (status !== undefined && kind !== 'error' && kind !== 'lost')
      complain(`has a status, which follows from the kind "${kind}"`)
    if (status === 429 && kind === 'error') complain('has the status 429; its kind then is "throttled"')
    if (value.retryAfterSeconds !== undefined && !['throttled', 'error', 'lost'].includes(kind))
      complain(`has retryAfterSeconds, which nobody is told by the kind "${kind}"`)
    if (value.seed !== undefined && value.probability === undefined) complain('has a seed and no probability to draw with')
  })

/** The short form for a route: the one our tests have used from the beginning. */
const ShortFault = z.strictObject({
  method: z.string().min(1).optional(),
  path: z
    .string()
    .min(1)
    .refine(isRegex, { error: ({ input }) => `is "${String(input)}", which is no regular expression` }),
  status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
  times: z.number().int().min(1),
  afterwards: z.boolean().optional(),
})

export type Fault = z.output<typeof Fault>

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp
  } catch {
    return false
  }
}

function fromShort({ method, path, status, times, afterwards }: z.output<typeof ShortFault>): Fault {
  const target = { route: path, ...(method === undefined ? {} : { method }) }
  if (afterwards) return { target, kind: 'lost', status, times }
  return status === 429 ? { target, kind: 'throttled', times } : { target, kind: 'error', status, times }
}

const isShort = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'path' in value && !('target' in value)

export type Read = { readonly faults: readonly Fault[]; readonly wrong: readonly string[] }

/** Reads `{ "value": [fault, …] }` or one fault; each wrong entry gets a sentence that names it. */
export function readFaults(body: unknown): Read {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { faults: [], wrong: ['Faults are given as { "value": [{ "target": …, "kind": … }] }.'] }
  const entries: unknown = 'value' in body ? body.value : [body]
  if (!Array.isArray(entries)) return { faults: [], wrong: ['The "value" of faults is a list.'] }
  const faults: Fault[] = []
  const wrong: string[] = []
  const ids = new Set<string>()
  ;(entries as unknown[]).forEach((entry, at) => {
    const read = isShort(entry) ? ShortFault.safeParse(entry) : Fault.safeParse(entry)
    const name = `Fault ${at + 1}${idOf(entry)}`
    if (!read.success) return void wrong.push(...read.error.issues.map((issue) => `${name} ${told(issue)}.`))
    const fault = 'path' in read.data ? fromShort(read.data) : read.data
    if (fault.id !== undefined && ids.has(fault.id)) wrong.push(`${name} has the id of another one.`)
    if (fault.id !== undefined) ids.add(fault.id)
    faults.push(fault)
  })
  return { faults, wrong }
}

const idOf = (entry: unknown): string =>
  typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? ` ("${entry.id}")` : ''

function told(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return `has ${issue.keys.map((key) => `"${key}"`).join(' and ')}, which faults do not have`
  if (where === 'kind') return `has no kind out of ${kinds.join(', ')}`
  if (where === 'status') return 'has a status other than 429, 500, 502, 503 and 504'
  if (issue.code === 'custom') return where === '' || where === 'target' ? issue.message : `has a ${where} that ${issue.message}`
  return `is wrong at ${where === '' ? 'its beginning' : `"${where}"`}: ${issue.message}`
}
