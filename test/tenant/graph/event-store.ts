import { randomBytes } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type ExtendedProperties } from './collection.js'
import { refused } from './errors.js'

export type CalendarEvent = {
  readonly id: string
  readonly userId: string
  readonly iCalUId: string
  readonly isOrganizer: boolean
  readonly startMs: number
  readonly endMs: number
  readonly document: Bag
}

type Row = { id: string; userId: string; iCalUId: string; isOrganizer: number; startMs: number; endMs: number; document: string }

const fields = 'id, userId, iCalUId, isOrganizer, startMs, endMs, document'
const eventOf = (row: Row): CalendarEvent => ({
  ...row,
  isOrganizer: row.isOrganizer === 1,
  document: JSON.parse(row.document) as Bag,
})

/** How long Exchange remembers a transactionId. Measured nowhere, so kept short: whoever relies on more is found out. */
const transactionMemoryMs = 10 * 60_000

export const newId = (): string => `AAMkAG${randomBytes(36).toString('base64url')}=`
const newUid = (): string => `040000008200E00074C5B7101A82E008${randomBytes(16).toString('hex').toUpperCase()}`

export type Attendee = {
  readonly emailAddress: { readonly address: string; readonly name?: string }
  readonly type?: string
  readonly status?: { readonly response: string; readonly time: string }
}

/** Calendars: every attendee with a mailbox here holds a copy of their own under the organiser's iCalUId. */
export class EventStore {
  readonly #tenant: Tenant
  readonly #extended: ExtendedProperties

  constructor(tenant: Tenant, extended: ExtendedProperties) {
    this.#tenant = tenant
    this.#extended = extended
  }

  get(userId: string, id: string): CalendarEvent {
    const row = this.#tenant.store.one<Row>(`select ${fields} from events where id = ? and userId = ?`, id, userId)
    if (!row) throw refused.noSuchObject()
    return eventOf(row)
  }

  all(userId: string): CalendarEvent[] {
    return this.#tenant.store.all<Row>(`select ${fields} from events where userId = ? order by startMs`, userId).map(eventOf)
  }

  everywhere(): CalendarEvent[] {
    return this.#tenant.store.all<Row>(`select ${fields} from events order by startMs, id`).map(eventOf)
  }

  between(userId: string, from: number, to: number): CalendarEvent[] {
    return this.#tenant.store
      .all<Row>(`select ${fields} from events where userId = ? and startMs < ? and endMs > ? order by startMs`, userId, to, from)
      .map(eventOf)
  }

  byIds(userId: string, ids: readonly string[]): CalendarEvent[] {
    return ids
      .flatMap((id) => this.#tenant.store.all<Row>(`select ${fields} from events where id = ? and userId = ?`, id, userId))
      .map(eventOf)
  }

  byUid(userId: string, iCalUId: string): CalendarEvent[] {
    return this.#tenant.store
      .all<Row>(`select ${fields} from events where iCalUId = ? and userId = ?`, iCalUId, userId)
      .map(eventOf)
  }

  /** The event an earlier POST with this transactionId has made, as long as it is remembered. */
  remembered(userId: string, transactionId: string): CalendarEvent | undefined {
    const since = this.#tenant.clock.nowMs() - transactionMemoryMs
    const row = this.#tenant.store.one<Row>(
      `select ${fields} from events where userId = ? and transactionId = ? and createdMs > ?`,
      userId,
      transactionId,
      since,
    )
    return row && eventOf(row)
  }

  add(userId: string, startMs: number, endMs: number, document: Bag, extended: unknown): CalendarEvent {
    const event: CalendarEvent = { id: newId(), userId, iCalUId: newUid(), isOrganizer: true, startMs, endMs, document }
    this.#tenant.store.transaction(() => {
      this.#insert(event)
      this.#extended.set(event.id, userId, extended)
      this.#inviteMissing(event)
    })
    return event
  }

  /** The organiser's changes reach every copy; a new time asks everybody again. */
  change(event: CalendarEvent, startMs: number, endMs: number, changes: Bag, extended: unknown): CalendarEvent {
    const moved = startMs !== event.startMs || endMs !== event.endMs
    const asked = changes['attendees'] ?? event.document['attendees']
    const document = { ...event.document, ...changes, attendees: attendeesFrom(asked, moved ? [] : attendeesOf(event.document)) }
    const after: CalendarEvent = {
      ...event,
      startMs,
      endMs,
      document: event.isOrganizer ? document : { ...event.document, ...changes },
    }
    this.#tenant.store.transaction(() => {
      this.#save(after)
      this.#extended.set(event.id, event.userId, extended)
      if (!event.isOrganizer) return
      const invited = new Set(
        attendeesOf(document).map((each) => this.#tenant.directory.byAddress(each.emailAddress.address)?.id),
      )
      for (const copy of this.#copies(event)) {
        if (!invited.has(copy.userId)) this.#drop(copy)
        else
          this.#save({
            ...copy,
            startMs,
            endMs,
            document: { ...copy.document, ...shared(document), ...(moved ? unanswered : {}) },
          })
      }
      this.#inviteMissing(after)
    })
    return after
  }

  /** Takes the event out of this calendar; the organiser takes it out of every other as well. */
  remove(event: CalendarEvent): void {
    this.#tenant.store.transaction(() => {
      if (event.isOrganizer) for (const copy of this.#copies(event)) this.#drop(copy)
      else this.#tellOrganiser(event, 'declined')
      this.#drop(event)
    })
  }

  /** An attendee's answer: kept with their copy and shown at the organiser's. A refusal takes the copy out of the calendar. */
  respond(event: CalendarEvent, response: 'accepted' | 'declined' | 'tentativelyAccepted'): void {
    this.#tenant.store.transaction(() => {
      this.#tellOrganiser(event, response)
      if (response === 'declined') this.#drop(event)
      else {
        const showAs = response === 'accepted' ? (event.document['offeredShowAs'] ?? 'busy') : 'tentative'
        this.#save({
          ...event,
          document: { ...event.document, showAs, responseStatus: { response, time: this.#tenant.clock.now() } },
        })
      }
    })
  }

  #tellOrganiser(event: CalendarEvent, response: string): void {
    const row = this.#tenant.store.one<Row>(`select ${fields} from events where iCalUId = ? and isOrganizer = 1`, event.iCalUId)
    if (!row) return
    const original = eventOf(row)
    const own = (attendee: Attendee): boolean =>
      this.#tenant.directory.byAddress(attendee.emailAddress.address)?.id === event.userId
    const attendees = attendeesOf(original.document).map((each) =>
      own(each) ? { ...each, status: { response, time: this.#tenant.clock.now() } } : each,
    )
    this.#save({ ...original, document: { ...original.document, attendees } })
  }

  #copies(event: CalendarEvent): CalendarEvent[] {
    return this.#tenant.store
      .all<Row>(`select ${fields} from events where iCalUId = ? and id <> ?`, event.iCalUId, event.id)
      .map(eventOf)
  }

  #inviteMissing(event: CalendarEvent): void {
    const there = new Set([event.userId, ...this.#copies(event).map(({ userId }) => userId)].map((id) => id.toLowerCase()))
    for (const attendee of attendeesOf(event.document)) {
      const person = this.#tenant.directory.byAddress(attendee.emailAddress.address)
      if (!person || there.has(person.id.toLowerCase())) continue
      there.add(person.id.toLowerCase())
      this.#insert({
        ...event,
        id: newId(),
        userId: person.id,
        isOrganizer: false,
        document: { ...event.document, ...shared(event.document), ...unanswered, transactionId: null },
      })
    }
  }

  #insert({ id, userId, iCalUId, isOrganizer, startMs, endMs, document }: CalendarEvent): void {
    const transactionId = typeof document['transactionId'] === 'string' ? document['transactionId'] : null
    this.#tenant.store.run(
      'insert into events (id, userId, iCalUId, isOrganizer, startMs, endMs, transactionId, createdMs, document) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      userId,
      iCalUId,
      isOrganizer ? 1 : 0,
      startMs,
      endMs,
      transactionId,
      this.#tenant.clock.nowMs(),
      JSON.stringify(document),
    )
  }

  #save(event: CalendarEvent): void {
    const document = {
      ...event.document,
      lastModifiedDateTime: this.#tenant.clock.now(),
      changes: Number(event.document['changes'] ?? 0) + 1,
    }
    this.#tenant.store.run(
      'update events set startMs = ?, endMs = ?, document = ? where id = ?',
      event.startMs,
      event.endMs,
      JSON.stringify(document),
      event.id,
    )
  }

  #drop(event: CalendarEvent): void {
    this.#tenant.store.run('delete from events where id = ?', event.id)
    this.#extended.remove(event.id)
  }
}

const unanswered = { showAs: 'tentative', responseStatus: { response: 'notResponded', time: '0001-01-01T00:00:00Z' } }

/** What organiser and attendee see alike. Reminder, category and own properties belong to each calendar. */
function shared(document: Bag): Bag {
  const names = [
    'subject',
    'body',
    'location',
    'attendees',
    'organizer',
    'isOnlineMeeting',
    'onlineMeetingProvider',
    'onlineMeeting',
    'importance',
    'sensitivity',
    'isAllDay',
    'originalStartTimeZone',
    'originalEndTimeZone',
  ]
  return { ...Object.fromEntries(names.map((name) => [name, document[name]])), offeredShowAs: document['showAs'] }
}

export const attendeesOf = (document: Bag): Attendee[] =>
  Array.isArray(document['attendees']) ? (document['attendees'] as Attendee[]) : []

/** Attendees as stored: those who were there keep their answer. */
export function attendeesFrom(given: unknown, before: readonly Attendee[]): Attendee[] {
  return (Array.isArray(given) ? (given as unknown[]) : []).map((each): Attendee => {
    const email = isBag(each) ? each['emailAddress'] : undefined
    if (!isBag(each) || !isBag(email) || typeof email['address'] !== 'string')
      throw refused.invalid('ErrorInvalidRequest', 'An attendee needs emailAddress.address.')
    const address = email['address']
    const known = before.find((one) => one.emailAddress.address.toLowerCase() === address.toLowerCase())
    return {
      type: String(each['type'] ?? 'required'),
      status: known?.status ?? { response: 'none', time: '0001-01-01T00:00:00Z' },
      emailAddress: { name: String(email['name'] ?? address), address },
    }
  })
}
