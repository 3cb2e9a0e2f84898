const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

/** Somebody wants the rehearsal to end before its end. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super('The rehearsal was stopped; nothing was written.')
  }
}

/** Longer than stopping a stack takes; shorter than whoever asked would wait. */
const stopWithinMs = 15_000

/**
 * Fires on Ctrl-C and its like, and on errors nobody has caught: each must leave as little behind as an ordinary end. Ctrl-C reaches this
 * process and its children alike, and some senders signal twice: the first one counts.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = (reason: unknown) => {
    stopping.abort(reason)
    setTimeout(() => process.exit(reason instanceof Stopped ? reason.exitCode : 1), stopWithinMs).unref()
  }
  for (const [signal, number] of Object.entries(numbers)) process.on(signal, () => stop(new Stopped(128 + number)))
  process.on('uncaughtException', stop)
  return stopping.signal
}

/** Rejects as soon as the signal fires, with its reason. */
export const untilStopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
