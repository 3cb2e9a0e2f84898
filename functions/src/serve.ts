import { app, type StorageQueueOutput, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions'
import { localeFor, speaker, type Endpoint, type Problem, type Say } from '@tandem/contract'
import type { z } from 'zod'
import type { Caller, CallerOf } from './caller.js'
import { Missing, NotSignedIn, NotYours, Outage, Refusal } from './failures.js'

export type Call<Request extends z.ZodType> = {
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly body: z.output<Request>
  /** Renders in the caller's language. */
  readonly say: Say
  /** Puts a programme on the queue, so that what follows from the call happens now and not at the next quarter of an hour. */
  readonly soon: (programme: string) => void
}

export type Serve = <Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
  handle: (call: Call<Request>) => Promise<z.input<Response>>,
  headers?: Readonly<Record<string, string>>,
) => void

/** Registers endpoints of the contract. Who may call is checked before anything is read, and the body before anything is done. */
export const server =
  (callerOf: CallerOf, programmesQueue: StorageQueueOutput): Serve =>
  (endpoint, handle, headers = {}) => {
    app.http(endpoint.name, {
      methods: [endpoint.method],
      route: endpoint.path,
      authLevel: 'anonymous',
      extraOutputs: [programmesQueue],
      handler: async (request, context) => {
        try {
          const caller = await callerOf(request.headers.get('authorization'), endpoint.who)
          const body = await parsed(endpoint.request, request)
          const say = speaker(localeFor((request.headers.get('accept-language') ?? 'en').split(',')))
          const due = new Set<string>()
          const answer = await handle({ caller, params: request.params, body, say, soon: (programme) => void due.add(programme) })
          if (due.size > 0)
            context.extraOutputs.set(
              programmesQueue,
              [...due].map((programme) => ({ programme })),
            )
          return { status: 200, jsonBody: endpoint.response.parse(answer), headers: { 'cache-control': 'no-store', ...headers } }
        } catch (error) {
          return refused(error, context)
        }
      },
    })
  }

async function parsed<Request extends z.ZodType>(schema: Request, request: HttpRequest): Promise<z.output<Request>> {
  if (request.method === 'GET') return told(schema, Object.fromEntries(request.query.entries()))
  const text = await request.text()
  let body: unknown
  try {
    body = JSON.parse(text === '' ? '{}' : text)
  } catch (cause) {
    throw new BadRequest('The body of the request is not JSON.', { cause })
  }
  return told(schema, body)
}

function told<Request extends z.ZodType>(schema: Request, value: unknown): z.output<Request> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'the request'}: ${issue.message}`)
  throw new BadRequest(`Please check what was sent. ${issues.join('; ')}.`)
}

export class BadRequest extends Error {}

const statuses = { refusal: 409, outage: 503, bug: 500, 'sign-in': 401, 'not-yours': 403 } as const

/** The one place where an error becomes a status. */
function refused(error: unknown, context: InvocationContext): HttpResponseInit {
  const answer = (kind: Problem['error']['kind'], message: string, status: number = statuses[kind]): HttpResponseInit => ({
    status,
    jsonBody: { error: { kind, message } } satisfies Problem,
    headers: {
      'cache-control': 'no-store',
      // Outlook shows this line above a card whose answer was refused; header values are ASCII.
      'card-action-status': message.replace(/[^\x20-\x7e]/g, ' '),
      ...(kind === 'outage' ? { 'retry-after': '5' } : {}),
    },
  })
  if (error instanceof BadRequest) return answer('refusal', error.message, 400)
  if (error instanceof Missing) return answer('refusal', error.message, 404)
  if (error instanceof Refusal) return answer('refusal', error.message)
  if (error instanceof NotSignedIn) return answer('sign-in', error.message)
  if (error instanceof NotYours) return answer('not-yours', error.message)
  if (error instanceof Outage) return answer('outage', 'Microsoft 365 is busy. Nothing is lost; please try again in a moment.')
  context.error(error)
  return answer(
    'bug',
    `Something went wrong on our side. Nothing was changed halfway that a second try would not mend. Tell your administrator: ${context.invocationId}.`,
  )
}
