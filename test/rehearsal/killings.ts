import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../run/stack.js'
import type { Behaviour } from './behaviour.js'
import type { Watch } from './watch.js'

/** The first settlings of a programme hold its invitations, the later ones its meetings; the host dies among all of them. */
const firstSettlings = 24
export const mostKillings = firstSettlings

export type Killings = { readonly during: (settling: () => Promise<unknown>) => Promise<void>; readonly done: () => number }

/** Ends the function host with SIGKILL in the middle of its work, `times` times at moments drawn from the seed, and starts it again. */
export function killings(stack: Stack, behaviour: Behaviour, times: number, watch: Watch): Killings {
  const at = new Map<number, number>()
  for (let n = 0; at.size < Math.min(times, firstSettlings); n++)
    at.set(Math.floor(behaviour.moment('settling', n) * firstSettlings), 30 + behaviour.moment('after', n) * 400)
  let settlings = 0
  let done = 0
  return {
    done: () => done,
    async during(settling) {
      const afterMs = at.get(settlings++)
      if (afterMs === undefined) return void (await settling())
      const work = settling()
      const death = (async () => {
        await delay(afterMs)
        await watch.beforeKilling()
        await stack.host.kill()
        done++
        await stack.host.restart()
      })()
      await Promise.all([work, death])
      // The killing may have come after the work: what it interrupted is done now.
      await settling()
    },
  }
}
