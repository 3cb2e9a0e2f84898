import { type Context, Hono } from 'hono'

import { directoryControls } from './control-directory.js'
import { deliveryControl } from './delivery-control.js'
import { loginControls } from './control-login.js'
import { teamsControls } from './control-teams.js'
import { addFaultRoutes } from './fault-routes.js'
import { momentAt } from './graph/zones.js'
import type { EventStore } from './graph/event-store.js'
import { GraphRefusal } from './graph/errors.js'
import { sow, type TenantSeed } from './seed.js'
import type { Permissions } from './sharepoint/permissions.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'

export type Counters = { sharepoint: number; graph: number; login: number }

type Parts = {
  readonly tenant: Tenant
  readonly permissions: Permissions
  readonly events: EventStore
  readonly counters: Counters
}

const wrong = (context: Context, message: string): Response => context.json({ error: { code: 'badRequest', message } }, 400)

/** What Microsoft 365 does not have: looking in from outside, and moving the clock. For tests and the local demo only. */
export function controlFace(parts: Parts): Hono {
  const { tenant, events, counters } = parts
  const face = new Hono().basePath('/_tenant')
  const clock = () => ({ now: new Date(tenant.clock.nowMs()).toISOString(), frozen: tenant.clock.frozen })

  face.route('/', loginControls(tenant))
  face.route('/', directoryControls(tenant))
  face.route('/', teamsControls(tenant))
  addFaultRoutes(face, tenant)
  face.get('/requests', (context) => context.json({ ...counters, throttling: tenant.gate.throttle.figures() }))
  face.get('/clock', (context) => context.json(clock()))
  face.put('/clock', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const now = isBag(body) && typeof body['now'] === 'string' ? Date.parse(body['now']) : Number.NaN
    if (!isBag(body) || Number.isNaN(now))
      return wrong(context, 'The clock is set with { "now": an ISO date and time, "frozen": true or false }.')
    tenant.clock.set(now, body['frozen'] === undefined ? tenant.clock.frozen : body['frozen'] === true)
    return context.json(clock())
  })
  face.get('/people', (context) => {
    const people = tenant.directory.page(0, -1).map(({ id, mail, document }) => ({
      id,
      displayName: document['displayName'],
      jobTitle: document['jobTitle'] ?? null,
      department: document['department'] ?? null,
      mail,
    }))
    return context.json({ value: people })
  })
  face.post('/seed', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    if (!isBag(body))
      return wrong(context, 'A seed is an object with users, apps, roleAssignments, sites, grants, mailboxes or events.')
    try {
      sow(parts, body as Partial<TenantSeed>, { replace: true })
    } catch (error) {
      if (
        error instanceof GraphRefusal ||
        (error instanceof Error && /directory|user number|setting|mailbox role|must be one of/.test(error.message))
      )
        return wrong(context, `The seed cannot be used: ${error.message}.`)
      throw error
    }
    return context.body(null, 204)
  })
  deliveryControl(face, tenant)
  face.get('/events', (context) => {
    const value = events.everywhere().map(({ id, userId, iCalUId, isOrganizer, startMs, endMs, document }) => ({
      userId,
      id,
      iCalUId,
      isOrganizer,
      subject: document['subject'],
      start: momentAt(startMs, 'UTC'),
      end: momentAt(endMs, 'UTC'),
    }))
    return context.json({ value })
  })
  face.get('/mail-count', (context) => {
    const rows = tenant.store.all<{ folder: string; many: number }>(
      'select folder, count(*) as many from messages group by folder',
    )
    const of = (folder: string): number => rows.find((row) => row.folder === folder)?.many ?? 0
    return context.json({ sent: of('sentitems'), delivered: of('inbox'), drafts: of('drafts') })
  })
  face.notFound((context) =>
    context.json(
      {
        error: {
          code: 'notFound',
          message: `The stand-in has no ${context.req.method} ${context.req.path}; its control routes stand in test/tenant/control.ts.`,
        },
      },
      501,
    ),
  )
  return face
}
