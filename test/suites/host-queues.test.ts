import type { HostStatus } from '../host/admin.js'
import { callJson, type SampleGround, sampleGround, until } from '../host/sample/start-sample.js'
import type { SpawnedHost } from '../host/spawn-host.js'

let ground: SampleGround
let host: SpawnedHost

beforeAll(async () => {
  ground = await sampleGround()
  host = await ground.startHost({ leaseSeconds: 2, env: { SAMPLE_SLOW_MS: '5000' } })
})
afterAll(() => ground.end())

const status = async () => (await callJson(`${host.url}/admin/status`)).body as HostStatus
const sendOverHttp = (body: unknown) => callJson(`${host.url}/api/send`, { method: 'POST', body })

describe('what a function puts on a queue', () => {
  it('is handed to the next function, and on to the one after that', async () => {
    await sendOverHttp({ tandem: 'Anna and Bert' })
    await until('the message has landed', () => ground.notes().includes('landed {"hopped":{"tandem":"Anna and Bert"}}'))
  })

  it('becomes one message per element when it is an array', async () => {
    await sendOverHttp([{ n: 1 }, 'two', 3])
    const landed = ['{"n":1}', '"two"', '3'].map((content) => `landed {"hopped":${content}}`)
    await until('all three have landed', () => landed.every((line) => ground.notes().includes(line)))
  })

  it('leaves nothing behind when many come at once', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ many: n }))
    await sendOverHttp(many)
    await until('all have landed', () => many.every(({ many: n }) => ground.notes().includes(`landed {"hopped":{"many":${n}}}`)))
    await until('the queues are empty', async () => {
      const { queues } = await status()
      return queues['hop'] === 0 && queues['landing'] === 0
    })
  })

  it('is refused when it is larger than a message may be', async () => {
    expect((await sendOverHttp({ text: 'x'.repeat(70_000) })).status).toBe(500)
    // The answer can be faster than what the host writes on its way.
    await until('the host has said why', () => ground.errors().includes('65536 is the most a queue takes'))
  })
})

describe('a message that cannot be handled', () => {
  it('is tried again, then moved to the poison queue and handed to the function there', async () => {
    await ground.send('doomed', { step: 17 })
    await until('it was buried', () => ground.notes().includes('buried {"step":17}'))
    expect(ground.notes().filter((line) => line.endsWith('at {"step":17}'))).toEqual([
      'attempt 1 at {"step":17}',
      'attempt 2 at {"step":17}',
    ])
    expect((await status()).queues).toMatchObject({ doomed: 0, 'doomed-poison': 0 })
    const { body } = await callJson(`${host.url}/admin/failures`)
    expect(body).toContainEqual(
      expect.objectContaining({ function: 'doomed', type: 'queue', message: 'this message cannot be handled' }),
    )
  })
})

describe('a function that works longer than the lease on its message', () => {
  it('keeps the message for itself', async () => {
    await ground.send('slow', 'long work')
    await until('it has ended', () => ground.notes().includes('ended "long work"'))
    await until('the message is gone', async () => (await status()).queues['slow'] === 0)
    expect(ground.notes().filter((line) => line === 'began "long work"')).toHaveLength(1)
  })
})

describe('a queue function started by hand', () => {
  it('gets the input given and has ended when the answer comes', async () => {
    const { status: code } = await callJson(`${host.url}/admin/functions/landing`, {
      method: 'POST',
      body: { input: { by: 'hand' } },
    })
    expect(code).toBe(202)
    expect(ground.notes()).toContain('landed {"by":"hand"}')
  })

  it('says why it failed', async () => {
    expect(await callJson(`${host.url}/admin/functions/doomed`, { method: 'POST', body: { input: 1 } })).toEqual({
      status: 500,
      body: { name: 'doomed', message: 'this message cannot be handled' },
    })
  })

  it('has to exist', async () => {
    expect((await callJson(`${host.url}/admin/functions/nobody`, { method: 'POST' })).status).toBe(404)
  })
})
