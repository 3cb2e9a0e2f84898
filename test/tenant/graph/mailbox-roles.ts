import type { Person } from '../directory.js'
import { isBag, type Store } from '../store.js'

/** A role in Exchange that an app holds for some mailboxes, or for all of them. */
export type MailboxRole = {
  readonly appId: string
  /** As Exchange calls it: `Application Calendars.ReadWrite`. */
  readonly role: string
  /** User ids, principal names or addresses; left out, every mailbox of the organisation. */
  readonly mailboxes?: readonly string[]
}

/** What the roles without a permission's name stand for; the others are called `Application <permission>`. */
const bundles: Readonly<Record<string, readonly string[]>> = {
  'Application Mail Full Access': ['Mail.ReadWrite', 'Mail.Send'],
  'Application Exchange Full Access': [
    'Mail.ReadWrite',
    'Mail.Send',
    'MailboxSettings.ReadWrite',
    'Calendars.ReadWrite',
    'Contacts.ReadWrite',
  ],
}
const single =
  /^Application ((?:Mail|Calendars|Contacts)\.(?:Read|ReadBasic|ReadWrite)|Mail\.Send|MailboxSettings\.(?:Read|ReadWrite))$/

function permissionsIn(role: string): readonly string[] {
  const permission = single.exec(role)?.[1]
  const permissions = bundles[role] ?? (permission === undefined ? undefined : [permission])
  if (!permissions)
    throw new Error(`the mailbox role "${role}" is not in the directory of roles that Exchange has for applications`)
  return permissions
}

/** RBAC for Applications: which app may use which mailbox how. It adds to what was consented to for the tenant and takes nothing away. */
export class MailboxRoles {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables(
      'create table if not exists mailbox_roles (appId text collate nocase, permission text, mailbox text collate nocase, role text, primary key (appId, permission, mailbox, role)) without rowid',
    )
  }

  /** The roles an app holds from now on, instead of those it held. */
  assign(roles: readonly MailboxRole[]): void {
    this.#store.transaction(() => {
      for (const appId of new Set(roles.map(({ appId }) => appId.toLowerCase())))
        this.#store.run('delete from mailbox_roles where appId = ?', appId)
      for (const { appId, role, mailboxes } of roles)
        for (const permission of permissionsIn(role))
          for (const mailbox of mailboxes ?? ['*'])
            this.#store.run(
              'insert or ignore into mailbox_roles (appId, permission, mailbox, role) values (?, ?, ?, ?)',
              appId,
              permission,
              mailbox,
              role,
            )
    })
  }

  clear(): void {
    this.#store.run('delete from mailbox_roles')
  }

  all(): MailboxRole[] {
    const rows = this.#store.all<{ appId: string; role: string; mailbox: string }>(
      'select distinct appId, role, mailbox from mailbox_roles order by appId, role, mailbox',
    )
    const all = new Map<string, { appId: string; role: string; mailboxes: string[] }>()
    for (const { appId, role, mailbox } of rows) {
      const held = all.get(`${appId}/${role}`) ?? { appId, role, mailboxes: [] }
      all.set(`${appId}/${role}`, { ...held, mailboxes: [...held.mailboxes, mailbox] })
    }
    return [...all.values()].map(({ mailboxes, ...role }) => (mailboxes.includes('*') ? role : { ...role, mailboxes }))
  }

  open(appId: string, person: Person, permissions: readonly string[]): boolean {
    const row = this.#store.one(
      `select 1 from mailbox_roles where appId = ? and mailbox in ('*', ?, ?, ?)
       and permission in (select value from json_each(?)) limit 1`,
      appId,
      person.id,
      person.upn,
      person.mail ?? person.upn,
      JSON.stringify(permissions),
    )
    return row !== undefined
  }
}

/** Throws one sentence when it is something else. */
export function mailboxRolesOf(document: unknown): MailboxRole[] {
  const given: unknown = isBag(document) ? document['value'] : undefined
  if (!Array.isArray(given)) throw new Error('mailbox roles are given as { "value": [{ "appId", "role", "mailboxes" }] }')
  return (given as unknown[]).map((each): MailboxRole => {
    if (!isBag(each) || typeof each['appId'] !== 'string' || typeof each['role'] !== 'string')
      throw new Error('a mailbox role needs an appId and a role')
    permissionsIn(each['role'])
    const { mailboxes } = each
    return { appId: each['appId'], role: each['role'], ...(Array.isArray(mailboxes) ? { mailboxes: mailboxes.map(String) } : {}) }
  })
}
