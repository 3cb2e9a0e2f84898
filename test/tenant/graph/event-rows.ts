import { randomBytes } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type ExtendedProperties } from './collection.js'
import { refused } from './errors.js'
import { type Recurrence, startsOf, timeOfDay } from './recurrence.js'
import { Subscriptions } from './subscription-store.js'

export type CalendarEvent = {
  readonly id: string
  readonly userId: string
  readonly iCalUId: string
  readonly isOrganizer: boolean
  readonly startMs: number
  readonly endMs: number
  readonly document: Bag
  /** Set when this is one meeting of a series; `changed` when it no longer follows the series in everything. */
  readonly occurrence?: { readonly masterId: string; readonly originalMs: number; readonly changed: boolean }
}

type Row = { id: string; userId: string; iCalUId: string; isOrganizer: number; startMs: number; endMs: number; document: string }
type Exception = { originalMs: number; startMs: number; endMs: number; removed: number; document: string }

const fields = 'id, userId, iCalUId, isOrganizer, startMs, endMs, document'
const eventOf = (row: Row): CalendarEvent => ({
  ...row,
  isOrganizer: row.isOrganizer === 1,
  document: JSON.parse(row.document) as Bag,
})

export const newEventId = (): string => `AAMkAG${randomBytes(36).toString('base64url')}=`
/** Class id, day of the occurrence (none for a whole event), and what makes it unique. */
export const newUid = (): string => `${uidClass}00000000${randomBytes(16).toString('hex').toUpperCase()}`
const uidClass = '040000008200E00074C5B7101A82E008'

const occurrenceId = (masterId: string, originalMs: number): string =>
  `${masterId.slice(0, -1)}FRAAI${originalMs.toString(36)}AA=`
const occurrenceUid = (uid: string, ms: number): string => {
  const date = new Date(ms)
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0')
  return `${uidClass}${hex(date.getUTCFullYear(), 4)}${hex(date.getUTCMonth() + 1, 2)}${hex(date.getUTCDate(), 2)}${uid.slice(uidClass.length + 8)}`
}

export const recurrenceIn = (event: CalendarEvent): Recurrence | undefined =>
  !event.occurrence && isBag(event.document['recurrence']) ? (event.document['recurrence'] as unknown as Recurrence) : undefined

export const changeKeyOf = (event: CalendarEvent): string =>
  Buffer.from(`${event.id.slice(-24)}${Number(event.document['changes'] ?? 0)}`).toString('base64')

/** The rows of calendars: single events, series with the occurrences that differ from them, and a log of what has changed. */
export class EventRows {
  readonly #tenant: Tenant
  readonly #extended: ExtendedProperties
  readonly #subscriptions: Subscriptions

  constructor(tenant: Tenant, extended: ExtendedProperties) {
    this.#tenant = tenant
    this.#extended = extended
    this.#subscriptions = new Subscriptions(tenant)
    tenant.store.tables(`
      create table if not exists event_series (id text primary key, userId text not null collate nocase) without rowid;
      create index if not exists event_series_user on event_series (userId);
      create table if not exists event_exceptions (
        masterId text not null, originalMs integer not null, startMs integer not null, endMs integer not null, removed integer not null, document text not null,
        primary key (masterId, originalMs)) without rowid;
      create table if not exists event_changes (
        seq integer primary key autoincrement, userId text not null collate nocase, eventId text not null, unique (userId, eventId));
    `)
  }

  find(userId: string, id: string): CalendarEvent | undefined {
    const row = this.#tenant.store.one<Row>(`select ${fields} from events where id = ? and userId = ?`, id, userId)
    if (row) return eventOf(row)
    const [, stem, moment] = /^(.+)FRAAI([0-9a-z]+)AA=$/.exec(id) ?? []
    const master = stem === undefined ? undefined : this.find(userId, `${stem}=`)
    return master && moment !== undefined ? this.occurrenceAt(master, Number.parseInt(moment, 36)) : undefined
  }

  get(userId: string, id: string): CalendarEvent {
    const event = this.find(userId, id)
    if (!event) throw refused.noSuchObject()
    return event
  }

  /** Single events and series, as `/events` lists them. */
  all(userId: string): CalendarEvent[] {
    return this.#tenant.store.all<Row>(`select ${fields} from events where userId = ? order by startMs`, userId).map(eventOf)
  }

  everywhere(): CalendarEvent[] {
    return this.#tenant.store.all<Row>(`select ${fields} from events order by startMs, id`).map(eventOf)
  }

  /** Single events and occurrences that touch the window, as a calendar shows them. */
  between(userId: string, from: number, to: number): CalendarEvent[] {
    const series = this.#tenant.store.all<{ id: string }>('select id from event_series where userId = ?', userId)
    const masters = new Set(series.map(({ id }) => id))
    const single = this.#tenant.store
      .all<Row>(`select ${fields} from events where userId = ? and startMs < ? and endMs > ? order by startMs`, userId, to, from)
      .filter(({ id }) => !masters.has(id))
      .map(eventOf)
    if (series.length === 0) return single
    const repeated = series.flatMap(({ id }) => this.occurrences(this.get(userId, id), from, to))
    return [...single, ...repeated].sort((left, right) => left.startMs - right.startMs)
  }

  withUid(iCalUId: string): CalendarEvent[] {
    return this.#tenant.store.all<Row>(`select ${fields} from events where iCalUId = ?`, iCalUId).map(eventOf)
  }

  /** The event an earlier POST with this transactionId has made. */
  madeWith(userId: string, transactionId: string, sinceMs: number): CalendarEvent | undefined {
    const sql = `select ${fields} from events where userId = ? and transactionId = ? and createdMs > ?`
    const row = this.#tenant.store.one<Row>(sql, userId, transactionId, sinceMs)
    return row && eventOf(row)
  }

  occurrences(master: CalendarEvent, from: number, to: number): CalendarEvent[] {
    const recurrence = recurrenceIn(master)
    if (!recurrence) return []
    const exceptions = this.#exceptions(master.id)
    const different = new Set(exceptions.map(({ originalMs }) => originalMs))
    const long = master.endMs - master.startMs
    const found = exceptions
      .filter(({ removed, startMs, endMs }) => removed === 0 && startMs < to && endMs > from)
      .map((each) => this.#shaped(master, each.originalMs, each))
    for (const startMs of startsOf(recurrence, timeOfDay(master.startMs, recurrence), to))
      if (startMs + long > from && !different.has(startMs)) found.push(this.#shaped(master, startMs, undefined))
    return found.sort((left, right) => left.startMs - right.startMs)
  }

  occurrenceAt(master: CalendarEvent, originalMs: number): CalendarEvent | undefined {
    const recurrence = recurrenceIn(master)
    if (!recurrence) return undefined
    const exception = this.#exceptions(master.id).find((each) => each.originalMs === originalMs)
    if (exception) return exception.removed === 1 ? undefined : this.#shaped(master, originalMs, exception)
    for (const startMs of startsOf(recurrence, timeOfDay(master.startMs, recurrence), originalMs + 1))
      if (startMs === originalMs) return this.#shaped(master, originalMs, undefined)
    return undefined
  }

  insert(event: CalendarEvent): void {
    const { id, userId, iCalUId, isOrganizer, startMs, endMs, document } = event
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
    this.#noteSeries(event)
    this.#changed(event, 'created')
  }

  /** Writes an event whose `changes` are already in its document; of an occurrence only they are kept, the rest follows the series. */
  save(event: CalendarEvent, changes: Bag): CalendarEvent {
    const made = {
      ...changes,
      lastModifiedDateTime: this.#tenant.clock.now(),
      changes: Number(event.document['changes'] ?? 0) + 1,
    }
    const { occurrence } = event
    const after: CalendarEvent = {
      ...event,
      document: { ...event.document, ...made },
      ...(occurrence ? { occurrence: { ...occurrence, changed: true } } : {}),
    }
    if (occurrence) {
      const before = this.#exceptions(occurrence.masterId).find((each) => each.originalMs === occurrence.originalMs)
      this.#except(occurrence, after, false, { ...(before ? (JSON.parse(before.document) as Bag) : {}), ...made })
    } else {
      this.#tenant.store.run(
        'update events set startMs = ?, endMs = ?, document = ? where id = ?',
        event.startMs,
        event.endMs,
        JSON.stringify(after.document),
        event.id,
      )
      this.#noteSeries(after)
    }
    this.#changed(after, 'updated')
    return after
  }

  /** A new time or pattern puts every occurrence back in line with the series. */
  dropExceptions(master: CalendarEvent): void {
    for (const { originalMs } of this.#exceptions(master.id)) this.#extended.remove(occurrenceId(master.id, originalMs))
    this.#tenant.store.run('delete from event_exceptions where masterId = ?', master.id)
  }

  drop(event: CalendarEvent): void {
    if (event.occurrence) this.#except(event.occurrence, event, true, {})
    else {
      this.dropExceptions(event)
      this.#tenant.store.run('delete from event_series where id = ?', event.id)
      this.#tenant.store.run('delete from events where id = ?', event.id)
    }
    this.#extended.remove(event.id)
    this.#changed(event, 'deleted')
  }

  lastChange(): number {
    return this.#tenant.store.one<{ last: number | null }>('select max(seq) as last from event_changes')?.last ?? 0
  }

  changedSince(userId: string, seq: number): string[] {
    return this.#tenant.store
      .all<{ eventId: string }>('select eventId from event_changes where userId = ? and seq > ? order by seq', userId, seq)
      .map(({ eventId }) => eventId)
  }

  #shaped(master: CalendarEvent, originalMs: number, exception: Exception | undefined): CalendarEvent {
    const changes = exception ? (JSON.parse(exception.document) as Bag) : {}
    return {
      ...master,
      id: occurrenceId(master.id, originalMs),
      iCalUId: occurrenceUid(master.iCalUId, originalMs),
      startMs: exception?.startMs ?? originalMs,
      endMs: exception?.endMs ?? originalMs + master.endMs - master.startMs,
      document: { ...master.document, transactionId: null, ...changes, recurrence: null },
      occurrence: { masterId: master.id, originalMs, changed: exception !== undefined },
    }
  }

  #exceptions(masterId: string): Exception[] {
    return this.#tenant.store.all<Exception>(
      'select originalMs, startMs, endMs, removed, document from event_exceptions where masterId = ?',
      masterId,
    )
  }

  #except(
    { masterId, originalMs }: { masterId: string; originalMs: number },
    event: CalendarEvent,
    removed: boolean,
    document: Bag,
  ): void {
    this.#tenant.store.run(
      'insert or replace into event_exceptions (masterId, originalMs, startMs, endMs, removed, document) values (?, ?, ?, ?, ?, ?)',
      masterId,
      originalMs,
      event.startMs,
      event.endMs,
      removed ? 1 : 0,
      JSON.stringify(document),
    )
  }

  #noteSeries(event: CalendarEvent): void {
    const sql = recurrenceIn(event)
      ? 'insert or ignore into event_series (id, userId) values (?, ?)'
      : 'delete from event_series where id = ? and userId = ?'
    this.#tenant.store.run(sql, event.id, event.userId)
  }

  #changed(event: CalendarEvent, changeType: 'created' | 'updated' | 'deleted'): void {
    this.#tenant.store.run('insert or replace into event_changes (userId, eventId) values (?, ?)', event.userId, event.id)
    this.#subscriptions.announce('events', {
      changeType,
      ownerId: event.userId,
      resource: `Users/${event.userId}/Events/${event.id}`,
      data: { '@odata.type': '#Microsoft.Graph.Event', '@odata.etag': `W/"${changeKeyOf(event)}"`, id: event.id },
    })
  }
}
