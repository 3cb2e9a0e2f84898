/** How many requests of one job are under way at a time; Exchange allows four per mailbox, SharePoint throttles above ten. */
const lanes = 6

/** Does the same for each, a few at a time, and gives the results in the order asked. The first failure ends it. */
export async function concurrently<One, Result>(ones: readonly One[], work: (one: One) => Promise<Result>): Promise<Result[]> {
  const results = new Array<Result>(ones.length)
  let next = 0
  const lane = async () => {
    for (let at = next++; at < ones.length; at = next++) results[at] = await work(ones[at]!)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, ones.length) }, lane))
  return results
}

/** Lets no more than `most` pieces of work run at a time; the others wait their turn. */
export function gate(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
