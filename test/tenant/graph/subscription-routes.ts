import type { Tenant } from '../tenant.js'
import { gone, type GraphRoute, made, type Permissions, routesOf, shown } from './routes.js'
import { SubscriptionRequests } from './subscription-requests.js'
import { Subscriptions } from './subscription-store.js'

/** The resource asked for decides which of these is needed; subscription-requests.ts looks into it. */
const anyRead: Permissions = {
  application: ['Calendars.Read', 'Mail.Read', 'User.Read.All', 'ApprovalSolution.Read.All'],
  delegated: ['Calendars.Read', 'Mail.Read', 'User.Read.All'],
}

export function subscriptionRoutes(tenant: Tenant): GraphRoute[] {
  const requests = new SubscriptionRequests(tenant)
  const subscriptions = new Subscriptions(tenant)
  tenant.directory.told = ({ userId, kind }) =>
    subscriptions.announce('users', {
      changeType: kind === 'deleted' ? 'deleted' : 'updated', // whoever is new is told of as changed
      ownerId: userId,
      resource: `Users/${userId}`,
      data: { '@odata.type': '#Microsoft.Graph.User', id: userId, organizationId: tenant.tenantId },
    })
  const one = '/subscriptions/:id'
  return routesOf({ file: 'subscription-routes.ts', guard: () => undefined }, [
    {
      method: 'POST',
      path: '/subscriptions',
      permissions: anyRead,
      answer: async ({ caller, body, version }) => made(await requests.create(caller, body, version)),
    },
    {
      method: 'GET',
      path: '/subscriptions',
      permissions: anyRead,
      answer: ({ caller, version }) => shown(requests.list(caller, version)),
    },
    {
      method: 'GET',
      path: one,
      permissions: anyRead,
      answer: ({ caller, at, version }) => shown(requests.get(caller, at('id'), version)),
    },
    {
      method: 'PATCH',
      path: one,
      permissions: anyRead,
      answer: async ({ caller, at, body, version }) => shown(await requests.renew(caller, at('id'), body, version)),
    },
    {
      method: 'DELETE',
      path: one,
      permissions: anyRead,
      answer: ({ caller, at }) => {
        requests.remove(caller, at('id'))
        return gone
      },
    },
  ])
}
