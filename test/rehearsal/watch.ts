import type { HostStatus } from '../host/admin.js'
import type { Stack } from '../run/stack.js'

const everyMs = 1000

/** Counts requests and watches memory, of all processes together, while a rehearsal runs. */
export function watch(stack: Stack) {
  let peak = 0
  let api = 0
  let queue = 0
  const look = () =>
    stack.memoryMiB().then(
      (memory) => void (peak = Math.max(peak, memory)),
      () => undefined,
    )
  // Never what keeps the process alive: a rehearsal that fails has to end.
  const timer = setInterval(() => void look(), everyMs).unref()
  const hostStatus = async () => (await (await fetch(`${stack.hostAdminUrl}/status`)).json()) as HostStatus
  const countHost = async () => {
    const { counters } = await hostStatus()
    api += counters.http
    queue += counters.queue
  }
  return {
    /** How many messages wait or are being worked on. */
    messages: async () => Object.values((await hostStatus()).queues).reduce((sum, depth) => sum + depth, 0),
    /** A host that is about to die takes its counters with it. */
    beforeKilling: countHost,
    async end() {
      clearInterval(timer)
      await look()
      await countHost()
      const answer = await fetch(`${stack.tenantUrl}/_tenant/requests`)
      const { sharepoint, graph } = (await answer.json()) as { sharepoint: number; graph: number }
      return { requests: { sharepoint, graph, queue, api }, peakMemoryMiB: Math.round(peak) }
    },
  }
}
export type Watch = ReturnType<typeof watch>
