import * as React from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Colleague } from '../protocol.js'
import { titleOf, type Appointment } from './calendar.js'
import { Icon } from './icons.js'
import { graph } from './reach.js'
import { dayLong, time } from './when.js'

export type EventDetailProps = {
  readonly person: Colleague
  readonly event: Appointment
  readonly onClose: () => void
  readonly onAnswered: () => void
}

const responses: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  declined: 'declined',
  tentativelyAccepted: 'maybe',
  organizer: 'organises it',
}

/** One meeting with who is asked, how to join, and yes or no. */
export function EventDetail({ person, event, onClose, onAnswered }: EventDetailProps): React.ReactElement {
  const heading = useRef<HTMLHeadingElement>(null)
  const [answering, setAnswering] = useState<'idle' | 'sending' | { readonly failed: string }>('idle')
  useEffect(() => heading.current?.focus(), [])
  const answer = (how: 'accept' | 'decline') => {
    setAnswering('sending')
    graph(person.id, `/me/events/${encodeURIComponent(event.id)}/${how}`, {
      method: 'POST',
      body: JSON.stringify({ sendResponse: true }),
    }).then(
      () => {
        setAnswering('idle')
        onAnswered()
      },
      (error: unknown) => setAnswering({ failed: error instanceof Error ? error.message : String(error) }),
    )
  }
  const mine = event.responseStatus?.response
  const joinUrl = event.onlineMeeting?.joinUrl
  return (
    <section className="event" aria-label="Meeting">
      <button type="button" className="bare" aria-label="Close" onClick={onClose}>
        <Icon name="close" size={18} />
      </button>
      <h2 tabIndex={-1} ref={heading}>
        {titleOf(event)}
      </h2>
      <p>
        {dayLong(event.startsOn, person.timeZone)}
        <br />
        {time(event.startsOn, person.timeZone)}–{time(event.endsOn, person.timeZone)} ({person.timeZone.replace('_', ' ')})
      </p>
      {joinUrl && !event.isCancelled && (
        <p>
          <a className="button primary" href={joinUrl} target="_blank" rel="noreferrer">
            <Icon name="video" size={18} /> Join in Teams
          </a>
          <small className="event-note">Teams itself is not part of the stand-in; the link leads to Microsoft.</small>
        </p>
      )}
      {event.body && <p className="event-text">{plainText(event.body)}</p>}
      <ul className="attendees">
        <li>
          {event.organizer?.emailAddress.name ?? event.organizer?.emailAddress.address} <small>organises it</small>
        </li>
        {event.attendees?.map(({ emailAddress, status }) => (
          <li key={emailAddress.address}>
            {emailAddress.name ?? emailAddress.address} <small>{responses[status?.response ?? ''] ?? 'has not answered'}</small>
          </li>
        ))}
      </ul>
      {event.isOrganizer === false && !event.isCancelled && (
        <div className="answers" role="group" aria-label="Your answer">
          <button
            type="button"
            className="button"
            aria-pressed={mine === 'accepted'}
            disabled={answering === 'sending'}
            onClick={() => answer('accept')}
          >
            {mine === 'accepted' && <Icon name="check" size={16} />} {mine === 'accepted' ? 'Accepted' : 'Accept'}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={mine === 'declined'}
            disabled={answering === 'sending'}
            onClick={() => answer('decline')}
          >
            {mine === 'declined' ? 'Declined' : 'Decline'}
          </button>
        </div>
      )}
      {typeof answering === 'object' && <p role="alert">{answering.failed}</p>}
    </section>
  )
}

function plainText({ contentType, content }: { readonly contentType: string; readonly content: string }): string {
  if (contentType !== 'html') return content
  const { body } = new DOMParser().parseFromString(content, 'text/html')
  for (const line of body.querySelectorAll('p, div, li, br')) line.append('\n')
  return (body.textContent ?? '')
    .replace(/_{5,}/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
