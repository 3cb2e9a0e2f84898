import { setTimeout as delay } from 'node:timers/promises'
import { ApiError, type Send } from '@tandem/contract'

/** Longer than a function host needs to be back. */
const patienceMs = 60_000

/** A connection that broke, in the words of fetch and of the sockets below it. */
const isBroken = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && /ECONN|socket|terminated|fetch failed/i.test(`${error.message} ${String(error.cause)}`))

/** Microsoft 365 itself had no time for the people of a rehearsal. */
export class Busy extends Error {}

const isBusy = (error: unknown): boolean => error instanceof Busy || (error instanceof ApiError && error.kind === 'outage')

/** Where the product knows no better it says that a second try would mend it; nobody tries for ever. */
const mostTriesAtBugs = 10
const isBug = (error: unknown): boolean => error instanceof ApiError && error.kind === 'bug' && error.status >= 500

/**
 * Asks again while nobody answers, or says to come back: everything people do at the API can be repeated without harm, and that is what
 * is rehearsed.
 */
export async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + patienceMs
  for (let bugs = 0; ;) {
    try {
      return await ask()
    } catch (error) {
      if (isBug(error)) bugs += 1
      const isPassing = isBroken(error) || isBusy(error) || (isBug(error) && bugs < mostTriesAtBugs)
      if (!isPassing || Date.now() > until) throw error
      await delay(150)
    }
  }
}

/** The API through which a person presses the button again when it says that Microsoft 365 is busy, or knows no better. */
export function patientSend(send: Send): Send {
  return async (method, path, body) => {
    for (let tries = 1; ; tries++) {
      const answer = await patiently(async () => {
        const given = await send(method, path, body)
        if (given.status === 503) throw new Busy(`${method} ${path} answered 503.`)
        return given
      })
      if (answer.status < 500 || tries >= mostTriesAtBugs) return answer
      await delay(150)
    }
  }
}
