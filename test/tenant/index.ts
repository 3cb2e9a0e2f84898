import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

import { Clock } from './clock.js'
import { controlFace, type Counters } from './control.js'
import { Apps, Directory, type GraphUser } from './directory.js'
import { Gate } from './gate.js'
import { type Front, startFront } from './front.js'
import { graphFace } from './graph/face.js'
import { defaultTenantId } from './identities.js'
import { Keys } from './keys.js'
import { openLogin } from './login/parts.js'
import { loginFace } from './login.js'
import { Notifications } from './notifications.js'
import { defaultSeed, defaultsSince, sow, type TenantSeed } from './seed.js'
import { Settings } from './settings.js'
import type { Served } from './routes.js'
import { sharePointFace } from './sharepoint/face.js'
import { sharePointRoutes } from './sharepoint/kinds.js'
import { Store } from './store.js'
import type { Tenant } from './tenant.js'
import type { ThrottlingMode } from './throttle.js'

export type { GraphUser } from './directory.js'
export type { SeedApp } from './identities.js'
export type { RoleAssignment, SeedEvent, TenantSeed } from './seed.js'
export type { Grant } from './sharepoint/permissions.js'

export type TenantOptions = {
  /** Where the tenant is kept; `:memory:` for one that ends with the process. */
  readonly dataFile: string
  readonly seed?: TenantSeed
  readonly threshold?: number
  /** Whether apps are held to the published limits; as the tenant has it unless said. */
  readonly throttling?: ThrottlingMode
}

export type OpenTenant = { readonly app: Hono; readonly served: Served; close(): void }
export type RunningTenant = {
  readonly url: string
  readonly port: number
  /** There when a front was asked for. */
  readonly front?: Front
  close(): Promise<void>
}

/** The whole tenant as one function from request to answer; needs no port. */
export function openTenant({ dataFile, seed, threshold = 5000, throttling }: TenantOptions): OpenTenant {
  const store = new Store(dataFile)
  const known = store.meta('tenantId')
  const fresh = known === undefined
  const watched = {
    store,
    directory: new Directory(store),
    settings: new Settings(store),
    notifications: new Notifications(store),
  }
  const tenant: Tenant = {
    ...watched,
    tenantId: known ?? seed?.tenantId ?? defaultTenantId,
    clock: new Clock(store),
    keys: Keys.open(store),
    apps: new Apps(store),
    ...openLogin(store),
    gate: new Gate(watched),
    threshold,
  }
  if (throttling) tenant.settings.change({ throttling })
  const graph = graphFace(tenant)
  const sharePoint = sharePointFace(tenant)
  const parts = { tenant, permissions: sharePoint.site.permissions, events: graph.events }
  // Its name and all that was sown in one: killed in between, it would be taken for one that lives already.
  store.transaction(() => {
    if (fresh) store.setMeta('tenantId', tenant.tenantId)
    sow(parts, fresh ? defaultSeed : defaultsSince(tenant), { replace: false })
    // A seed is how a tenant begins; on one that lives already it adds missing people and roles and touches nothing else.
    if (seed)
      sow(parts, fresh ? seed : { users: seed.users, roleAssignments: seed.roleAssignments ?? [], groups: seed.groups ?? [] }, {
        replace: false,
      })
  })

  const counters: Counters = { sharepoint: 0, graph: 0, login: 0 }
  const app = new Hono()
  app.use(
    '*',
    cors({
      origin: (origin) => (/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin) ? origin : null),
      exposeHeaders: [
        'ETag',
        'Retry-After',
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        'request-id',
        'Location',
      ],
      maxAge: 600,
    }),
  )
  app.use('*', async (context, next) => {
    const { path } = context.req
    if (/^\/(v1\.0|beta)(\/|$)/.test(path)) counters.graph += 1
    else if (path.startsWith('/sites/')) counters.sharepoint += 1
    else if (!path.startsWith('/_tenant')) counters.login += 1
    if (path.startsWith('/_tenant')) return next()
    const { method, url } = context.req
    const asked = { method, url, authorization: context.req.header('authorization'), accept: context.req.header('accept') }
    const { refusal, lost, headers, done } = await tenant.gate.enter(asked)
    if (refusal) return refusal
    await next().finally(done)
    if (lost) context.res = lost
    else for (const [name, value] of Object.entries(headers)) context.header(name, value)
  })
  const control = controlFace({ ...parts, counters })
  app.route('/', control)
  for (const version of ['v1.0', 'beta']) app.all(`/${version}/*`, (context) => graph.face.fetch(context.req.raw))
  app.route('/', sharePoint.face)
  app.route('/', loginFace(tenant))
  app.notFound((context) =>
    context.json(
      {
        error: {
          code: 'NotImplemented',
          message: `The stand-in tenant has nothing at ${context.req.path}. Its faces are put together in test/tenant/index.ts.`,
        },
      },
      501,
    ),
  )
  app.onError((error, context) => {
    console.error(`The stand-in tenant failed at ${context.req.method} ${context.req.path}:`, error)
    return context.json({ error: { code: 'InternalServerError', message: `The stand-in tenant failed: ${error.message}` } }, 500)
  })
  const close = (): void => {
    tenant.notifications.close()
    store.close()
  }
  return { app, served: { sharePoint: sharePointRoutes(), graph: graph.graphRoutes, control }, close }
}

/** The tenant behind a port of this machine. `directory` are further people for the seed; `front` opens a second door, with TLS. */
export async function startTenant({
  port = 0,
  directory = [],
  seed,
  front: wanted,
  ...options
}: TenantOptions & {
  readonly port?: number
  readonly directory?: readonly GraphUser[]
  readonly front?: { readonly port?: number }
}): Promise<RunningTenant> {
  const sown = seed || directory.length > 0 ? { seed: { ...seed, users: [...(seed?.users ?? []), ...directory] } } : {}
  const { app, close } = openTenant({ ...options, ...sown })
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(starting))
    starting.once('error', (error) => {
      close()
      reject(error)
    })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const front = wanted && (await startFront(app, wanted))
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    ...(front ? { front } : {}),
    close: async () => {
      await front?.close()
      await new Promise<void>((resolve, reject) => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close((error) => {
          close()
          if (error) reject(error)
          else resolve()
        })
      })
    },
  }
}
