import { DateTime, Duration } from 'luxon'

import type { Person } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { graphRoot } from './collection.js'
import { refused } from './errors.js'
import type { EventStore } from './event-store.js'
import { workingHoursOf } from './schedule.js'
import { ianaZone, momentAt, msOf } from './zones.js'

type Slot = { readonly from: number; readonly to: number }
type Availability = 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere' | 'unknown'

const stepMs = 30 * 60_000
/** The chance, in percent, that somebody comes; documented for free, unknown and busy. */
const chances: Readonly<Record<Availability, number>> = {
  free: 100,
  workingElsewhere: 100,
  unknown: 49,
  tentative: 49,
  busy: 0,
  oof: 0,
}
const severity: readonly Availability[] = ['free', 'workingElsewhere', 'tentative', 'busy', 'oof']

/** When the organiser and everybody asked could meet: the likeliest first, then the earliest. */
export function meetingTimes(tenant: Tenant, events: EventStore, organizer: Person, body: Bag, zone: string): Bag {
  const durationMs = durationIn(body['meetingDuration'])
  const atLeast = body['minimumAttendeePercentage'] === undefined ? 50 : Number(body['minimumAttendeePercentage'])
  const optional = String(body['isOrganizerOptional']) === 'true'
  const addresses = addressesIn(body['attendees'])
  const people = addresses.map((address) => ({ address, person: tenant.directory.byAddress(address) }))
  const constraint = isBag(body['timeConstraint']) ? body['timeConstraint'] : {}
  const during = (person: Person, slot: Slot): Availability => availability(events, person, slot)

  const slots = windowsIn(constraint, tenant.clock.nowMs())
    .flatMap((window) => startsIn(window, durationMs))
    .filter((slot) => withinHours(organizer, slot, String(constraint['activityDomain'] ?? 'work')))
  const possible = slots.filter((slot) => optional || chances[during(organizer, slot)] > 0)
  const suggestions = possible
    .map((slot) => {
      const attendees = people.map(({ address, person }) => ({
        address,
        is: person ? during(person, slot) : ('unknown' as const),
      }))
      const sum = attendees.reduce((total, { is }) => total + chances[is], 0)
      return { slot, attendees, confidence: attendees.length === 0 ? 100 : sum / attendees.length }
    })
    .filter(({ confidence }) => confidence >= atLeast)
    .sort((left, right) => right.confidence - left.confidence || left.slot.from - right.slot.from)
    .slice(0, Number(body['maxCandidates'] ?? 20))
  return {
    '@odata.context': `${graphRoot}/$metadata#microsoft.graph.meetingTimeSuggestionsResult`,
    emptySuggestionsReason: suggestions.length > 0 ? '' : possible.length === 0 ? 'OrganizerUnavailable' : 'AttendeesUnavailable',
    meetingTimeSuggestions: suggestions.map(({ slot, attendees, confidence }, at) => ({
      confidence,
      order: at + 1,
      organizerAvailability: during(organizer, slot),
      attendeeAvailability: attendees.map(({ address, is }) => ({ availability: is, attendee: { emailAddress: { address } } })),
      locations: [],
      meetingTimeSlot: { start: momentAt(slot.from, zone), end: momentAt(slot.to, zone) },
    })),
  }
}

function durationIn(given: unknown): number {
  if (given === undefined || given === null) return stepMs
  const duration = Duration.fromISO(String(given))
  if (!duration.isValid)
    throw refused.badRequest(`Cannot convert the literal '${String(given)}' to the expected type 'Edm.Duration'.`)
  return duration.toMillis()
}

function addressesIn(given: unknown): string[] {
  return (Array.isArray(given) ? (given as unknown[]) : []).flatMap((each) => {
    const email = isBag(each) ? each['emailAddress'] : undefined
    return isBag(email) && typeof email['address'] === 'string' ? [email['address']] : []
  })
}

function windowsIn(constraint: Bag, now: number): Slot[] {
  const given = constraint['timeSlots'] ?? constraint['timeslots']
  if (!Array.isArray(given)) return [{ from: Math.ceil(now / stepMs) * stepMs, to: now + 7 * 86_400_000 }]
  return (given as unknown[]).filter(isBag).map(({ start, end }) => ({ from: msOf(start, 'start'), to: msOf(end, 'end') }))
}

function startsIn({ from, to }: Slot, durationMs: number): Slot[] {
  const slots: Slot[] = []
  for (let start = from; start + durationMs <= to; start += stepMs) slots.push({ from: start, to: start + durationMs })
  return slots
}

function withinHours(organizer: Person, { from, to }: Slot, domain: string): boolean {
  if (domain === 'unrestricted') return true
  const { daysOfWeek, startTime, endTime, timeZone } = workingHoursOf(organizer)
  const zone = ianaZone(timeZone.name)
  const [start, end] = [DateTime.fromMillis(from, { zone }), DateTime.fromMillis(to, { zone })]
  const day = start.setLocale('en').toFormat('cccc').toLowerCase()
  const clock = (moment: DateTime): string => moment.toFormat('HH:mm:ss')
  const openThen = daysOfWeek.includes(day) || (domain === 'personal' && (day === 'saturday' || day === 'sunday'))
  return openThen && start.hasSame(end, 'day') && clock(start) >= startTime.slice(0, 8) && clock(end) <= endTime.slice(0, 8)
}

function availability(events: EventStore, person: Person, { from, to }: Slot): Availability {
  const found = events.between(person.id, from, to).map(({ document }) => severity.indexOf(document['showAs'] as Availability))
  return severity[Math.max(0, ...found)] ?? 'free'
}
