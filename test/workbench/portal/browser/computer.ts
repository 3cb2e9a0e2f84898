/** Intl as the browser brings it. */
const { DateTimeFormat } = Intl

/**
 * Sets the clock of "this computer" to the zone in which the person works, as a company's computers are set: our web parts show times
 * in the browser's zone, and mail and calendar beside them in the mailbox's. Without it a visitor in Lisbon would see a meeting of
 * somebody in Helsinki at two different times.
 */
export function setComputerTo(timeZone: string): void {
  // Formatters are made with and without `new`; a function whose result is an object serves both.
  function inZone(locales?: string | string[], options?: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new DateTimeFormat(locales, { timeZone, ...options })
  }
  Intl.DateTimeFormat = Object.assign(inZone, {
    prototype: DateTimeFormat.prototype,
    supportedLocalesOf: DateTimeFormat.supportedLocalesOf,
  }) as typeof DateTimeFormat
}
