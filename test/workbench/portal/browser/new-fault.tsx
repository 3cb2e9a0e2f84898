import * as React from 'react'
import { useState } from 'react'
import { faultKindsShown, type FaultKindShown, type FaultSubject, type FaultWish } from '../fault-protocol.js'
import type { People } from '../protocol.js'
import { kinds, subjects } from './fault-words.js'
import { fetchJson, post, useLoaded } from './reach.js'

type NewFaultProps = { readonly lists: readonly string[]; readonly onDone: () => void }

/** The form in which somebody says what is to go wrong. */
export function NewFault({ lists, onDone }: NewFaultProps): React.ReactElement {
  const [on, setOn] = useState<FaultSubject>('mailbox')
  const [chosen, setChosen] = useState('')
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<FaultKindShown>('throttled')
  const [times, setTimes] = useState('5')
  const [late, setLate] = useState('5')
  const [wrong, setWrong] = useState<string>()
  const isPerson = on === 'mailbox' || on === 'person'
  const found = useLoaded(() => fetchJson<People>(`/portal/people?search=${encodeURIComponent(search)}`), [search], '')
  const people = found.state === 'here' ? found.value.people : []
  const offered = isPerson
    ? people.map(({ id, name, jobTitle }) => ({ key: id, name: jobTitle ? `${name}, ${jobTitle}` : name }))
    : lists.map((title) => ({ key: title, name: title }))
  const what = on === 'route' ? chosen : (offered.find(({ key }) => key === chosen) ?? offered[0])?.key
  const possible = faultKindsShown.filter((each) => kinds[each].on.includes(on))
  const kindNow = possible.includes(kind) ? kind : (possible[0] ?? 'throttled')

  const send = (event: React.FormEvent) => {
    event.preventDefault()
    if (!what) return setWrong(on === 'route' ? 'Say which requests are meant.' : 'Nobody and nothing is chosen.')
    const wish: FaultWish = {
      on,
      what,
      kind: kindNow,
      times: times === '' ? null : Number(times),
      afterSeconds: kindNow === 'slow' ? Number(late) : null,
    }
    post('/portal/faults', wish).then(
      () => {
        setWrong(undefined)
        onDone()
      },
      (error: unknown) => setWrong(error instanceof Error ? error.message : String(error)),
    )
  }

  return (
    <section aria-labelledby="more">
      <h2 id="more">Let something go wrong</h2>
      <form className="new-fault" onSubmit={send}>
        <label>
          <span>With what</span>
          <select
            value={on}
            onChange={(event) => {
              setOn(event.target.value as FaultSubject)
              setChosen('')
            }}
          >
            {Object.entries(subjects).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {isPerson && (
          <label>
            <span>Find a person</span>
            <input
              type="search"
              placeholder="Name, title, department or office"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        )}
        {on === 'route' ? (
          <label>
            <span>Addresses that contain (a regular expression)</span>
            <input type="text" placeholder="/getSchedule$" value={chosen} onChange={(event) => setChosen(event.target.value)} />
          </label>
        ) : (
          <label>
            <span>{isPerson ? 'Whose' : 'Which'}</span>
            <select value={what ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {offered.length === 0 && <option value="">Nothing is found</option>}
              {offered.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>It …</span>
          <select
            value={kindNow}
            onChange={(event) => {
              const next = event.target.value as FaultKindShown
              setKind(next)
              setTimes(['gone', 'full', 'forbidden'].includes(next) ? '' : '5')
            }}
          >
            {possible.map((each) => (
              <option key={each} value={each}>
                {kinds[each].choice}
              </option>
            ))}
          </select>
        </label>
        {kindNow === 'slow' && (
          <label>
            <span>By</span>
            <select value={late} onChange={(event) => setLate(event.target.value)}>
              {['1', '5', '15', '30'].map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === '1' ? '1 second' : `${seconds} seconds`}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>How long</span>
          <select value={times} onChange={(event) => setTimes(event.target.value)}>
            <option value="1">For the next request</option>
            <option value="5">For the next 5 requests</option>
            <option value="50">For the next 50 requests</option>
            <option value="">Until I take it away</option>
          </select>
        </label>
        <button type="submit" className="button primary">
          Let it happen
        </button>
        {wrong && (
          <p role="alert" className="form-wrong">
            {wrong}
          </p>
        )}
      </form>
    </section>
  )
}
