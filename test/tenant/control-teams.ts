import { type Context, Hono } from 'hono'

import { Approvals } from './graph/approvals.js'
import { TeamsStore } from './graph/teams-store.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'

const wrong = (context: Context, message: string): Response => context.json({ error: { code: 'badRequest', message } }, 400)

/** Approvals and the activity feed from outside, and what can be done in Teams but not through Graph. Mounted under `/_tenant`. */
export function teamsControls(tenant: Tenant): Hono {
  const face = new Hono()
  const approvals = new Approvals(tenant)
  const teams = new TeamsStore(tenant)

  face.get('/approvals', (context) => {
    const person = context.req.query('person')
    const value = approvals.store.items(person).map((item) => ({
      ...approvals.plain(item),
      requests: approvals.requestsOf(item.id),
      responses: approvals.responsesOf(item),
    }))
    return context.json({ value })
  })
  face.post('/approvals/:id/reassign', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const named = (key: 'from' | 'to') => (isBag(body) ? tenant.directory.find(String(body[key] ?? '')) : undefined)
    const [from, to] = [named('from'), named('to')]
    if (!from || !to) return wrong(context, 'An approval is reassigned with { "from": who was asked, "to": who is to be asked }.')
    const done = approvals.reassign(context.req.param('id'), from.id, to.id)
    return done ? context.body(null, 204) : wrong(context, 'Nobody waits for this person’s answer, or both were asked already.')
  })
  face.get('/activity-notifications', (context) => context.json({ value: teams.notifications() }))
  return face
}
