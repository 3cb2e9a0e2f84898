import { randomUUID } from 'node:crypto'

import { isBag, type Store } from './store.js'

/** One message to a listener: which subscription it is for, where it goes, what it says. */
export type Notification = {
  readonly subscriptionId: string
  readonly url: string
  readonly body: unknown
}

export type Delivery = Notification & {
  readonly seq: number
  readonly state: 'waiting' | 'delivered' | 'given up'
  readonly tries: number
  /** The last status the listener answered with; 0 when it could not be reached. */
  readonly status: number | null
}

/** How a listener took the question whether it wants to be called. */
export type Handshake = 'agreed' | 'another status' | 'another answer' | 'not in time'

type Row = {
  seq: number
  subscriptionId: string
  url: string
  body: string
  state: Delivery['state']
  tries: number
  status: number | null
}

/** Real time, and short: Microsoft tries again for hours, which no rehearsal waits for. */
const pausesMs = [50, 100, 200, 400, 800]
const patienceMs = { handshake: 10_000, delivery: 3_000 }
const kept = 2_000

/**
 * Calls listeners, for Graph subscriptions and SharePoint webhooks alike. What is to be told is stored with the change that
 * caused it (one transaction), so a change that is undone tells nobody and one that is done is told even after a kill.
 */
export class Notifications {
  /** How many times a message for this subscription goes out; faults make it more (a duplicate) or none (a loss). */
  copies: (notification: Notification) => number = () => 1

  readonly #store: Store
  #working: Promise<void> | undefined
  #closed = false

  constructor(store: Store) {
    this.#store = store
    store.tables(`
      create table if not exists deliveries (
        seq integer primary key, subscriptionId text not null, url text not null, body text not null, state text not null, tries integer not null, status integer);
      create index if not exists deliveries_state on deliveries (state, seq);
    `)
    this.#wake()
  }

  /** Sends in the background, in order for each listener; tries again while the listener answers anything but 2xx. */
  deliver({ subscriptionId, url, body }: Notification): void {
    const copies = this.copies({ subscriptionId, url, body })
    for (let copy = 0; copy < copies; copy += 1)
      this.#store.run(
        "insert into deliveries (subscriptionId, url, body, state, tries) values (?, ?, ?, 'waiting', 0)",
        subscriptionId,
        url,
        JSON.stringify(body),
      )
    this.#wake()
  }

  /** Asks a listener to repeat a token. Graph writes the parameter `validationToken`, SharePoint `validationtoken`. */
  async handshake(
    url: string,
    parameter: 'validationToken' | 'validationtoken',
    waitMs = patienceMs.handshake,
  ): Promise<Handshake> {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`
    const target = new URL(url)
    target.searchParams.set(parameter, token)
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        signal: AbortSignal.timeout(waitMs),
      })
      const answer = await response.text()
      if (response.status !== 200) return 'another status'
      const plain = response.headers.get('content-type')?.toLowerCase().startsWith('text/plain') ?? false
      return plain && answer === token ? 'agreed' : 'another answer'
    } catch (error) {
      return failureOf(error) === 'late' ? 'not in time' : 'another status' // nobody listens there
    }
  }

  deliveries(): Delivery[] {
    return this.#store
      .all<Row>('select seq, subscriptionId, url, body, state, tries, status from deliveries order by seq')
      .map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }))
  }

  /** Resolves when nothing is left to be sent. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working
  }

  close(): void {
    this.#closed = true
  }

  #wake(): void {
    if (this.#closed || this.#working) return
    this.#working = this.#work().finally(() => {
      this.#working = undefined
      if (!this.#closed && this.#next(new Set())) this.#wake()
    })
  }

  async #work(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)) // after the transaction that is open now
    const busy = new Map<string, Promise<void>>()
    while (!this.#closed) {
      const row = this.#next(new Set(busy.keys()))
      if (row)
        busy.set(
          row.url,
          this.#send(row).finally(() => busy.delete(row.url)),
        )
      else if (busy.size > 0) await Promise.race(busy.values())
      else break
    }
    if (this.#closed) return
    this.#store.run("delete from deliveries where state <> 'waiting' and seq <= (select max(seq) from deliveries) - ?", kept)
  }

  #next(busy: ReadonlySet<string>): Row | undefined {
    return this.#store
      .all<Row>(
        "select seq, subscriptionId, url, body, state, tries, status from deliveries where state = 'waiting' order by seq limit 500",
      )
      .find(({ url }) => !busy.has(url))
  }

  async #send(row: Row): Promise<void> {
    for (let { tries } = row; ;) {
      const status = await statusOf(row)
      tries += 1
      if (this.#closed) return
      const pause = pausesMs[tries - 1]
      const state = status >= 200 && status < 300 ? 'delivered' : pause === undefined ? 'given up' : 'waiting'
      this.#store.run('update deliveries set state = ?, tries = ?, status = ? where seq = ?', state, tries, status, row.seq)
      if (state !== 'waiting' || pause === undefined) return
      await new Promise((resolve) => setTimeout(resolve, pause).unref())
      if (this.#closed) return
    }
  }
}

async function statusOf({ url, body }: Row): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      signal: AbortSignal.timeout(patienceMs.delivery),
    })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    failureOf(error)
    return 0
  }
}

/** How a call to a listener failed; whatever is no failure of the call is thrown on. Told by name, for fetch may be of another realm. */
function failureOf(error: unknown): 'late' | 'unreachable' {
  const name = isBag(error) ? error['name'] : undefined
  if (name === 'TimeoutError' || name === 'AbortError') return 'late'
  if (name === 'TypeError') return 'unreachable'
  throw error
}
