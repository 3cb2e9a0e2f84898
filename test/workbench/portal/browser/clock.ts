import { useEffect, useState } from 'react'
import type { ClockView } from '../protocol.js'
import { fetchJson, post } from './reach.js'

export type Clock = {
  readonly view: ClockView | undefined
  readonly unreachable: string | undefined
  move(days: number): void
  /** Everybody but this person does what is on the desk. */
  playOthers(visitor: string | undefined): void
}

const restMs = 3000
const busyMs = 600

/** The company's time and what is going on, looked at often while something happens and seldom while nothing does. */
export function useClock(): Clock {
  const [view, setView] = useState<ClockView>()
  const [unreachable, setUnreachable] = useState<string>()
  const [looks, setLooks] = useState(0)

  useEffect(() => {
    let current = true
    let timer: number | undefined
    const look = async () => {
      let next = restMs
      try {
        const seen = await fetchJson<ClockView>('/portal/clock')
        if (!current) return
        setView((before) => (before && JSON.stringify(before) === JSON.stringify(seen) ? before : seen))
        setUnreachable(undefined)
        if (seen.work) next = busyMs
      } catch (error) {
        if (current) setUnreachable(error instanceof Error ? error.message : String(error))
      }
      if (current) timer = window.setTimeout(() => void look(), next)
    }
    void look()
    return () => {
      current = false
      window.clearTimeout(timer)
    }
  }, [looks])

  const begin = (path: string, body: unknown) =>
    post(path, body).then(
      () => setLooks((n) => n + 1),
      (error: unknown) => setUnreachable(error instanceof Error ? error.message : String(error)),
    )
  return {
    view,
    unreachable,
    move: (days) => void begin('/portal/clock', { days }),
    playOthers: (visitor) => void begin('/portal/others', { visitor }),
  }
}
