import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'
import { type QueueStorage, startQueueStorage } from '../azurite.js'
import { compiledFile } from '../child-process.js'
import { type SpawnedHost, spawnHost, type SpawnHostOptions } from '../spawn-host.js'

/** A folder, a queue storage and the hosts a suite starts on them; `end()` takes all of it away again. */
export async function sampleGround() {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-host-'))
  const storage: QueueStorage = await startQueueStorage()
  const service = QueueServiceClient.fromConnectionString(storage.connectionString)
  const hosts: SpawnedHost[] = []
  const notesFile = join(folder, 'notes.txt')
  const hostJson = join(folder, 'host.json')
  writeFileSync(notesFile, '')
  writeFileSync(hostJson, JSON.stringify(quickRetries))
  let errors = ''

  return {
    folder,
    clockFile: join(folder, 'clock.json'),
    async startHost(options: Partial<SpawnHostOptions> = {}) {
      const host = await spawnHost({
        app: compiledFile('sample/sample-app.js'),
        queueConnection: storage.connectionString,
        hostJson,
        clockFile: join(folder, 'clock.json'),
        onErrorOutput: (text) => (errors += text),
        ...options,
        env: { SAMPLE_NOTES: notesFile, ...options.env },
      })
      hosts.push(host)
      return host
    },
    /** What the sample's functions wrote down, in order. */
    notes: () => readFileSync(notesFile, 'utf8').split('\n').filter(Boolean),
    errors: () => errors,
    async send(queueName: string, content: unknown) {
      const queue = service.getQueueClient(queueName)
      await queue.createIfNotExists()
      await queue.sendMessage(Buffer.from(JSON.stringify(content)).toString('base64'))
    },
    async end() {
      await Promise.all(hosts.map((host) => host.stop()))
      await storage.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type SampleGround = Awaited<ReturnType<typeof sampleGround>>

const quickRetries = { version: '2.0', extensions: { queues: { maxDequeueCount: 2, visibilityTimeout: '00:00:01' } } }

/** Waits for a fact instead of for time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, waitMs = 15_000) {
  for (const end = Date.now() + waitMs; Date.now() < end; await delay(20)) if (await holds()) return
  throw new Error(`It never came true that ${what}.`)
}

export async function callJson(url: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) {
  const { body, ...rest } = init
  const response = await fetch(url, { ...rest, ...(body !== undefined && { body: JSON.stringify(body) }) })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}
