/** An instant in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`; instants compare as strings. */
export type Instant = string

export const instant = (date: Date): Instant => date.toISOString().replace(/\.\d{3}Z$/, 'Z')

export const addMinutes = (at: Instant, minutes: number): Instant => instant(new Date(Date.parse(at) + minutes * 60_000))
export const addDays = (at: Instant, days: number): Instant => addMinutes(at, days * 24 * 60)

export const latest = (...instants: readonly (Instant | null | undefined)[]): Instant => {
  const given = instants.filter((one): one is Instant => one !== null && one !== undefined)
  return given.reduce((a, b) => (a > b ? a : b), '')
}

/** Hour of the day, UTC, at which mails of the day before go out: early morning in Europe, before anyone opens their mailbox. */
const morningHour = 5

/** The first morning strictly after an instant. */
export function morningAfter(at: Instant): Instant {
  const morning = `${at.slice(0, 10)}T0${morningHour}:00:00Z`
  return morning > at ? morning : addDays(morning, 1)
}
