import { setTimeout as delay } from 'node:timers/promises'

/** Longer than a function host needs to be back. */
const patienceMs = 60_000

/** A connection that broke, in the words of fetch and of the sockets below it. */
const isBroken = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && /ECONN|socket|terminated|fetch failed/i.test(`${error.message} ${String(error.cause)}`))

/** Asks again while nobody answers: everything people do at the API can be repeated without harm, and that is what is rehearsed. */
export async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isBroken(error) || Date.now() > until) throw error
      await delay(150)
    }
  }
}
