import type { Tenant } from '../tenant.js'
import { Items } from './items.js'
import { Lists } from './lists.js'
import { Permissions } from './permissions.js'
import { Webhooks } from './webhooks.js'

/** What the routes of SharePoint work with. */
export type Site = {
  readonly tenant: Tenant
  readonly lists: Lists
  readonly items: Items
  readonly permissions: Permissions
  readonly webhooks: Webhooks
}

export function openSite(tenant: Tenant): Site {
  const webhooks = new Webhooks(tenant)
  return {
    tenant,
    lists: new Lists(tenant),
    items: new Items(tenant, (list) => webhooks.tell(list)),
    permissions: new Permissions(tenant),
    webhooks,
  }
}
