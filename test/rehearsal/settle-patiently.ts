import { settle } from '../run/settle.js'
import type { Stack } from '../run/stack.js'
import { patiently } from './patient.js'

/** Settling that survives the death of the host in its middle: what was interrupted is taken up again. */
export const settlePatiently = (stack: Stack, programme: string) =>
  patiently(() => settle(stack, programme, { withinMs: 180_000 }))
