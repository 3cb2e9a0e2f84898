import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { HostLog } from './failures.js'
import type { RegisteredFunction, RpcHttp } from './functions-core.js'
import { withAppSettings } from './host-json.js'
import { type Invoke, triggerOf } from './invoke.js'
import type { HostQueues } from './queue-storage.js'
import { parseRoute } from './route-template.js'

export interface HttpFunction {
  readonly fn: RegisteredFunction
  readonly route: string
  readonly methods: readonly string[]
  readonly needsKey: boolean
}

export function httpFunction(fn: RegisteredFunction, routePrefix: string): HttpFunction {
  const { route, methods, authLevel } = triggerOf(fn).binding
  const own = typeof route === 'string' && route !== '' ? withAppSettings(route) : fn.name
  return {
    fn,
    route: [routePrefix, own].filter(Boolean).join('/'),
    methods: (Array.isArray(methods) ? methods : []).map((method) => String(method).toUpperCase()),
    needsKey: String(authLevel ?? 'anonymous').toLowerCase() !== 'anonymous',
  }
}

interface HttpOptions {
  readonly functions: readonly HttpFunction[]
  readonly functionKey: string
  readonly queues: HostQueues
  readonly invoke: Invoke
  readonly log: HostLog
  readonly onInvoked: () => void
}

export function httpApp({ functions, functionKey, queues, invoke, log, onInvoked }: HttpOptions) {
  const app = new Hono({ strict: false })
  app.use(corsForLoopback)
  const routes = functions
    .map((one) => ({ ...one, template: parseRoute(one.route) }))
    .sort((a, b) => (a.template.rank < b.template.rank ? -1 : 1))

  for (const { fn, methods, needsKey, template } of routes) {
    for (const pattern of template.patterns) {
      app.all(pattern, async (c, next) => {
        // Methods and constraints are part of the route: the wrong one is "no such route", 404, and never 405.
        const params = methods.includes(c.req.method) ? template.accept(c.req.param()) : undefined
        if (!params) return next()
        if (needsKey && !isKey(c.req.header('x-functions-key') ?? c.req.query('code') ?? '', functionKey))
          return c.body(null, 401)

        onInvoked()
        try {
          const http = await requestData(c.req.raw, params)
          const { result, response } = await invoke(fn, { http })
          // Azure leaves the caller waiting or answers an empty 200, depending on its version; neither is what was meant.
          if (result === undefined || result === null)
            throw new Error('It returned nothing. An HTTP function has to return a response.')
          await queues.writeOutputs(fn, response)
          return answer(response.returnValue?.http)
        } catch (error) {
          log.failed('http', fn.name, error, ` (${c.req.method} ${c.req.path})`)
          return c.body(null, 500)
        }
      })
    }
  }
  return app
}

/** Pages of the workbench come from another port of this machine; in Azure the function app lists the site instead. */
const allowLoopback = cors({
  origin: (origin) => (isLoopback(origin) ? origin : undefined),
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  maxAge: 600,
})
export const corsForLoopback: typeof allowLoopback = (c, next) =>
  // An OPTIONS request that is no preflight belongs to the function that asked for that method.
  c.req.method === 'OPTIONS' && !c.req.header('access-control-request-method') ? next() : allowLoopback(c, next)

export function isLoopback(origin: string) {
  return URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname)
}

function isKey(given: string, key: string) {
  return given.length === key.length && timingSafeEqual(Buffer.from(given), Buffer.from(key))
}

async function requestData(request: Request, params: Record<string, string>): Promise<RpcHttp> {
  const query: Record<string, string> = {}
  // Azure joins repeated query keys with a comma.
  for (const [key, value] of new URL(request.url).searchParams) query[key] = key in query ? `${query[key]},${value}` : value
  // Only the login layer in front of Azure may say who the caller is; it removes what a client sends under these names.
  const headers = [...request.headers].filter(
    ([name]) => !name.startsWith('x-ms-client-principal') && !name.startsWith('x-ms-token-'),
  )
  // Without a Content-Length Azure's buffered mode passes no body on; a chunked upload arrives empty.
  const hasBody = Number(request.headers.get('content-length') ?? 0) > 0
  return {
    method: request.method,
    url: request.url,
    nullableHeaders: nullable(Object.fromEntries(headers)),
    nullableQuery: nullable(query),
    nullableParams: nullable(params),
    headers: {},
    ...(hasBody && { body: { bytes: new Uint8Array(await request.arrayBuffer()) } }),
  }
}

const nullable = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]))

function answer(http: RpcHttp | undefined): Response {
  if (!http) throw new Error('It has no HTTP output as its return value.')
  if (http.cookies?.length) throw new Error('It sets cookies, which the local host does not carry. Use a set-cookie header.')
  const status = Number(http.statusCode ?? 200)
  const bytes = http.body?.bytes ?? (http.body?.string === undefined ? undefined : Buffer.from(http.body.string))
  const mayHaveBody = status !== 204 && status !== 205 && status !== 304
  return new Response(mayHaveBody && bytes?.length ? new Uint8Array(bytes) : null, { status, headers: http.headers ?? {} })
}
