import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

import { Clock } from './clock.js'
import { controlFace, type Counters } from './control.js'
import { Apps, Directory, type GraphUser } from './directory.js'
import { answerFault, Faults } from './faults.js'
import { graphFace } from './graph/face.js'
import { defaultTenantId } from './identities.js'
import { Keys } from './keys.js'
import { loginFace } from './login.js'
import { defaultSeed, sow, type TenantSeed } from './seed.js'
import { sharePointFace } from './sharepoint/face.js'
import { Store } from './store.js'
import type { Tenant } from './tenant.js'

export type { GraphUser } from './directory.js'
export type { SeedApp } from './identities.js'
export type { RoleAssignment, SeedEvent, TenantSeed } from './seed.js'
export type { Grant } from './sharepoint/permissions.js'

export type TenantOptions = {
  /** Where the tenant is kept; `:memory:` for one that ends with the process. */
  readonly dataFile: string
  readonly seed?: TenantSeed
  readonly threshold?: number
}

export type OpenTenant = { readonly app: Hono; close(): void }
export type RunningTenant = { readonly url: string; readonly port: number; close(): Promise<void> }

/** The whole tenant as one function from request to answer; needs no port. */
export function openTenant({ dataFile, seed, threshold = 5000 }: TenantOptions): OpenTenant {
  const store = new Store(dataFile)
  const fresh = store.meta('tenantId') === undefined
  if (fresh) store.setMeta('tenantId', seed?.tenantId ?? defaultTenantId)
  const tenant: Tenant = {
    tenantId: store.meta('tenantId') ?? defaultTenantId,
    store,
    clock: new Clock(store),
    keys: Keys.open(store),
    directory: new Directory(store),
    apps: new Apps(store),
    threshold,
  }
  const graph = graphFace(tenant)
  const sharePoint = sharePointFace(tenant)
  const parts = { tenant, permissions: sharePoint.site.permissions, events: graph.events }
  sow(parts, fresh ? defaultSeed : {}, { replace: false })
  // A seed is how a tenant begins; on one that lives already it adds missing people and roles and touches nothing else.
  if (seed) sow(parts, fresh ? seed : { users: seed.users, roleAssignments: seed.roleAssignments ?? [] }, { replace: false })

  const counters: Counters = { sharepoint: 0, graph: 0, login: 0 }
  const faults = new Faults()
  const app = new Hono()
  app.use(
    '*',
    cors({
      origin: (origin) => (/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin) ? origin : null),
      exposeHeaders: ['ETag', 'Retry-After', 'request-id', 'Location'],
      maxAge: 600,
    }),
  )
  app.use('*', async (context, next) => {
    const { path } = context.req
    if (path.startsWith('/v1.0')) counters.graph += 1
    else if (path.startsWith('/sites/')) counters.sharepoint += 1
    else if (!path.startsWith('/_tenant')) counters.login += 1
    const fault = path.startsWith('/_tenant')
      ? undefined
      : faults.meeting(context.req.method, decodeURIComponent(context.req.url))
    if (fault && !fault.afterwards) return answerFault(fault, path.startsWith('/sites/'))
    await next()
    if (fault) context.res = answerFault(fault, path.startsWith('/sites/'))
  })
  app.route('/', controlFace({ ...parts, counters, faults }))
  app.all('/v1.0/*', (context) => graph.face.fetch(context.req.raw))
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
  return { app, close: () => store.close() }
}

/** The tenant behind a port of this machine. `directory` are further people for the seed. */
export async function startTenant({
  port = 0,
  directory = [],
  seed,
  ...options
}: TenantOptions & { readonly port?: number; readonly directory?: readonly GraphUser[] }): Promise<RunningTenant> {
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
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve, reject) => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close((error) => {
          close()
          if (error) reject(error)
          else resolve()
        })
      }),
  }
}
