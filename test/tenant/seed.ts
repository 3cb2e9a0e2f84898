import { randomUUID } from 'node:crypto'

import { type GraphUser, type MailboxSettings, usersOf } from './directory.js'
import { attendeesFrom } from './graph/event-store.js'
import type { EventStore } from './graph/event-store.js'
import { type MailboxRole, MailboxRoles } from './graph/mailbox-roles.js'
import { msOf } from './graph/zones.js'
import { defaultApps, defaultGrants, defaultServiceMailbox, defaultSite, type SeedApp } from './identities.js'
import type { SeedGroup } from './entra-groups.js'
import type { Grant, Permissions } from './sharepoint/permissions.js'
import { settingsOf, type TenantSettings } from './settings.js'
import { type Bag } from './store.js'
import type { Tenant } from './tenant.js'

type Moment = { readonly dateTime: string; readonly timeZone: string }

export type SeedEvent = {
  /** In whose calendar; they organise it. */
  readonly userId: string
  readonly subject?: string
  readonly start: Moment
  readonly end: Moment
  readonly showAs?: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere'
  /** Mail addresses; each gets a copy. */
  readonly attendees?: readonly string[]
}

export type RoleAssignment = { readonly userId: string; readonly appId: string; readonly role: string }

/** What a tenant starts with, beyond the apps, the site and the service mailbox that every one has. */
export type TenantSeed = {
  readonly tenantId?: string
  readonly users: readonly GraphUser[]
  readonly apps?: readonly SeedApp[]
  readonly roleAssignments?: readonly RoleAssignment[]
  readonly sites?: readonly { readonly path: string; readonly title: string }[]
  readonly grants?: readonly Grant[]
  /** Groups of Entra ID. */
  readonly groups?: readonly SeedGroup[]
  /** Site collection administrators: they may do everything on their site. */
  readonly siteAdmins?: readonly { readonly site: string; readonly userId: string }[]
  readonly mailboxes?: readonly ({ readonly userId: string } & MailboxSettings)[]
  /** What apps may do in which mailboxes, beside what was consented to for all of them. */
  readonly mailboxRoles?: readonly MailboxRole[]
  readonly events?: readonly SeedEvent[]
  readonly settings?: Partial<TenantSettings>
}

export const defaultSeed: TenantSeed = {
  users: [defaultServiceMailbox],
  apps: defaultApps,
  sites: [defaultSite],
  grants: defaultGrants,
}

/** Apps that have been added to the defaults since a tenant began, with what they were given. */
export function defaultsSince({ apps }: Tenant): Partial<TenantSeed> {
  const missing = new Set(defaultApps.map(({ appId }) => appId).filter((appId) => !apps.find(appId)))
  return {
    apps: defaultApps.filter(({ appId }) => missing.has(appId)),
    grants: defaultGrants.filter(({ principal }) => missing.has(principal)),
  }
}

type Parts = { readonly tenant: Tenant; readonly permissions: Permissions; readonly events: EventStore }

/** Puts a seed into the tenant. `replace` writes over people who are there; otherwise only what is missing is added. */
export function sow(
  { tenant, permissions, events }: Parts,
  seed: Partial<TenantSeed>,
  options: { readonly replace: boolean },
): void {
  tenant.store.transaction(() => {
    tenant.directory.put(usersOf({ value: [...(seed.users ?? [])] }), options)
    for (const app of seed.apps ?? [])
      if (options.replace || !tenant.apps.find(app.appId)) {
        tenant.apps.put(app)
        tenant.registrations.put(app)
      }
    tenant.settings.change(settingsOf(seed.settings ?? {}))
    for (const { userId, appId, role } of seed.roleAssignments ?? []) tenant.directory.assignRole(userId, appId, role)
    for (const { path, title } of seed.sites ?? []) {
      tenant.store.run('insert or ignore into sites (path, id, title) values (?, ?, ?)', path, randomUUID(), title)
      permissions.begin(path)
    }
    for (const group of seed.groups ?? []) permissions.principals.groups.put(group)
    for (const { site, userId } of seed.siteAdmins ?? []) permissions.principals.makeAdmin(site, userId)
    for (const grant of seed.grants ?? []) permissions.grants.give(grant)
    for (const { userId, ...mailbox } of seed.mailboxes ?? []) tenant.directory.setMailbox(userId, mailbox)
    new MailboxRoles(tenant.store).assign(seed.mailboxRoles ?? [])
    for (const event of seed.events ?? []) addEvent(tenant, events, event)
  })
}

function addEvent(tenant: Tenant, events: EventStore, event: SeedEvent): void {
  const person = tenant.directory.find(event.userId)
  if (!person) throw new Error(`the event "${event.subject ?? ''}" belongs to ${event.userId}, who is not in the directory`)
  const now = tenant.clock.now()
  const document: Bag = {
    createdDateTime: now,
    lastModifiedDateTime: now,
    subject: event.subject ?? '',
    showAs: event.showAs ?? 'busy',
    sensitivity: 'normal',
    importance: 'normal',
    isAllDay: false,
    isOnlineMeeting: false,
    onlineMeeting: null,
    categories: [],
    location: { displayName: '', locationType: 'default' },
    body: { contentType: 'html', content: '' },
    attendees: attendeesFrom(
      (event.attendees ?? []).map((address) => ({ emailAddress: { address } })),
      [],
    ),
    originalStartTimeZone: event.start.timeZone,
    originalEndTimeZone: event.end.timeZone,
    organizer: { emailAddress: { name: String(person.document['displayName']), address: person.mail } },
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  }
  events.add(person.id, msOf(event.start, 'start'), msOf(event.end, 'end'), document, undefined)
}
