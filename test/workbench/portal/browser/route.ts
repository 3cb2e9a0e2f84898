import { useEffect, useState } from 'react'
import { tabs, type Tab } from '../protocol.js'

/** Where the visitor is: choosing a person, or at something of that person's. Every place has an address of its own. */
export type Route =
  | { readonly at: 'choice' }
  | { readonly at: 'faults' }
  | { readonly at: 'person'; readonly person: string; readonly tab: Tab; readonly item: string | null }

export function routeOf(pathname: string, hash: string): Route {
  const [, first, person, tab, item] = pathname.split('/')
  if (first === 'faults') return { at: 'faults' }
  if (first !== 'people' || !person) return { at: 'choice' }
  const named = tabs.find((known) => known === tab) ?? 'intranet'
  return {
    at: 'person',
    person,
    tab: named === 'intranet' ? pageMeant(hash) : named,
    item: item ? decodeURIComponent(item) : null,
  }
}

/** Mails lead to one page of the intranet, and say after the `#` what of it is meant. */
export const pageMeant = (hash: string): Tab => (/^#approvals/.test(hash) ? 'approvals' : 'intranet')

export const pathTo = (person: string, tab: Tab, item?: string): string =>
  `/people/${person}/${tab}${item ? `/${encodeURIComponent(item)}` : ''}`

export function go(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, '', path)
  window.dispatchEvent(new Event('tandem-route'))
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.pathname, location.hash))
  useEffect(() => {
    const changed = () => setRoute(routeOf(location.pathname, location.hash))
    window.addEventListener('popstate', changed)
    window.addEventListener('tandem-route', changed)
    return () => {
      window.removeEventListener('popstate', changed)
      window.removeEventListener('tandem-route', changed)
    }
  }, [])
  return route
}
