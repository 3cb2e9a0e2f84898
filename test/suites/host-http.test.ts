import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { buildSync } from 'esbuild'
import type { HostStatus } from '../host/admin.js'
import { callJson, type SampleGround, sampleGround, until } from '../host/sample/start-sample.js'
import type { SpawnedHost } from '../host/spawn-host.js'

let ground: SampleGround
let host: SpawnedHost

beforeAll(async () => {
  ground = await sampleGround()
  host = await ground.startHost()
})
afterAll(() => ground.end())

const api = (path: string) => `${host.url}/api/${path}`

describe('a request to an HTTP function', () => {
  it('reaches it with route parameters, query, headers and body', async () => {
    const { status, body } = await callJson(api('people/7/tail?search=a&search=b'), { method: 'POST', body: { hello: 'Anna' } })
    expect(status).toBe(201)
    expect(body).toEqual({ params: { id: '7', part: 'tail' }, search: 'a,b', claimed: null, body: '{"hello":"Anna"}' })
  })

  it('is answered with the headers and the status of the function', async () => {
    const response = await fetch(api('people/7'))
    expect([response.status, response.headers.get('x-sample')]).toEqual([201, 'yes'])
  })

  it('cannot claim to be somebody whom the login layer has let in', async () => {
    const { body } = await callJson(api('people/7'), { headers: { 'x-ms-client-principal-id': 'the managing director' } })
    expect(body).toMatchObject({ claimed: null })
  })

  it('arrives without its body when it does not say how long that is, as in Azure', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(api('people/7'), { method: 'POST' }, (response) => void text(response).then(resolve, reject))
      sent.on('error', reject)
      sent.write('a body ')
      sent.end('in chunks')
    })
    expect(JSON.parse(answer)).toMatchObject({ body: '' })
  })
})

describe('a route', () => {
  it.each([
    ['takes a number where one is asked for', 'people/7', { params: { id: '7' } }],
    ['leaves other text to the next route', 'people/Anna%20M', { name: 'Anna M' }],
  ])('%s', async (_, path, expected) => {
    expect((await callJson(api(path))).body).toMatchObject(expected)
  })

  it.each([
    ['with another method', 'people/7', 'DELETE'],
    ['with too many segments', 'people/7/tail/end', 'GET'],
    ['that only HEAD was sent to', 'people/7', 'HEAD'],
  ])('%s does not exist', async (_, path, method) => {
    expect((await fetch(api(path), { method })).status).toBe(404)
  })
})

describe('a function that goes wrong', () => {
  it.each([
    ['an error', 'broken', 'the cellar is flooded'],
    ['no response', 'silent', 'It returned nothing. An HTTP function has to return a response.'],
  ])('answers 500 and names %s in the list of failures and on stderr', async (_, name, message) => {
    expect((await fetch(api(name))).status).toBe(500)
    const { body } = await callJson(`${host.url}/admin/failures`)
    expect(body).toContainEqual(expect.objectContaining({ function: name, type: 'http', message }))
    const line = `Function "${name}" failed (GET /api/${name}): Error: ${message}`
    await until('the host has written it down', () => ground.errors().includes(line))
  })
})

describe('a function with a key', () => {
  it('lets nobody in without it', async () => {
    expect((await fetch(api('guarded'))).status).toBe(401)
    expect((await fetch(api('guarded?code=guess'))).status).toBe(401)
  })

  it('lets in who knows it', async () => {
    const { functionKey } = (await callJson(`${host.url}/admin/status`)).body as HostStatus
    expect((await fetch(api('guarded'), { headers: { 'x-functions-key': functionKey } })).status).toBe(200)
  })
})

describe('a page on another origin', () => {
  const preflight = (path: string, origin: string) =>
    fetch(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })

  it('may call when it comes from this machine', async () => {
    const { status, headers } = await preflight(api('send'), 'http://localhost:4321')
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]).toEqual([
      204,
      'http://localhost:4321',
      'authorization',
    ])
  })

  it('may not when it comes from elsewhere', async () => {
    expect((await preflight(api('send'), 'https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('cannot move the clock from elsewhere', async () => {
    const { status } = await callJson(`${host.url}/admin/clock`, {
      method: 'PUT',
      headers: { origin: 'https://elsewhere.example' },
      body: { frozen: true },
    })
    expect(status).toBe(403)
  })
})

describe('the status', () => {
  it('lists functions with routes, queues with depths, counters and memory', async () => {
    const { body } = await callJson(`${host.url}/admin/status`)
    expect(body).toMatchObject({ ready: true, queues: { hop: 0, doomed: 0, 'doomed-poison': 0 }, memoryMiB: expect.any(Number) })
    const { functions, counters } = body as HostStatus
    expect(functions).toContainEqual({
      name: 'echo',
      type: 'http',
      route: '/api/people/{id:int}/{part?}',
      methods: ['POST', 'GET'],
    })
    expect(functions).toContainEqual({ name: 'hourly', type: 'timer' })
    expect(counters.http).toBeGreaterThan(0)
  })
})

describe('an app at its start', () => {
  const bundle = (name: string, source: string) => {
    const outfile = join(ground.folder, `${name}.cjs`)
    const entry = { contents: source, resolveDir: __dirname, loader: 'ts' as const }
    buildSync({ stdin: entry, bundle: true, platform: 'node', format: 'cjs', external: ['@azure/functions-core'], outfile })
    return outfile
  }

  it('may be one bundled file, which knows nothing of the host', async () => {
    const app = bundle('fine', `import { app } from '@azure/functions'; app.get('hello', () => ({ body: 'from one file' }))`)
    const { url } = await ground.startHost({ app })
    expect(await (await fetch(`${url}/api/hello`)).text()).toBe('from one file')
  })

  it.each([
    [
      'a retry policy on a queue trigger',
      `app.storageQueue('again', { queueName: 'again', connection: '', handler() {}, retry: { strategy: 'fixedDelay', delayInterval: 1, maxRetryCount: 3 } })`,
      'Function "again" has a retry policy, which has no effect on a queue trigger.',
    ],
    [
      'a schedule nobody can read',
      `app.timer('never', { schedule: 'at noon', handler() {} })`,
      'Function "never" has schedule "at noon", which needs 5 or 6 fields',
    ],
    [
      'a missing app setting',
      `app.storageQueue('lost', { queueName: 'lost', connection: 'OtherStorage', handler() {} })`,
      'App setting "OtherStorage" is missing',
    ],
    [
      'an unknown trigger',
      `app.storageBlob('blob', { path: 'a/b', connection: '', handler() {} })`,
      'knows HTTP, queue and timer triggers',
    ],
  ])('is refused for %s', async (what, source, message) => {
    const app = bundle(what.replaceAll(' ', '-'), `import { app } from '@azure/functions'; ${source}`)
    await expect(ground.startHost({ app })).rejects.toThrow(message)
  })

  it('is refused for a host.json with a time that is none', async () => {
    const hostJson = join(ground.folder, 'bad-host.json')
    writeFileSync(hostJson, JSON.stringify({ version: '2.0', extensions: { queues: { visibilityTimeout: 'soon' } } }))
    await expect(ground.startHost({ hostJson })).rejects.toThrow('is no time span such as 00:00:30')
  })
})
