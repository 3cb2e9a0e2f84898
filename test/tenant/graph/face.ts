import { type Context, Hono } from 'hono'

import { callerOf, TokenRefused } from '../caller.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { approvalRoutes } from './approval-routes.js'
import { answerBatch } from './batch.js'
import { calendarRoutes } from './calendar-routes.js'
import { ExtendedProperties } from './collection.js'
import { directoryRoutes } from './directory-routes.js'
import { answerRefusal, GraphRefusal, refused } from './errors.js'
import { EventStore } from './event-store.js'
import { Events } from './events.js'
import { Mails } from './mail.js'
import { mailRoutes } from './mail-routes.js'
import { MailStore } from './mail-store.js'
import { type GraphCall, type GraphRoute, type GraphVersion, type Reply, RouteTable } from './routes.js'
import { siteRoutes } from './site-routes.js'
import { subscriptionRoutes } from './subscription-routes.js'
import { teamsRoutes } from './teams-routes.js'

export type GraphFace = {
  readonly face: Hono
  readonly events: EventStore
  readonly extended: ExtendedProperties
  /** Everything that is served, apart from `$batch`. */
  readonly graphRoutes: readonly GraphRoute[]
}

/** Microsoft Graph, v1.0 and beta. */
export function graphFace(tenant: Tenant): GraphFace {
  const extended = new ExtendedProperties(tenant.store)
  const eventStore = new EventStore(tenant, extended)
  // A new area is one file with its table and one line here.
  const graphRoutes: GraphRoute[] = [
    ...directoryRoutes(tenant),
    ...calendarRoutes(tenant, eventStore, new Events(tenant, eventStore, extended)),
    ...mailRoutes(new Mails(new MailStore(tenant, extended), extended)),
    ...subscriptionRoutes(tenant),
    ...approvalRoutes(tenant),
    ...teamsRoutes(tenant),
    ...siteRoutes(tenant),
  ]
  const table = new RouteTable(graphRoutes)

  const face = new Hono()
  face.onError((error, context) => {
    if (error instanceof GraphRefusal) return answerRefusal(context, error)
    throw error
  })
  face.notFound((context) => answerRefusal(context, refused.notInStandIn(`${context.req.method} ${context.req.path}`, 'face.ts')))
  const serve = (version: GraphVersion): void => {
    face.all(`/${version}/*`, async (context) => {
      const url = new URL(context.req.url)
      const { authorization = '' } = context.req.header()
      const caller = await callerOf(tenant, authorization, 'graph', url.origin).catch((error: unknown): never => {
        throw error instanceof TokenRefused ? refused.token(error.message) : error
      })
      const { method } = context.req
      const path = url.pathname.slice(version.length + 1)
      if (method === 'POST' && path === '/$batch') {
        const send = (request: Request) =>
          tenant.gate.pass(
            { method: request.method, url: request.url, authorization, accept: request.headers.get('accept') ?? undefined },
            () => face.fetch(request),
          )
        return context.json(await answerBatch(await bodyOf(context), { origin: url.origin, version, authorization }, send))
      }
      const { route, values, personal } = table.find(version, method, path)
      const call: GraphCall = {
        tenant,
        caller,
        version,
        url,
        headers: context.req.raw.headers,
        body: method === 'POST' || method === 'PATCH' || method === 'PUT' ? await bodyOf(context) : {},
        at: (name) => values.get(name) ?? '',
        user: () => {
          if (!personal) return values.get('user') ?? ''
          if (caller.kind === 'app') throw refused.badRequest('/me request is only valid with delegated authentication flow.')
          return caller.id
        },
        permissions: route.permissions,
      }
      if (personal) call.user()
      route.guard(call)
      // All that a request writes comes with its answer or not at all, whatever stops it in between.
      return answered(context, version, await tenant.store.transaction(() => route.answer(call)))
    })
  }
  serve('v1.0')
  serve('beta')
  return { face, events: eventStore, extended, graphRoutes }
}

function answered(context: Context, version: GraphVersion, { status, body, text, headers = {} }: Reply): Response {
  for (const [name, value] of Object.entries(headers)) context.header(name, value)
  if (text !== undefined) return context.text(text)
  if (body === undefined || status === 204) return context.body(null, status)
  return context.json(version === 'beta' ? inBeta(body) : body, status)
}

/** The areas write their context as v1.0. */
function inBeta(body: Bag): Bag {
  const context = body['@odata.context']
  return typeof context === 'string' ? { ...body, '@odata.context': context.replace('/v1.0/$metadata', '/beta/$metadata') } : body
}

async function bodyOf(context: Context): Promise<Bag> {
  const text = await context.req.text()
  if (text.trim() === '') return {}
  const body = readJson(text)
  if (isBag(body)) return body
  throw refused.badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  )
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
