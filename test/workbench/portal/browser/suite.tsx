import * as React from 'react'
import type { Colleague, Tab } from '../protocol.js'
import { Coin, Icon, Waffle, type IconName } from './icons.js'
import { Link } from './link.js'
import { graph, useLoaded } from './reach.js'
import { pathTo } from './route.js'

/** Microsoft 365's bar: which app this is, and who is signed in. */
export function SuiteBar({ app, person }: { readonly app: string; readonly person?: Colleague }): React.ReactElement {
  return (
    <header className="suite-bar">
      <Link to="/" className="waffle" label="Start page: choose a person">
        <Waffle />
      </Link>
      <span className="suite-app">{app}</span>
      {person && (
        <Link to="/" className="suite-person">
          <span className="suite-name">
            <span>{person.name}</span>
            <small>Switch person</small>
          </span>
          <Coin name={person.name} size={32} />
        </Link>
      )}
    </header>
  )
}

const apps: readonly { readonly tab: Tab; readonly name: string; readonly icon: IconName }[] = [
  { tab: 'intranet', name: 'Intranet', icon: 'home' },
  { tab: 'mail', name: 'Mail', icon: 'mail' },
  { tab: 'calendar', name: 'Calendar', icon: 'calendar' },
  { tab: 'approvals', name: 'Approvals', icon: 'approvals' },
  { tab: 'teams', name: 'Teams', icon: 'people' },
  { tab: 'lists', name: 'Lists', icon: 'list' },
]

/** The apps of the person; a rail at the left, at the foot of a phone. */
export function Rail({
  person,
  tab,
  revision,
}: {
  readonly person: string
  readonly tab: Tab
  readonly revision: number
}): React.ReactElement {
  const folder = useLoaded(
    () => graph<{ unreadItemCount?: number }>(person, '/me/mailFolders/inbox?$select=unreadItemCount'),
    [revision, tab],
    person,
  )
  const unread = folder.state === 'here' ? (folder.value.unreadItemCount ?? 0) : 0
  return (
    <nav className="rail" aria-label="Apps">
      {apps.map(({ tab: each, name, icon }) => (
        <Link key={each} to={pathTo(person, each)} current={each === tab || (each === 'intranet' && tab === 'console')}>
          <span className="rail-icon">
            <Icon name={icon} size={22} />
            {each === 'mail' && unread > 0 && (
              <span className="badge">
                {unread}
                <span className="unseen"> unread</span>
              </span>
            )}
          </span>
          <span>{name}</span>
        </Link>
      ))}
    </nav>
  )
}
