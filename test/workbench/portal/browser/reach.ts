import { useEffect, useState } from 'react'

/** Something that is on its way, here, or did not come. Only the newest question may answer. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string }

/** Asks again whenever one of `when` changes; what was here stays visible meanwhile, unless `afresh` says that it belongs to somebody else. */
export function useLoaded<T>(ask: () => Promise<T>, when: readonly unknown[], afresh: string): Loaded<T> {
  const [shown, setShown] = useState<{ readonly of: string; readonly loaded: Loaded<T> }>({
    of: afresh,
    loaded: { state: 'loading' },
  })
  useEffect(() => {
    let current = true
    const show = (loaded: Loaded<T>) => current && setShown({ of: afresh, loaded })
    ask().then(
      (value) => show({ state: 'here', value }),
      (error: unknown) => show({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [...when, afresh])
  return shown.of === afresh ? shown.loaded : { state: 'loading' }
}

/** JSON from the portal's own server; throws the sentence the server gave. */
export async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await reachable(path, init)
  const text = await answer.text()
  if (!answer.ok) throw new Error(sentenceIn(text) ?? `The server answered ${answer.status}.`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export const post = (path: string, body: unknown): Promise<unknown> =>
  fetchJson(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function reachable(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new Error('Tandem does not answer. Is "npm start" still running?')
  }
}

function sentenceIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } }
    return error?.message
  } catch {
    return undefined
  }
}

type Kept = { readonly token: Promise<string>; readonly until: number }
const tokens = new Map<string, Kept>()

/** The person's token for one API; asked for anew every half hour. */
export async function tokenFor(person: string, audience: 'api' | 'graph'): Promise<string> {
  const key = `${audience} ${person}`
  const known = tokens.get(key)
  if (known && known.until > Date.now()) return known.token
  const token = fetchJson<{ token: string }>(`/token?person=${encodeURIComponent(person)}&audience=${audience}`).then(
    (answer) => answer.token,
  )
  tokens.set(key, { token, until: Date.now() + 1_800_000 })
  token.catch(() => tokens.delete(key))
  return token
}

/** Graph as this person; `path` as below /v1.0. */
export async function graph<T>(person: string, path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${await tokenFor(person, 'graph')}`)
  if (init.body) headers.set('content-type', 'application/json')
  return fetchJson<T>(`/graph${path}`, { ...init, headers })
}
