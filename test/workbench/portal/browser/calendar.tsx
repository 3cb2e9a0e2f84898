import * as React from 'react'
import { useState } from 'react'
import type { Colleague } from '../protocol.js'
import { WeekGrid } from './calendar-week.js'
import { EventDetail } from './event-detail.js'
import { Icon } from './icons.js'
import { graph, useLoaded } from './reach.js'
import { Empty, Failed, Waiting } from './states.js'
import { dayKey, dayLong, monthYear, plusDays, time, weekOf, workday } from './when.js'

type Stamp = { readonly dateTime: string; readonly timeZone: string }
type Attendee = {
  readonly emailAddress: { readonly name?: string; readonly address: string }
  readonly status?: { readonly response?: string }
}
type GraphEvent = {
  readonly id: string
  readonly subject: string | null
  readonly start: Stamp
  readonly end: Stamp
  readonly isCancelled?: boolean
  readonly isOrganizer?: boolean
  readonly organizer?: { readonly emailAddress: { readonly name?: string; readonly address: string } }
  readonly attendees?: readonly Attendee[]
  readonly responseStatus?: { readonly response?: string }
  readonly onlineMeeting?: { readonly joinUrl?: string } | null
  readonly body?: { readonly contentType: string; readonly content: string }
}
/** An event with its moments as ISO instants. */
export type Appointment = Omit<GraphEvent, 'start' | 'end'> & { readonly startsOn: string; readonly endsOn: string }

export type CalendarProps = { readonly person: Colleague; readonly now: string; readonly revision: number }

/** How far ahead the list looks; a programme's next meeting is within it. */
const agendaDays = 90

/** The person's calendar: the week as a grid where there is room, and always what is coming as a list. */
export function Calendar({ person, now, revision }: CalendarProps): React.ReactElement {
  const [weeks, setWeeks] = useState(0)
  const [tries, setTries] = useState(0)
  const [opened, setOpened] = useState<string>()
  const zone = person.timeZone
  // On a weekend the week that interests is the next one.
  const days = weekOf(plusDays(workday(now, zone), weeks * 7), zone)
  const monday = days[0] ?? now
  const from = weeks === 0 ? plusDays(now, -7) : plusDays(monday, -1)
  const until = plusDays(weeks > 0 ? monday : now, agendaDays)
  const events = useLoaded(
    () => appointments(person.id, from, until),
    [revision, tries, weeks, dayKey(now, zone)],
    `${person.id} ${weeks}`,
  )
  const all = events.state === 'here' ? events.value : []
  const ahead = all.filter(({ endsOn }) => Date.parse(endsOn) >= Date.parse(weeks > 0 ? monday : now))
  const inWeek = all.filter(({ startsOn }) => days.some((day) => dayKey(day, 'UTC') === dayKey(startsOn, zone)))
  const shown = all.find(({ id }) => id === opened)
  return (
    <div className="calendar">
      <header className="calendar-head">
        <h1>Calendar</h1>
        <div className="week-nav">
          <button type="button" className="button" disabled={weeks === 0} onClick={() => setWeeks(0)}>
            Today
          </button>
          <button type="button" className="bare" aria-label="Week before" onClick={() => setWeeks(weeks - 1)}>
            <Icon name="back" />
          </button>
          <button type="button" className="bare" aria-label="Week after" onClick={() => setWeeks(weeks + 1)}>
            <Icon name="forward" />
          </button>
          <p role="status">{monthYear(monday, 'UTC')}</p>
        </div>
      </header>
      {events.state === 'failed' && (
        <Failed what="The calendar could not be opened." message={events.message} onRetry={() => setTries(tries + 1)} />
      )}
      {events.state === 'loading' && <Waiting what="the calendar" rows={8} />}
      {events.state === 'here' && (
        <div className="calendar-body">
          <WeekGrid days={days} now={now} zone={zone} events={inWeek} opened={opened} onOpen={setOpened} />
          <div className="agenda">
            {shown && (
              <EventDetail
                key={shown.id}
                person={person}
                event={shown}
                onClose={() => setOpened(undefined)}
                onAnswered={() => setTries(tries + 1)}
              />
            )}
            <h2>Coming up</h2>
            {ahead.length === 0 && (
              <Empty title="No meetings ahead.">When a tandem is published, its meetings are booked here.</Empty>
            )}
            <ul>
              {ahead.map((event, i) => (
                <li key={event.id}>
                  {dayKey(event.startsOn, zone) !== dayKey(ahead[i - 1]?.startsOn ?? '1970-01-01', zone) && (
                    <h3>{dayLong(event.startsOn, zone)}</h3>
                  )}
                  <button
                    type="button"
                    className="agenda-row"
                    aria-pressed={event.id === opened}
                    onClick={() => setOpened(event.id)}
                  >
                    <span className="agenda-time">
                      {time(event.startsOn, zone)}–{time(event.endsOn, zone)}
                    </span>
                    <span>{titleOf(event)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </div>
  )
}

export const titleOf = (event: Appointment): string =>
  `${event.isCancelled ? 'Cancelled: ' : ''}${event.subject ?? '(no subject)'}`

async function appointments(person: string, from: string, until: string): Promise<Appointment[]> {
  const query = `startDateTime=${encodeURIComponent(from)}&endDateTime=${encodeURIComponent(until)}&$orderby=start/dateTime&$top=200`
  const { value } = await graph<{ value: GraphEvent[] }>(person, `/me/calendarView?${query}`, {
    headers: { prefer: 'outlook.timezone="UTC"' },
  })
  return value
    .map(({ start, end, ...event }) => ({ ...event, startsOn: instant(start), endsOn: instant(end) }))
    .sort((a, b) => Date.parse(a.startsOn) - Date.parse(b.startsOn))
}

/** Graph writes `2027-02-04T09:30:00.0000000` and the zone beside it; we asked for UTC. */
const instant = ({ dateTime }: Stamp): string => `${dateTime.slice(0, 19)}Z`
