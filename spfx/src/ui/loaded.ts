import * as React from 'react'
import { failureOf, type Failure } from './api'

/** Loading and failed at once cannot be written. `reload` keeps what is shown until the new state is there. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: T; readonly reload: () => Promise<void> }

type Held<T> = { state: 'loading' } | { state: 'failed'; failure: Failure } | { state: 'ready'; value: T }

/** Loads when mounted and whenever one of `depends` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(load: () => Promise<T>, depends: React.DependencyList): Loaded<T> {
  const [held, setHeld] = React.useState<Held<T>>({ state: 'loading' })
  const turn = React.useRef(0)

  const run = React.useCallback(async (): Promise<void> => {
    const mine = ++turn.current
    try {
      const value = await load()
      if (mine === turn.current) setHeld({ state: 'ready', value })
    } catch (error) {
      if (mine === turn.current) setHeld({ state: 'failed', failure: failureOf(error) })
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the caller names what the load depends on, as with useEffect
  }, depends)

  const begin = React.useCallback(() => {
    setHeld({ state: 'loading' })
    void run()
  }, [run])

  React.useEffect(() => {
    begin()
    return () => {
      turn.current++
    }
  }, [begin])

  if (held.state === 'failed') return { ...held, retry: begin }
  return held.state === 'ready' ? { ...held, reload: run } : held
}

export type Action = {
  readonly busy: boolean
  readonly failure: Failure | undefined
  /** Runs once at a time; true when it worked. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>
  readonly forget: () => void
}

/** What a button does: busy, then done or failed. */
export function useAction(): Action {
  const [state, setState] = React.useState<{ busy: boolean; failure?: Failure }>({ busy: false })
  const running = React.useRef(false)
  const mounted = React.useRef(true)
  React.useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])

  const run = React.useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    if (running.current) return false
    running.current = true
    setState({ busy: true })
    try {
      await work()
      if (mounted.current) setState({ busy: false })
      return true
    } catch (error) {
      const failure = failureOf(error)
      if (mounted.current) setState({ busy: false, failure })
      return false
    } finally {
      running.current = false
    }
  }, [])
  const forget = React.useCallback(() => setState({ busy: false }), [])
  return { busy: state.busy, failure: state.failure, run, forget }
}
