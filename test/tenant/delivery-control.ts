import type { Hono } from 'hono'

import type { Tenant } from './tenant.js'

/** Looking at what listeners were told. `?settle=true` waits until nothing is left to be sent. */
export function deliveryControl(face: Hono, tenant: Tenant): void {
  face.get('/deliveries', async (context) => {
    if (context.req.query('settle') === 'true') await tenant.notifications.settled()
    return context.json({ value: tenant.notifications.deliveries() })
  })
}
