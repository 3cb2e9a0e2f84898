import type { Person } from '../directory.js'
import type { Store } from '../store.js'
import { refused } from './errors.js'
import { MailboxRoles } from './mailbox-roles.js'
import { accepted, type Area, type GraphCall, permitted, type Reply } from './routes.js'
import { preferredZone } from './zones.js'

const opened = new WeakMap<Store, MailboxRoles>()

function rolesIn(store: Store): MailboxRoles {
  const roles = opened.get(store) ?? new MailboxRoles(store)
  opened.set(store, roles)
  return roles
}

/** The owner of the mailbox in the path, if the caller may use it so: an app where it was let in, a person only their own. */
export function ownerOf(call: GraphCall): Person {
  const { tenant, caller, permissions } = call
  const key = call.user()
  const person = tenant.directory.find(key)
  if (!permitted(call)) {
    const byRole =
      caller.kind === 'app' &&
      permissions.application !== null &&
      person !== undefined &&
      rolesIn(tenant.store).open(caller.appId, person, permissions.application)
    if (!byRole) throw refused.mailboxAccess()
  }
  if (!person) {
    if (caller.kind === 'person') throw refused.mailboxAccess()
    throw refused.noSuchMailboxUser()
  }
  if (caller.kind === 'person' && person.id.toLowerCase() !== caller.id.toLowerCase()) throw refused.mailboxAccess()
  if (person.mail === null) throw refused.noMailbox()
  return person
}

/** What an area of Exchange is told apart by: the mailbox in the path decides, not the token alone. */
export const mailboxArea = (file: string): Area => ({ file, guard: (call) => void ownerOf(call) })

/** A call into a mailbox with what most of them need; times are answered in the zone the client prefers. */
export type MailboxCall = {
  readonly owner: Person
  readonly id: string
  readonly url: URL
  readonly prefer: string | undefined
  readonly body: GraphCall['body']
}

export const inMailbox =
  (work: (call: MailboxCall) => Reply | void) =>
  (call: GraphCall): Reply => {
    const prefer = call.headers.get('prefer') ?? undefined
    const reply = work({ owner: ownerOf(call), id: call.at('id'), url: call.url, prefer, body: call.body }) ?? accepted
    const zone = preferredZone(prefer)
    if (reply.body === undefined || zone === 'UTC') return reply
    return { ...reply, headers: { 'Preference-Applied': `outlook.timezone="${zone}"`, ...reply.headers } }
  }
