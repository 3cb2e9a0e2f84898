import { DateTime } from 'luxon'

import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type ExtendedProperties } from './collection.js'
import { refused } from './errors.js'
import { type CalendarEvent, EventRows, newEventId, newUid, recurrenceIn } from './event-rows.js'
import { ianaZone } from './zones.js'

export { type CalendarEvent, changeKeyOf, recurrenceIn } from './event-rows.js'

/** How long Exchange remembers a transactionId. Measured nowhere, so kept short: whoever relies on more is found out. */
const transactionMemoryMs = 10 * 60_000

export type Response = 'accepted' | 'declined' | 'tentativelyAccepted'

export type Attendee = {
  readonly emailAddress: { readonly address: string; readonly name?: string }
  readonly type?: string
  readonly status?: { readonly response: string; readonly time: string }
  readonly proposedNewTime?: Bag
}

/** Calendars: every attendee with a mailbox here holds a copy of their own under the organiser's iCalUId. */
export class EventStore {
  readonly rows: EventRows
  readonly #tenant: Tenant
  readonly #extended: ExtendedProperties

  constructor(tenant: Tenant, extended: ExtendedProperties) {
    this.#tenant = tenant
    this.#extended = extended
    this.rows = new EventRows(tenant, extended)
  }

  get(userId: string, id: string): CalendarEvent {
    return this.rows.get(userId, id)
  }

  all(userId: string): CalendarEvent[] {
    return this.rows.all(userId)
  }

  everywhere(): CalendarEvent[] {
    return this.rows.everywhere()
  }

  between(userId: string, from: number, to: number): CalendarEvent[] {
    return this.rows.between(userId, from, to)
  }

  byIds(userId: string, ids: readonly string[]): CalendarEvent[] {
    return ids.flatMap((id) => this.rows.find(userId, id) ?? [])
  }

  byUid(userId: string, iCalUId: string): CalendarEvent[] {
    return this.rows.withUid(iCalUId).filter((event) => sameId(event.userId, userId))
  }

  /** The event an earlier POST with this transactionId has made, as long as it is remembered. */
  remembered(userId: string, transactionId: string): CalendarEvent | undefined {
    return this.rows.madeWith(userId, transactionId, this.#tenant.clock.nowMs() - transactionMemoryMs)
  }

  add(userId: string, startMs: number, endMs: number, document: Bag, extended: unknown): CalendarEvent {
    const event: CalendarEvent = { id: newEventId(), userId, iCalUId: newUid(), isOrganizer: true, startMs, endMs, document }
    this.#tenant.store.transaction(() => {
      this.rows.insert(event)
      this.#extended.set(event.id, userId, extended)
      this.#inviteMissing(event)
    })
    return event
  }

  /** The organiser's changes reach every copy; a new time asks everybody again. Of a series one occurrence can be changed alone. */
  change(event: CalendarEvent, startMs: number, endMs: number, changes: Bag, extended: unknown): CalendarEvent {
    const moved = startMs !== event.startMs || endMs !== event.endMs
    const reordered = !event.occurrence && (moved || changes['recurrence'] !== undefined)
    if (event.occurrence && moved) this.#guardNeighbours(event, startMs, endMs)
    return this.#tenant.store.transaction(() => {
      const asked = changes['attendees'] !== undefined || moved
      const attendees = attendeesFrom(
        changes['attendees'] ?? event.document['attendees'],
        moved ? [] : attendeesOf(event.document),
      )
      if (reordered) this.rows.dropExceptions(event)
      const all = event.isOrganizer && asked ? { ...changes, attendees } : changes
      const after = this.rows.save({ ...event, startMs, endMs }, all)
      this.#extended.set(event.id, event.userId, extended)
      if (!event.isOrganizer) return after
      const invited = new Set(
        attendees.map((each) => this.#tenant.directory.byAddress(each.emailAddress.address)?.id.toLowerCase()),
      )
      for (const copy of this.#copies(event)) {
        if (!invited.has(copy.userId.toLowerCase())) {
          this.rows.drop(copy)
          continue
        }
        if (reordered) this.rows.dropExceptions(copy)
        const told = shared(Object.fromEntries([...Object.keys(all), 'attendees'].map((name) => [name, after.document[name]])))
        this.rows.save({ ...copy, startMs, endMs }, { ...told, ...(moved ? unanswered : {}) })
      }
      if (!event.occurrence) this.#inviteMissing(after)
      return after
    })
  }

  /** Takes the event out of this calendar; the organiser takes it out of every other as well. */
  remove(event: CalendarEvent): void {
    this.#tenant.store.transaction(() => {
      if (event.isOrganizer) for (const copy of this.#copies(event)) this.rows.drop(copy)
      else this.#tellOrganiser(event, 'declined', undefined)
      this.rows.drop(event)
    })
  }

  /**
   * An attendee's answer: kept with their copy, and shown at the organiser's when it is sent. A refusal takes the copy out of
   * the calendar.
   */
  respond(event: CalendarEvent, response: Response, sent: boolean, proposedNewTime: Bag | undefined): void {
    this.#tenant.store.transaction(() => {
      if (sent) this.#tellOrganiser(event, response, proposedNewTime)
      if (response === 'declined') this.rows.drop(event)
      else {
        const showAs = response === 'accepted' ? (event.document['offeredShowAs'] ?? 'busy') : 'tentative'
        this.rows.save(event, { showAs, responseStatus: { response, time: this.#tenant.clock.now() } })
      }
    })
  }

  #tellOrganiser(event: CalendarEvent, response: string, proposedNewTime: Bag | undefined): void {
    const original = this.#sameMeeting(event).find(({ isOrganizer }) => isOrganizer)
    if (!original) return
    const own = (attendee: Attendee): boolean =>
      sameId(this.#tenant.directory.byAddress(attendee.emailAddress.address)?.id ?? '', event.userId)
    const attendees = attendeesOf(original.document).map(({ proposedNewTime: _earlier, ...each }) =>
      own(each)
        ? {
            ...each,
            status: { response, time: this.#tenant.clock.now() },
            ...(proposedNewTime ? { proposedNewTime } : {}),
          }
        : each,
    )
    this.rows.save(original, { attendees })
  }

  /** The same meeting, or the same one of a series, in every calendar. */
  #sameMeeting(event: CalendarEvent): CalendarEvent[] {
    const { occurrence } = event
    if (!occurrence) return this.rows.withUid(event.iCalUId)
    const master = this.rows.get(event.userId, occurrence.masterId)
    return this.rows.withUid(master.iCalUId).flatMap((each) => this.rows.occurrenceAt(each, occurrence.originalMs) ?? [])
  }

  #copies(event: CalendarEvent): CalendarEvent[] {
    return this.#sameMeeting(event).filter(({ id }) => id !== event.id)
  }

  #inviteMissing(event: CalendarEvent): void {
    const there = new Set([event.userId, ...this.#copies(event).map(({ userId }) => userId)].map((id) => id.toLowerCase()))
    for (const attendee of attendeesOf(event.document)) {
      const person = this.#tenant.directory.byAddress(attendee.emailAddress.address)
      if (!person || there.has(person.id.toLowerCase())) continue
      there.add(person.id.toLowerCase())
      this.rows.insert({
        ...event,
        id: newEventId(),
        userId: person.id,
        isOrganizer: false,
        document: { ...event.document, ...shared(event.document), ...unanswered, transactionId: null },
      })
    }
  }

  /** Exchange keeps the order of a series: one of it may not touch the day of its neighbours. */
  #guardNeighbours(event: CalendarEvent, startMs: number, endMs: number): void {
    const { occurrence } = event
    if (!occurrence) return
    const master = this.rows.get(event.userId, occurrence.masterId)
    const around = 400 * 86_400_000
    const others = this.rows
      .occurrences(master, Math.min(occurrence.originalMs, startMs) - around, Math.max(occurrence.originalMs, startMs) + around)
      .filter(({ id }) => id !== event.id)
    const original = (each: CalendarEvent): number => each.occurrence?.originalMs ?? each.startMs
    const before = others.filter((each) => original(each) < occurrence.originalMs).at(-1)
    const after = others.find((each) => original(each) > occurrence.originalMs)
    const zone = ianaZone(recurrenceIn(master)?.range.recurrenceTimeZone ?? 'UTC')
    const day = (ms: number): string => DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd')
    if (
      (before && day(startMs) <= day(before.startMs)) ||
      (after && (day(startMs) >= day(after.startMs) || endMs > after.startMs))
    )
      throw refused.invalid(
        'ErrorOccurrenceCrossingBoundary',
        'Modified occurrence is crossing or overlapping adjacent occurrence.',
      )
  }
}

const sameId = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

const unanswered = { showAs: 'tentative', responseStatus: { response: 'notResponded', time: '0001-01-01T00:00:00Z' } }

const sharedNames = new Set([
  'subject',
  'body',
  'location',
  'locations',
  'attendees',
  'organizer',
  'isOnlineMeeting',
  'onlineMeetingProvider',
  'onlineMeeting',
  'importance',
  'sensitivity',
  'isAllDay',
  'allowNewTimeProposals',
  'responseRequested',
  'hideAttendees',
  'recurrence',
  'originalStartTimeZone',
  'originalEndTimeZone',
])

/** What organiser and attendee see alike. Reminder, category and own properties belong to each calendar. */
function shared(document: Bag): Bag {
  const told = Object.fromEntries(Object.entries(document).filter(([name]) => sharedNames.has(name)))
  return document['showAs'] === undefined ? told : { ...told, offeredShowAs: document['showAs'] }
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
      ...(known?.proposedNewTime ? { proposedNewTime: known.proposedNewTime } : {}),
      emailAddress: { name: String(email['name'] ?? address), address },
    }
  })
}
