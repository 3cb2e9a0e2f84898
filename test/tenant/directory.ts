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

const personOf = (row: Row): Person => ({
  ...row,
  document: JSON.parse(row.document) as Bag,
  mailbox: JSON.parse(row.mailbox) as MailboxSettings,
})

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

export class Directory {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** `replace` writes over a person who is there already; otherwise they stay as they are. */
  put(users: readonly GraphUser[], { replace }: { readonly replace: boolean }): void {
    const conflict = replace
      ? 'do update set upn = excluded.upn, mail = excluded.mail, managerId = excluded.managerId, document = excluded.document, mailbox = excluded.mailbox'
      : 'do nothing'
    const sql = `insert into users (id, upn, mail, managerId, document, mailbox) values (?, ?, ?, ?, ?, ?) on conflict (id) ${conflict}`
    this.#store.transaction(() => {
      for (const { manager, mailboxSettings, ...rest } of users) {
        const document = JSON.stringify({ accountEnabled: true, userType: 'Member', ...rest, mail: rest.mail ?? null })
        this.#store.run(
          sql,
          rest.id,
          rest.userPrincipalName,
          rest.mail ?? null,
          manager?.id ?? null,
          document,
          JSON.stringify(mailboxSettings ?? {}),
        )
      }
    })
  }

  setMailbox(userId: string, mailbox: MailboxSettings): void {
    const person = this.find(userId)
    if (person)
      this.#store.run('update users set mailbox = ? where id = ?', JSON.stringify({ ...person.mailbox, ...mailbox }), person.id)
  }

  /** By object id or user principal name, the two keys Graph takes in a path. */
  find(key: string): Person | undefined {
    const row =
      this.#store.one<Row>(`select ${fields} from users where id = ?`, key) ??
      this.#store.one<Row>(`select ${fields} from users where upn = ? order by seq limit 1`, key)
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

  /** People whose id, mail or principal name is one of these: the filters that need not read the whole directory. */
  byKey(column: 'id' | 'mail' | 'userPrincipalName', values: readonly string[]): Person[] {
    const name = column === 'userPrincipalName' ? 'upn' : column
    const marks = values.map(() => '?').join(', ')
    return this.#store.all<Row>(`select ${fields} from users where ${name} in (${marks}) order by seq`, ...values).map(personOf)
  }

  directReports(managerId: string): Person[] {
    return this.#store.all<Row>(`select ${fields} from users where managerId = ? order by seq`, managerId).map(personOf)
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
