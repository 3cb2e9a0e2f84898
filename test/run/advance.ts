import { nextDue, settle, type Settled } from './settle.js'
import type { Stack } from './stack.js'

export type Progress = { readonly now: string; readonly to: string; readonly share: number }

const day = 86_400_000
const quarter = 900_000

/**
 * Lives through the time up to a moment: stops wherever something falls due, and at least once a day, and each time lets the product
 * do it all, so that mails and meetings come in the order and at the time of day in which they would come.
 */
export async function liveUntil(stack: Stack, to: string, onProgress: (progress: Progress) => void = () => {}): Promise<Settled> {
  const from = Date.parse(await stack.now())
  const end = Date.parse(to)
  let settled = await settle(stack)
  let now = from
  while (now < end) {
    now = nextStop(now, end, nextDue(settled.programmes))
    await stack.advanceTo(new Date(now).toISOString())
    onProgress({ now: new Date(now).toISOString(), to, share: (now - from) / (end - from) })
    settled = await settle(stack)
  }
  return settled
}

/** The timer looks every quarter of an hour, so what falls due between two of its moments waits for the second one. */
function nextStop(now: number, end: number, due: string | undefined): number {
  const latest = Math.min(end, now + day)
  if (due === undefined) return latest
  const seen = Math.ceil(Date.parse(due) / quarter) * quarter
  return seen > now && seen < latest ? seen : latest
}
