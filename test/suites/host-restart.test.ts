import { join } from 'node:path'
import { QueueClient } from '@azure/storage-queue'
import { startQueueStorage } from '../host/azurite.js'
import { callJson, type SampleGround, sampleGround, until } from '../host/sample/start-sample.js'

let ground: SampleGround

beforeAll(async () => {
  ground = await sampleGround()
})
afterAll(() => ground.end())

describe('a host killed in the middle of a message', () => {
  it('is started again on its port, with its clock, and the message is handled', async () => {
    const first = await ground.startHost({ leaseSeconds: 2, env: { SAMPLE_SLOW_MS: '60000' } })
    const frozen = { now: '2030-05-06T07:08:09.000Z', frozen: true }
    await callJson(`${first.url}/admin/clock`, { method: 'PUT', body: frozen })
    await ground.send('slow', 'half done')
    await until('it has begun', () => ground.notes().includes('began "half done"'))
    first.kill('SIGKILL')
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })

    const port = Number(new URL(first.url).port)
    const second = await ground.startHost({ port, leaseSeconds: 2 })
    expect(second.url).toBe(first.url)
    expect((await callJson(`${second.url}/admin/clock`)).body).toEqual(frozen)
    await until('it has ended', () => ground.notes().includes('ended "half done"'))
    await second.stop()
  })
})

describe('a host that is asked to stop', () => {
  it('ends the message it has begun first, however often it is asked', async () => {
    const host = await ground.startHost({ env: { SAMPLE_SLOW_MS: '1000' } })
    await ground.send('slow', 'nearly done')
    await until('it has begun', () => ground.notes().includes('began "nearly done"'))
    host.kill('SIGINT') // as Ctrl-C does to the whole group, before the parent asks as well
    host.kill('SIGTERM')
    await host.stop()
    expect(await host.exited).toEqual({ code: 0, signal: null })
    expect(ground.notes()).toContain('ended "nearly done"')
  })
})

describe('queue storage in a folder', () => {
  it('holds its messages from one start to the next, also when stopped twice', async () => {
    const location = join(ground.folder, 'queues')
    const first = await startQueueStorage({ location })
    const queue = new QueueClient(first.connectionString, 'kept')
    await queue.createIfNotExists()
    await queue.sendMessage('see you')
    process.kill(first.pid, 'SIGINT')
    await first.close()

    const second = await startQueueStorage({ location })
    const { receivedMessageItems } = await new QueueClient(second.connectionString, 'kept').receiveMessages()
    expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual(['see you'])
    await second.close()
  })
})
