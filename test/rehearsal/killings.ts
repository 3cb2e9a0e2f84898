import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../run/stack.js'
import type { Behaviour } from './behaviour.js'
import type { Watch } from './watch.js'

/** Even a small programme has so many moments at which several things are done at once: invitations, questions, meetings. */
const busyMoments = 8
export const mostKillings = 24

/** Of so many messages one is being worked on while another waits or is worked on, too. */
const busyFrom = 2

export type Killings = { readonly during: (settling: () => Promise<unknown>) => Promise<void>; readonly done: () => number }
type Surroundings = { readonly watch: Watch; readonly told: (line: string) => void }

/** Ends the function host with SIGKILL in the middle of its work, `times` times at busy moments drawn from the seed, and starts it again. */
export function killings(stack: Stack, behaviour: Behaviour, times: number, { watch, told }: Surroundings): Killings {
  const stretch = Math.max(1, Math.floor(busyMoments / Math.max(1, times)))
  const at = new Map(
    Array.from({ length: times }, (_, n) => [
      n * stretch + Math.floor(behaviour.moment('busy', n) * stretch),
      behaviour.moment('after', n) * 120,
    ]),
  )
  let busy = 0
  let done = 0

  async function kill(): Promise<void> {
    await watch.beforeKilling()
    await stack.host.kill()
    done++
    told(`${(await stack.now()).slice(0, 10)} function host killed`)
    await stack.host.restart()
  }

  return {
    done: () => done,
    async during(settling) {
      if (done === times) return void (await settling())
      let settled = false
      const work = settling().finally(() => (settled = true))
      const death = (async () => {
        while (!settled && (await watch.messages()) < busyFrom) await delay(25)
        const afterMs = settled ? undefined : at.get(busy++)
        if (afterMs === undefined) return false
        await delay(afterMs)
        await kill()
        return true
      })()
      const [killed] = await Promise.all([death, work])
      // The killing may have come after the work: what it interrupted is done now.
      if (killed) await settling()
    },
  }
}
