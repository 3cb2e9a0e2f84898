import { randomUUID } from 'node:crypto'

import type { Person } from '../directory.js'
import { conjuncts } from '../odata/filter.js'
import { type Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accepts, type ExtendedProperties, ordered, paged, queryOf, selected } from './collection.js'
import { refused } from './errors.js'
import { attendeesFrom, type CalendarEvent, type EventStore } from './event-store.js'
import { momentAt, msOf, preferredZone } from './zones.js'

/** What a client may say of an event; everything else is refused, as an unknown property is by Graph. */
const writable = new Set([
  'subject',
  'body',
  'start',
  'end',
  'location',
  'locations',
  'attendees',
  'isAllDay',
  'isOnlineMeeting',
  'onlineMeetingProvider',
  'transactionId',
  'singleValueExtendedProperties',
  'showAs',
  'sensitivity',
  'importance',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'categories',
  'allowNewTimeProposals',
  'hideAttendees',
  'responseRequested',
])

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
    if (earlier) return this.#shown(earlier, prefer)
    const [startMs, endMs] = spanOf(body)
    const now = this.tenant.clock.now()
    const online = body['isOnlineMeeting'] === true
    const { start, end, singleValueExtendedProperties, ...rest } = body
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
      transactionId: transactionId ?? null,
      body: bodyOf(body['body'], online),
      attendees: attendeesFrom(body['attendees'], []),
      originalStartTimeZone: zoneIn(start),
      originalEndTimeZone: zoneIn(end),
      organizer: { emailAddress: { name: String(person.document['displayName']), address: person.mail } },
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      isOnlineMeeting: online,
      ...onlineMeetingOf(online),
    }
    return this.#shown(this.store.add(person.id, startMs, endMs, document, singleValueExtendedProperties), prefer)
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
    const fits = (event: CalendarEvent): boolean =>
      !filter || accepts(filter, this.#shown(event, undefined), this.extended.of(event.id))
    return this.#page(rows.filter(fits), query, url, prefer)
  }

  view(person: Person, url: URL, prefer: string | undefined): Bag {
    const moment = (name: string): number => {
      const text = url.searchParams.get(name)
      const ms =
        text === null
          ? Number.NaN
          : Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`)
      if (Number.isNaN(ms))
        throw refused.invalid(
          'ErrorInvalidParameter',
          `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`,
        )
      return ms
    }
    const query = queryOf(url.searchParams)
    const { filter } = query
    const rows = this.store.between(person.id, moment('startDateTime'), moment('endDateTime'))
    return this.#page(
      rows.filter((event) => !filter || accepts(filter, this.#shown(event, undefined), this.extended.of(event.id))),
      query,
      url,
      prefer,
    )
  }

  change(person: Person, id: string, body: Bag, prefer: string | undefined): Bag {
    guardNames(body)
    const event = this.store.get(person.id, id)
    const { start, end, singleValueExtendedProperties, transactionId, ...rest } = body
    if (transactionId !== undefined && transactionId !== event.document['transactionId'])
      throw refused.invalid('ErrorInvalidPropertySet', 'The property transactionId cannot be changed after the event is created.')
    const startMs = start === undefined ? event.startMs : msOf(start, 'start')
    const endMs = end === undefined ? event.endMs : msOf(end, 'end')
    guardSpan(startMs, endMs)
    const online = (rest['isOnlineMeeting'] ?? event.document['isOnlineMeeting']) === true
    const changes: Bag = {
      ...rest,
      ...(rest['body'] === undefined ? {} : { body: bodyOf(rest['body'], false) }), // whoever rewrites the body loses the join text, as in Outlook
      ...(start === undefined ? {} : { originalStartTimeZone: zoneIn(start) }),
      ...(end === undefined ? {} : { originalEndTimeZone: zoneIn(end) }),
      ...(online && !event.document['onlineMeeting'] ? onlineMeetingOf(true) : {}),
    }
    return this.#shown(this.store.change(event, startMs, endMs, changes, singleValueExtendedProperties), prefer)
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

  respond(person: Person, id: string, response: 'accepted' | 'declined' | 'tentativelyAccepted'): void {
    const event = this.store.get(person.id, id)
    if (event.isOrganizer)
      throw refused.invalid(
        'ErrorInvalidRequest',
        "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
      )
    this.store.respond(event, response)
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
    const inOrder = ordered(rows, query, (event) => this.#shown(event, undefined))
    return paged(
      inOrder.map((event) => this.#answered(event, query, prefer)),
      query,
      url,
      { usual: 10, most: 1000 },
    )
  }

  #answered(event: CalendarEvent, query: Query, prefer: string | undefined): Bag {
    return { ...selected(this.#shown(event, prefer), query.select), ...this.extended.expanded(event.id, query.expand) }
  }

  #shown(event: CalendarEvent, prefer: string | undefined): Bag {
    const { offeredShowAs: _own, changes, ...document } = event.document
    const zone = preferredZone(prefer)
    const content = isBag(document['body']) ? String(document['body']['content'] ?? '') : ''
    const key = Buffer.from(`${event.id.slice(8, 20)}${Number(changes ?? 0)}`).toString('base64')
    return {
      '@odata.etag': `W/"${key}"`,
      id: event.id,
      changeKey: key,
      iCalUId: event.iCalUId,
      uid: event.iCalUId,
      type: 'singleInstance',
      seriesMasterId: null,
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
    }
  }
}

function guardNames(body: Bag): void {
  if (isBag(body['recurrence'])) throw refused.notInStandIn('recurring events', 'events.ts')
  for (const name of Object.keys(body))
    if (!writable.has(name) && !name.startsWith('@odata') && name !== 'recurrence')
      throw refused.invalid(
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.event' or cannot be written.`,
      )
}

function spanOf(body: Bag): [number, number] {
  const [startMs, endMs] = [msOf(body['start'], 'start'), msOf(body['end'], 'end')]
  guardSpan(startMs, endMs)
  return [startMs, endMs]
}

function guardSpan(startMs: number, endMs: number): void {
  if (endMs < startMs)
    throw refused.invalid('ErrorCalendarEndDateIsEarlierThanStartDate', 'The end date is before the start date.')
}

const zoneIn = (moment: unknown): string => (isBag(moment) ? String(moment['timeZone']) : 'UTC')

function bodyOf(given: unknown, online: boolean): Bag {
  const body = isBag(given) ? given : {}
  const content = String(body['content'] ?? '')
  const join = online
    ? '<br><div>________________________________________________________________________________</div><div>Microsoft Teams meeting</div>'
    : ''
  return { contentType: String(body['contentType'] ?? 'html').toLowerCase(), content: `${content}${join}` }
}

function onlineMeetingOf(online: boolean): Bag {
  if (!online) return { onlineMeeting: null, onlineMeetingProvider: 'unknown' }
  const thread = `19%3ameeting_${Buffer.from(randomUUID()).toString('base64url')}%40thread.v2`
  return {
    onlineMeeting: { joinUrl: `https://teams.microsoft.com/l/meetup-join/${thread}/0?context=%7b%7d` },
    onlineMeetingProvider: 'teamsForBusiness',
  }
}
