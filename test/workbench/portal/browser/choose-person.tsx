import * as React from 'react'
import { useState } from 'react'
import type { Colleague, People, Suggestion, Tab } from '../protocol.js'
import { Coin, Icon } from './icons.js'
import { fetchJson, useLoaded } from './reach.js'
import { go, pathTo } from './route.js'
import { Empty, Failed, Waiting } from './states.js'

/** The front page: through whose eyes to look. */
export function ChoosePerson({ revision }: { readonly revision: number }): React.ReactElement {
  const [text, setText] = useState('')
  const [tries, setTries] = useState(0)
  const suggestions = useLoaded(() => fetchJson<Suggestion[]>('/portal/suggestions'), [revision, tries], '')
  const people = useLoaded(() => fetchJson<People>(`/portal/people?search=${encodeURIComponent(text)}`), [text, tries], '')
  const retry = () => setTries(tries + 1)
  return (
    <div className="choice">
      <h1>Who would you like to be?</h1>
      <p className="lead">
        Contoso runs Tandem, a reverse mentoring programme. Here you can be anybody in the company and see what that person finds
        in the intranet, in the mailbox and in the calendar. Move the clock at the top to see what comes next.
      </p>
      <section aria-labelledby="worth">
        <h2 id="worth">Worth a look now</h2>
        {suggestions.state === 'loading' && <Waiting what="suggestions" rows={4} />}
        {suggestions.state === 'failed' && (
          <Failed what="There are no suggestions at the moment." message={suggestions.message} onRetry={retry} />
        )}
        {suggestions.state === 'here' && (
          <ul className="suggestions">
            {suggestions.value.map(({ person, as, sentence, tab }) => (
              <li key={as}>
                <PersonLink person={person} tab={tab} className="suggestion">
                  <span className="suggestion-role">{as}</span>
                  <span className="person">
                    <Coin name={person.name} size={48} />
                    <span>
                      <strong>{person.name}</strong>
                      <small>{about(person)}</small>
                    </span>
                  </span>
                  <span className="suggestion-sentence">{sentence}</span>
                </PersonLink>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="everybody">
        <h2 id="everybody">Everybody</h2>
        <label className="search">
          <Icon name="search" />
          <span className="unseen">Search the directory</span>
          <input
            type="search"
            placeholder="Name, title, department or office"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p className="count" role="status">
          {people.state === 'here' && counted(people.value)}
        </p>
        {people.state === 'loading' && <Waiting what="the directory" rows={6} />}
        {people.state === 'failed' && <Failed what="The directory could not be read." message={people.message} onRetry={retry} />}
        {people.state === 'here' && people.value.total === 0 && (
          <Empty title={`Nobody is found under “${text}”.`}>Try a part of the name, or a department.</Empty>
        )}
        {people.state === 'here' && (
          <ul className="directory">
            {people.value.people.map((person) => (
              <li key={person.id}>
                <PersonLink person={person} tab={person.runsProgrammes ? 'console' : 'intranet'} className="person">
                  <Coin name={person.name} size={36} />
                  <span>
                    <strong>{person.name}</strong>
                    <small>{about(person)}</small>
                  </span>
                </PersonLink>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

type PersonLinkProps = {
  readonly person: Colleague
  readonly tab: Tab
  readonly className: string
  readonly children: React.ReactNode
}

function PersonLink({ person, tab, className, children }: PersonLinkProps): React.ReactElement {
  const path = pathTo(person.id, tab)
  const follow = (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey) return
    event.preventDefault()
    go(path)
  }
  return (
    <a href={path} className={className} onClick={follow}>
      {children}
    </a>
  )
}

const about = ({ jobTitle, department, office }: Colleague): string => [jobTitle, department, office].filter(Boolean).join(' · ')

const counted = ({ people, total }: People): string =>
  total > people.length ? `The first ${people.length} of ${total} people` : total === 1 ? '1 person' : `${total} people`
