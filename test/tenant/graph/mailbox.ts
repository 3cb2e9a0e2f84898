import type { Caller } from '../caller.js'
import type { Person } from '../directory.js'
import type { Tenant } from '../tenant.js'
import { refused } from './errors.js'

/** Which permission opens which part of a mailbox, for an app by itself and for a person. */
const opens = {
  readCalendar: { app: ['Calendars.Read', 'Calendars.ReadWrite'], person: ['Calendars.Read', 'Calendars.ReadWrite'] },
  freeBusy: {
    app: ['Calendars.ReadBasic', 'Calendars.Read', 'Calendars.ReadWrite'],
    person: ['Calendars.ReadBasic', 'Calendars.Read', 'Calendars.ReadWrite'],
  },
  writeCalendar: { app: ['Calendars.ReadWrite'], person: ['Calendars.ReadWrite'] },
  readMail: { app: ['Mail.Read', 'Mail.ReadWrite'], person: ['Mail.Read', 'Mail.ReadWrite'] },
  writeMail: { app: ['Mail.ReadWrite'], person: ['Mail.ReadWrite'] },
  sendMail: { app: ['Mail.Send'], person: ['Mail.Send'] },
} as const

export type MailboxRight = keyof typeof opens

/** The owner of the mailbox in the path, if the caller may use it so: an app with the permission any, a person only their own. */
export function ownerOf(tenant: Tenant, caller: Caller, key: string, right: MailboxRight): Person {
  const allowed: readonly string[] = opens[right][caller.kind]
  const has = caller.kind === 'app' ? caller.permissions : caller.scopes
  if (!has.some((each) => allowed.includes(each))) throw refused.mailboxAccess()
  const person = tenant.directory.find(key)
  if (!person) {
    if (caller.kind === 'person') throw refused.mailboxAccess()
    throw refused.noSuchMailboxUser()
  }
  if (caller.kind === 'person' && person.id.toLowerCase() !== caller.id.toLowerCase()) throw refused.mailboxAccess()
  if (person.mail === null) throw refused.noMailbox()
  return person
}
