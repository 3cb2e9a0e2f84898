import * as React from 'react'
import { useState } from 'react'
import type { Colleague } from '../protocol.js'
import { type Approval, approvalsOf } from './approvals-data.js'
import { ApprovalCard } from './approval-card.js'
import { useLoaded } from './reach.js'
import { Empty, Failed, Waiting } from './states.js'

export type TeamsProps = { readonly person: Colleague; readonly now: string; readonly revision: number }

type Group = { readonly title: string; readonly approvals: readonly Approval[]; readonly none: string }

/** The Approvals app of Teams, through Graph as the person: what they are asked, and what they have asked others. */
export function Teams({ person, now, revision }: TeamsProps): React.ReactElement {
  const [changes, setChanges] = useState(0)
  const loaded = useLoaded(() => approvalsOf(person.id), [revision, changes], person.id)
  const changed = () => setChanges((known) => known + 1)
  return (
    <div className="teams">
      <header>
        <h1>Approvals in Teams</h1>
        <p className="teams-lead">What others ask {person.name} to approve, and what they have asked of others.</p>
      </header>
      {loaded.state === 'loading' && <Waiting what="the approvals" rows={4} />}
      {loaded.state === 'failed' && <Failed what="The approvals could not be read." message={loaded.message} onRetry={changed} />}
      {loaded.state === 'here' && loaded.value.length === 0 && <Nothing />}
      {loaded.state === 'here' &&
        loaded.value.length > 0 &&
        groups(loaded.value, person).map(({ title, approvals, none }) => (
          <section key={title} aria-label={title}>
            <h2>
              {title} {approvals.length > 0 && <span className="teams-count">{approvals.length}</span>}
            </h2>
            {approvals.length === 0 && <p className="teams-none">{none}</p>}
            <ul>
              {approvals.map((approval) => (
                <li key={approval.id}>
                  <ApprovalCard approval={approval} person={person} now={now} onChanged={changed} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function Nothing(): React.ReactElement {
  return (
    <Empty title="No approvals.">
      Tandem sends none through Teams: managers approve participation on their page under “Approvals”. What any program sends
      through Microsoft Graph appears here.
    </Empty>
  )
}

function groups(approvals: readonly Approval[], person: Colleague): Group[] {
  const waiting = approvals.filter(({ waitsForMe }) => waitsForMe)
  const open = approvals.filter(({ state, waitsForMe }) => state === 'pending' && !waitsForMe)
  const closed = approvals.filter(({ state }) => state !== 'pending')
  return [
    { title: 'Waiting for you', approvals: waiting, none: `Nothing waits for ${person.name}.` },
    { title: 'Waiting for others', approvals: open, none: 'Nothing is open with others.' },
    { title: 'Closed', approvals: closed, none: 'Nothing has been decided yet.' },
  ]
}
