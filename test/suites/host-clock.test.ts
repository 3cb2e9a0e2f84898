import { readFileSync, writeFileSync } from 'node:fs'
import { openClock } from '../host/clock.js'
import { callJson, type SampleGround, sampleGround, until } from '../host/sample/start-sample.js'
import type { SpawnedHost } from '../host/spawn-host.js'

let ground: SampleGround
let host: SpawnedHost

beforeAll(async () => {
  ground = await sampleGround()
  host = await ground.startHost()
  await setClock({ now: '2030-05-06T06:10:00Z', frozen: true })
})
afterAll(() => ground.end())

const setClock = (change: { now?: string; frozen?: boolean }) =>
  callJson(`${host.url}/admin/clock`, { method: 'PUT', body: change })
const firedBy = async (now: string) => (await setClock({ now })).body as { fired: { name: string; failure?: string }[] }
const appTime = async () => (await fetch(`${host.url}/api/time`)).text()

describe('a frozen clock', () => {
  it('stands still for the app', async () => {
    expect([await appTime(), await appTime()]).toEqual(['2030-05-06T06:10:00.000Z', '2030-05-06T06:10:00.000Z'])
  })

  it('fires no timer as long as none is due', async () => {
    expect((await firedBy('2030-05-06T06:59:59Z')).fired).toEqual([])
  })

  it('fires a timer when it is moved onto its moment', async () => {
    expect((await firedBy('2030-05-06T07:00:00Z')).fired).toEqual([{ name: 'hourly' }])
    expect(ground.notes()).toContain('hourly 2030-05-06T07:00:00.000Z late=false')
  })

  it('fires each timer once when it is moved past many of its moments', async () => {
    const { fired } = await firedBy('2030-05-09T12:34:56Z')
    expect(fired).toEqual([{ name: 'hourly' }, { name: 'weekly' }])
    expect(ground.notes()).toContain('hourly 2030-05-09T12:34:56.000Z late=true')
  })

  it('reaches moments again after it was set back', async () => {
    await setClock({ now: '2030-05-06T06:10:00Z' })
    expect((await firedBy('2030-05-06T07:00:00Z')).fired).toEqual([{ name: 'hourly' }])
  })

  it('tells which timer failed and why', async () => {
    await setClock({ now: '2030-09-12T12:30:00Z' })
    expect((await firedBy('2030-09-13T12:30:00Z')).fired).toContainEqual({
      name: 'unlucky',
      failure: 'it is Friday the thirteenth',
    })
  })

  it('refuses a time that is none', async () => {
    expect((await setClock({ now: 'tomorrow' })).status).toBe(400)
  })
})

describe('a timer for the thirteenth and for Friday', () => {
  it.each([
    ['another Friday', '2030-09-06T10:00:00Z', '2030-09-06T08:00:00Z'],
    ['a thirteenth on another day', '2030-10-13T10:00:00Z', '2030-10-13T08:00:00Z'],
  ])('needs both and lets %s pass', async (_, after, before) => {
    await setClock({ now: before })
    expect((await firedBy(after)).fired.map(({ name }) => name)).not.toContain('unlucky')
  })
})

describe('a running clock', () => {
  it('fires a timer by itself when its moment comes', async () => {
    await setClock({ now: '2031-01-01T00:59:59.500Z', frozen: false })
    await until('the timer has fired', () => ground.notes().some((line) => line.startsWith('hourly 2031-01-01T01:00:00')))
    await setClock({ frozen: true })
  })
})

describe('a timer started by hand', () => {
  it('has ended when the answer comes and keeps its schedule', async () => {
    await setClock({ now: '2032-03-01T12:00:00Z' })
    const before = ground.notes().length
    expect((await callJson(`${host.url}/admin/functions/weekly`, { method: 'POST' })).status).toBe(202)
    expect(ground.notes().slice(before)).toEqual(['weekly'])
    expect((await firedBy('2032-03-01T13:00:00Z')).fired).toEqual([{ name: 'hourly' }])
  })
})

describe('a clock kept in a file', () => {
  const file = () => `${ground.folder}/own-clock.json`

  it('stands where it stood when it is opened again', () => {
    openClock(file()).set({ now: '2030-01-01T00:00:00Z', frozen: true })
    expect(openClock(file()).state()).toEqual({ now: '2030-01-01T00:00:00.000Z', frozen: true })
  })

  it('has gone on meanwhile when it was running', () => {
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
    writeFileSync(file(), JSON.stringify({ now: '2030-01-01T00:00:00.000Z', frozen: false, setAt: anHourAgo }))
    expect(openClock(file()).now().toISOString()).toMatch(/^2030-01-01T01:00:/)
  })

  it('is not guessed from a file that holds something else', () => {
    writeFileSync(file(), '{"now": "noon"}')
    expect(() => openClock(file())).toThrow('holds no clock')
    expect(readFileSync(file(), 'utf8')).toBe('{"now": "noon"}')
  })
})
