import type { Caller } from '../caller.js'
import { EntraGroups } from '../entra-groups.js'
import type { Tenant } from '../tenant.js'
import { accessRefused } from './access-refused.js'

/** A person is 1, a security group or one behind a team 4, a group of the site 8: `SP.PrincipalType`. */
export type Principal = {
  readonly id: number
  /** Whom it stands for: the id of a user or of an Entra group, `everyone`, `all`, or the site's path and a group's name. */
  readonly key: string
  readonly login: string
  readonly title: string
  readonly kind: number
  readonly mail: string | null
}

export const everyone = 'everyone'
export const guestsToo = 'all'

export const appAccount: Principal = {
  id: 1073741822,
  key: 'app',
  title: 'SharePoint App',
  login: 'i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint',
  kind: 1,
  mail: null,
}

/** Whom sites know: each gets a number at first sight, which is what items and role assignments hold. */
export class Principals {
  readonly #tenant: Tenant
  readonly groups: EntraGroups

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.groups = new EntraGroups(tenant.store)
    tenant.store.tables(`
      create table if not exists site_users (
        site text not null collate nocase, principalId integer not null, primary key (site, principalId)) without rowid;
      create table if not exists site_admins (
        site text not null collate nocase, userId text not null collate nocase, primary key (site, userId)) without rowid;`)
  }

  find(id: number): Principal | undefined {
    if (id === appAccount.id) return appAccount
    return this.#tenant.store.one<Principal>('select * from principals where id = ?', id)
  }

  byKey(key: string): Principal | undefined {
    return this.#tenant.store.one<Principal>('select * from principals where key = ?', key)
  }

  /** The number under which SharePoint knows a caller: the Author of what they write. */
  of(caller: Caller): Principal {
    return caller.kind === 'app' ? appAccount : this.person(caller.id)
  }

  person(id: string): Principal {
    const person = this.#tenant.directory.find(id)
    return this.ensure(
      person?.id ?? id,
      `i:0#.f|membership|${(person?.upn ?? id).toLowerCase()}`,
      String(person?.document['displayName'] ?? id),
      1,
      person?.mail ?? null,
    )
  }

  /** By the name people and groups sign in with, with or without its claim: `i:0#.f|membership|ada@…`, `c:0t.c|tenant|guid`. */
  byLogin(login: string): Principal {
    const known = this.#tenant.store.one<Principal>('select * from principals where login = ? collate nocase', login)
    if (known) return known
    const claim = login.split('|').at(-1) ?? ''
    if (/spo-grid-all-users/i.test(login)) return this.ensure(everyone, login, 'Everyone except external users', 4, null)
    if (/^c:0\(\.s\|true$/i.test(login)) return this.ensure(guestsToo, login, 'Everyone', 4, null)
    if (/^c:0[to]\.c\|/i.test(login)) return this.#entraGroup(claim, login)
    const person = this.#tenant.directory.find(claim) ?? this.#tenant.directory.byAddress(claim)
    if (!person) throw accessRefused.noSuchLogin(login)
    return this.person(person.id)
  }

  /** Names stay those of the first meeting, as SharePoint keeps them until its profiles are synchronised. */
  ensure(key: string, login: string, title: string, kind: number, mail: string | null, wanted?: number): Principal {
    const known = this.byKey(key)
    if (known) return known
    const { store } = this.#tenant
    const free = wanted !== undefined && !this.find(wanted)
    const id = free
      ? wanted
      : (store.one<{ last: number }>('select max(9, coalesce(max(id), 9)) as last from principals')?.last ?? 9) + 1
    const sql = 'insert into principals (id, key, login, title, kind, mail) values (?, ?, ?, ?, ?, ?)'
    store.run(sql, id, key, login, title, kind, mail)
    return { id, key, login, title, kind, mail }
  }

  /** Puts someone on the site's list of users, where they stay until they are removed. */
  join(site: string, { id }: Principal): void {
    this.#tenant.store.run('insert or ignore into site_users (site, principalId) values (?, ?)', site, id)
  }

  leave(site: string, id: number): void {
    this.#tenant.store.run('delete from site_users where site = ? and principalId = ?', site, id)
  }

  usersOf(site: string): Principal[] {
    return this.#tenant.store.all<Principal>(
      'select principals.* from principals join site_users on principalId = id where site = ? and kind <> 8 order by id',
      site,
    )
  }

  makeAdmin(site: string, userId: string): void {
    this.#tenant.store.run('insert or ignore into site_admins (site, userId) values (?, ?)', site, userId)
    this.join(site, this.person(userId))
  }

  unmakeAdmin(site: string, userId: string): void {
    this.#tenant.store.run('delete from site_admins where site = ? and userId = ?', site, userId)
  }

  isAdmin(site: string, key: string): boolean {
    return this.#tenant.store.one('select 1 from site_admins where site = ? and userId = ?', site, key) !== undefined
  }

  /** All the keys a person acts under: their own, their Entra groups' and the two that stand for everybody. */
  keysOf(userId: string): string[] {
    const guest = this.#tenant.directory.find(userId)?.document['userType'] === 'Guest'
    return [userId, ...this.groups.of(userId), ...(guest ? [] : [everyone]), guestsToo]
  }

  #entraGroup(claim: string, login: string): Principal {
    const group = this.groups.find(claim.replace(/_o$/, ''))
    if (!group) throw accessRefused.noSuchLogin(login)
    return this.ensure(claim.toLowerCase(), login, group.displayName, 4, group.mail)
  }
}
