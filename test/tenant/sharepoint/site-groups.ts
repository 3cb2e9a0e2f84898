import { randomUUID } from 'node:crypto'

import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accessRefused } from './access-refused.js'
import type { Principal, Principals } from './principals.js'

export type SiteGroup = {
  readonly id: number
  readonly site: string
  readonly title: string
  readonly ownerId: number
  readonly settings: Bag
}

type Row = Omit<SiteGroup, 'settings'> & { settings: string }

const defaults: Bag = {
  AllowMembersEditMembership: false,
  AllowRequestToJoinLeave: false,
  AutoAcceptRequestToJoinLeave: false,
  Description: null,
  OnlyAllowMembersViewMembership: false,
  RequestToJoinLeaveEmailSetting: null,
}

/** The roles in which a site knows three of its groups. */
export const associated = ['Owners', 'Visitors', 'Members'] as const
export type Associated = (typeof associated)[number]

/** SharePoint's own groups: they belong to one site and hold people and Entra groups, never each other. */
export class SiteGroups {
  readonly #tenant: Tenant
  readonly #principals: Principals

  constructor(tenant: Tenant, principals: Principals) {
    this.#tenant = tenant
    this.#principals = principals
    tenant.store.tables(`
      create table if not exists site_groups (
        id integer primary key, site text not null collate nocase, ownerId integer not null, associated text, settings text not null);
      create table if not exists site_group_members (groupId integer not null, memberId integer not null, primary key (groupId, memberId)) without rowid;
      create index if not exists site_group_members_member on site_group_members (memberId);`)
  }

  of(site: string): SiteGroup[] {
    return this.#rows('site_groups.site = ?', site)
  }

  get(site: string, id: number): SiteGroup {
    const [found] = this.#rows('site_groups.site = ? and site_groups.id = ?', site, id)
    if (!found) throw accessRefused.noSuchGroup()
    return found
  }

  called(site: string, title: string): SiteGroup {
    const [found] = this.#rows('site_groups.site = ? and title = ? collate nocase', site, title)
    if (!found) throw accessRefused.noSuchGroup()
    return found
  }

  associated(site: string, role: Associated): SiteGroup {
    const [found] = this.#rows('site_groups.site = ? and associated = ?', site, role)
    if (!found) throw accessRefused.noSuchGroup()
    return found
  }

  /** Who makes a group owns it. The three of a new site own themselves through the first of them. */
  add(site: string, title: string, ownerId: number | undefined, given: Bag, role?: Associated): SiteGroup {
    if (title === '') throw accessRefused.noName('group')
    if (this.#rows('site_groups.site = ? and title = ? collate nocase', site, title).length > 0) throw accessRefused.takenGroup()
    return this.#tenant.store.transaction(() => {
      const first = role && associated.indexOf(role) + 3
      const { id } = this.#principals.ensure(`group:${randomUUID()}`, title, title, 8, null, first)
      this.#tenant.store.run(
        'insert into site_groups (id, site, ownerId, associated, settings) values (?, ?, ?, ?, ?)',
        id,
        site,
        ownerId ?? id,
        role ?? null,
        JSON.stringify({ ...defaults, ...settingsIn(given) }),
      )
      return this.get(site, id)
    })
  }

  update(group: SiteGroup, given: Bag): void {
    this.#tenant.store.transaction(() => {
      const settings = JSON.stringify({ ...group.settings, ...settingsIn(given) })
      this.#tenant.store.run('update site_groups set settings = ? where id = ?', settings, group.id)
      const title = given['Title']
      if (typeof title === 'string')
        this.#tenant.store.run('update principals set title = ?, login = ? where id = ?', title, title, group.id)
    })
  }

  setOwner(group: SiteGroup, ownerId: number): void {
    if (!this.#principals.find(ownerId)) throw accessRefused.noSuchUser()
    this.#tenant.store.run('update site_groups set ownerId = ? where id = ?', ownerId, group.id)
  }

  remove(group: SiteGroup): void {
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run('delete from acl where principalId = ?', group.id)
      this.#tenant.store.run('delete from site_group_members where groupId = ?', group.id)
      this.#tenant.store.run('delete from site_groups where id = ?', group.id)
      this.#tenant.store.run('delete from principals where id = ?', group.id)
    })
  }

  members(id: number): Principal[] {
    return this.#tenant.store.all<Principal>(
      'select principals.* from principals join site_group_members on memberId = id where groupId = ? order by id',
      id,
    )
  }

  join(group: SiteGroup, member: Principal): void {
    this.#principals.join(group.site, member)
    this.#tenant.store.run('insert or ignore into site_group_members (groupId, memberId) values (?, ?)', group.id, member.id)
  }

  leave(group: SiteGroup, memberId: number): void {
    this.#tenant.store.run('delete from site_group_members where groupId = ? and memberId = ?', group.id, memberId)
  }

  /** Groups of the site that one of these belongs to. */
  holding(site: string, memberIds: readonly number[]): SiteGroup[] {
    if (memberIds.length === 0) return []
    const marks = memberIds.map(() => '?').join(', ')
    return this.#rows(
      `site_groups.site = ? and site_groups.id in (select groupId from site_group_members where memberId in (${marks}))`,
      site,
      ...memberIds,
    )
  }

  #rows(where: string, ...values: (string | number)[]): SiteGroup[] {
    const sql = `select site_groups.id, site, title, ownerId, settings from site_groups join principals on principals.id = site_groups.id where ${where} order by site_groups.id`
    return this.#tenant.store.all<Row>(sql, ...values).map((row) => ({ ...row, settings: JSON.parse(row.settings) as Bag }))
  }
}

const settingsIn = (given: Bag): Bag =>
  Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(defaults, name)))
