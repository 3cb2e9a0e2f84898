import type { Tenant } from '../tenant.js'
import type { Acl, Securable } from './acl.js'
import { type AppRight, appRights, levels, type Mask, nothing } from './base-permissions.js'

/**
 * Rights that a seed gives beside those a site knows itself: to an app what an administrator gives it with Sites.Selected, to a
 * person what would take a group. `principal` is a user's id, an app's id, an app role, or `everyone`; `list` is a list's URL
 * segment, null for the whole site.
 */
export type Grant = {
  readonly site: string
  readonly list: string | null
  readonly principal: string
  readonly access: AppRight
}

type Row = { readonly principal: string; readonly access: AppRight }

const tenantWide: readonly (readonly [string, Mask])[] = [
  ['Sites.FullControl.All', appRights.fullcontrol],
  ['Sites.Manage.All', appRights.manage],
  ['Sites.ReadWrite.All', appRights.write],
  ['Sites.Read.All', appRights.read],
]
const delegated: readonly (readonly [string, Mask])[] = [
  ...tenantWide,
  ['AllSites.FullControl', appRights.fullcontrol],
  ['AllSites.Manage', appRights.manage],
  ['AllSites.Write', appRights.write],
  ['AllSites.Read', appRights.read],
]

const together = (held: readonly string[], worth: typeof tenantWide): Mask =>
  worth.reduce((mask, [name, right]) => (held.includes(name) ? mask | right : mask), nothing)

/** More than its scopes say an app cannot do in a person's name, whatever the person may. */
export const limitOf = (scopes: readonly string[]): Mask => together(scopes, delegated)

/** An item's grants stand beside its list's, under a number behind the list's name. */
const placeOf = ({ list, item }: Securable): string => (list ? (item === undefined ? list.folder : `${list.folder}#${item}`) : '')

export class Grants {
  readonly #tenant: Tenant
  readonly #acl: Acl

  constructor(tenant: Tenant, acl: Acl) {
    this.#tenant = tenant
    this.#acl = acl
  }

  give({ site, list, principal, access }: Grant): void {
    const sql = 'insert or replace into grants (site, list, principal, access) values (?, ?, ?, ?)'
    this.#tenant.store.run(sql, site, list ?? '', principal, access)
  }

  revoke({ site, list, principal }: Omit<Grant, 'access'>): void {
    const sql = 'delete from grants where site = ? and list = ? and principal = ?'
    this.#tenant.store.run(sql, site, list ?? '', principal)
  }

  /** What an app may do by itself: by a permission on all sites, or by what was picked for it. */
  ofApp(appId: string, permissions: readonly string[], { site, list }: Securable): Mask {
    let mask = together(permissions, tenantWide)
    if (permissions.includes('Sites.Selected')) mask |= this.#right(site, '', appId)
    if (permissions.includes('Lists.SelectedOperations.Selected')) {
      if (list) mask |= this.#right(site, list.folder, appId)
      else if (this.#below(site).some(({ principal }) => principal.toLowerCase() === appId.toLowerCase()))
        mask |= levels.limitedAccess.mask
    }
    return mask
  }

  /** What somebody holds who goes by these names. */
  of(keys: ReadonlySet<string>, securable: Securable): Mask {
    const held = ({ principal }: { principal: string }): boolean => keys.has(principal.toLowerCase())
    const mask = this.on(securable)
      .filter(held)
      .reduce((sum, { access }) => sum | appRights[access], nothing)
    return !securable.list && this.#below(securable.site).some(held) ? mask | levels.limitedAccess.mask : mask
  }

  /** Grants reach down until something has rights of its own. */
  on(securable: Securable): Row[] {
    const holder = this.#acl.holder(securable)
    const places = [placeOf(holder)]
    if (securable.list && !holder.list) places.push(securable.list.folder)
    const marks = places.map(() => '?').join(', ')
    const sql = `select principal, access from grants where site = ? and list in (${marks})`
    return this.#tenant.store.all<Row>(sql, securable.site, ...places)
  }

  /** For something that gets rights of its own: the grants of people it had until now, or none. */
  separate(securable: Securable, copied: boolean): void {
    const before = copied ? this.on(securable) : []
    this.forget(securable)
    for (const { principal, access } of before)
      if (!this.#tenant.apps.find(principal)) this.give({ site: securable.site, list: placeOf(securable), principal, access })
  }

  /** What an app was given on a list stays: it is no role assignment. */
  forget(securable: Securable, principal?: string): void {
    const only = principal === undefined ? '' : ' and principal = ?'
    this.#tenant.store.run(
      `delete from grants where site = ? and list = ? and principal not in (select appId from apps)${only}`,
      securable.site,
      placeOf(securable),
      ...(principal === undefined ? [] : [principal]),
    )
  }

  #right(site: string, list: string, appId: string): Mask {
    const sql = 'select access from grants where site = ? and list = ? and principal = ?'
    const access = this.#tenant.store.one<Row>(sql, site, list, appId)?.access
    return access ? appRights[access] : nothing
  }

  #below(site: string): { principal: string }[] {
    return this.#tenant.store.all("select distinct principal from grants where site = ? and list <> ''", site)
  }
}
