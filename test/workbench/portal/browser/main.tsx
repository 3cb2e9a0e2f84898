import * as React from 'react'
import { useEffect } from 'react'
import * as ReactDom from 'react-dom'
import type { Colleague } from '../protocol.js'
import { Calendar } from './calendar.js'
import { ChoosePerson } from './choose-person.js'
import { ClockBar } from './clock-bar.js'
import { useClock, type Clock } from './clock.js'
import { Approvals, Intranet } from './intranet.js'
import { Faults } from './faults.js'
import { Link } from './link.js'
import { Mail } from './mail.js'
import { fetchJson, useLoaded } from './reach.js'
import { useRoute, type Route } from './route.js'
import { Failed, Waiting } from './states.js'
import { SuiteBar, Rail } from './suite.js'
import { Lists } from './lists.js'
import { Teams } from './teams.js'
import './styles/portal.css'

function Portal(): React.ReactElement {
  const route = useRoute()
  const clock = useClock()
  if (route.at !== 'person') return <Home at={route.at} clock={clock} />
  return <Visit route={route} clock={clock} />
}

/** The pages that belong to nobody: through whose eyes to look, and what goes wrong. */
function Home({ at, clock }: { readonly at: 'choice' | 'faults'; readonly clock: Clock }): React.ReactElement {
  useEffect(() => {
    document.title = `${at === 'faults' ? 'What goes wrong · ' : ''}Contoso · a stand-in for Microsoft 365`
  }, [at])
  const revision = clock.view?.revision ?? 0
  return (
    <div className="portal" data-app="home">
      <ClockBar clock={clock} timeZone={null} />
      <SuiteBar app="Contoso" />
      <main className="page" id="page">
        {at === 'faults' ? <Faults revision={revision} /> : <ChoosePerson revision={revision} />}
      </main>
    </div>
  )
}

const apps = {
  intranet: 'SharePoint',
  console: 'SharePoint',
  mail: 'Outlook',
  calendar: 'Outlook',
  approvals: 'Approvals',
  teams: 'Teams',
  lists: 'SharePoint',
} as const

function Visit({
  route,
  clock,
}: {
  readonly route: Extract<Route, { at: 'person' }>
  readonly clock: Clock
}): React.ReactElement {
  const loaded = useLoaded(() => fetchJson<Colleague>(`/portal/people/${encodeURIComponent(route.person)}`), [], route.person)
  const person = loaded.state === 'here' ? loaded.value : undefined
  const app = apps[route.tab]
  useEffect(() => {
    // Links in mails and requests to SharePoint carry no person: the server knows by this who looks.
    document.cookie = `tandem-person=${encodeURIComponent(route.person)}; path=/; samesite=strict`
  }, [route.person])
  useEffect(() => {
    if (person) document.title = `${person.name} · ${app} · Contoso`
  }, [person, app])
  return (
    <div className="portal" data-app={app.toLowerCase()}>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <ClockBar clock={clock} timeZone={person?.timeZone ?? null} visitor={route.person} />
      <SuiteBar app={app} {...(person && { person })} />
      <Rail person={route.person} tab={route.tab} revision={clock.view?.revision ?? 0} />
      <main className="page" id="page" tabIndex={-1}>
        {loaded.state === 'loading' && <Waiting what="the person" />}
        {loaded.state === 'failed' && (
          <>
            <Failed what="This person cannot be shown." message={loaded.message} />
            <Link to="/">Choose somebody else</Link>
          </>
        )}
        {person && clock.view && <Tab route={route} person={person} clock={clock.view} />}
        {person && !clock.view && <Waiting what="the page" />}
      </main>
    </div>
  )
}

type TabProps = {
  readonly route: Extract<Route, { at: 'person' }>
  readonly person: Colleague
  readonly clock: NonNullable<Clock['view']>
}

function Tab({ route: { tab, item }, person, clock: { now, revision, moves } }: TabProps): React.ReactElement {
  switch (tab) {
    case 'mail':
      return <Mail person={person} item={item} now={now} revision={revision} />
    case 'calendar':
      return <Calendar person={person} now={now} revision={revision} />
    case 'approvals':
      return <Approvals person={person} moves={moves} />
    case 'teams':
      return <Teams person={person} now={now} revision={revision} />
    case 'lists':
      return <Lists person={person} item={item} revision={revision} />
    case 'console':
    case 'intranet':
      return <Intranet person={person} moves={moves} page={tab} />
  }
}

ReactDom.render(<Portal />, document.getElementById('portal'))
