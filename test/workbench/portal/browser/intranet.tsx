import * as React from 'react'
import type { Colleague } from '../protocol.js'
import { Link } from './link.js'
import { pathTo } from './route.js'
import { WebPart } from './web-part.js'

export type PageProps = { readonly person: Colleague; readonly moves: number }

/** A SharePoint communication site with our web parts on its pages. */
export function Intranet({ person, moves, page }: PageProps & { readonly page: 'intranet' | 'console' }): React.ReactElement {
  return (
    <div className="site">
      <header className="site-header">
        <div className="site-name">
          <span className="site-logo" aria-hidden="true">
            <svg viewBox="0 0 32 32" width="32" height="32">
              <circle cx="10" cy="12" r="5" fill="none" stroke="currentColor" strokeWidth="3" />
              <circle cx="23" cy="10" r="5" fill="currentColor" />
              <path d="M9 19c1 9 14 10 14-2" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
            </svg>
          </span>
          <span>
            <strong>Mentoring</strong>
            <small>Communication site · everybody at Contoso</small>
          </span>
        </div>
        <nav className="site-nav" aria-label="Site">
          <Link to={pathTo(person.id, 'intranet')} current={page === 'intranet'}>
            My tandem
          </Link>
          {person.runsProgrammes && (
            <Link to={pathTo(person.id, 'console')} current={page === 'console'}>
              Programme console
            </Link>
          )}
        </nav>
      </header>
      <div className="site-page">
        <h1 className="unseen">{page === 'console' ? 'Programme console' : 'My tandem'}</h1>
        <WebPart alias={page === 'console' ? 'ProgrammeConsole' : 'MyTandem'} person={person} moves={moves} />
      </div>
    </div>
  )
}

export function Approvals({ person, moves }: PageProps): React.ReactElement {
  return (
    <div className="site">
      <h1 className="unseen">Approvals</h1>
      <div className="site-page">
        <WebPart alias="Approvals" person={person} moves={moves} />
      </div>
    </div>
  )
}
