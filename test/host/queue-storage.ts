import { type QueueClient, QueueServiceClient, RestError } from '@azure/storage-queue'
import type { Binding, InvocationResponse, RegisteredFunction, RpcData } from './functions-core.js'
import { type QueueSettings, withAppSettings } from './host-json.js'

export interface HostQueues {
  /** The queue a binding names. The same client for the same name, so that writers and listeners can find each other. */
  of(binding: Binding): QueueClient
  named(name: string, like: Binding): QueueClient
  /** Sends what a function returned or set as extra output. */
  writeOutputs(fn: RegisteredFunction, response: InvocationResponse): Promise<void>
  decode(messageText: string): string
  all(): readonly QueueClient[]
}

const maxMessageBytes = 64 * 1024

export function openQueues(settings: QueueSettings, queueConnection: string, onSent: (queue: QueueClient) => void): HostQueues {
  const services = new Map<string, QueueServiceClient>()
  const clients = new Map<string, QueueClient>()

  const named = (name: string, like: Binding) => {
    const connection = connectionString(like, queueConnection)
    const key = `${name} ${connection}`
    const known = clients.get(key)
    if (known) return known
    // Storage stands beside us: long retries would only delay the news that it has gone.
    const options = { retryOptions: { maxTries: 2, retryDelayInMs: 100, tryTimeoutInMs: 10_000 } }
    const service = services.get(connection) ?? QueueServiceClient.fromConnectionString(connection, options)
    services.set(connection, service)
    const client = service.getQueueClient(name)
    clients.set(key, client)
    return client
  }
  const of = (binding: Binding) => named(withAppSettings(String(binding['queueName'])), binding)

  const send = async (queue: QueueClient, content: string | Uint8Array) => {
    const bytes = Buffer.from(content)
    const text = settings.messageEncoding === 'base64' ? bytes.toString('base64') : bytes.toString('utf8')
    if (Buffer.byteLength(text) > maxMessageBytes)
      throw new Error(
        `A message for queue "${queue.name}" has ${Buffer.byteLength(text)} bytes; 65536 is the most a queue takes.`,
      )
    try {
      await queue.sendMessage(text)
    } catch (error) {
      if (!isAbsent(error)) throw error
      await queue.createIfNotExists()
      await queue.sendMessage(text)
    }
  }

  return {
    of,
    named,
    all: () => [...clients.values()],
    decode: (messageText) =>
      settings.messageEncoding === 'base64' ? Buffer.from(messageText, 'base64').toString('utf8') : messageText,
    async writeOutputs(fn, response) {
      for (const [name, binding] of queueOutputs(fn)) {
        const data = name === '$return' ? response.returnValue : response.outputData?.find((output) => output.name === name)?.data
        if (!data) continue
        const queue = of(binding)
        const contents = messagesIn(data)
        // In small groups: Azurite answers a hundred sends at once more slowly than ten times ten.
        for (let sent = 0; sent < contents.length; sent += 8)
          await Promise.all(contents.slice(sent, sent + 8).map((content) => send(queue, content)))
        if (contents.length > 0) onSent(queue)
      }
    },
  }
}

export const queueOutputs = (fn: RegisteredFunction) =>
  Object.entries(fn.bindings).filter(([, { type, direction }]) => type.toLowerCase() === 'queue' && direction === 'out')

export const isAbsent = (error: unknown) => error instanceof RestError && error.statusCode === 404

/**
 * Azure's host reads the output as JSON wherever it can, even inside a string: an array becomes one message per element
 * and an object is written indented. Whoever sends text that looks like JSON meets the same surprise here.
 */
function messagesIn(data: RpcData): (string | Uint8Array)[] {
  if (data.bytes) return [data.bytes]
  const value = data.json === undefined ? parsed(data.string ?? data.int ?? data.double) : (JSON.parse(data.json) as unknown)
  return (Array.isArray(value) ? (value as unknown[]) : [value])
    .filter((element) => element !== null && element !== undefined)
    .map((element) => (typeof element === 'string' ? element : JSON.stringify(element, null, 2)))
}

function parsed(value: string | number | undefined): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value // text that merely begins like JSON is sent as it is
  }
}

function connectionString(binding: Binding, queueConnection: string): string {
  const name =
    typeof binding['connection'] === 'string' && binding['connection'] !== '' ? binding['connection'] : 'AzureWebJobsStorage'
  const value =
    process.env[name] ?? process.env[`AzureWebJobs${name}`] ?? (name === 'AzureWebJobsStorage' ? queueConnection : undefined)
  if (value) return value
  throw new Error(`App setting "${name}" is missing: it holds the connection string of a queue. Locally it is that of Azurite.`)
}
