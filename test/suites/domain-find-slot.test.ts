import { findSlot, type Interval } from '@tandem/domain'
import fc from 'fast-check'

const span = (day: string, from: string, to: string): Interval => ({
  from: `2027-02-${day}T${from}:00Z`,
  to: `2027-02-${day}T${to}:00Z`,
})
const window = { from: '2027-02-01T00:00:00Z', to: '2027-02-06T00:00:00Z' }
const hamburg = ['01', '02', '03', '04', '05'].map((day) => span(day, '08:00', '16:00'))
const helsinki = ['01', '02', '03', '04', '05'].map((day) => span(day, '07:00', '15:00'))

describe('the time for a meeting', () => {
  it('is the first hour in which both work and both are free', () => {
    expect(findSlot(window, 60, [hamburg, helsinki], [])).toEqual(span('01', '08:00', '09:00'))
    expect(findSlot(window, 60, [hamburg, helsinki], [span('01', '07:30', '08:10')])).toEqual(span('01', '08:30', '09:30'))
  })

  it('may touch what is before and after it', () => {
    expect(findSlot(window, 60, [hamburg, helsinki], [span('01', '07:00', '09:00'), span('01', '10:00', '15:00')])).toEqual(
      span('01', '09:00', '10:00'),
    )
  })

  it('is on another day when none is left on this one', () => {
    expect(findSlot(window, 60, [hamburg, helsinki], [span('01', '08:00', '14:30')])).toEqual(span('02', '08:00', '09:00'))
  })

  it('does not reach into somebody’s evening', () => {
    expect(findSlot(window, 60, [hamburg, helsinki], [span('01', '08:00', '14:00')])).toEqual(span('01', '14:00', '15:00'))
    expect(findSlot(window, 90, [hamburg, helsinki], [span('01', '08:00', '14:00')])).toEqual(span('02', '08:00', '09:30'))
  })

  it('is not found where the two never work at the same time', () => {
    expect(findSlot(window, 60, [hamburg, [span('01', '16:00', '20:00')]], [])).toBeUndefined()
    expect(findSlot(window, 60, [hamburg, []], [])).toBeUndefined()
  })

  describe('whatever hours people keep and whatever fills their calendars', () => {
    const minute = (value: number) => new Date(Date.UTC(2027, 1, 1) + value * 60_000).toISOString().replace('.000', '')
    const minutes = (at: string) => (Date.parse(at) - Date.UTC(2027, 1, 1)) / 60_000
    const interval = (shortest: number) =>
      fc
        .tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: shortest, max: 600 }))
        .map(([from, length]) => ({ from: minute(from), to: minute(from + length) }))
    const lengths = fc.constantFrom(15, 30, 45, 60, 90)
    const question = fc.record({
      window: interval(600),
      length: lengths,
      mine: fc.array(interval(15), { maxLength: 6 }),
      theirs: fc.array(interval(15), { maxLength: 6 }),
      busy: fc.array(interval(1), { maxLength: 8 }),
    })
    const within = (slot: Interval, outer: Interval) => outer.from <= slot.from && slot.to <= outer.to
    const clashes = (slot: Interval, other: Interval) => slot.from < other.to && other.from < slot.to

    it('lies within the window and within one working day of each, on the full or half hour, and over nothing', () => {
      fc.assert(
        fc.property(question, ({ window, length, mine, theirs, busy }) => {
          const slot = findSlot(window, length, [mine, theirs], busy)
          if (!slot) return
          expect(minutes(slot.to) - minutes(slot.from)).toBe(length)
          expect(minutes(slot.from) % 30).toBe(0)
          expect(within(slot, window)).toBe(true)
          expect(mine.some((day) => within(slot, day))).toBe(true)
          expect(theirs.some((day) => within(slot, day))).toBe(true)
          expect(busy.filter((one) => clashes(slot, one))).toEqual([])
        }),
        { numRuns: 500 },
      )
    })

    it('is the earliest there is: a search by trying every half hour finds the same', () => {
      fc.assert(
        fc.property(question, ({ window, length, mine, theirs, busy }) => {
          const tried = [...Array(170).keys()]
            .map((half) => ({ from: minute(half * 30), to: minute(half * 30 + length) }))
            .find(
              (slot) =>
                within(slot, window) &&
                mine.some((day) => within(slot, day)) &&
                theirs.some((day) => within(slot, day)) &&
                !busy.some((one) => clashes(slot, one)),
            )
          expect(findSlot(window, length, [mine, theirs], busy)).toEqual(tried)
        }),
        { numRuns: 500 },
      )
    })
  })
})
