import { randomBytes } from 'node:crypto'
import { fieldsOf, tandems } from '@tandem/lists'
import { matchPlace, sealer } from '@tandem/functions'
import fc from 'fast-check'
import { tandem } from './fixtures/programme-state.js'

const place = { list: 'TandemAssessments', row: 'round/junior/before', owner: 'junior' }
const key = randomBytes(32)

describe('what is sealed', () => {
  it('opens in its own place, whatever it says', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json)
        expect(sealer(key).open(sealer(key).seal(value, place), place)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it.each([
    ['in another list', { ...place, list: 'TandemFeedback' }],
    ['in another row', { ...place, row: 'round/junior/after' }],
    ['for another owner', { ...place, owner: 'senior' }],
    ['where row and owner only look alike when run together', { ...place, row: 'round/junior/befor', owner: 'ejunior' }],
  ])('does not open %s', (_, elsewhere) => {
    expect(() => sealer(key).open(sealer(key).seal({ sharing: 3 }, place), elsewhere)).toThrow(
      'does not open: wrong key, or it was changed or moved.',
    )
  })

  it('does not open with another key', () => {
    expect(() => sealer(randomBytes(32)).open(sealer(key).seal({ sharing: 3 }, place), place)).toThrow('does not open')
  })

  it('does not open when a single bit of it was changed', () => {
    const sealed = sealer(key).seal({ sharing: 3 }, place)
    const [version, ...parts] = sealed.split('.')
    parts.forEach((part, at) => {
      const bytes = Buffer.from(part, 'base64')
      bytes[0]! ^= 1
      const changed = [version, ...parts.map((whole, place) => (place === at ? bytes.toString('base64') : whole))].join('.')
      expect(() => sealer(key).open(changed, place)).toThrow('does not open')
    })
  })

  it('does not open with a tag cut short, which would be easier to guess', () => {
    const [version, nonce, tag, text] = sealer(key).seal({ sharing: 3 }, place).split('.')
    const short = Buffer.from(tag!, 'base64').subarray(0, 4).toString('base64')
    expect(() => sealer(key).open([version, nonce, short, text].join('.'), place)).toThrow('does not open')
  })

  it('is refused when it is not in the form we write', () => {
    for (const text of ['', 'plain', 's2.a.b.c', '{"sharing":3}'])
      expect(() => sealer(key).open(text, place)).toThrow('is not in a form we wrote')
  })

  it('looks different each time and shows nothing of what it says', () => {
    const [one, other] = [sealer(key).seal({ sharing: 3 }, place), sealer(key).seal({ sharing: 3 }, place)]
    expect(one).not.toBe(other)
    expect(one).not.toContain('sharing')
    expect(Buffer.from(one.split('.')[3]!, 'base64').toString('latin1')).not.toContain('sharing')
  })

  it('of a match belongs to this tandem alone, and stays ciphertext on its way into the list', () => {
    const row = tandem('A', 'M')
    const sealed = sealer(key).seal({ score: 500, reasons: [] }, matchPlace(row))
    expect(fieldsOf(tandems, { Match: sealed })).toEqual({ Match: sealed })
    expect(() => sealer(key).open(sealed, matchPlace(tandem('B', 'M')))).toThrow('does not open')
    expect(() => sealer(key).open(sealed, matchPlace(tandem('A', 'N')))).toThrow('does not open')
  })
})

describe('a key that is to tell nothing', () => {
  const key = randomBytes(32)

  it('is the same for the same text, and another for another list, text or key', () => {
    const blind = sealer(key).blind('open-door/ada', 'TandemWithdrawals')
    expect(sealer(key).blind('open-door/ada', 'TandemWithdrawals')).toBe(blind)
    const others = [
      sealer(key).blind('open-door/ada', 'TandemFeedback'),
      sealer(key).blind('open-door/eve', 'TandemWithdrawals'),
      sealer(randomBytes(32)).blind('open-door/ada', 'TandemWithdrawals'),
    ]
    expect(others).not.toContain(blind)
    expect(blind).toMatch(/^[\w-]{43}$/)
  })
})
