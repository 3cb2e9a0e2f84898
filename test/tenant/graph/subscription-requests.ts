import { randomUUID } from 'node:crypto'

import type { Caller } from '../caller.js'
import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { GraphRefusal, refused } from './errors.js'
import { folderOf } from './mail.js'
import { MailboxRoles } from './mailbox-roles.js'
import { type Subscription, type SubscriptionKind, Subscriptions } from './subscription-store.js'

const minuteMs = 60_000

type Family = {
  readonly kind: SubscriptionKind
  /** The resource without a leading slash; groups `owner` and `folder` where it has them. */
  readonly shape: RegExp
  /** How far ahead it may expire. Outlook's figure is the one the service enforces; its documentation rounds it up to 10,080. */
  readonly minutes: number
  readonly changeTypes: readonly string[]
  readonly app: readonly string[]
  readonly person: readonly string[]
  readonly beta?: true
  /** How many an app may have in a tenant. */
  readonly most?: number
}

const owner = String.raw`(?:me|users(?:\/(?<owner>[^/()]+)|\('(?<quoted>[^']+)'\)))`
const families: readonly Family[] = [
  {
    kind: 'events',
    shape: new RegExp(`^${owner}/(?:calendar/)?events$`, 'i'),
    minutes: 10_070,
    changeTypes: ['created', 'updated', 'deleted'],
    app: ['Calendars.Read', 'Calendars.ReadWrite'],
    person: ['Calendars.Read', 'Calendars.ReadWrite'],
  },
  {
    kind: 'messages',
    shape: new RegExp(`^${owner}(?:/mailfolders(?:/(?<folder>[^/()]+)|\\('(?<quotedFolder>[^']+)'\\)))?/messages$`, 'i'),
    minutes: 10_070,
    changeTypes: ['created', 'updated', 'deleted'],
    app: ['Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.Read', 'Mail.ReadWrite'],
    person: ['Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'],
  },
  {
    kind: 'users',
    shape: /^users(?:\/(?<owner>[^/()]+)|\('(?<quoted>[^']+)'\))?$/i,
    minutes: 41_760,
    changeTypes: ['updated', 'deleted'],
    app: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    person: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    kind: 'approvals',
    shape: /^solutions\/approval\/approvalitems$/i,
    minutes: 43_199,
    changeTypes: ['created', 'updated', 'deleted'],
    app: ['ApprovalSolution.Read.All', 'ApprovalSolution.ReadWrite.All'],
    person: [],
    beta: true,
    most: 1,
  },
]

const forbidden = (): GraphRefusal =>
  new GraphRefusal(
    403,
    'ExtensionError',
    'Operation: Create; Exception: [Status Code: Forbidden; Reason: Access is denied. Check credentials and try again.]',
  )
const notFound = (): GraphRefusal => new GraphRefusal(404, 'ResourceNotFound', 'The object was not found.')
const badRequest = (message: string): GraphRefusal => refused.invalid('InvalidRequest', message)

/** Subscriptions over HTTP: who may have one, for how long, and whether the listener is there. */
export class SubscriptionRequests {
  readonly #tenant: Tenant
  readonly #store: Subscriptions

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.#store = new Subscriptions(tenant)
  }

  async create(caller: Caller, body: Bag, version: 'v1.0' | 'beta'): Promise<Bag> {
    for (const name of ['changeType', 'notificationUrl', 'resource', 'expirationDateTime'])
      if (typeof body[name] !== 'string' || body[name] === '')
        throw badRequest(`${name} is a required property for subscription creation`)
    if (body['includeResourceData'] === true || body['lifecycleNotificationUrl'] !== undefined)
      throw refused.notInStandIn('resource data and lifecycle notifications', 'subscription-requests.ts')
    const resource = String(body['resource'])
    const { family, named } = familyOf(resource, version)
    const ownerId = this.#ownerOf(caller, family, named, resource)
    const changeTypes = String(body['changeType'])
      .split(',')
      .map((each) => each.trim().toLowerCase())
    const unknown = changeTypes.find((each) => !family.changeTypes.includes(each))
    if (unknown !== undefined) throw badRequest(`The changeType '${unknown}' is not supported for the resource '${resource}'.`)
    const clientState = body['clientState']
    if (clientState !== undefined && (typeof clientState !== 'string' || clientState.length > 128))
      throw badRequest('clientState can have 128 characters at most.')
    const expiresMs = this.#expiryOf(body['expirationDateTime'], family)
    const notificationUrl = await this.#agreed(body['notificationUrl'])
    const same = this.#store.all().filter((each) => each.kind === family.kind && each.appId === caller.appId)
    if (family.most !== undefined && same.length >= family.most)
      throw new GraphRefusal(403, 'ExtensionError', `Subscription quota reached: ${family.most} per app and tenant.`)
    const subscription: Subscription = {
      id: randomUUID(),
      kind: family.kind,
      ownerId,
      folder: family.kind === 'messages' ? this.#folderOf(named) : null,
      resource,
      changeTypes: changeTypes.join(','),
      clientState: clientState ?? null,
      notificationUrl,
      expiresMs,
      appId: caller.appId,
      creatorId: caller.id,
    }
    this.#store.add(subscription)
    return { ...contextOf(version, '/$entity'), ...shown(subscription) }
  }

  list(caller: Caller, version: 'v1.0' | 'beta'): Bag {
    const own = this.#store.all().filter((each) => mayManage(caller, each))
    return { ...contextOf(version, ''), value: own.map(shown) }
  }

  get(caller: Caller, id: string, version: 'v1.0' | 'beta'): Bag {
    return { ...contextOf(version, '/$entity'), ...shown(this.#own(caller, id)) }
  }

  async renew(caller: Caller, id: string, body: Bag, version: 'v1.0' | 'beta'): Promise<Bag> {
    const before = this.#own(caller, id)
    const fixed = Object.keys(body).find(
      (name) => !['expirationDateTime', 'notificationUrl'].includes(name) && !name.startsWith('@'),
    )
    if (fixed !== undefined) throw badRequest(`The property '${fixed}' of a subscription cannot be updated.`)
    const family = families.find(({ kind }) => kind === before.kind)
    const expiresMs =
      body['expirationDateTime'] === undefined || !family ? before.expiresMs : this.#expiryOf(body['expirationDateTime'], family)
    const notificationUrl =
      body['notificationUrl'] === undefined ? before.notificationUrl : await this.#agreed(body['notificationUrl'])
    this.#store.renew(id, expiresMs, notificationUrl)
    return { ...contextOf(version, '/$entity'), ...shown({ ...before, expiresMs, notificationUrl }) }
  }

  remove(caller: Caller, id: string): void {
    this.#store.remove(this.#own(caller, id).id)
  }

  #own(caller: Caller, id: string): Subscription {
    const found = this.#store.find(id)
    if (!found || !mayManage(caller, found)) throw notFound()
    return found
  }

  #ownerOf(caller: Caller, family: Family, named: Named, resource: string): string | null {
    const key = named.owner ?? named.quoted
    const has = caller.kind === 'app' ? caller.permissions : caller.scopes
    if (!has.some((each) => family[caller.kind].includes(each)) && !this.#hasRole(caller, family, key)) throw forbidden()
    if (key === undefined) {
      if (!/^\/?me\//i.test(resource)) return null
      if (caller.kind === 'app') throw refused.badRequest('/me request is only valid with delegated authentication flow.')
      return caller.id
    }
    const person = this.#tenant.directory.find(key)
    if (!person) throw notFound()
    const mailbox = family.kind === 'events' || family.kind === 'messages'
    if (mailbox && caller.kind === 'person' && person.id.toLowerCase() !== caller.id.toLowerCase()) throw forbidden()
    if (mailbox && person.mail === null) throw refused.noMailbox()
    return person.id
  }

  #hasRole(caller: Caller, { app }: Family, key: string | undefined): boolean {
    const person = key === undefined ? undefined : this.#tenant.directory.find(key)
    return caller.kind === 'app' && person !== undefined && new MailboxRoles(this.#tenant.store).open(caller.appId, person, app)
  }

  #folderOf({ folder, quotedFolder }: Named): string | null {
    const name = folder ?? quotedFolder
    return name === undefined ? null : folderOf(name)
  }

  /** Less than 45 minutes become 45; more than the resource allows is refused. */
  #expiryOf(given: unknown, { minutes }: Family): number {
    const now = this.#tenant.clock.nowMs()
    const ms = Date.parse(String(given))
    if (Number.isNaN(ms)) throw badRequest('expirationDateTime is no date and time.')
    if (ms <= now) throw badRequest('Subscription expiration date must be in the future.')
    // Whoever asks for the very maximum was on the way for a moment.
    if (ms > now + minutes * minuteMs + 1000)
      throw refused.invalid('ExtensionError', `Subscription expiration can only be ${minutes} minutes in the future.`)
    return Math.max(ms, now + 45 * minuteMs)
  }

  async #agreed(given: unknown): Promise<string> {
    const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
    const local = url?.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
    if (!url || (url.protocol !== 'https:' && !local)) throw badRequest('The notificationUrl has to be an https address.')
    const answer = await this.#tenant.notifications.handshake(url.href, 'validationToken')
    if (answer === 'agreed') return url.href
    const refusal = {
      'not in time': 'Subscription validation request timed out.',
      'another status':
        'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
      'another answer': 'Subscription validation request failed. Response must exactly match validationToken query parameter.',
    }[answer]
    throw refused.invalid('ValidationError', refusal)
  }
}

type Named = { readonly owner?: string; readonly quoted?: string; readonly folder?: string; readonly quotedFolder?: string }

function familyOf(resource: string, version: 'v1.0' | 'beta'): { family: Family; named: Named } {
  const path = decodeURIComponent(resource.replace(/^https:\/\/graph\.microsoft\.com\/(v1\.0|beta)/, '').replace(/^\//, ''))
  for (const family of families) {
    const found = family.beta && version !== 'beta' ? null : family.shape.exec(path)
    if (found) return { family, named: found.groups ?? {} }
  }
  throw refused.notInStandIn(`change notifications for '${resource}' in ${version}`, 'subscription-requests.ts')
}

/** An app manages what it made by itself; a person what they made through that app. */
const mayManage = (caller: Caller, { appId, creatorId }: Subscription): boolean =>
  appId === caller.appId && creatorId === caller.id

const contextOf = (version: string, rest: string): Bag => ({
  '@odata.context': `https://graph.microsoft.com/${version}/$metadata#subscriptions${rest}`,
})

const shown = (subscription: Subscription): Bag => ({
  id: subscription.id,
  resource: subscription.resource,
  applicationId: subscription.appId,
  changeType: subscription.changeTypes,
  clientState: subscription.clientState,
  notificationUrl: subscription.notificationUrl,
  notificationQueryOptions: null,
  lifecycleNotificationUrl: null,
  expirationDateTime: new Date(subscription.expiresMs).toISOString(),
  creatorId: subscription.creatorId,
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  encryptionCertificate: null,
  encryptionCertificateId: null,
  notificationUrlAppId: null,
})
