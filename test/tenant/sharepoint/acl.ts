import type { Tenant } from '../tenant.js'
import { levels } from './base-permissions.js'
import type { SpList } from './lists.js'
import type { Principal } from './principals.js'

/** What rights can be given on: a site, a list of it, an item of that. */
export type Securable = { readonly site: string; readonly list?: SpList; readonly item?: number }

type Row = { principalId: number; roleId: number }

/** Who holds which level where, and what has rights of its own instead of those above it. */
export class Acl {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`
      create table if not exists acl (
        site text not null collate nocase, scope text not null collate nocase, principalId integer not null, roleId integer not null,
        primary key (scope, principalId, roleId)) without rowid;
      create index if not exists acl_principal on acl (principalId);
      create table if not exists own_rights (listId text not null, itemId integer not null, primary key (listId, itemId)) without rowid;`)
  }

  isUnique({ list, item }: Securable): boolean {
    if (!list) return true
    if (item === undefined) return list.settings['HasUniqueRoleAssignments'] === true
    return this.#tenant.store.one('select 1 from own_rights where listId = ? and itemId = ?', list.id, item) !== undefined
  }

  /** The thing itself when it has rights of its own, else the nearest above it that has. */
  holder(securable: Securable): Securable {
    if (this.isUnique(securable)) return securable
    const { site, list, item } = securable
    return item !== undefined && list ? this.holder({ site, list }) : { site }
  }

  /** Items of a list that have rights of their own. */
  apart(list: SpList): number[] {
    return this.#tenant.store
      .all<{ itemId: number }>('select itemId from own_rights where listId = ?', list.id)
      .map(({ itemId }) => itemId)
  }

  rows(securable: Securable): Row[] {
    return this.#tenant.store.all<Row>(
      'select principalId, roleId from acl where scope = ? order by principalId, roleId',
      scopeOf(this.holder(securable)),
    )
  }

  add(securable: Securable, principalId: number, roleId: number): void {
    this.#tenant.store.run(
      'insert or ignore into acl (site, scope, principalId, roleId) values (?, ?, ?, ?)',
      securable.site,
      scopeOf(securable),
      principalId,
      roleId,
    )
  }

  /** Without a role, all that the principal holds there. */
  remove(securable: Securable, principalId: number, roleId?: number): void {
    const only = roleId === undefined ? '' : ' and roleId = ?'
    this.#tenant.store.run(
      `delete from acl where scope = ? and principalId = ?${only}`,
      scopeOf(securable),
      principalId,
      ...(roleId === undefined ? [] : [roleId]),
    )
  }

  /** Rights of its own, to begin with those it had from above or none. The flag of a list is its setting, kept by the caller. */
  separate(securable: Securable, copied: boolean): void {
    const rows = copied ? this.rows(securable).filter(({ roleId }) => roleId !== levels.limitedAccess.id) : []
    this.clear(securable)
    const { list, item } = securable
    if (list && item !== undefined)
      this.#tenant.store.run('insert or ignore into own_rights (listId, itemId) values (?, ?)', list.id, item)
    for (const { principalId, roleId } of rows) this.add(securable, principalId, roleId)
  }

  join({ list, item, ...site }: Securable): void {
    if (!list) return
    this.clear({ ...site, list, ...(item === undefined ? {} : { item }) })
    if (item !== undefined) this.#tenant.store.run('delete from own_rights where listId = ? and itemId = ?', list.id, item)
  }

  clear(securable: Securable): void {
    this.#tenant.store.run('delete from acl where scope = ?', scopeOf(securable))
  }

  forget(principal: Pick<Principal, 'id'>, site: string): void {
    this.#tenant.store.run('delete from acl where site = ? and principalId = ?', site, principal.id)
  }

  /** Who has rights on a part may walk to it: SharePoint gives them Limited Access to all that stands above. */
  openWay(securable: Securable, principalId: number): void {
    const { site, list, item } = securable
    if (!list) return
    this.#letThrough({ site }, principalId)
    if (item !== undefined && this.isUnique({ site, list })) this.#letThrough({ site, list }, principalId)
  }

  #letThrough(securable: Securable, principalId: number): void {
    const held = this.rows(securable).some((row) => row.principalId === principalId)
    if (!held) this.add(securable, principalId, levels.limitedAccess.id)
  }
}

const scopeOf = ({ site, list, item }: Securable): string => (list ? (item === undefined ? list.id : `${list.id}#${item}`) : site)
