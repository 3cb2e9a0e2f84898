import * as React from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Colleague } from '../protocol.js'
import { LiveCard } from './adaptive-card.js'
import { Coin, Icon } from './icons.js'
import { Link } from './link.js'
import { framed, mailParts } from './mail-parts.js'
import { graph, useLoaded } from './reach.js'
import { go, pageMeant, pathTo } from './route.js'
import { Empty, Failed, Waiting } from './states.js'
import { dayLong, listed, time } from './when.js'

type Address = { readonly emailAddress: { readonly name?: string; readonly address: string } }
type Listed = {
  readonly id: string
  readonly subject: string | null
  readonly bodyPreview?: string
  readonly receivedDateTime: string
  readonly isRead: boolean
  readonly from?: Address
}
type Message = Listed & {
  readonly body: { readonly contentType: string; readonly content: string }
  readonly toRecipients?: readonly Address[]
}

export type MailProps = {
  readonly person: Colleague
  readonly item: string | null
  readonly now: string
  readonly revision: number
}

const select = '$select=id,subject,bodyPreview,receivedDateTime,isRead,from'

/** The person's inbox as Outlook shows it: the list, and beside it what is being read. */
export function Mail({ person, item, now, revision }: MailProps): React.ReactElement {
  const [tries, setTries] = useState(0)
  const inbox = useLoaded(
    () =>
      graph<{ value: Listed[] }>(person.id, `/me/mailFolders/inbox/messages?${select}&$orderby=receivedDateTime desc&$top=100`),
    [revision, tries],
    person.id,
  )
  const wanted = new URLSearchParams(location.search).get('find')
  useEffect(() => {
    if (inbox.state !== 'here' || wanted === null) return
    const found = inbox.value.value.find(({ subject }) => subject === wanted)
    go(pathTo(person.id, 'mail', found?.id))
  }, [inbox.state, wanted])

  return (
    <div className={item ? 'mail reading' : 'mail'}>
      <h1 className="unseen">Mail</h1>
      <section className="inbox" aria-label="Inbox">
        <h2>Inbox</h2>
        {inbox.state === 'loading' && <Waiting what="the inbox" rows={6} />}
        {inbox.state === 'failed' && (
          <Failed what="The inbox could not be opened." message={inbox.message} onRetry={() => setTries(tries + 1)} />
        )}
        {inbox.state === 'here' && inbox.value.value.length === 0 && (
          <Empty title="No mail yet.">
            Mails from Tandem arrive here once {firstName(person)} is invited or asked something.
          </Empty>
        )}
        {inbox.state === 'here' && (
          <ul>
            {inbox.value.value.map((mail) => (
              <li key={mail.id}>
                <Link
                  to={pathTo(person.id, 'mail', mail.id)}
                  current={mail.id === item}
                  className={mail.isRead ? 'mail-row' : 'mail-row unread'}
                >
                  <Coin name={nameOf(mail.from)} size={36} />
                  <span className="mail-row-text">
                    <span className="mail-row-top">
                      <span className="mail-from">{nameOf(mail.from)}</span>
                      <time dateTime={mail.receivedDateTime}>{listed(mail.receivedDateTime, now, person.timeZone)}</time>
                    </span>
                    <span className="mail-subject">{mail.subject ?? '(no subject)'}</span>
                    <span className="mail-preview">{mail.bodyPreview}</span>
                    {!mail.isRead && <span className="unseen">, unread</span>}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="reading-pane" aria-label="Reading pane">
        {item ? (
          <Reading key={item} person={person} id={item} onRead={() => setTries((n) => n + 1)} />
        ) : (
          <Empty title="Nothing opened.">Choose a mail to read it here.</Empty>
        )}
      </section>
    </div>
  )
}

function Reading({
  person,
  id,
  onRead,
}: {
  readonly person: Colleague
  readonly id: string
  readonly onRead: () => void
}): React.ReactElement {
  const heading = useRef<HTMLHeadingElement>(null)
  const message = useLoaded(() => graph<Message>(person.id, `/me/messages/${encodeURIComponent(id)}`), [], id)
  const mail = message.state === 'here' ? message.value : undefined
  const parts = useMemo(() => mail && mailParts(mail.body.content, mail.body.contentType), [mail])

  useEffect(() => {
    if (!mail) return
    heading.current?.focus()
    if (mail.isRead) return
    graph(person.id, `/me/messages/${encodeURIComponent(id)}`, { method: 'PATCH', body: JSON.stringify({ isRead: true }) }).then(
      onRead,
      (error: unknown) => console.warn('The mail could not be marked as read.', error),
    )
  }, [mail])

  if (message.state === 'loading') return <Waiting what="the mail" rows={6} />
  if (message.state === 'failed') return <Failed what="This mail could not be opened." message={message.message} />
  if (!mail || !parts) return <Empty title="Nothing opened." />
  return (
    <article className="letter">
      <Link to={pathTo(person.id, 'mail')} className="back">
        <Icon name="back" size={18} /> Inbox
      </Link>
      <h2 tabIndex={-1} ref={heading}>
        {mail.subject ?? '(no subject)'}
      </h2>
      <div className="letter-head">
        <Coin name={nameOf(mail.from)} size={40} />
        <span>
          <strong>{nameOf(mail.from)}</strong>
          <small>
            To {person.name} · {dayLong(mail.receivedDateTime, person.timeZone)}, {time(mail.receivedDateTime, person.timeZone)}
          </small>
        </span>
      </div>
      {parts.card && <LiveCard card={parts.card} person={person.id} onLink={(address) => openLink(address, person.id)} />}
      {!parts.hidesBody && (
        <LetterBody html={parts.html} subject={mail.subject ?? 'Mail'} onLink={(address) => openLink(address, person.id)} />
      )}
    </article>
  )
}

/** Padding and border of the frame, above and below. */
const frameEdgePx = 34

/** The body in a frame without scripts; as tall as what it holds. */
function LetterBody({
  html,
  subject,
  onLink,
}: {
  readonly html: string
  readonly subject: string
  readonly onLink: (address: string) => void
}): React.ReactElement {
  const frame = useRef<HTMLIFrameElement>(null)
  const fit = () => {
    const inner = frame.current?.contentDocument
    if (!inner || !frame.current) return
    frame.current.style.height = '0'
    frame.current.style.height = `${inner.body.scrollHeight + frameEdgePx}px`
    inner.onclick = (event) => {
      const link = (event.target as Element).closest?.('a')
      if (!link) return
      event.preventDefault()
      onLink(link.href)
    }
  }
  useEffect(() => {
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [])
  return (
    <iframe
      ref={frame}
      className="letter-body"
      title={`Text of: ${subject}`}
      sandbox="allow-same-origin"
      srcDoc={framed(html)}
      onLoad={fit}
    />
  )
}

/** Our own pages open here, as the person who reads; everything else in a new window that knows nothing of this one. */
function openLink(address: string, person: string): void {
  const url = new URL(address, location.origin)
  const isOurs = /^(127\.0\.0\.1|localhost)$/.test(url.hostname) && url.pathname.startsWith('/pages')
  if (!isOurs) {
    window.open(url.href, '_blank', 'noopener')
    return
  }
  go(pathTo(person, pageMeant(url.hash)) + url.hash)
}

const nameOf = (from: Address | undefined): string => from?.emailAddress.name ?? from?.emailAddress.address ?? 'Unknown sender'
const firstName = ({ name }: Colleague): string => name.split(' ')[0] ?? name
