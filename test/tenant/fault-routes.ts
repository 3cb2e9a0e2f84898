import type { Context, Hono } from 'hono'

import { readFaults } from './faults.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'

const wrong = (context: Context, message: string): Response => context.json({ error: { code: 'badRequest', message } }, 400)

/** Faults and limits, seen and set from outside: `/_tenant/faults` and `/_tenant/throttling`. */
export function addFaultRoutes(
  face: Hono,
  { gate: { faults, throttle }, settings, store }: Pick<Tenant, 'gate' | 'settings' | 'store'>,
): void {
  const read = async (context: Context) => {
    const { faults: wanted, wrong: complaints } = readFaults(await context.req.json().catch(() => undefined))
    return { wanted, complaints: complaints.length > 0 ? complaints : faults.unknownIn(wanted) }
  }
  face.get('/faults', (context) => context.json({ value: faults.waiting }))
  face.put('/faults', async (context) => {
    const { wanted, complaints } = await read(context)
    if (complaints.length > 0) return wrong(context, complaints.join(' '))
    faults.replace(wanted)
    return context.json({ value: faults.waiting })
  })
  face.post('/faults', async (context) => {
    const { wanted, complaints } = await read(context)
    if (complaints.length > 0) return wrong(context, complaints.join(' '))
    return context.json({ value: faults.add(wanted) }, 201)
  })
  face.delete('/faults', (context) => {
    faults.replace([])
    return context.body(null, 204)
  })
  face.delete('/faults/:id', (context) => {
    const id = context.req.param('id')
    if (faults.remove(id)) return context.body(null, 204)
    return context.json({ error: { code: 'notFound', message: `There is no fault "${id}".` } }, 404)
  })

  /** Which lists can be given a fault. */
  face.get('/lists', (context) => context.json({ value: store.all('select id, title, folder from lists order by title') }))

  face.get('/throttling', (context) => context.json(throttle.figures()))
  face.put('/throttling', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const mode = isBag(body) ? (body['mode'] ?? settings.get('throttling')) : undefined
    const most = isBag(body) ? (body['retryAfterMost'] ?? null) : undefined
    const isWait = most === null || (typeof most === 'number' && Number.isInteger(most) && most >= 1)
    if ((mode !== 'counted' && mode !== 'enforced') || !isWait)
      return wrong(
        context,
        'Throttling is set with { "mode": "counted" or "enforced", "retryAfterMost": the longest wait in seconds, or null for what it really is }.',
      )
    settings.change({ throttling: mode })
    throttle.retryAfterMost = typeof most === 'number' ? most : Infinity
    return context.json(throttle.figures())
  })
}
