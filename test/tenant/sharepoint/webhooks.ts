import { randomUUID } from 'node:crypto'

import type { Caller } from '../caller.js'
import type { Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import { listPath, type SpList } from './lists.js'

type Row = {
  id: string
  listId: string
  notificationUrl: string
  clientState: string | null
  expires: string
  applicationId: string
}

/** A webhook of SharePoint lives half a year at most and is asked to prove itself within five seconds. */
const [longestDays, handshakeMs] = [180, 5_000]
const dayMs = 86_400_000

/** Who is called when something happens in a list. The call names the list and nothing of what happened. */
export class Webhooks {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`create table if not exists webhooks (
      id text primary key, listId text not null, notificationUrl text not null, clientState text, expires text not null,
      applicationId text not null) without rowid;`)
  }

  of(list: SpList): Entity[] {
    return this.#rows(list).map((row) => webhookEntity(list, row))
  }

  get(list: SpList, id: string): Entity {
    return webhookEntity(list, this.#row(list, id))
  }

  async add(list: SpList, given: Bag, caller: Caller): Promise<Entity> {
    const row: Row = {
      id: randomUUID(),
      listId: list.id,
      notificationUrl: String(given['notificationUrl'] ?? ''),
      clientState: typeof given['clientState'] === 'string' ? given['clientState'] : null,
      expires: this.#expiry(given['expirationDateTime']),
      applicationId: caller.appId,
    }
    await this.#agreed(row.notificationUrl)
    this.#tenant.store.run(
      'insert into webhooks (id, listId, notificationUrl, clientState, expires, applicationId) values (?, ?, ?, ?, ?, ?)',
      ...[row.id, row.listId, row.notificationUrl, row.clientState, row.expires, row.applicationId],
    )
    return webhookEntity(list, row)
  }

  async change(list: SpList, id: string, given: Bag): Promise<void> {
    const before = this.#row(list, id)
    const expires = given['expirationDateTime'] === undefined ? before.expires : this.#expiry(given['expirationDateTime'])
    const url = typeof given['notificationUrl'] === 'string' ? given['notificationUrl'] : before.notificationUrl
    const clientState = typeof given['clientState'] === 'string' ? given['clientState'] : before.clientState
    if (url !== before.notificationUrl) await this.#agreed(url)
    this.#tenant.store.run(
      'update webhooks set notificationUrl = ?, clientState = ?, expires = ? where id = ?',
      ...[url, clientState, expires, before.id],
    )
  }

  remove(list: SpList, id: string): void {
    this.#tenant.store.run('delete from webhooks where id = ?', this.#row(list, id).id)
  }

  /** Called in the transaction of a change; webhooks that have run out hear nothing. */
  tell(list: SpList): void {
    const site = this.#tenant.store.one<{ id: string }>('select id from sites where path = ?', list.site)
    for (const { id, notificationUrl, clientState, expires } of this.#rows(list)) {
      if (Date.parse(expires) <= this.#tenant.clock.nowMs()) continue
      const value = [
        {
          subscriptionId: id,
          clientState,
          expirationDateTime: expires,
          resource: list.id,
          tenantId: this.#tenant.tenantId,
          siteUrl: list.site,
          webId: site?.id,
        },
      ]
      this.#tenant.notifications.deliver({ subscriptionId: id, url: notificationUrl, body: { value } })
    }
  }

  #rows(list: SpList): Row[] {
    return this.#tenant.store.all<Row>('select * from webhooks where listId = ? order by id', list.id)
  }

  #row(list: SpList, id: string): Row {
    const row = this.#rows(list).find((each) => each.id === id.toLowerCase())
    if (!row) throw refused.noSuchWebhook(id)
    return row
  }

  #expiry(given: unknown): string {
    const ms = Date.parse(String(given))
    const now = this.#tenant.clock.nowMs()
    if (Number.isNaN(ms) || ms <= now || ms > now + longestDays * dayMs) throw refused.badWebhookExpiry()
    return new Date(ms).toISOString()
  }

  async #agreed(url: string): Promise<void> {
    if (!URL.canParse(url)) throw refused.webhookNotValidated(url)
    const answer = await this.#tenant.notifications.handshake(url, 'validationtoken', handshakeMs)
    if (answer !== 'agreed') throw refused.webhookNotValidated(url)
  }
}

const webhookEntity = (list: SpList, row: Row): Entity => ({
  type: 'Microsoft.SharePoint.Webhooks.Subscription',
  path: `${listPath(list)}/subscriptions('${row.id}')`,
  values: {
    clientState: row.clientState,
    expirationDateTime: row.expires,
    id: row.id,
    notificationUrl: row.notificationUrl,
    resource: list.id,
    resourceData: null,
    scenarios: null,
  },
})
