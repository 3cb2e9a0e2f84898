import { settle } from '../run/settle.js'
import type { Stack } from '../run/stack.js'
import { Busy, patiently } from './patient.js'

/** Settling that survives the death of the host in its middle, and a timer that fails: what was interrupted is taken up again. */
export const settlePatiently = (stack: Stack, programme: string) =>
  patiently(() =>
    settle(stack, programme, { withinMs: 180_000 }).catch((error: unknown) => {
      throw error instanceof Error && /could not be fired \(5/.test(error.message)
        ? new Busy(error.message, { cause: error })
        : error
    }),
  )
