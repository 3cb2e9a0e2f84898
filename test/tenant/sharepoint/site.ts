import type { Tenant } from '../tenant.js'
import { Items } from './items.js'
import { Lists } from './lists.js'
import { Permissions } from './permissions.js'

/** What the routes of SharePoint work with. */
export type Site = { readonly tenant: Tenant; readonly lists: Lists; readonly items: Items; readonly permissions: Permissions }

export const openSite = (tenant: Tenant): Site => ({
  tenant,
  lists: new Lists(tenant),
  items: new Items(tenant),
  permissions: new Permissions(tenant),
})
