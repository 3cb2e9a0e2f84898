import * as React from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Colleague } from '../protocol.js'
import { setComputerTo } from './computer.js'
import { tokenFor } from './reach.js'
import { Failed, Waiting } from './states.js'

export type WebPartProps = {
  readonly alias: 'MyTandem' | 'ProgrammeConsole' | 'Approvals'
  readonly person: Colleague
  readonly moves: number
}

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const themeNow = () => (dark.matches ? 'dark' : 'light')

/** One web part of the built package, loaded as SharePoint loads it. After time has moved it is loaded anew. */
export function WebPart({ alias, person, moves }: WebPartProps): React.ReactElement {
  const zone = useRef<HTMLDivElement>(null)
  const [tries, setTries] = useState(0)
  const [state, setState] = useState<'loading' | 'here' | { readonly failed: string }>('loading')

  useEffect(() => {
    const element = document.createElement('div')
    zone.current?.append(element)
    setState('loading')
    let current = true
    setComputerTo(person.timeZone)
    const shown = window.tandemWorkbench.load({
      alias,
      element,
      locale: 'en-GB',
      theme: themeNow(),
      user: {
        id: person.id,
        displayName: person.name,
        email: person.mail ?? '',
        loginName: `i:0#.f|membership|${person.mail ?? person.id}`,
      },
      aadFetch: async (url, init) => {
        const headers = new Headers(init.headers)
        headers.set('authorization', `Bearer ${await tokenFor(person.id, 'api')}`)
        return fetch(url, { ...init, headers })
      },
    })
    const themed = () => void shown.then((webPart) => webPart.setTheme(themeNow()))
    dark.addEventListener('change', themed)
    shown.then(
      () => current && setState('here'),
      (error: unknown) => current && setState({ failed: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
      dark.removeEventListener('change', themed)
      // One that never came to life has nothing to put away.
      void shown.then((webPart) => webPart.dispose()).catch(() => undefined)
      element.remove()
    }
  }, [alias, person.id, moves, tries])

  return (
    <div className="web-part" aria-busy={state === 'loading'}>
      {state === 'loading' && <Waiting what="the web part" rows={5} />}
      {typeof state === 'object' && (
        <Failed what="This web part did not load." message={state.failed} onRetry={() => setTries(tries + 1)} />
      )}
      <div ref={zone} hidden={state !== 'here'} />
    </div>
  )
}
