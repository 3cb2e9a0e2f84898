import { type Context, Hono } from 'hono'

import { type Faults, faultsOf } from './faults.js'
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
  readonly faults: Faults
}

const wrong = (context: Context, message: string): Response => context.json({ error: { code: 'badRequest', message } }, 400)

/** What Microsoft 365 does not have: looking in from outside, and moving the clock. For tests and the local demo only. */
export function controlFace(parts: Parts): Hono {
  const { tenant, events, counters, faults } = parts
  const face = new Hono().basePath('/_tenant')
  const clock = () => ({ now: new Date(tenant.clock.nowMs()).toISOString(), frozen: tenant.clock.frozen })

  face.get('/requests', (context) => context.json(counters))
  face.get('/clock', (context) => context.json(clock()))
  face.put('/clock', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const now = isBag(body) && typeof body['now'] === 'string' ? Date.parse(body['now']) : Number.NaN
    if (!isBag(body) || Number.isNaN(now))
      return wrong(context, 'The clock is set with { "now": an ISO date and time, "frozen": true or false }.')
    tenant.clock.set(now, body['frozen'] === undefined ? tenant.clock.frozen : body['frozen'] === true)
    return context.json(clock())
  })
  face.get('/faults', (context) => context.json({ value: faults.waiting }))
  face.put('/faults', async (context) => {
    const wanted = faultsOf(await context.req.json().catch(() => undefined))
    if (!wanted)
      return wrong(
        context,
        'Faults are set with { "value": [{ "path": a regular expression, "status": 429, 500, 502, 503 or 504, "times": a number }] }.',
      )
    faults.set(wanted)
    return context.json({ value: faults.waiting })
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
      if (error instanceof GraphRefusal || (error instanceof Error && /directory|user number/.test(error.message)))
        return wrong(context, `The seed cannot be used: ${error.message}.`)
      throw error
    }
    return context.body(null, 204)
  })
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
