import { setTimeout as delay } from 'node:timers/promises'
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue'
import type { HostLog } from './failures.js'
import type { RegisteredFunction, RpcData } from './functions-core.js'
import type { QueueSettings } from './host-json.js'
import { type HostQueues, isAbsent } from './queue-storage.js'
import { type Invoke, triggerOf } from './invoke.js'

export interface QueueListener {
  readonly fn: RegisteredFunction
  readonly queue: QueueClient
  createQueue(): Promise<void>
  start(): void
  /** Looks now instead of at the end of the pause: something has been sent. */
  wake(): void
  /** Takes no new message; ends when the running invocations have ended. */
  stop(): Promise<void>
  /** Runs the function on a text that never was in the queue; for the admin endpoint. */
  invokeWith(text: string): Promise<void>
}

interface ListenerOptions {
  readonly fn: RegisteredFunction
  readonly queues: HostQueues
  readonly settings: QueueSettings
  readonly leaseSeconds: number
  readonly invoke: Invoke
  readonly log: HostLog
  readonly onInvoked: () => void
}

const shortestPauseMs = 50
const longestPauseMs = 500

export function queueListener({ fn, queues, settings, leaseSeconds, invoke, log, onInvoked }: ListenerOptions): QueueListener {
  const { batchSize, maxDequeueCount, newBatchThreshold = Math.floor(batchSize / 2) } = settings
  const { binding } = triggerOf(fn)
  const queue = queues.of(binding)
  // A poison queue has no poison queue of its own; its failed message stays out of sight until the lease is over.
  const poison = queue.name.endsWith('-poison') ? undefined : queues.named(`${queue.name}-poison`, binding)
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let pause = new AbortController()
  let loop: Promise<void> | undefined
  let reachable = true

  async function invokeWith(text: string, metadata: Record<string, RpcData> = {}) {
    onInvoked()
    const { response } = await invoke(fn, { string: text }, { QueueTrigger: { string: text }, ...metadata })
    await queues.writeOutputs(fn, response) // before the message is deleted: better sent twice than never
  }

  async function receive(): Promise<readonly DequeuedMessageItem[]> {
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: batchSize,
        visibilityTimeout: leaseSeconds,
      })
      reachable = true
      return receivedMessageItems
    } catch (error) {
      if (stopping.signal.aborted) return [] // after Ctrl-C the storage may be gone before us
      if (isAbsent(error)) await queue.createIfNotExists()
      else if (reachable) log.warn(`Queue "${queue.name}" cannot be read, trying on: ${String(error)}`)
      reachable = isAbsent(error)
      return []
    }
  }

  async function handle(message: DequeuedMessageItem) {
    const lease = holdLease(queue, message, leaseSeconds, (error) =>
      log.warn(`The lease on a message of "${queue.name}" could not be renewed; it may run twice: ${String(error)}`),
    )
    const moveToPoison = async () => {
      if (!poison) return
      await poison.createIfNotExists()
      await poison.sendMessage(message.messageText)
      await queue.deleteMessage(message.messageId, await lease.release())
      log.warn(`A message of "${queue.name}" has failed ${maxDequeueCount} times and was moved to "${poison.name}".`)
    }
    try {
      // A host that died in the middle has used up an attempt without ever reporting it.
      if (poison && message.dequeueCount > maxDequeueCount) return await moveToPoison()
      try {
        await invokeWith(queues.decode(message.messageText), metadataOf(message))
      } catch (error) {
        log.failed('queue', fn.name, error, ` (attempt ${message.dequeueCount} of ${maxDequeueCount})`)
        if (!poison) return
        if (message.dequeueCount >= maxDequeueCount) return await moveToPoison()
        const waitSeconds = Math.ceil(settings.visibilityTimeout / 1000)
        await queue.updateMessage(message.messageId, await lease.release(), undefined, waitSeconds)
        return
      }
      await queue.deleteMessage(message.messageId, await lease.release())
    } finally {
      await lease.release()
    }
  }

  function track(message: DequeuedMessageItem) {
    const work = handle(message)
      .catch((error) => log.warn(`A message of "${queue.name}" could not be completed and will come again: ${String(error)}`))
      .finally(() => running.delete(work))
    running.add(work)
  }

  async function listen() {
    let pauseMs = shortestPauseMs
    while (!stopping.signal.aborted) {
      pause = new AbortController()
      const messages = await receive()
      messages.forEach(track)
      while (running.size > newBatchThreshold && !stopping.signal.aborted) await Promise.race(running)
      pauseMs = messages.length > 0 ? shortestPauseMs : Math.min(pauseMs * 2, longestPauseMs)
      if (messages.length > 0) continue
      if (await interrupted(pauseMs, AbortSignal.any([pause.signal, stopping.signal]))) pauseMs = shortestPauseMs
    }
    await Promise.all(running)
  }

  return {
    fn,
    queue,
    invokeWith: (text) => invokeWith(text),
    createQueue: async () => void (await queue.createIfNotExists()),
    start: () => void (loop = listen()),
    wake: () => pause.abort(),
    async stop() {
      stopping.abort()
      await loop
    },
  }
}

/**
 * A message belongs to us for some seconds only, so that another host gets it when this one dies. While its function
 * runs the lease is renewed; each renewal changes the receipt, so deleting has to wait for the one under way.
 */
function holdLease(queue: QueueClient, message: DequeuedMessageItem, leaseSeconds: number, onLost: (error: unknown) => void) {
  let receipt = message.popReceipt
  let renewal = Promise.resolve()
  const renew = async () => {
    const renewed = await queue.updateMessage(message.messageId, receipt, undefined, leaseSeconds)
    receipt = renewed.popReceipt ?? receipt
  }
  const timer = setInterval(() => void (renewal = renewal.then(renew).catch(onLost)), (leaseSeconds * 1000) / 3)
  return {
    async release() {
      clearInterval(timer)
      await renewal
      return receipt
    },
  }
}

function metadataOf(message: DequeuedMessageItem): Record<string, RpcData> {
  const json = (value: unknown): RpcData => ({ json: JSON.stringify(value) })
  return {
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: json(message.dequeueCount),
    InsertionTime: json(message.insertedOn),
    ExpirationTime: json(message.expiresOn),
    NextVisibleTime: json(message.nextVisibleOn),
  }
}

async function interrupted(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal })
    return false
  } catch (error) {
    if (signal.aborted) return true
    throw error
  }
}
