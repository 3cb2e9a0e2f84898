import type { Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accessRefused } from './access-refused.js'
import type { Entity } from './answers.js'
import { type Level, levels, maskOf, onTheWire } from './base-permissions.js'

type Row = Omit<Level, 'mask' | 'hidden' | 'order'> & { ordering: number; hidden: number; high: number; low: number }

const levelOf = ({ ordering, hidden, high, low, ...row }: Row): Level => ({
  ...row,
  order: ordering,
  hidden: hidden === 1,
  mask: maskOf(high, low),
})

/** The permission levels of each site: those it was born with and those that were made. */
export class Roles {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`
      create table if not exists role_definitions (
        site text not null collate nocase, id integer not null, name text not null collate nocase, description text not null,
        ordering integer not null, kind integer not null, hidden integer not null, high integer not null, low integer not null,
        primary key (site, id)) without rowid;
      create unique index if not exists role_definitions_name on role_definitions (site, name);`)
  }

  /** Gives a new site its levels; false when it has them already. */
  begin(site: string): boolean {
    if (this.#tenant.store.one('select 1 from role_definitions where site = ? limit 1', site)) return false
    for (const level of Object.values(levels)) this.#put(site, level)
    return true
  }

  of(site: string): Level[] {
    return this.#tenant.store.all<Row>('select * from role_definitions where site = ? order by ordering, id', site).map(levelOf)
  }

  get(site: string, id: number): Level {
    const found = this.#tenant.store.one<Row>('select * from role_definitions where site = ? and id = ?', site, id)
    if (!found) throw accessRefused.noSuchRole(`id: ${id}`)
    return levelOf(found)
  }

  add(site: string, given: Bag): Level {
    const all = this.of(site)
    const level = changed(
      {
        id: Math.max(...all.map(({ id }) => id)) + 1,
        name: '',
        description: '',
        order: 2147483647,
        kind: 0,
        hidden: false,
        mask: 0n,
      },
      given,
    )
    if (level.name === '') throw accessRefused.noName('permission level')
    this.#guardName(site, level)
    this.#put(site, level)
    return level
  }

  /** The level that everybody with rights on a part of the site has on the whole, and Full Control, stay as they are. */
  update(site: string, before: Level, given: Bag): void {
    if (before.kind === 1 || before.kind === 5) throw accessRefused.fixedRole()
    const level = changed(before, given)
    this.#guardName(site, level)
    this.#put(site, level)
  }

  remove(site: string, { id, kind }: Level): void {
    if (kind === 1 || kind === 5) throw accessRefused.fixedRole()
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run('delete from role_definitions where site = ? and id = ?', site, id)
      this.#tenant.store.run('delete from acl where site = ? and roleId = ?', site, id)
    })
  }

  #guardName(site: string, { id, name }: Level): void {
    const twin = this.of(site).find((each) => each.name.toLowerCase() === name.toLowerCase() && each.id !== id)
    if (twin) throw accessRefused.takenRole()
  }

  #put(site: string, { id, name, description, order, kind, hidden, mask }: Level): void {
    this.#tenant.store.run(
      'insert or replace into role_definitions (site, id, name, description, ordering, kind, hidden, high, low) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      site,
      id,
      name,
      description,
      order,
      kind,
      hidden ? 1 : 0,
      Number(mask >> 32n),
      Number(mask & 0xffffffffn),
    )
  }
}

function changed(level: Level, given: Bag): Level {
  const { Name: name = level.name, Description: description = level.description, Order: order = level.order } = given
  return {
    ...level,
    name: String(name),
    description: String(description ?? ''),
    order: Number(order),
    mask: maskGiven(given['BasePermissions'] as Bag | undefined) ?? level.mask,
  }
}

const maskGiven = (given: Bag | undefined): bigint | undefined =>
  given && maskOf(String(given['High'] ?? 0), String(given['Low'] ?? 0))

export const roleEntity = (level: Level): Entity => ({
  type: 'SP.RoleDefinition',
  path: `Web/RoleDefinitions(${level.id})`,
  values: {
    BasePermissions: onTheWire(level.mask),
    Description: level.description,
    Hidden: level.hidden,
    Id: level.id,
    Name: level.name,
    Order: level.order,
    RoleTypeKind: level.kind,
  },
})
