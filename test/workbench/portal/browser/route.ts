import { useEffect, useState } from 'react'
import { tabs, type Tab } from '../protocol.js'

/** Where the visitor is: choosing a person, or at something of that person's. Every place has an address of its own. */
export type Route = { readonly at: 'choice' } | { readonly at: 'person'; readonly person: string; readonly tab: Tab; readonly item: string | null }

export function routeOf(pathname: string): Route {
  const [, first, person, tab, item] = pathname.split('/')
  if (first !== 'people' || !person) return { at: 'choice' }
  return { at: 'person', person, tab: tabs.find((known) => known === tab) ?? 'intranet', item: item ? decodeURIComponent(item) : null }
}

export const pathTo = (person: string, tab: Tab, item?: string): string =>
  `/people/${person}/${tab}${item ? `/${encodeURIComponent(item)}` : ''}`

export function go(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, '', path)
  window.dispatchEvent(new Event('tandem-route'))
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.pathname))
  useEffect(() => {
    const changed = () => setRoute(routeOf(location.pathname))
    window.addEventListener('popstate', changed)
    window.addEventListener('tandem-route', changed)
    return () => {
      window.removeEventListener('popstate', changed)
      window.removeEventListener('tandem-route', changed)
    }
  }, [])
  return route
}
