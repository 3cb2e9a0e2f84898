import type { SQLInputValue } from 'node:sqlite'

import type { Caller } from '../caller.js'
import type { Tenant } from '../tenant.js'
import { accessRefused } from './access-refused.js'
import { Acl, type Securable } from './acl.js'
import type { Entity } from './answers.js'
import { allows, everything, levels, type Mask, nothing, type PermissionName } from './base-permissions.js'
import { refused } from './errors.js'
import { Grants, limitOf } from './grants.js'
import type { SpList } from './lists.js'
import { appAccount, everyone, type Principal, Principals } from './principals.js'
import { Roles } from './roles.js'
import { associated, SiteGroups } from './site-groups.js'

export type { Grant } from './grants.js'
export type { PermissionName } from './base-permissions.js'
export type { Securable } from './acl.js'
export { everyone } from './principals.js'

/** A condition on rows of `items`. */
export type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] }

/** Everything a person counts as on a site: whom grants name, and the principals its lists hold. */
type Who = { readonly admin: boolean; readonly keys: ReadonlySet<string>; readonly ids: ReadonlySet<number> }

export class Permissions {
  readonly #tenant: Tenant
  readonly principals: Principals
  readonly groups: SiteGroups
  readonly roles: Roles
  readonly acl: Acl
  readonly grants: Grants

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.principals = new Principals(tenant)
    this.acl = new Acl(tenant)
    this.grants = new Grants(tenant, this.acl)
    this.roles = new Roles(tenant)
    this.groups = new SiteGroups(tenant, this.principals)
    for (const { path } of tenant.store.all<{ path: string }>('select path from sites')) this.begin(path)
  }

  /** A site as it is born: its levels, and three groups that hold three of them. */
  begin(site: string): void {
    if (!this.roles.begin(site)) return
    const title = this.#tenant.store.one<{ title: string }>('select title from sites where path = ?', site)?.title ?? site
    const held = { Owners: levels.fullControl.id, Members: levels.edit.id, Visitors: levels.read.id }
    let owner: number | undefined
    for (const role of associated) {
      const group = this.groups.add(site, `${title} ${role}`, owner, {}, role)
      owner ??= group.id
      this.acl.add({ site }, group.id, held[role])
    }
  }

  need(caller: Caller, securable: Securable, right: PermissionName): void {
    if (!this.can(caller, securable, right)) throw refused.accessDenied()
  }

  /** Above the base permissions stand a list's own rules about who may write what in it. */
  can(caller: Caller, securable: Securable, right: PermissionName): boolean {
    const mask = this.mask(caller, securable)
    return allows(mask, right) && !this.#lockedFor(caller, securable, right, mask)
  }

  mask(caller: Caller, securable: Securable): Mask {
    return caller.kind === 'app'
      ? this.grants.ofApp(caller.appId, caller.permissions, securable)
      : this.maskOfPerson(caller.id, securable) & limitOf(caller.scopes)
  }

  maskOfPerson(userId: string, securable: Securable): Mask {
    return this.#maskOf(this.#who(userId, securable.site), securable)
  }

  /** What a login holds, as `getUserEffectivePermissions` answers; nothing for someone the tenant does not know. */
  maskOfLogin(login: string, securable: Securable): Mask {
    const { kind, key, id } = this.principals.byLogin(login)
    if (kind === 1) return this.maskOfPerson(key, securable)
    let mask = nothing
    for (const row of this.acl.rows(securable))
      if (row.principalId === id) mask |= this.roles.get(securable.site, row.roleId).mask
    return mask
  }

  /** Which rows of a list someone sees; undefined means all of them. */
  sight(caller: Caller, list: SpList): Condition | undefined {
    const whole = this.mask(caller, { site: list.site, list })
    const own = Number(list.settings['ReadSecurity']) === 2 && !allows(whole, 'CancelCheckout')
    const inherits = allows(whole, 'ViewListItems')
    const apart = this.acl.apart(list)
    if (inherits && !own && apart.length === 0) return undefined
    const shown = caller.kind === 'app' ? (inherits ? apart : []) : this.#shownApart(caller, list, apart)
    const author = this.principals.of(caller).id
    return {
      sql: `((${inherits ? 1 : 0} and id not in (select value from json_each(?))) or id in (select value from json_each(?)))${own ? ' and author = ?' : ''}`,
      values: [JSON.stringify(apart), JSON.stringify(shown), ...(own ? [author] : [])],
    }
  }

  /** An item that someone may not see is, for them, not there. */
  needSight(caller: Caller, list: SpList, item: number): void {
    const mask = this.mask(caller, { site: list.site, list, item })
    const own = Number(list.settings['ReadSecurity']) === 2 && !allows(mask, 'CancelCheckout')
    if (!allows(mask, 'ViewListItems') || (own && this.#isForeign(caller, list, item))) throw refused.noSuchItem()
  }

  assign(securable: Securable, principalId: number, roleId: number): void {
    this.#guardOwn(securable)
    if (!this.principals.find(principalId)) throw accessRefused.noSuchPrincipal(principalId)
    const { id } = this.roles.get(securable.site, roleId)
    this.#tenant.store.transaction(() => {
      this.acl.add(securable, principalId, id)
      this.acl.openWay(securable, principalId)
    })
  }

  /** Without a role, everything the principal holds there. */
  unassign(securable: Securable, principalId: number, roleId?: number): void {
    this.#guardOwn(securable)
    this.#tenant.store.transaction(() => {
      this.acl.remove(securable, principalId, roleId)
      const key = this.principals.find(principalId)?.key
      if (key !== undefined && securable.list) this.grants.forget(securable, key)
    })
  }

  /** Rights of its own: those it had until now, or only the caller's, who has to be able to give the next ones. */
  separate(caller: Caller, securable: Securable, copied: boolean): void {
    const { list, item } = securable
    if (!list) throw accessRefused.topLevelSite()
    this.#tenant.store.transaction(() => {
      this.grants.separate(securable, copied)
      this.acl.separate(securable, copied)
      if (!copied) this.acl.add(securable, this.principals.of(caller).id, levels.fullControl.id)
      if (item === undefined) this.#note(list, true)
    })
  }

  inherit(securable: Securable): void {
    const { list, item } = securable
    if (!list) throw accessRefused.topLevelSite()
    this.#tenant.store.transaction(() => {
      this.grants.forget(securable)
      this.acl.join(securable)
      if (item === undefined) this.#note(list, false)
    })
  }

  #note(list: SpList, own: boolean): void {
    const settings = { ...list.settings, HasUniqueRoleAssignments: own }
    this.#tenant.store.run('update lists set settings = ? where id = ?', JSON.stringify(settings), list.id)
    list.settings = settings
  }

  /** Who holds what, principal by principal, with the grants of the seed among them where they are to a person or everyone. */
  assignments(securable: Securable): { principal: Principal; roleIds: number[] }[] {
    const held = new Map<number, number[]>()
    const give = (id: number, roleId: number): void => void held.set(id, [...new Set([...(held.get(id) ?? []), roleId])])
    for (const { principalId, roleId } of this.acl.rows(securable)) give(principalId, roleId)
    for (const { principal, access } of this.grants.on(securable)) {
      const met = principal === everyone || this.#tenant.directory.find(principal) ? this.#principalOf(principal) : undefined
      if (met) give(met.id, roleOf[access].id)
    }
    return [...held]
      .flatMap(([id, roleIds]) => {
        const principal = this.principals.find(id)
        return principal ? [{ principal, roleIds }] : []
      })
      .sort((left, right) => left.principal.id - right.principal.id)
  }

  /** Where something gets rights anew, those given on its parts can be taken back to it. */
  inheritBelow({ site, list, item }: Securable): void {
    if (list && item === undefined) for (const each of this.acl.apart(list)) this.inherit({ site, list, item: each })
  }

  /** All the principals a person is on a site. */
  actsAs(userId: string, site: string): Set<number> {
    return this.#idsOf(site, this.principals.keysOf(userId))
  }

  /** Off the site's list of users, out of its groups, without any right; what they wrote keeps their name. */
  expel(principal: Principal, site: string): void {
    this.#tenant.store.transaction(() => {
      this.principals.leave(site, principal.id)
      this.principals.unmakeAdmin(site, principal.key)
      this.acl.forget(principal, site)
      for (const group of this.groups.holding(site, [principal.id])) this.groups.leave(group, principal.id)
    })
  }

  principalIdOf(caller: Caller): number {
    return this.principals.of(caller).id
  }

  user(id: number, site?: string): Entity {
    const principal = this.principals.find(id)
    if (!principal) throw accessRefused.noSuchUser()
    return userEntity(principal, site !== undefined && this.principals.isAdmin(site, principal.key))
  }

  /** Whoever is named becomes a user of the site; that gives no right to anything. */
  ensureUser(login: string, site?: string): Entity {
    const principal = this.principals.byLogin(login)
    if (site !== undefined) this.principals.join(site, principal)
    return userEntity(principal, site !== undefined && this.principals.isAdmin(site, principal.key))
  }

  #principalOf(key: string): Principal {
    return key === everyone
      ? this.principals.byLogin(`c:0-.f|rolemanager|spo-grid-all-users/${this.#tenant.tenantId}`)
      : this.principals.person(key)
  }

  #shownApart(caller: Caller & { kind: 'person' }, list: SpList, apart: readonly number[]): number[] {
    const who = this.#who(caller.id, list.site)
    const limit = limitOf(caller.scopes)
    return apart.filter((item) => allows(this.#maskOf(who, { site: list.site, list, item }) & limit, 'ViewListItems'))
  }

  #who(userId: string, site: string): Who {
    const keys = this.principals.keysOf(userId)
    return {
      admin: this.principals.isAdmin(site, userId),
      keys: new Set([...keys, ...this.#tenant.directory.rolesOf(userId)].map((each) => each.toLowerCase())),
      ids: this.#idsOf(site, keys),
    }
  }

  #maskOf({ admin, keys, ids }: Who, securable: Securable): Mask {
    if (admin) return everything
    let mask = this.grants.of(keys, securable)
    for (const { principalId, roleId } of this.acl.rows(securable))
      if (ids.has(principalId)) mask |= this.roles.get(securable.site, roleId).mask
    return mask
  }

  /** The numbers of all principals a person acts as on a site. */
  #idsOf(site: string, keys: readonly string[]): Set<number> {
    const ids = keys.flatMap((key) => this.principals.byKey(key)?.id ?? [])
    return new Set([...ids, ...this.groups.holding(site, ids).map(({ id }) => id)])
  }

  #guardOwn(securable: Securable): void {
    if (!this.acl.isUnique(securable)) throw accessRefused.inheritsRights()
  }

  /** WriteSecurity: 2 lets people change only what is theirs, 4 lets nobody write at all; Override List Behaviors passes both. */
  #lockedFor(caller: Caller, { list, item }: Securable, right: PermissionName, mask: Mask): boolean {
    const rule = Number(list?.settings['WriteSecurity'] ?? 1)
    if (!list || rule === 1 || allows(mask, 'CancelCheckout')) return false
    if (right === 'AddListItems') return rule === 4
    if (right !== 'EditListItems' && right !== 'DeleteListItems') return false
    if (rule === 4 || item === undefined) return rule === 4
    return this.#isForeign(caller, list, item)
  }

  /** Somebody else wrote it. */
  #isForeign(caller: Caller, list: SpList, item: number): boolean {
    const sql = 'select 1 from items where listId = ? and id = ? and author <> ?'
    return this.#tenant.store.one(sql, list.id, item, this.principals.of(caller).id) !== undefined
  }
}

const roleOf = {
  read: levels.read,
  write: levels.contribute,
  manage: levels.design,
  fullcontrol: levels.fullControl,
} as const

export const userEntity = ({ id, login, title, kind, mail }: Principal, admin: boolean): Entity => ({
  type: 'SP.User',
  path: `Web/GetUserById(${id})`,
  values: {
    Id: id,
    IsHiddenInUI: false,
    LoginName: login,
    Title: title,
    PrincipalType: kind,
    Email: mail ?? '',
    EMail: mail ?? '',
    Expiration: '',
    IsEmailAuthenticationGuestUser: false,
    IsShareByEmailGuestUser: false,
    IsSiteAdmin: admin,
    UserPrincipalName: kind === 1 && id !== appAccount.id ? (login.split('|').at(-1) ?? null) : null,
  },
})
