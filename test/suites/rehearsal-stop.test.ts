import { existsSync, readdirSync } from 'node:fs'
import { until } from '../host/sample/start-sample.js'
import { directory } from '../people.js'
import { argumentsWith, rehearsalGround, type Running } from './rehearsal/run-cli.js'

const ground = rehearsalGround()
afterAll(() => ground.end())

const people = ground.file('people.json', directory())
const start = () => ground.start(argumentsWith({ directory: people, mentees: '6', mentors: '4', out: ground.at('deep/out') }))

const isAlive = (group: number): boolean => {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}
const groupOf = ({ child }: Running) => child.pid!

describe('a rehearsal that is stopped', () => {
  it('by Ctrl-C ends with 130 and leaves no process, no data and no folder behind', async () => {
    const rehearsal = start()
    await rehearsal.said('people invited')
    process.kill(-groupOf(rehearsal), 'SIGINT')
    process.kill(-groupOf(rehearsal), 'SIGINT')
    const { code, stdout, stderr } = await rehearsal.ended
    expect(code).toBe(130)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n').at(-1)).toBe('The rehearsal was stopped; nothing was written.')
    expect(stderr).not.toMatch(/Error/)
    expect(isAlive(groupOf(rehearsal))).toBe(false)
    expect(readdirSync(ground.temporary)).toEqual([])
    expect(existsSync(ground.at('deep'))).toBe(false)
  })

  it('while it is still starting, by a signal to it alone, leaves nothing behind either', async () => {
    const rehearsal = start()
    await until('it has begun', () => readdirSync(ground.temporary).length > 0)
    process.kill(groupOf(rehearsal), 'SIGTERM')
    expect((await rehearsal.ended).code).toBe(143)
    expect(isAlive(groupOf(rehearsal))).toBe(false)
    expect(readdirSync(ground.temporary)).toEqual([])
    expect(existsSync(ground.at('deep'))).toBe(false)
  })

  it('by force takes its processes with it', async () => {
    const rehearsal = start()
    await rehearsal.said('people invited')
    process.kill(groupOf(rehearsal), 'SIGKILL')
    await rehearsal.ended
    await until('its children have ended', () => !isAlive(groupOf(rehearsal)))
  })
})
