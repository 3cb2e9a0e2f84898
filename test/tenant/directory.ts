import { randomUUID } from 'node:crypto'

import { type Bag, isBag, type Store } from './store.js'

export type WorkingHours = {
  readonly daysOfWeek: readonly string[]
  readonly startTime: string
  readonly endTime: string
  readonly timeZone: { readonly name: string }
}

export type MailboxSettings = { readonly timeZone?: string; readonly workingHours?: Partial<WorkingHours> }

/** A user as Microsoft Graph shows one; whatever else stands in the document is kept and can be selected. */
export type GraphUser = {
  readonly id: string
  readonly displayName: string
  readonly mail?: string | null
  readonly userPrincipalName: string
  readonly manager?: { readonly id: string } | null
  readonly mailboxSettings?: MailboxSettings
  readonly [property: string]: unknown
}

export type Person = {
  readonly seq: number
  readonly id: string
  readonly mail: string | null
  readonly upn: string
  readonly managerId: string | null
  readonly document: Bag
  readonly mailbox: MailboxSettings
}

type Row = {
  seq: number
  id: string
  upn: string
  mail: string | null
  managerId: string | null
  document: string
  mailbox: string
}

const fields = 'seq, id, upn, mail, managerId, document, mailbox'

/** A person as stored. The two documents are read only when somebody looks: a page of managers needs no more than their ids. */
class StoredPerson implements Person {
  readonly #row: Row
  #document: Bag | undefined
  #mailbox: MailboxSettings | undefined

  constructor(row: Row) {
    this.#row = row
  }

  get seq(): number {
    return this.#row.seq
  }

  get id(): string {
    return this.#row.id
  }

  get mail(): string | null {
    return this.#row.mail
  }

  get upn(): string {
    return this.#row.upn
  }

  get managerId(): string | null {
    return this.#row.managerId
  }

  get document(): Bag {
    return (this.#document ??= JSON.parse(this.#row.document) as Bag)
  }

  get mailbox(): MailboxSettings {
    return (this.#mailbox ??= JSON.parse(this.#row.mailbox) as MailboxSettings)
  }
}

const personOf = (row: Row): Person => new StoredPerson(row)

const knownShape = ({ id, displayName, userPrincipalName }: Bag): boolean =>
  typeof id === 'string' && typeof displayName === 'string' && typeof userPrincipalName === 'string'

/** Reads `{ value: [user, …] }`, the form in which Graph itself answers; throws one sentence when it is something else. */
export function usersOf(document: unknown): GraphUser[] {
  const value: unknown = isBag(document) ? document['value'] : document
  if (!Array.isArray(value)) throw new Error('it has no "value" array of users')
  const wrong = value.findIndex((user) => !isBag(user) || !knownShape(user))
  if (wrong >= 0) throw new Error(`user number ${wrong + 1} lacks id, displayName or userPrincipalName`)
  return value as GraphUser[]
}

/** One line of the directory's own log, from which a delta query tells what happened since. */
export type DirectoryChange = {
  readonly seq: number
  readonly userId: string
  readonly kind: 'created' | 'updated' | 'deleted'
  /** The properties that became other; `manager` is one of them. */
  readonly names: readonly string[]
  readonly managerBefore: string | null
}

type Told = Pick<DirectoryChange, 'userId' | 'kind'>

export class Directory {
  readonly #store: Store
  /** Who has to hear of a change while it is made. */
  told: (change: Told) => void = () => undefined

  constructor(store: Store) {
    this.#store = store
    store.tables(
      'create table if not exists user_changes (seq integer primary key autoincrement, userId text not null collate nocase, kind text not null, names text not null, managerBefore text)',
    )
  }

  /** `replace` writes over a person who is there already; otherwise they stay as they are. */
  put(users: readonly GraphUser[], { replace }: { readonly replace: boolean }): void {
    const conflict = replace
      ? 'do update set upn = excluded.upn, mail = excluded.mail, managerId = excluded.managerId, document = excluded.document, mailbox = excluded.mailbox'
      : 'do nothing'
    const sql = `insert into users (id, upn, mail, managerId, document, mailbox) values (?, ?, ?, ?, ?, ?) on conflict (id) ${conflict}`
    this.#store.transaction(() => {
      for (const { manager, mailboxSettings, ...rest } of users) {
        const before = replace ? this.#byId(rest.id) : undefined
        const document = { accountEnabled: true, userType: 'Member', ...rest, mail: rest.mail ?? null }
        const written = this.#store.run(
          sql,
          rest.id,
          rest.userPrincipalName,
          rest.mail ?? null,
          manager?.id ?? null,
          JSON.stringify(document),
          JSON.stringify(mailboxSettings ?? {}),
        )
        if (written > 0) this.#log(before, { id: rest.id, document, managerId: manager?.id ?? null })
      }
    })
  }

  /** Some properties of one person; `manager` is `{ id }` or null. */
  change(key: string, { manager, mailboxSettings, ...properties }: Bag): void {
    const person = this.find(key)
    if (!person) throw new Error(`nobody in the directory is ${key}`)
    const managerId = manager === undefined ? person.managerId : isBag(manager) ? String(manager['id']) : null
    const user = {
      ...person.document,
      ...properties,
      id: person.id,
      manager: managerId === null ? null : { id: managerId },
      mailboxSettings: isBag(mailboxSettings) ? { ...person.mailbox, ...mailboxSettings } : person.mailbox,
    }
    this.put(usersOf([user]), { replace: true })
  }

  /** Who leaves is nobody's manager any more. */
  remove(key: string): void {
    const person = this.find(key)
    if (!person) throw new Error(`nobody in the directory is ${key}`)
    this.#store.transaction(() => {
      for (const report of this.directReports(person.id)) this.change(report.id, { manager: null })
      this.#store.run('delete from users where id = ?', person.id)
      this.#store.run('delete from role_assignments where userId = ?', person.id)
      this.#note({ userId: person.id, kind: 'deleted', names: [], managerBefore: person.managerId })
    })
  }

  /** The number of the latest change. */
  get latestChange(): number {
    return this.#store.one<{ seq: number | null }>('select max(seq) as seq from user_changes')?.seq ?? 0
  }

  changes(after: number, upTo: number): DirectoryChange[] {
    return this.#store
      .all<Omit<DirectoryChange, 'names'> & { names: string }>(
        'select seq, userId, kind, names, managerBefore from user_changes where seq > ? and seq <= ? order by seq',
        after,
        upTo,
      )
      .map((row) => ({ ...row, names: JSON.parse(row.names) as string[] }))
  }

  #log(before: Person | undefined, after: Pick<Person, 'id' | 'document' | 'managerId'>): void {
    if (!before) return this.#note({ userId: after.id, kind: 'created', names: [], managerBefore: null })
    const names = [...new Set([...Object.keys(before.document), ...Object.keys(after.document)])].filter(
      (name) => JSON.stringify(before.document[name]) !== JSON.stringify(after.document[name]),
    )
    if (before.managerId?.toLowerCase() !== after.managerId?.toLowerCase()) names.push('manager')
    if (names.length > 0) this.#note({ userId: after.id, kind: 'updated', names, managerBefore: before.managerId })
  }

  #note({ userId, kind, names, managerBefore }: Omit<DirectoryChange, 'seq'>): void {
    this.#store.run(
      'insert into user_changes (userId, kind, names, managerBefore) values (?, ?, ?, ?)',
      userId,
      kind,
      JSON.stringify(names),
      managerBefore,
    )
    this.told({ userId, kind })
  }

  #byId(id: string): Person | undefined {
    const row = this.#store.one<Row>(`select ${fields} from users where id = ?`, id)
    return row && personOf(row)
  }

  setMailbox(userId: string, mailbox: MailboxSettings): void {
    const person = this.find(userId)
    if (person)
      this.#store.run('update users set mailbox = ? where id = ?', JSON.stringify({ ...person.mailbox, ...mailbox }), person.id)
  }

  /** By object id or user principal name, the two keys Graph takes in a path. */
  find(key: string): Person | undefined {
    const byId = this.#byId(key)
    if (byId) return byId
    const row = this.#store.one<Row>(`select ${fields} from users where upn = ? order by seq limit 1`, key)
    return row && personOf(row)
  }

  /** Where mail to this address goes: when two people carry one address, to the one who was there first. */
  byAddress(address: string): Person | undefined {
    const row =
      this.#store.one<Row>(`select ${fields} from users where mail = ? order by seq limit 1`, address) ??
      this.#store.one<Row>(`select ${fields} from users where upn = ? and mail is not null order by seq limit 1`, address)
    return row && personOf(row)
  }

  page(afterSeq: number, limit: number): Person[] {
    return this.#store.all<Row>(`select ${fields} from users where seq > ? order by seq limit ?`, afterSeq, limit).map(personOf)
  }

  get size(): number {
    return this.#store.one<{ many: number }>('select count(*) as many from users')?.many ?? 0
  }

  /** People whose id, mail or principal name is one of these: the filters that need not read the whole directory. */
  byKey(column: 'id' | 'mail' | 'userPrincipalName', values: readonly string[]): Person[] {
    const name = column === 'userPrincipalName' ? 'upn' : column
    const marks = values.map(() => '?').join(', ')
    return this.#store.all<Row>(`select ${fields} from users where ${name} in (${marks}) order by seq`, ...values).map(personOf)
  }

  /** Many people by object id in one statement, under their ids in lower case; who is not there is not in it. */
  byIds(ids: readonly string[]): Map<string, Person> {
    const sql = `select ${fields} from users where id in (select value from json_each(?))`
    const found = this.#store.all<Row>(sql, JSON.stringify(ids)).map(personOf)
    return new Map(found.map((person) => [person.id.toLowerCase(), person]))
  }

  directReports(managerId: string): Person[] {
    return this.#store.all<Row>(`select ${fields} from users where managerId = ? order by seq`, managerId).map(personOf)
  }

  /** Everybody below this person, however deep; a circle of managers ends where it began. */
  transitiveReports(managerId: string): Person[] {
    const sql = `with recursive below (id) as (
        select id from users where managerId = ?
        union select users.id from users join below on users.managerId = below.id)
      select ${fields} from users where id in (select id from below) and id <> ? order by seq`
    return this.#store.all<Row>(sql, managerId, managerId).map(personOf)
  }

  assignRole(userId: string, appId: string, role: string): void {
    this.#store.run('insert or ignore into role_assignments (userId, appId, role) values (?, ?, ?)', userId, appId, role)
  }

  rolesOf(userId: string, appId?: string): string[] {
    const rows = appId
      ? this.#store.all<{ role: string }>('select role from role_assignments where userId = ? and appId = ?', userId, appId)
      : this.#store.all<{ role: string }>('select distinct role from role_assignments where userId = ?', userId)
    return rows.map(({ role }) => role)
  }
}

export type App = {
  readonly appId: string
  readonly principalId: string
  readonly displayName: string
  readonly uri: string | null
  readonly secret: string | null
  readonly permissions: readonly string[]
}

export class Apps {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  put(app: {
    appId: string
    displayName: string
    principalId?: string
    uri?: string
    secret?: string
    permissions?: readonly string[]
  }): void {
    this.#store.run(
      'insert or replace into apps (appId, principalId, displayName, uri, secret, permissions) values (?, ?, ?, ?, ?, ?)',
      app.appId,
      app.principalId ?? this.find(app.appId)?.principalId ?? randomUUID(),
      app.displayName,
      app.uri ?? null,
      app.secret ?? null,
      JSON.stringify(app.permissions ?? []),
    )
  }

  /** By client id, or by the App ID URI that scopes are written with. */
  find(key: string): App | undefined {
    const row = this.#store.one<Omit<App, 'permissions'> & { permissions: string }>(
      'select appId, principalId, displayName, uri, secret, permissions from apps where appId = ? or uri = ?',
      key,
      key,
    )
    return row && { ...row, permissions: JSON.parse(row.permissions) as string[] }
  }
}
