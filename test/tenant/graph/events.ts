import type { Person } from '../directory.js'
import { conjuncts } from '../odata/filter.js'
import { type Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accepts, type ExtendedProperties, ordered, paged, queryOf, selected } from './collection.js'
import { refused } from './errors.js'
import { bodyOf, guardNames, joinUrlIn, onlineMeetingOf, seriesOf, type Span, spanOf, zoneIn } from './event-body.js'
import { attendeesFrom, type CalendarEvent, changeKeyOf, type EventStore, recurrenceIn, type Response } from './event-store.js'
import { momentAt, msOf, preferredZone } from './zones.js'

const dayMs = 86_400_000

/** Events over HTTP: what is read from a body, what is shown, what is refused. */
export class Events {
  constructor(
    private readonly tenant: Tenant,
    private readonly store: EventStore,
    private readonly extended: ExtendedProperties,
  ) {}

  create(person: Person, body: Bag, prefer: string | undefined): Bag {
    guardNames(body)
    const transactionId = body['transactionId']
    const earlier = typeof transactionId === 'string' ? this.store.remembered(person.id, transactionId) : undefined
    if (earlier) return this.shown(earlier, prefer)
    const given = spanOf(body)
    const now = this.tenant.clock.now()
    const meeting = onlineMeetingOf(body['isOnlineMeeting'] === true)
    const { start, end, recurrence: repeats, singleValueExtendedProperties, ...rest } = body
    const { recurrence, span } = isBag(repeats) ? seriesOf(repeats, given, zoneIn(start)) : { recurrence: null, span: given }
    const document: Bag = {
      createdDateTime: now,
      lastModifiedDateTime: now,
      subject: '',
      importance: 'normal',
      sensitivity: 'normal',
      showAs: 'busy',
      isAllDay: false,
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
      categories: [],
      allowNewTimeProposals: true,
      hideAttendees: false,
      responseRequested: true,
      location: { displayName: '', locationType: 'default' },
      ...rest,
      recurrence,
      transactionId: transactionId ?? null,
      body: bodyOf(body['body'], joinUrlIn(meeting)),
      attendees: attendeesFrom(body['attendees'], []),
      originalStartTimeZone: zoneIn(start),
      originalEndTimeZone: zoneIn(end),
      organizer: { emailAddress: { name: String(person.document['displayName']), address: person.mail } },
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      ...meeting,
    }
    const event = this.store.add(person.id, span.startMs, span.endMs, document, singleValueExtendedProperties)
    return this.shown(event, prefer)
  }

  get(person: Person, id: string, url: URL, prefer: string | undefined): Bag {
    const query = queryOf(url.searchParams)
    return this.#answered(this.store.get(person.id, id), query, prefer)
  }

  list(person: Person, url: URL, prefer: string | undefined): Bag {
    const query = queryOf(url.searchParams)
    const { filter } = query
    const named = this.extended.candidates(filter, person.id)
    const rows = named ? this.store.byIds(person.id, named) : (this.#byUid(person, query) ?? this.store.all(person.id))
    return this.#page(rows, query, url, prefer)
  }

  view(person: Person, url: URL, prefer: string | undefined): Bag {
    const { startMs, endMs } = windowOf(url)
    return this.#page(this.store.between(person.id, startMs, endMs), queryOf(url.searchParams), url, prefer)
  }

  instances(person: Person, id: string, url: URL, prefer: string | undefined): Bag {
    const { startMs, endMs } = windowOf(url)
    const master = this.store.get(person.id, id)
    if (!recurrenceIn(master)) throw refused.invalid('ErrorInvalidRequest', 'Instances exist of a series only.')
    return this.#page(this.store.rows.occurrences(master, startMs, endMs), queryOf(url.searchParams), url, prefer)
  }

  change(person: Person, id: string, body: Bag, prefer: string | undefined): Bag {
    guardNames(body)
    const event = this.store.get(person.id, id)
    const { start, end, recurrence: repeats, singleValueExtendedProperties, transactionId, ...rest } = body
    if (transactionId !== undefined && transactionId !== event.document['transactionId'])
      throw refused.invalid('ErrorInvalidPropertySet', 'The property transactionId cannot be changed after the event is created.')
    if (repeats !== undefined && repeats !== null && event.occurrence)
      throw refused.invalid(
        'ErrorInvalidPropertySet',
        'The recurrence of one occurrence cannot be changed, only that of its series.',
      )
    const timed = this.#timed(event, spanOf(body, event), repeats, start)
    const changes: Bag = {
      ...rest,
      ...this.#meetingAfter(event, rest),
      ...(start === undefined ? {} : { originalStartTimeZone: zoneIn(start) }),
      ...(end === undefined ? {} : { originalEndTimeZone: zoneIn(end) }),
      ...timed.changes,
    }
    const { startMs, endMs } = timed.span
    return this.shown(this.store.change(event, startMs, endMs, changes, singleValueExtendedProperties), prefer)
  }

  cancel(person: Person, id: string): void {
    const event = this.store.get(person.id, id)
    if (!event.isOrganizer)
      throw refused.invalid(
        'ErrorInvalidRequest',
        "Your request can't be completed. You need to be an organizer to cancel a meeting.",
      )
    this.store.remove(event)
  }

  remove(person: Person, id: string): void {
    this.store.remove(this.store.get(person.id, id))
  }

  respond(person: Person, id: string, response: Response, body: Bag = {}): void {
    const event = this.store.get(person.id, id)
    if (event.isOrganizer)
      throw refused.invalid(
        'ErrorInvalidRequest',
        "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
      )
    const sent = (body['sendResponse'] ?? body['SendResponse']) !== false
    const proposed = body['proposedNewTime'] ?? body['ProposedNewTime']
    this.store.respond(event, response, sent, isBag(proposed) ? proposalOf(event, response, proposed, sent) : undefined)
  }

  shown(event: CalendarEvent, prefer: string | undefined): Bag {
    const { offeredShowAs: _own, changes: _count, ...document } = event.document
    const zone = preferredZone(prefer)
    const content = isBag(document['body']) ? String(document['body']['content'] ?? '') : ''
    const key = changeKeyOf(event)
    return {
      '@odata.etag': `W/"${key}"`,
      id: event.id,
      changeKey: key,
      iCalUId: event.iCalUId,
      uid: event.iCalUId,
      seriesMasterId: event.occurrence?.masterId ?? null,
      type: typeOf(event),
      recurrence: null,
      isCancelled: false,
      isDraft: false,
      hasAttachments: false,
      isOrganizer: event.isOrganizer,
      webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(event.id)}&exvsurl=1&path=/calendar/item`,
      ...document,
      bodyPreview: content
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 255),
      start: momentAt(event.startMs, zone),
      end: momentAt(event.endMs, zone),
      ...(event.occurrence ? { originalStart: `${new Date(event.occurrence.originalMs).toISOString().slice(0, 19)}Z` } : {}),
    }
  }

  /** When a changed event takes place, and as which series. A series that is moved keeps its pattern, at the new time of day. */
  #timed(event: CalendarEvent, span: Span, repeats: unknown, start: unknown): { span: Span; changes: Bag } {
    if (event.occurrence) return { span, changes: {} }
    if (repeats === null) return { span, changes: { recurrence: null } }
    const known = recurrenceIn(event)
    if (isBag(repeats)) {
      const zone = start === undefined ? String(event.document['originalStartTimeZone']) : zoneIn(start)
      const { recurrence, span: first } = seriesOf(repeats, span, zone)
      return { span: first, changes: { recurrence } }
    }
    if (!known || (span.startMs === event.startMs && span.endMs === event.endMs)) return { span, changes: {} }
    const again = seriesOf(known, span, known.range.recurrenceTimeZone)
    return { span: again.span, changes: { recurrence: again.recurrence } }
  }

  /**
   * An online meeting lives in the body: whoever writes a body without its join address ends it. Once it is online,
   * `isOnlineMeeting` is not listened to any more.
   */
  #meetingAfter(event: CalendarEvent, given: Bag): Bag {
    const joinUrl = joinUrlIn(event.document)
    const body = given['body']
    if (joinUrl === undefined) {
      const meeting = given['isOnlineMeeting'] === true ? onlineMeetingOf(true) : {}
      const rewritten = body !== undefined || joinUrlIn(meeting) !== undefined
      return { ...meeting, ...(rewritten ? { body: bodyOf(body ?? event.document['body'], joinUrlIn(meeting)) } : {}) }
    }
    const kept = { isOnlineMeeting: true, onlineMeetingProvider: event.document['onlineMeetingProvider'] }
    if (body === undefined) return kept
    const after = bodyOf(body, undefined)
    return { ...(String(after['content']).includes(joinUrl) ? kept : onlineMeetingOf(false)), body: after }
  }

  #byUid(person: Person, query: Query): CalendarEvent[] | undefined {
    for (const condition of query.filter ? conjuncts(query.filter) : [])
      if (
        condition.kind === 'compare' &&
        condition.operator === 'eq' &&
        condition.left.kind === 'path' &&
        condition.left.path[0] === 'iCalUId' &&
        condition.right.kind === 'value'
      )
        return this.store.byUid(person.id, String(condition.right.value))
    return undefined
  }

  #page(rows: readonly CalendarEvent[], query: Query, url: URL, prefer: string | undefined): Bag {
    const { filter } = query
    const found = filter
      ? rows.filter((event) => accepts(filter, this.shown(event, undefined), this.extended.of(event.id)))
      : rows
    const inOrder = ordered(found, query, (event) => this.shown(event, undefined))
    return paged(
      inOrder.map((event) => this.#answered(event, query, prefer)),
      query,
      url,
      { usual: 10, most: 1000 },
    )
  }

  #answered(event: CalendarEvent, query: Query, prefer: string | undefined): Bag {
    return { ...selected(this.shown(event, prefer), query.select), ...this.extended.expanded(event.id, query.expand) }
  }
}

function typeOf(event: CalendarEvent): string {
  if (event.occurrence) return event.occurrence.changed ? 'exception' : 'occurrence'
  return recurrenceIn(event) ? 'seriesMaster' : 'singleInstance'
}

/** The window of `startDateTime` and `endDateTime`, whose names are read in any case. */
export function windowOf(url: URL): Span {
  const moment = (name: string): number => {
    const text = [...url.searchParams].find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1]
    const zoned = text !== undefined && /(Z|[+-]\d\d:\d\d)$/.test(text)
    const ms = text === undefined ? Number.NaN : Date.parse(zoned ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`)
    if (Number.isNaN(ms))
      throw refused.invalid(
        'ErrorInvalidParameter',
        `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`,
      )
    return ms
  }
  const span = { startMs: moment('startDateTime'), endMs: moment('endDateTime') }
  if (span.endMs - span.startMs > 1825 * dayMs)
    throw refused.invalid(
      'ErrorInvalidRequest',
      "Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: 1825",
    )
  return span
}

function proposalOf(event: CalendarEvent, response: Response, proposed: Bag, sent: boolean): Bag {
  if (response === 'accepted' || !sent || event.document['allowNewTimeProposals'] === false)
    throw refused.invalid(
      'ErrorInvalidRequest',
      "Your request can't be completed. A new time can be proposed only with a response that is sent, does not accept, and for an event that allows it.",
    )
  const [start, end] = [msOf(proposed['start'], 'proposedNewTime.start'), msOf(proposed['end'], 'proposedNewTime.end')]
  return { start: momentAt(start, 'UTC'), end: momentAt(end, 'UTC') }
}
