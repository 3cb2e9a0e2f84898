import { z } from 'zod'

/**
 * Who may call: `person` anyone who is signed in, and sees what is theirs; `team` holders of the app role Programme.Team or
 * Programme.Admin; `card` Outlook on behalf of the person who pressed a button in a card.
 */
export type Caller = 'person' | 'team' | 'card'

export type Endpoint<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> = {
  /** Name of the function in Azure; unique. */
  readonly name: string
  readonly who: Caller
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Below the route prefix `api`, with `{parameters}`. */
  readonly path: string
  /** The body of a POST or PUT, the query of a GET. */
  readonly request: Request
  readonly response: Response
}

export const endpoint = <Request extends z.ZodType, Response extends z.ZodType>(
  definition: Endpoint<Request, Response>,
): Endpoint<Request, Response> => definition

/** The body of GET requests without a query and of answers that carry nothing. */
export const Nothing = z.object({})

/** What every failed call answers. `refusal`: the person can act, show `message` word for word. `outage`: try again in a moment. */
export const Problem = z.object({
  error: z.object({ kind: z.enum(['refusal', 'outage', 'bug', 'sign-in', 'not-yours']), message: z.string() }),
})
export type Problem = z.output<typeof Problem>

/** Carries the request; returns status and parsed JSON (undefined when there is no body). The caller brings token and base URL. */
export type Send = (method: string, path: string, body: unknown) => Promise<{ status: number; body: unknown }>

/** Thrown for every answer that is not 2xx; `message` may be shown to the person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: Problem['error']['kind'],
    message: string,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

/** One typed call: fills the path, sends, tells failures from answers, and checks what came back. */
export async function call<Request extends z.ZodType, Response extends z.ZodType>(
  send: Send,
  target: Endpoint<Request, Response>,
  input: { params?: Readonly<Record<string, string>>; body?: z.input<Request> } = {},
): Promise<z.output<Response>> {
  let path = target.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input.params?.[name]
    if (value === undefined) throw new Error(`The call of ${target.name} lacks the parameter "${name}".`)
    return encodeURIComponent(value)
  })
  if (target.method === 'GET' && input.body) {
    const query = Object.entries(input.body as Record<string, unknown>)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    if (query.length > 0) path += `?${query.join('&')}`
  }
  const answer = await send(target.method, path, target.method === 'GET' ? undefined : (input.body ?? {}))
  if (answer.status >= 200 && answer.status < 300) return target.response.parse(answer.body ?? {})
  const problem = Problem.safeParse(answer.body)
  throw problem.success
    ? new ApiError(answer.status, problem.data.error.kind, problem.data.error.message)
    : new ApiError(answer.status, answer.status >= 500 ? 'outage' : 'bug', `The server answered ${answer.status}.`)
}
