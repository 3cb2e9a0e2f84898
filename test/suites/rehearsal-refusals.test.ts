import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { person } from '../people.js'
import { argumentsWith, type Ran, rehearsalGround } from './rehearsal/run-cli.js'

const ground = rehearsalGround()
afterAll(() => ground.end())

const [ada, bo] = [person('Ada Example'), person('Bo Example')]
const good = ground.file('good.json', { value: [ada, bo] })

/** Refused with exactly one sentence, which it gives; nothing was written and nothing started. */
function sentenceOf({ code, stdout, stderr }: Ran): string {
  expect(code).toBe(1)
  expect(stdout).toBe('')
  const lines = stderr.split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toBe('')
  expect(stderr).not.toMatch(/\bat .*(:\d+:\d+|node:)/)
  expect(readdirSync(ground.temporary)).toEqual([])
  expect(existsSync(ground.at('out'))).toBe(false)
  return lines[0]!
}

describe('a directory file that cannot be rehearsed with', () => {
  it.each([
    ['is missing', null, /cannot be read: it does not exist\.$/],
    ['is not JSON', 'hello\n  at home:1:1\nworld', /is not JSON: .+\.$/],
    ['breaks off', '{"value":[\n{"id":"1"},\n', /is not JSON: .+\.$/],
    ['is empty to the last byte', '', /is not JSON: .+\.$/],
    ['has no list', { people: [ada] }, /has no list "value" of users, as Microsoft Graph answers it\.$/],
    ['has something else in place of the list', { value: { ada } }, /has no list "value" of users/],
    ['is a bare list', [ada, bo], /has no list "value" of users/],
    ['lists nobody', { value: [] }, /is empty: its list "value" holds nobody\.$/],
    ['holds what is no user', { value: [ada, 'Bo'] }, /in record 2 that is not a user\.$/],
    ['has a record without id', { value: [ada, { ...bo, id: undefined }] }, /has no id in record 2 \("Bo Example"\)\.$/],
    ['has an empty id', { value: [{ id: ' ' }, ada] }, /has no id in record 1\.$/],
    ['has an id that is no text', { value: [ada, { id: 12 }] }, /has no id in record 2\.$/],
    [
      'has an id twice',
      { value: [ada, bo, { ...ada, displayName: 'Again' }] },
      new RegExp(`has the id "${ada.id}" in record 1 and again in record 3\\.$`),
    ],
  ])('is refused when it %s, naming it', async (_, content, expected) => {
    const directory = content === null ? ground.at('missing.json') : ground.file('bad.json', content)
    const sentence = sentenceOf(await ground.run(argumentsWith({ directory })))
    expect(sentence).toMatch(expected)
    expect(sentence).toContain(`The directory file "${directory}" `)
  })

  it('is refused when it is a folder', async () => {
    expect(sentenceOf(await ground.run(argumentsWith({ directory: ground.folder })))).toMatch(/cannot be read: it is a folder\.$/)
  })
})

describe('arguments that make no sense', () => {
  it.each(['directory', 'blueprint', 'mentees', 'mentors', 'seed', 'out'])('are refused when --%s is missing', async (name) => {
    const sentence = sentenceOf(await ground.run(argumentsWith({ directory: good, [name]: null })))
    expect(sentence).toMatch(new RegExp(`^The argument --${name} is missing: call "npm run rehearse -- --directory FILE .+"\\.$`))
  })

  it.each([
    ['mentees', '0'],
    ['mentees', 'many'],
    ['mentors', '1.5'],
    ['seed', '1e3'],
    ['kill-host', '25'],
  ])('are refused when --%s is %s', async (name, value) => {
    const sentence = sentenceOf(await ground.run(argumentsWith({ directory: good, [name]: value })))
    expect(sentence).toMatch(new RegExp(`^The argument --${name} has to be a whole number from \\d to \\d+, not "${value}"\\.$`))
  })

  it.each([
    ['an option nobody knows', ['--colour', 'blue'], "Unknown option '--colour'"],
    ['a word without an option', ['hurry'], "Unexpected argument 'hurry'"],
    ['a negative number', ['--seed', '-1'], "Option '--seed' argument is ambiguous"],
  ])('are refused when there is %s', async (_, extra, expected) => {
    expect(sentenceOf(await ground.run([...argumentsWith({ directory: good }), ...extra]))).toMatch(
      new RegExp(`^${expected}.*\\.$`),
    )
  })

  it('are refused when the blueprint is unknown, with those that are known', async () => {
    const sentence = sentenceOf(await ground.run(argumentsWith({ directory: good, blueprint: 'nine-phases' })))
    expect(sentence).toBe('There is no blueprint "nine-phases"; known is: ten-phases.')
  })
})

describe('a folder that cannot take the results', () => {
  it('is refused before anything starts when it is a file, which stays as it is', async () => {
    const before = readFileSync(good, 'utf8')
    expect(sentenceOf(await ground.run(argumentsWith({ directory: good, out: good })))).toBe(
      `The results cannot be written to "${good}": EEXIST.`,
    )
    expect(readFileSync(good, 'utf8')).toBe(before)
  })

  it('is refused when it would lie below a file', async () => {
    const out = path.join(good, 'deep', 'down')
    expect(sentenceOf(await ground.run(argumentsWith({ directory: good, out })))).toBe(
      `The results cannot be written to "${out}": ENOTDIR.`,
    )
  })

  it('is refused when one of the files cannot be written, and what stands in it stays as it is', async () => {
    const blocked = path.join(ground.at('blocked'), 'meetings.json')
    mkdirSync(blocked, { recursive: true })
    expect(sentenceOf(await ground.run(argumentsWith({ directory: good, out: ground.at('blocked') })))).toBe(
      `The results cannot be written to "${blocked}": EISDIR.`,
    )
    expect(readdirSync(ground.at('blocked'))).toEqual(['meetings.json'])
  })
})
