import * as React from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Happenings } from '../protocol.js'
import type { Clock } from './clock.js'
import { Icon } from './icons.js'
import { Link } from './link.js'
import { fetchJson, useLoaded } from './reach.js'
import { pathTo } from './route.js'
import { Empty, Failed, Waiting } from './states.js'
import { dayLong, dayShort, listed, time } from './when.js'

export type ClockBarProps = {
  readonly clock: Clock
  /** Null while nobody has been chosen. */
  readonly timeZone: string | null
  readonly visitor?: string
}

/** The strip above everything: says what this is, what day it is, and lets time pass. The hour is the one where the person works. */
export function ClockBar({ clock, timeZone, visitor }: ClockBarProps): React.ReactElement {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { view } = clock
  const busy = !view || view.work !== null
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div className="clock-bar" role="region" aria-label="Stand-in controls">
      <p className="stand-in">
        <strong>Stand-in</strong>
        <span> for Microsoft 365</span>
        <span className="stand-in-more">, all on this computer</span>
        <span aria-hidden="true"> · </span>
        <Link to="/faults">What goes wrong</Link>
      </p>
      <div className="clock">
        <p className="today">
          <Icon name="clock" size={18} />
          <span className="unseen">The company’s time is</span>
          {view?.now ? (
            <time dateTime={view.now}>
              <span className="wide">{dayLong(view.now, zone)}</span>
              <span className="narrow">{dayShort(view.now, zone)}</span>
              {timeZone && `, ${time(view.now, timeZone)}`}
            </time>
          ) : (
            <span>…</span>
          )}
        </p>
        <button type="button" disabled={busy} onClick={() => clock.move(1)}>
          +1 day
        </button>
        <button type="button" disabled={busy} onClick={() => clock.move(7)}>
          +1 week
        </button>
        {view?.canPlayOthers && (
          <button type="button" className="others" disabled={busy} onClick={() => clock.playOthers(visitor)}>
            <Icon name="people" size={18} />
            <span>Let the others act</span>
          </button>
        )}
        <button
          type="button"
          className="news"
          ref={button}
          aria-expanded={open}
          aria-controls="happenings"
          onClick={() => setOpen(!open)}
        >
          <Icon name="news" size={18} />
          <span>What happened</span>
        </button>
      </div>
      <Going clock={clock} />
      {open && view && <WhatHappened revision={view.revision} now={view.now} timeZone={zone} onClose={close} />}
    </div>
  )
}

function Going({ clock: { view, unreachable } }: { readonly clock: Clock }): React.ReactElement {
  const work = view?.work
  return (
    <div className="going">
      <p role="status">{work ? `${work.sentence} …` : ''}</p>
      {work && (
        <progress {...(work.share !== null && { value: work.share })} max={1} aria-label={work.sentence}>
          {work.share !== null && `${Math.round(work.share * 100)} %`}
        </progress>
      )}
      {(unreachable ?? view?.failed) && (
        <p role="alert" className="going-failed">
          {unreachable ?? view?.failed}
        </p>
      )}
    </div>
  )
}

type WhatHappenedProps = {
  readonly revision: number
  readonly now: string
  readonly timeZone: string
  readonly onClose: () => void
}

function WhatHappened({ revision, now, timeZone, onClose }: WhatHappenedProps): React.ReactElement {
  const news = useLoaded(() => fetchJson<Happenings>('/portal/happenings'), [revision], '')
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => panel.current?.focus(), [])
  return (
    <div
      id="happenings"
      className="happenings"
      role="dialog"
      aria-label="What happened"
      tabIndex={-1}
      ref={panel}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="happenings-head">
        <h2>What happened</h2>
        <button type="button" className="bare" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {news.state === 'loading' && <Waiting what="what happened" />}
      {news.state === 'failed' && <Failed what="This cannot be told at the moment." message={news.message} />}
      {news.state === 'here' && isQuiet(news.value) && (
        <Empty title="Nothing new.">
          Tandem has sent and booked nothing since {dayShort(news.value.since, timeZone)}, {time(news.value.since, timeZone)}. Do
          something as one of the people, or let time pass.
        </Empty>
      )}
      {news.state === 'here' && !isQuiet(news.value) && (
        <>
          <p>
            Since {dayShort(news.value.since, timeZone)}, {time(news.value.since, timeZone)}
          </p>
          <ul className="counts">
            {news.value.meetings.added > 0 && (
              <li>
                <strong>{news.value.meetings.added}</strong> {news.value.meetings.added === 1 ? 'meeting' : 'meetings'} booked
              </li>
            )}
            {news.value.meetings.removed > 0 && (
              <li>
                <strong>{news.value.meetings.removed}</strong> {news.value.meetings.removed === 1 ? 'meeting' : 'meetings'} taken
                out of calendars
              </li>
            )}
            {news.value.counts.map(({ what, n }) => (
              <li key={what}>
                <strong>{n}</strong> {n === 1 ? 'mail' : 'mails'}: {what}
              </li>
            ))}
          </ul>
          <ul className="sent">
            {news.value.mails.map(({ id, on, subject, to }) => (
              <li key={id}>
                {to ? (
                  <Link to={`${pathTo(to.id, 'mail')}?find=${encodeURIComponent(subject)}`}>
                    <span>{to.name}</span>
                    <time dateTime={on}>{listed(on, now, timeZone)}</time>
                    <small>{subject}</small>
                  </Link>
                ) : (
                  <small>{subject}</small>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

const isQuiet = ({ mails, meetings }: Happenings): boolean => mails.length + meetings.added + meetings.removed === 0
