import { randomUUID } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import { refused } from './errors.js'
import type { Recurrence } from './recurrence.js'
import { recurrenceOf, startsOf, timeOfDay } from './recurrence.js'
import { msOf } from './zones.js'

/** What a client may say of an event; everything else is refused, as an unknown property is by Graph. */
const writable = new Set([
  'subject',
  'body',
  'start',
  'end',
  'location',
  'locations',
  'attendees',
  'recurrence',
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

export function guardNames(body: Bag): void {
  for (const name of Object.keys(body))
    if (!writable.has(name) && !name.startsWith('@odata'))
      throw refused.invalid(
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.event' or cannot be written.`,
      )
  const attendees = body['attendees']
  if (Array.isArray(attendees) && attendees.length > 500)
    throw refused.invalid('ErrorInvalidRequest', 'An event can have 500 attendees at most.')
}

export type Span = { readonly startMs: number; readonly endMs: number }

export function spanOf(body: Bag, before?: Span): Span {
  const startMs = body['start'] === undefined && before ? before.startMs : msOf(body['start'], 'start')
  const endMs = body['end'] === undefined && before ? before.endMs : msOf(body['end'], 'end')
  if (endMs < startMs)
    throw refused.invalid('ErrorCalendarEndDateIsEarlierThanStartDate', 'The end date is before the start date.')
  return { startMs, endMs }
}

/** The series a client asks for, and when its first meeting is: the first day at or after the start that fits the pattern. */
export function seriesOf(given: Bag, span: Span, startZone: string): { recurrence: Recurrence; span: Span } {
  const recurrence = recurrenceOf(given, startZone)
  const time = timeOfDay(span.startMs, recurrence)
  const long = span.endMs - span.startMs
  const starts = startsOf(recurrence, time, Date.parse(`${recurrence.range.startDate}T00:00:00Z`) + 20 * 366 * 86_400_000)
  const first = starts.next()
  if (first.done === true)
    throw refused.invalid('ErrorRecurrenceHasNoOccurrence', 'The recurrence pattern does not have any instances.')
  const second = starts.next()
  if (second.done !== true && second.value - first.value < long)
    throw refused.invalid(
      'ErrorOccurrenceTimeSpanTooBig',
      'The duration of an occurrence is longer than its recurrence interval.',
    )
  return { recurrence, span: { startMs: first.value, endMs: first.value + long } }
}

export const zoneIn = (moment: unknown): string => (isBag(moment) ? String(moment['timeZone']) : 'UTC')

/** The text of an event; the way into an online meeting stands at its end, and nowhere else that an attendee would look. */
export function bodyOf(given: unknown, joinUrl: string | undefined): Bag {
  const body = isBag(given) ? given : {}
  const content = String(body['content'] ?? '')
  const contentType = String(body['contentType'] ?? 'html').toLowerCase()
  if (joinUrl === undefined || content.includes(joinUrl)) return { contentType, content }
  const line = '_'.repeat(80)
  const join =
    contentType === 'text'
      ? `\r\n${line}\r\nMicrosoft Teams meeting\r\nJoin: ${joinUrl}\r\n`
      : `<br><div>${line}</div><div>Microsoft Teams meeting</div><div><a href="${joinUrl}">Join the meeting now</a></div>`
  return { contentType, content: `${content}${join}` }
}

export const joinUrlIn = (document: Bag): string | undefined => {
  const meeting = document['onlineMeeting']
  return isBag(meeting) && typeof meeting['joinUrl'] === 'string' ? meeting['joinUrl'] : undefined
}

export function onlineMeetingOf(online: boolean): Bag {
  if (!online) return { isOnlineMeeting: false, onlineMeeting: null, onlineMeetingProvider: 'unknown' }
  const thread = `19%3ameeting_${Buffer.from(randomUUID()).toString('base64url')}%40thread.v2`
  return {
    isOnlineMeeting: true,
    onlineMeeting: { joinUrl: `https://teams.microsoft.com/l/meetup-join/${thread}/0?context=%7b%7d` },
    onlineMeetingProvider: 'teamsForBusiness',
  }
}
