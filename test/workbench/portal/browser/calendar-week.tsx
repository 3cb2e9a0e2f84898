import * as React from 'react'
import { titleOf, type Appointment } from './calendar.js'
import { dayKey, dayNumber, hourOfDay, time, weekday } from './when.js'

export type WeekGridProps = {
  /** Noon UTC of each day. */
  readonly days: readonly string[]
  readonly now: string
  readonly zone: string
  readonly events: readonly Appointment[]
  readonly opened: string | undefined
  readonly onOpen: (id: string) => void
}

const firstHour = 7
const lastHour = 19
const hours = Array.from({ length: lastHour - firstHour }, (_, i) => firstHour + i)
const hourPx = 44

/** The working week; Saturday and Sunday only when something is on them. */
export function WeekGrid({ days, now, zone, events, opened, onOpen }: WeekGridProps): React.ReactElement {
  const on = (day: string) => events.filter(({ startsOn }) => dayKey(startsOn, zone) === dayKey(day, 'UTC'))
  const shown = days.filter((day, i) => i < 5 || on(day).length > 0)
  return (
    <div
      className="week"
      role="group"
      aria-label="Week"
      style={{ gridTemplateColumns: `48px repeat(${shown.length}, minmax(0, 1fr))` }}
    >
      <span />
      {shown.map((day) => {
        const isToday = dayKey(now, zone) === dayKey(day, 'UTC')
        return (
          <p key={day} className={isToday ? 'week-day today-mark' : 'week-day'}>
            <strong>{dayNumber(day, 'UTC')}</strong> {weekday(day, 'UTC')}
            {isToday && <span className="unseen"> today</span>}
          </p>
        )
      })}
      <div className="week-hours" aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} style={{ height: hourPx }}>
            {String(hour).padStart(2, '0')}
          </span>
        ))}
      </div>
      {shown.map((day) => (
        <div key={day} className="week-column" style={{ height: hours.length * hourPx, backgroundSize: `100% ${hourPx}px` }}>
          {on(day).map((event) => {
            const from = Math.max(firstHour, hourOfDay(event.startsOn, zone))
            const length = (Date.parse(event.endsOn) - Date.parse(event.startsOn)) / 3_600_000
            return (
              <button
                key={event.id}
                type="button"
                className={event.isCancelled ? 'week-event cancelled' : 'week-event'}
                aria-pressed={event.id === opened}
                style={{
                  top: (from - firstHour) * hourPx + 1,
                  height: Math.max(24, Math.min(length, lastHour - from) * hourPx - 2),
                }}
                onClick={() => onOpen(event.id)}
              >
                <strong>{titleOf(event)}</strong>
                <small>
                  {time(event.startsOn, zone)}–{time(event.endsOn, zone)}
                </small>
              </button>
            )
          })}
        </div>
      ))}
    </div>
  )
}
