import { DateTime } from 'luxon'

import { type Bag, isBag } from '../store.js'
import { refused } from './errors.js'
import { ianaZone } from './zones.js'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const
const patternTypes = ['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'] as const
const rangeTypes = ['endDate', 'noEnd', 'numbered'] as const

/** A patternedRecurrence as Graph shows it, every member filled in. */
export type Recurrence = {
  readonly pattern: {
    readonly type: (typeof patternTypes)[number]
    readonly interval: number
    readonly month: number
    readonly dayOfMonth: number
    readonly daysOfWeek?: readonly (typeof weekdays)[number][]
    readonly firstDayOfWeek: (typeof weekdays)[number]
    readonly index: (typeof indexes)[number]
  }
  readonly range: {
    readonly type: (typeof rangeTypes)[number]
    readonly startDate: string
    readonly endDate: string
    readonly recurrenceTimeZone: string
    readonly numberOfOccurrences: number
  }
}

const noDate = '0001-01-01'
const wrong = (message: string): never => {
  throw refused.invalid('ErrorInvalidRecurrencePattern', message)
}

function oneOf<Value extends string>(value: unknown, known: readonly Value[], what: string, usual?: Value): Value {
  if (value === undefined && usual !== undefined) return usual
  const found = known.find((each) => each.toLowerCase() === String(value).toLowerCase())
  return found ?? wrong(`The recurrence's ${what} '${String(value)}' is none of ${known.join(', ')}.`)
}

function whole(value: unknown, least: number, most: number, what: string): number {
  const number = Number(value)
  return Number.isInteger(number) && number >= least && number <= most
    ? number
    : wrong(`The recurrence's ${what} has to be between ${least} and ${most}.`)
}

function day(value: unknown, what: string): string {
  const text = String(value)
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid
    ? text
    : wrong(`The recurrence's ${what} '${text}' is no date.`)
}

/** Reads what a client wrote; `startZone` is the zone of the event's start, which a range without one is meant in. */
export function recurrenceOf(given: Bag, startZone: string): Recurrence {
  const { pattern, range } = given
  if (!isBag(pattern) || !isBag(range)) return wrong('A recurrence needs a pattern and a range.')
  const type = oneOf(pattern['type'], patternTypes, 'pattern.type')
  const days = pattern['daysOfWeek']
  const weekly = type === 'weekly' || type.startsWith('relative')
  if (weekly && (!Array.isArray(days) || days.length === 0)) wrong(`A ${type} pattern needs daysOfWeek.`)
  const yearly = type.endsWith('Yearly')
  const absolute = type.startsWith('absolute')
  const ends = oneOf(range['type'], rangeTypes, 'range.type')
  const startDate = day(range['startDate'], 'range.startDate')
  const endDate = ends === 'endDate' ? day(range['endDate'], 'range.endDate') : noDate
  if (ends === 'endDate' && endDate < startDate)
    throw refused.invalid('ErrorRecurrenceEndDateTooSmall', 'The recurrence ends before it starts.')
  const zone = range['recurrenceTimeZone']
  return {
    pattern: {
      type,
      interval: whole(pattern['interval'], 1, 999, 'pattern.interval'),
      month: yearly ? whole(pattern['month'], 1, 12, 'pattern.month') : 0,
      dayOfMonth: absolute ? whole(pattern['dayOfMonth'], 1, 31, 'pattern.dayOfMonth') : 0,
      ...(weekly && Array.isArray(days)
        ? { daysOfWeek: (days as unknown[]).map((each) => oneOf(each, weekdays, 'pattern.daysOfWeek')) }
        : {}),
      firstDayOfWeek: oneOf(pattern['firstDayOfWeek'], weekdays, 'pattern.firstDayOfWeek', 'sunday'),
      index: oneOf(pattern['index'], indexes, 'pattern.index', 'first'),
    },
    range: {
      type: ends,
      startDate,
      endDate,
      recurrenceTimeZone: typeof zone === 'string' && zone !== '' ? zone : startZone,
      numberOfOccurrences: ends === 'numbered' ? whole(range['numberOfOccurrences'], 1, 999, 'range.numberOfOccurrences') : 0,
    },
  }
}

/** The days of one week, month or year that the pattern means, in order; days that a month does not have are its last. */
function daysWithin(pattern: Recurrence['pattern'], period: DateTime): DateTime[] {
  const wanted = pattern.daysOfWeek ?? []
  const isWanted = (date: DateTime): boolean => wanted.includes(weekdays[date.weekday - 1] ?? 'monday')
  switch (pattern.type) {
    case 'daily':
      return [period]
    case 'weekly':
      return Array.from({ length: 7 }, (_, at) => period.plus({ days: at })).filter(isWanted)
    case 'absoluteMonthly':
    case 'absoluteYearly': {
      return [period.set({ day: Math.min(pattern.dayOfMonth, period.daysInMonth ?? 31) })]
    }
    case 'relativeMonthly':
    case 'relativeYearly': {
      const fitting = Array.from({ length: period.daysInMonth ?? 31 }, (_, at) => period.set({ day: at + 1 })).filter(isWanted)
      const found = pattern.index === 'last' ? fitting.at(-1) : fitting[indexes.indexOf(pattern.index)]
      return found ? [found] : []
    }
  }
}

function firstPeriod({ type, firstDayOfWeek, month }: Recurrence['pattern'], start: DateTime): DateTime {
  if (type === 'daily') return start
  if (type === 'weekly') return start.minus({ days: (start.weekday - 1 - weekdays.indexOf(firstDayOfWeek) + 7) % 7 })
  return type.endsWith('Monthly') ? start.startOf('month') : start.set({ month, day: 1 })
}

const steps = {
  daily: 'days',
  weekly: 'weeks',
  absoluteMonthly: 'months',
  relativeMonthly: 'months',
  absoluteYearly: 'years',
  relativeYearly: 'years',
} as const

/**
 * When the occurrences of a series start, in order, as long as they start before `untilMs`. `time` is the local time of day of
 * the first one: a meeting at ten stays at ten when the clocks change.
 */
export function* startsOf({ pattern, range }: Recurrence, time: string, untilMs: number): Generator<number> {
  const zone = ianaZone(range.recurrenceTimeZone)
  const start = DateTime.fromISO(range.startDate, { zone: 'UTC' }) // days are counted without a zone; only the moment gets one
  const first = firstPeriod(pattern, start)
  let made = 0
  // A pattern like the fifth Monday may skip periods, but none skips this many.
  for (let at = 0, empty = 0; empty < 100; at += 1) {
    const days = daysWithin(pattern, first.plus({ [steps[pattern.type]]: at * pattern.interval }))
    empty = days.length === 0 ? empty + 1 : 0
    for (const date of days) {
      if (date < start) continue
      const iso = date.toISODate()
      if (iso === null || (range.type === 'endDate' && iso > range.endDate)) return
      const ms = DateTime.fromISO(`${iso}T${time}`, { zone }).toMillis()
      if (ms >= untilMs) return
      yield ms
      made += 1
      if (range.type === 'numbered' && made >= range.numberOfOccurrences) return
    }
  }
}

/** The local time of day at which a series starting at `ms` takes place. */
export const timeOfDay = (ms: number, { range }: Recurrence): string =>
  DateTime.fromMillis(ms, { zone: ianaZone(range.recurrenceTimeZone) }).toFormat('HH:mm:ss.SSS')
