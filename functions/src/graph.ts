import {
  AuthenticationHandler,
  Client,
  GraphError,
  RedirectHandler,
  RedirectHandlerOptions,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client'
import { Outage } from './failures.js'
import type { TokenSource } from './tokens.js'

/** Carries a request to Graph. In production this is fetch; locally it leads to the stand-in. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>

class LastHandler implements Middleware {
  constructor(private readonly transport: Transport) {}
  async execute(context: Context): Promise<void> {
    const url = typeof context.request === 'string' ? context.request : context.request.url
    context.response = await this.transport(url, context.options ?? {})
  }
}

/** The Graph client with its own middleware; only the last link, which does the sending, is handed in. */
export function openGraph(tokenFor: TokenSource, transport: Transport): Client {
  const chain: readonly Middleware[] = [
    new AuthenticationHandler({ getAccessToken: () => tokenFor('https://graph.microsoft.com/.default') }),
    new RetryHandler(new RetryHandlerOptions()),
    new RedirectHandler(new RedirectHandlerOptions()),
    new TelemetryHandler(),
    new LastHandler(transport),
  ]
  chain.forEach((handler, at) => {
    const next = chain[at + 1]
    if (next && handler.setNext) handler.setNext(next)
  })
  return Client.initWithMiddleware({ middleware: chain[0]! })
}

/** Graph's refusals in our words: throttling and outages are asked again later, the rest is passed on. */
export async function asking<Result>(what: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof GraphError && [429, 500, 502, 503, 504].includes(cause.statusCode))
      throw new Outage(`Microsoft Graph is busy (${cause.statusCode}) while ${what}.`, { cause })
    throw cause
  }
}

/** The same, and undefined for 404: only that means absent. */
export const askingForOne = <Result>(what: string, ask: () => Promise<Result>): Promise<Result | undefined> =>
  asking(what, ask).catch((error: unknown) => {
    if (error instanceof GraphError && error.statusCode === 404) return undefined
    throw error
  })
