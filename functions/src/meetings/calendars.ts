import { createHash } from 'node:crypto'
import type { Client } from '@microsoft/microsoft-graph-client'
import { instant, type Instant, type Interval } from '@tandem/domain'
import { DateTime, IANAZone } from 'luxon'
import { findIana } from 'windows-iana'
import { z } from 'zod'
import { asking, askingForOne } from '../graph.js'

/** What a calendar says of one person in a window: when they work and when they are taken. */
export type Availability = { readonly working: readonly Interval[]; readonly busy: readonly Interval[] }

export type EventRequest = {
  /** Names the event for ever; the same key never stands in the calendars twice. */
  readonly key: string
  readonly organizerId: string
  readonly subject: string
  readonly html: string
  readonly slot: Interval
  readonly attendee: { readonly name: string; readonly mail: string }
}
export type BookedEvent = { readonly id: string; readonly slot: Interval; readonly joinUrl: string | null }

export type Calendars = {
  readonly availability: (mails: readonly string[], window: Interval) => Promise<readonly Availability[]>
  readonly book: (request: EventRequest) => Promise<BookedEvent>
  /** What an earlier try may have created. */
  /** The event as it stands in the calendar now; undefined when it is not there any more. */
  readonly find: (organizerId: string, eventId: string) => Promise<BookedEvent | undefined>
  readonly findBooked: (organizerId: string, key: string) => Promise<BookedEvent | undefined>
  /** Takes an event out of both calendars; one that is gone already is fine. */
  readonly cancel: (organizerId: string, eventId: string, comment: string) => Promise<void>
}

const eventProperty = 'String {6d1f2a5e-3c0b-4c58-9d0b-1f6c7e2a9b40} Name TandemMeeting'

const Moment = z.object({ dateTime: z.string(), timeZone: z.string() })
const Schedule = z.object({
  scheduleId: z.string(),
  scheduleItems: z.array(z.object({ status: z.string(), start: Moment, end: Moment })).default([]),
  workingHours: z
    .object({
      daysOfWeek: z.array(z.string()),
      startTime: z.string(),
      endTime: z.string(),
      timeZone: z.object({ name: z.string() }),
    })
    .optional(),
  error: z.object({ message: z.string() }).optional(),
})
const Event = z.object({ id: z.string(), start: Moment, end: Moment, onlineMeeting: z.object({ joinUrl: z.string() }).nullish() })

/** Graph gives seven digits of seconds and no zone letter; all we ask for is in UTC. */
const utc = (moment: z.output<typeof Moment>): Instant => {
  if (moment.timeZone !== 'UTC') throw new Error(`The calendar answered in ${moment.timeZone}; UTC was asked for.`)
  return `${moment.dateTime.slice(0, 19)}Z`
}
const bookedOf = (event: z.output<typeof Event>): BookedEvent => ({
  id: event.id,
  slot: { from: utc(event.start), to: utc(event.end) },
  joinUrl: event.onlineMeeting?.joinUrl ?? null,
})

export const graphCalendars = (graph: Client, serviceMailbox: string): Calendars => ({
  async availability(mails, window) {
    const answer = await asking('reading free and busy times', () =>
      graph
        .api(`/users/${serviceMailbox}/calendar/getSchedule`)
        .header('Prefer', 'outlook.timezone="UTC"')
        .post({
          schedules: mails,
          startTime: { dateTime: window.from.slice(0, 19), timeZone: 'UTC' },
          endTime: { dateTime: window.to.slice(0, 19), timeZone: 'UTC' },
          availabilityViewInterval: 30,
        }),
    )
    const schedules = z.object({ value: z.array(Schedule) }).parse(answer).value
    return mails.map((mail) => {
      const schedule = schedules.find((one) => one.scheduleId.toLowerCase() === mail.toLowerCase())
      // A mailbox that cannot be read leaves the person with common office hours; the invitation can still be moved in Outlook.
      return {
        working: workingIn(window, schedule?.workingHours),
        busy: (schedule?.scheduleItems ?? []).filter(blocks).map(toInterval),
      }
    })
  },

  async book(request) {
    const event = await asking('booking a meeting', () =>
      graph
        .api(`/users/${request.organizerId}/events`)
        .header('Prefer', 'outlook.timezone="UTC"')
        .post({
          subject: request.subject,
          body: { contentType: 'html', content: request.html },
          start: { dateTime: request.slot.from.slice(0, 19), timeZone: 'UTC' },
          end: { dateTime: request.slot.to.slice(0, 19), timeZone: 'UTC' },
          attendees: [{ type: 'required', emailAddress: { address: request.attendee.mail, name: request.attendee.name } }],
          isOnlineMeeting: true,
          onlineMeetingProvider: 'teamsForBusiness',
          sensitivity: 'private',
          transactionId: transactionId(request.key),
          singleValueExtendedProperties: [{ id: eventProperty, value: request.key }],
        }),
    )
    return bookedOf(Event.parse(event))
  },

  async findBooked(organizerId, key) {
    const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${eventProperty}' and ep/value eq '${key}')`
    const answer = await asking('looking for a meeting', () =>
      graph.api(`/users/${organizerId}/events`).header('Prefer', 'outlook.timezone="UTC"').filter(filter).top(2).get(),
    )
    const found = z.object({ value: z.array(Event) }).parse(answer).value[0]
    return found && bookedOf(found)
  },

  async find(organizerId, eventId) {
    const event = await askingForOne('looking at a meeting', () =>
      graph.api(`/users/${organizerId}/events/${eventId}`).header('Prefer', 'outlook.timezone="UTC"').get(),
    )
    return event === undefined ? undefined : bookedOf(Event.parse(event))
  },

  async cancel(organizerId, eventId, comment) {
    await askingForOne('cancelling a meeting', () =>
      graph.api(`/users/${organizerId}/events/${eventId}/cancel`).post({ comment }),
    )
  },
})

const blocks = (item: { status: string }) => item.status !== 'free' && item.status !== 'workingElsewhere'
const toInterval = (item: { start: z.output<typeof Moment>; end: z.output<typeof Moment> }): Interval => ({
  from: utc(item.start),
  to: utc(item.end),
})

/** Exchange forgets a transaction id after some minutes; within them it is what makes a repeated POST harmless. */
const transactionId = (key: string): string => {
  const hex = createHash('sha256').update(key).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const officeHours = {
  daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  startTime: '09:00:00',
  endTime: '17:00:00',
  timeZone: { name: 'UTC' },
}

/** A person's working hours as intervals in UTC, day by day, in the zone their mailbox names (Windows or IANA name). */
function workingIn(window: Interval, hours: z.output<typeof Schedule>['workingHours'] = officeHours): Interval[] {
  const name = findIana(hours.timeZone.name)[0] ?? hours.timeZone.name
  const zone = IANAZone.isValidZone(name) ? name : 'UTC'
  const [startHour = 9, startMinute = 0] = hours.startTime.split(':').map(Number)
  const [endHour = 17, endMinute = 0] = hours.endTime.split(':').map(Number)
  const intervals: Interval[] = []
  const last = DateTime.fromISO(window.to, { zone })
  for (let day = DateTime.fromISO(window.from, { zone }).startOf('day'); day <= last; day = day.plus({ days: 1 })) {
    if (!hours.daysOfWeek.includes(day.setLocale('en').weekdayLong?.toLowerCase() ?? '')) continue
    const at = (hour: number, minute: number) => instant(day.set({ hour, minute }).toUTC().toJSDate())
    intervals.push({ from: at(startHour, startMinute), to: at(endHour, endMinute) })
  }
  return intervals
}
