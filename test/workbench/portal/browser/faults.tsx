import * as React from 'react'
import { useState } from 'react'
import type { FaultsView, FaultView } from '../fault-protocol.js'
import { lastingOf, sentenceOf } from './fault-words.js'
import { NewFault } from './new-fault.js'
import { fetchJson, useLoaded } from './reach.js'
import { Empty, Failed, Waiting } from './states.js'

/** What goes wrong in this Microsoft 365: to see how Tandem bears it, somebody has to be able to break something. */
export function Faults({ revision }: { readonly revision: number }): React.ReactElement {
  const [looks, setLooks] = useState(0)
  const [told, setTold] = useState('')
  const loaded = useLoaded(() => fetchJson<FaultsView>('/portal/faults'), [looks, revision], '')
  const again = (what: string) => {
    setTold(what)
    setLooks((n) => n + 1)
  }
  const takeAway = (fault: FaultView) =>
    fetchJson(`/portal/faults/${encodeURIComponent(fault.id)}`, { method: 'DELETE' }).then(
      () => again('It is mended.'),
      (error: unknown) => again(error instanceof Error ? error.message : String(error)),
    )
  return (
    <div className="faults">
      <h1>What goes wrong</h1>
      <p className="lead">
        Microsoft 365 is not always well: it is slow, it has too much to do, somebody deletes a list. Break something here, then
        use Tandem as one of the people and let time pass. What passes by itself should leave no trace; what lasts should be told
        in plain words.
      </p>
      <section aria-labelledby="now">
        <h2 id="now">Going wrong now</h2>
        <p role="status" className="unseen">
          {told}
        </p>
        {loaded.state === 'loading' && <Waiting what="what goes wrong" rows={2} />}
        {loaded.state === 'failed' && (
          <Failed what="This cannot be told at the moment." message={loaded.message} onRetry={() => again('')} />
        )}
        {loaded.state === 'here' && loaded.value.faults.length === 0 && (
          <Empty title="Nothing. Everything answers as it should.">Below you can let something go wrong.</Empty>
        )}
        {loaded.state === 'here' && loaded.value.faults.length > 0 && (
          <ul className="fault-list">
            {loaded.value.faults.map((fault) => (
              <li key={fault.id}>
                <span>
                  <strong>{sentenceOf(fault)}</strong>
                  <small>{lastingOf(fault)}</small>
                </span>
                <button
                  type="button"
                  className="button"
                  aria-label={`Take away: ${sentenceOf(fault)}`}
                  onClick={() => void takeAway(fault)}
                >
                  Take away
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <NewFault lists={loaded.state === 'here' ? loaded.value.lists : []} onDone={() => again('It goes wrong from now on.')} />
    </div>
  )
}
