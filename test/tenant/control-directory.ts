import { Hono } from 'hono'

import { MailboxRoles, mailboxRolesOf } from './graph/mailbox-roles.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'

/** What an administrator would do in the admin centre: people change and leave, apps are let into mailboxes. */
export function directoryControls(tenant: Tenant): Hono {
  const face = new Hono()
  const roles = new MailboxRoles(tenant.store)
  face.onError((error, context) => context.json({ error: { code: 'badRequest', message: `${error.message}.` } }, 400))

  face.patch('/people/:id', async (context) => {
    const body: unknown = await context.req.json()
    if (!isBag(body)) throw new Error('a person is changed with an object of properties, among them "manager": { "id" } or null')
    tenant.directory.change(context.req.param('id'), body)
    return context.body(null, 204)
  })
  face.delete('/people/:id', (context) => {
    tenant.directory.remove(context.req.param('id'))
    return context.body(null, 204)
  })
  face.get('/mailbox-roles', (context) => context.json({ value: roles.all() }))
  face.put('/mailbox-roles', async (context) => {
    const wanted = mailboxRolesOf(await context.req.json())
    tenant.store.transaction(() => {
      roles.clear()
      roles.assign(wanted)
    })
    return context.json({ value: roles.all() })
  })
  return face
}
