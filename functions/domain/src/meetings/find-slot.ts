import { addMinutes, type Instant } from '../time.js'

export type Interval = { readonly from: Instant; readonly to: Instant }

/** Meetings begin on the full or half hour. */
const gridMinutes = 30

const minutesOf = (at: Instant) => Date.parse(at) / 60_000
const upToGrid = (minutes: number) => Math.ceil(minutes / gridMinutes) * gridMinutes

const overlap = (a: Interval, b: Interval): Interval | undefined => {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from < to ? { from, to } : undefined
}

/**
 * The earliest time of `minutes` length within both people's working hours and free for both, on the full or half hour; undefined when
 * there is none in the window. `working` holds each person's working hours, `busy` whatever already stands in a calendar; all in UTC.
 */
export function findSlot(
  window: Interval,
  minutes: number,
  working: readonly [readonly Interval[], readonly Interval[]],
  busy: readonly Interval[],
): Interval | undefined {
  const blocked = [...busy].sort((a, b) => (a.from < b.from ? -1 : 1))
  const shared = working[0]
    .flatMap((mine) => working[1].map((theirs) => overlap(mine, theirs)))
    .flatMap((both) => (both ? [overlap(both, window)] : []))
    .filter((both) => both !== undefined)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  for (const span of shared) {
    let start = upToGrid(minutesOf(span.from))
    while (start + minutes <= minutesOf(span.to)) {
      const slot = toInterval(start, minutes)
      const clash = blocked.find((one) => overlap(one, slot))
      if (!clash) return slot
      start = upToGrid(Math.max(minutesOf(clash.to), start + 1))
    }
  }
  return undefined
}

const toInterval = (start: number, minutes: number): Interval => {
  const from = addMinutes('1970-01-01T00:00:00Z', start)
  return { from, to: addMinutes(from, minutes) }
}
