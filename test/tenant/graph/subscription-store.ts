import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'

export type ChangeType = 'created' | 'updated' | 'deleted'

/** What can be subscribed to here. */
export type SubscriptionKind = 'events' | 'messages' | 'users' | 'approvals'

export type Subscription = {
  readonly id: string
  readonly kind: SubscriptionKind
  /** Whose mailbox, or which user; null when everything of this kind is meant. */
  readonly ownerId: string | null
  /** A mail folder when only that is meant. */
  readonly folder: string | null
  readonly resource: string
  readonly changeTypes: string
  readonly clientState: string | null
  readonly notificationUrl: string
  readonly expiresMs: number
  readonly appId: string
  readonly creatorId: string
}

/** A change as a part of the tenant tells it: whose it is, where it is found, what a listener is told of it. */
export type Change = {
  readonly changeType: ChangeType
  readonly ownerId: string | null
  readonly folder?: string
  /** The path of the thing changed, as the notification names it: `Users/{id}/Events/{id}`. */
  readonly resource: string
  readonly data: Bag & { readonly id: string }
}

const fields = 'id, kind, ownerId, folder, resource, changeTypes, clientState, notificationUrl, expiresMs, appId, creatorId'

/** Graph's subscriptions. It holds nothing itself, so every part that has changes to tell makes one of its own. */
export class Subscriptions {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`
      create table if not exists subscriptions (
        id text primary key, kind text not null, ownerId text collate nocase, folder text, resource text not null, changeTypes text not null, clientState text,
        notificationUrl text not null, expiresMs integer not null, appId text not null, creatorId text not null) without rowid;
      create index if not exists subscriptions_kind on subscriptions (kind, ownerId);
    `)
  }

  add(subscription: Subscription): void {
    const { id, kind, ownerId, folder, resource, changeTypes, clientState, notificationUrl, expiresMs, appId, creatorId } =
      subscription
    this.#tenant.store.run(
      `insert into subscriptions (${fields}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      kind,
      ownerId,
      folder,
      resource,
      changeTypes,
      clientState,
      notificationUrl,
      expiresMs,
      appId,
      creatorId,
    )
  }

  /** An expired one is not there any more, as Graph deletes it. */
  find(id: string): Subscription | undefined {
    const sql = `select ${fields} from subscriptions where id = ? and expiresMs > ?`
    return this.#tenant.store.one<Subscription>(sql, id, this.#tenant.clock.nowMs())
  }

  all(): Subscription[] {
    return this.#tenant.store.all<Subscription>(
      `select ${fields} from subscriptions where expiresMs > ?`,
      this.#tenant.clock.nowMs(),
    )
  }

  renew(id: string, expiresMs: number, notificationUrl: string): void {
    this.#tenant.store.run(
      'update subscriptions set expiresMs = ?, notificationUrl = ? where id = ?',
      expiresMs,
      notificationUrl,
      id,
    )
  }

  remove(id: string): void {
    this.#tenant.store.run('delete from subscriptions where id = ?', id)
  }

  /** Tells every listener of this kind of change; to be called in the transaction that makes it. */
  announce(kind: SubscriptionKind, { changeType, ownerId, folder, resource, data }: Change): void {
    const sql = `select ${fields} from subscriptions where kind = ? and (ownerId is null or ownerId = ?) and expiresMs > ?`
    for (const each of this.#tenant.store.all<Subscription>(sql, kind, ownerId, this.#tenant.clock.nowMs())) {
      if (!each.changeTypes.split(',').includes(changeType) || (each.folder !== null && each.folder !== folder)) continue
      this.#tenant.notifications.deliver({
        subscriptionId: each.id,
        url: each.notificationUrl,
        body: {
          value: [
            {
              subscriptionId: each.id,
              subscriptionExpirationDateTime: new Date(each.expiresMs).toISOString(),
              changeType,
              resource,
              resourceData: { ...data, '@odata.id': resource },
              ...(each.clientState === null ? {} : { clientState: each.clientState }),
              tenantId: this.#tenant.tenantId,
            },
          ],
        },
      })
    }
  }
}
