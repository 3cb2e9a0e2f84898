import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
  RedirectHandler,
  RedirectHandlerOptions,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client'
import { graphfi, type GraphFI } from '@pnp/graph/index.js'
import '@pnp/graph/batching.js'
import '@pnp/graph/users/index.js'
import { GraphDefault, SPDefault } from '@pnp/nodejs/index.js'
import { BearerToken, type Queryable } from '@pnp/queryable/index.js'
import { spfi, type SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/batching.js'
import '@pnp/sp/fields/index.js'
import '@pnp/sp/items/index.js'
import '@pnp/sp/lists/index.js'
import '@pnp/sp/security/list.js'
import '@pnp/sp/site-users/web.js'
import '@pnp/sp/webs/index.js'

import { defaultApps, defaultTenantId, graphResource, type SeedApp } from './identities.js'

/** The very clients the product uses, pointed at a stand-in: what they send and how they read answers is part of the promise. */
const [, backend, sharePointPages] = defaultApps
const provisioning = defaultApps.find(({ displayName }) => displayName === 'Tandem provisioning')

async function tokenFrom(url: string, form: Record<string, string>): Promise<string> {
  const response = await fetch(`${url}/${defaultTenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  const answer = (await response.json()) as { access_token?: string; error_description?: string }
  if (!answer.access_token) throw new Error(answer.error_description ?? `no token: ${response.status}`)
  return answer.access_token
}

export const tokenOf = (app: SeedApp | undefined, url: string, resource: string): Promise<string> =>
  tokenFrom(url, {
    grant_type: 'client_credentials',
    client_id: app?.appId ?? '',
    client_secret: app?.secret ?? '',
    scope: `${resource}/.default`,
  })

/** Of an app that may do there whatever is asked: for Graph the backend, for a site the one that makes its lists. */
export const appToken = (url: string, resource: string): Promise<string> =>
  tokenOf(resource === graphResource ? backend : provisioning, url, resource)

/** Of the backend, which may read and write rows and no more. */
export const backendToken = (url: string, resource: string): Promise<string> => tokenOf(backend, url, resource)

export const personToken = (url: string, username: string, scope: string): Promise<string> =>
  tokenFrom(url, { grant_type: 'password', client_id: sharePointPages?.appId ?? '', username, password: 'any', scope })

export const graphScope = `${graphResource}/.default`

export const sharePointClient = (url: string, token: string): SPFI =>
  spfi(`${url}/sites/mentoring`).using(SPDefault(), BearerToken(token))

/** Links to further pages lead to graph.microsoft.com, whoever asked; here they are turned to this machine. */
export const pnpGraphClient = (url: string, token: string): GraphFI =>
  graphfi().using(GraphDefault(), BearerToken(token), (instance: Queryable) => {
    instance.on.send.replace(async (address, init) => fetch(address.toString().replace(graphResource, url), init))
    return instance
  })

/** The SDK sends no token over http, so only its last step is exchanged: the address is turned to this machine. */
class Loopback implements Middleware {
  constructor(readonly url: string) {}

  async execute(context: Context): Promise<void> {
    const address = typeof context.request === 'string' ? context.request : context.request.url
    if (!address.startsWith(graphResource)) throw new Error(`${address} is not Microsoft Graph`)
    context.response = await fetch(address.replace(graphResource, this.url), context.options as RequestInit)
  }
}

export function graphClient(url: string, token: string): Client {
  const steps: Middleware[] = [
    new AuthenticationHandler({ getAccessToken: () => Promise.resolve(token) }),
    new RetryHandler(new RetryHandlerOptions()),
    new RedirectHandler(new RedirectHandlerOptions()),
    new TelemetryHandler(),
    new Loopback(url),
  ]
  steps.forEach((step, at) => {
    const next = steps[at + 1]
    if (next) step.setNext?.(next)
  })
  const [first] = steps
  if (!first) throw new Error('a client needs its first step')
  return Client.initWithMiddleware({ middleware: first })
}
