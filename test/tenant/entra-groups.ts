import type { Store } from './store.js'

/** A group of Entra ID: a security group, or the one behind a team. */
export type SeedGroup = {
  readonly id: string
  readonly displayName: string
  readonly mail?: string | null
  /** Ids of users and of other groups. */
  readonly members?: readonly string[]
}

export type EntraGroup = { readonly id: string; readonly displayName: string; readonly mail: string | null }

export class EntraGroups {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables(`
      create table if not exists entra_groups (id text primary key collate nocase, displayName text not null, mail text) without rowid;
      create table if not exists entra_members (
        groupId text not null collate nocase, memberId text not null collate nocase, primary key (groupId, memberId)) without rowid;
      create index if not exists entra_members_member on entra_members (memberId);`)
  }

  /** The members that are named replace those there were. */
  put({ id, displayName, mail = null, members }: SeedGroup): void {
    this.#store.run('insert or replace into entra_groups (id, displayName, mail) values (?, ?, ?)', id, displayName, mail)
    if (!members) return
    this.#store.run('delete from entra_members where groupId = ?', id)
    for (const member of members)
      this.#store.run('insert or ignore into entra_members (groupId, memberId) values (?, ?)', id, member)
  }

  find(id: string): EntraGroup | undefined {
    return this.#store.one<EntraGroup>('select id, displayName, mail from entra_groups where id = ?', id)
  }

  /** `start` as a LIKE takes it: percent, underline and backslash escaped by a backslash. */
  called(start: string, limit: number): EntraGroup[] {
    return this.#store.all<EntraGroup>(
      "select id, displayName, mail from entra_groups where displayName like ? escape '\\' or mail like ? escape '\\' order by displayName limit ?",
      `${start}%`,
      `${start}%`,
      limit,
    )
  }

  /** Every group someone belongs to, by themselves or through another group. */
  of(memberId: string): string[] {
    const rows = this.#store.all<{ groupId: string }>(
      `with recursive belongs(groupId) as (
        select groupId from entra_members where memberId = ?
        union select above.groupId from entra_members above join belongs on above.memberId = belongs.groupId)
      select groupId from belongs`,
      memberId,
    )
    return rows.map(({ groupId }) => groupId.toLowerCase())
  }
}
