import { type Context, Hono } from 'hono'

import { settingsOf } from './settings.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'

const wrong = (context: Context, message: string): Response => context.json({ error: { code: 'badRequest', message } }, 400)

/** What an administrator decides, and what a person does at a sign-in page. Mounted under `/_tenant`. */
export function loginControls(tenant: Tenant): Hono {
  const face = new Hono()
  const bodyOf = async (context: Context): Promise<Record<string, unknown>> => {
    const body: unknown = await context.req.json().catch(() => undefined)
    return isBag(body) ? body : {}
  }
  face.get('/settings', (context) => context.json(tenant.settings.all()))
  face.put('/settings', async (context) => {
    try {
      tenant.settings.change(settingsOf(await bodyOf(context)))
    } catch (error) {
      return wrong(context, `The settings cannot be used: ${error instanceof Error ? error.message : String(error)}.`)
    }
    return context.json(tenant.settings.all())
  })
  face.get('/device-codes', (context) => context.json({ value: tenant.deviceCodes.waiting() }))
  face.post('/device-codes/:code', async (context) => {
    const body = await bodyOf(context)
    const person = tenant.directory.find(String(body['person'] ?? ''))
    if (!person) return wrong(context, 'A code is answered with { "person": id or principal name, "approve": true or false }.')
    const found = tenant.deviceCodes.answer(context.req.param('code'), person.id, body['approve'] !== false)
    return found ? context.body(null, 204) : wrong(context, 'Nobody waits for this code, or it has expired.')
  })
  face.post('/revoked-sessions', async (context) => {
    const person = tenant.directory.find(String((await bodyOf(context))['person'] ?? ''))
    if (!person) return wrong(context, 'Sessions are revoked with { "person": id or principal name }.')
    tenant.refreshTokens.revoke(person.id)
    return context.body(null, 204)
  })
  return face
}
