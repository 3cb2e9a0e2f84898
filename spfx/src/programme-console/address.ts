import * as React from 'react'

export const views = ['overview', 'invite', 'people', 'matching', 'report', 'settings'] as const
export type View = (typeof views)[number]

/** Where the reader is. Everything that "back" and a sent link should bring again stands here, and nothing else. */
export type Address = {
  /** Undefined: the list of programmes. */
  readonly programme?: string | undefined
  readonly view: View
  /** Creating a programme. */
  readonly create?: boolean | undefined
  readonly role?: string | undefined
  readonly status?: string | undefined
  readonly words?: string | undefined
  readonly tandem?: string | undefined
}

const keys = ['programme', 'role', 'status', 'words', 'tandem'] as const

/** Other web parts of the page may keep something in the hash too, so ours stands behind one name. */
const own = 'tandem-console='

export function readAddress(hash: string): Address {
  const part = hash
    .replace(/^#/, '')
    .split('&')
    .find((one) => one.startsWith(own))
  const fields = new URLSearchParams(part ? decodeURIComponent(part.slice(own.length)) : '')
  const view = views.find((one) => one === fields.get('view')) ?? 'overview'
  const found: Record<string, string> = {}
  for (const key of keys) {
    const value = fields.get(key)
    if (value) found[key] = value
  }
  return { ...found, view, ...(fields.get('create') === 'yes' && { create: true }) }
}

export function writeAddress(address: Address, hash: string): string {
  const fields = new URLSearchParams()
  for (const key of keys) {
    const value = address[key]
    if (value) fields.set(key, value)
  }
  if (address.create) fields.set('create', 'yes')
  else if (address.programme) fields.set('view', address.view)
  const others = hash
    .replace(/^#/, '')
    .split('&')
    .filter((one) => one && !one.startsWith(own))
  return `#${[...others, own + encodeURIComponent(fields.toString())].join('&')}`
}

export type Go = (next: Address, how?: 'replace') => void

/** `replace` is for filters, which change with every letter and would fill the history. */
export function useAddress(): [Address, Go] {
  const [address, setAddress] = React.useState(() => readAddress(window.location.hash))
  React.useEffect(() => {
    const follow = (): void => setAddress(readAddress(window.location.hash))
    window.addEventListener('hashchange', follow)
    window.addEventListener('popstate', follow)
    return () => {
      window.removeEventListener('hashchange', follow)
      window.removeEventListener('popstate', follow)
    }
  }, [])
  const go = React.useCallback<Go>((next, how) => {
    const hash = writeAddress(next, window.location.hash)
    if (how === 'replace') window.history.replaceState(window.history.state, '', hash)
    else window.history.pushState(window.history.state, '', hash)
    setAddress(next)
  }, [])
  return [address, go]
}
