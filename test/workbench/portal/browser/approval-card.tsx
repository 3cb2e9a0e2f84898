import * as React from 'react'
import { useState } from 'react'
import type { Colleague, People } from '../protocol.js'
import { type Approval, answerApproval, cancelApproval, nameOf } from './approvals-data.js'
import { Coin, Icon } from './icons.js'
import { fetchJson, post, useLoaded } from './reach.js'
import { listed } from './when.js'

export type ApprovalCardProps = {
  readonly approval: Approval
  readonly person: Colleague
  readonly now: string
  readonly onChanged: () => void
}

type Doing = 'nothing' | 'sending' | { readonly failed: string }

/** One approval: who asks what of whom, and what the reader can do about it. */
export function ApprovalCard({ approval, person, now, onChanged }: ApprovalCardProps): React.ReactElement {
  const [doing, setDoing] = useState<Doing>('nothing')
  const [comments, setComments] = useState('')
  const [passesOn, setPassesOn] = useState(false)
  const titleId = `approval-${approval.id}`
  const attempt = (work: Promise<unknown>) => {
    setDoing('sending')
    work.then(
      () => {
        setDoing('nothing')
        onChanged()
      },
      (error: unknown) => setDoing({ failed: error instanceof Error ? error.message : String(error) }),
    )
  }
  const busy = doing === 'sending'
  const sender = nameOf(approval.owner)
  return (
    <article className="approval" aria-labelledby={titleId}>
      <div className="approval-head">
        <Coin name={sender} size={36} />
        <div>
          <h3 id={titleId}>{approval.displayName}</h3>
          <small>
            {approval.isMine ? 'Sent by you' : `From ${sender}`}, {listed(approval.createdDateTime, now, person.timeZone)}
          </small>
        </div>
        {approval.state !== 'pending' && <span className="approval-state">{stateOf(approval)}</span>}
      </div>
      {approval.description && <p className="approval-text">{approval.description}</p>}
      {!(approval.waitsForMe && approval.asked.length === 1) && (
        <ul className="approval-asked">
          {approval.asked.map(({ name, passedOn, answer, comments: words }, i) => (
            <li key={`${name} ${i}`}>
              {name} <small>{passedOn ? 'passed it on' : (answer ?? 'has not answered')}</small>
              {words && <q>{words}</q>}
            </li>
          ))}
        </ul>
      )}
      {approval.waitsForMe && !passesOn && (
        <>
          <label className="approval-comments">
            <span>Comment (optional)</span>
            <textarea rows={2} value={comments} onChange={(event) => setComments(event.target.value)} />
          </label>
          <div className="approval-actions">
            {approval.responsePrompts.map((prompt, i) => (
              <button
                key={prompt}
                type="button"
                className={i === 0 ? 'button primary' : 'button'}
                disabled={busy}
                onClick={() => attempt(answerApproval(person.id, approval.id, prompt, comments))}
              >
                {prompt}
              </button>
            ))}
            <button type="button" className="button quiet" disabled={busy} onClick={() => setPassesOn(true)}>
              Reassign …
            </button>
          </div>
        </>
      )}
      {approval.waitsForMe && passesOn && (
        <PassOn
          person={person}
          busy={busy}
          onClose={() => setPassesOn(false)}
          onChosen={(to) => attempt(post(`/portal/approvals/${approval.id}/reassign`, { from: person.id, to: to.id }))}
        />
      )}
      {approval.allowCancel && (
        <div className="approval-actions">
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => attempt(cancelApproval(person.id, approval.id))}
          >
            Cancel the request
          </button>
        </div>
      )}
      {typeof doing === 'object' && <p role="alert">{doing.failed}</p>}
    </article>
  )
}

type PassOnProps = {
  readonly person: Colleague
  readonly busy: boolean
  readonly onClose: () => void
  readonly onChosen: (to: Colleague) => void
}

/** Graph has no call for it: in Teams the person does it by hand, so here the stand-in does it for them. */
function PassOn({ person, busy, onClose, onChosen }: PassOnProps): React.ReactElement {
  const [text, setText] = useState('')
  const found = useLoaded(() => fetchJson<People>(`/portal/people?search=${encodeURIComponent(text)}`), [text], '')
  const others = found.state === 'here' && text !== '' ? found.value.people.filter(({ id }) => id !== person.id).slice(0, 5) : []
  return (
    <div className="pass-on">
      <label>
        <span>Who is to answer instead?</span>
        <input type="search" autoFocus placeholder="Name" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <ul>
        {others.map((each) => (
          <li key={each.id}>
            <button type="button" className="button" disabled={busy} onClick={() => onChosen(each)}>
              <Coin name={each.name} size={24} /> {each.name}
            </button>
          </li>
        ))}
      </ul>
      {found.state === 'here' && text !== '' && others.length === 0 && <p role="status">Nobody of this name.</p>}
      <button type="button" className="button quiet" onClick={onClose}>
        <Icon name="back" size={16} /> Keep it
      </button>
    </div>
  )
}

function stateOf({ state, result }: Approval): string {
  if (state === 'canceled') return 'Cancelled'
  return result === 'Approve' ? 'Approved' : result === 'Reject' ? 'Rejected' : (result ?? 'Closed')
}
