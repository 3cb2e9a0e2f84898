const forms = {
  /** Thu 12 Nov */
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  /** 12 November 2026 */
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  /** 12 November */
  dayOfYear: { day: 'numeric', month: 'long' },
  /** 09:30 */
  time: { hour: '2-digit', minute: '2-digit' },
  /** Thu 12 Nov, 09:30 */
  moment: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>
export type DateForm = keyof typeof forms

export type Dates = {
  readonly show: (iso: string, form: DateForm) => string
  /** Thu 12 Nov, 09:30–10:30 */
  readonly range: (from: string, to: string) => string
  /** A sentence of the server, whose instants are still ISO because the server does not know the reader's time zone. */
  readonly inSentence: (sentence: string) => string
}

/**
 * Dates in the browser's time zone. They follow the language of the sentences around them, with the reader's regional habits where
 * that is the same language; plain English would otherwise mean American dates for all of Europe.
 */
export function datesIn(language: string, locale: string): Dates {
  const region =
    locale.toLowerCase().startsWith(language) && locale.includes('-') ? locale : language === 'en' ? 'en-GB' : language
  const made = new Map<string, Intl.DateTimeFormat>()
  const formatter = (form: DateForm, timeZone?: 'UTC'): Intl.DateTimeFormat => {
    const name = `${form} ${timeZone}`
    const known = made.get(name) ?? new Intl.DateTimeFormat(region, { ...forms[form], ...(timeZone && { timeZone }) })
    made.set(name, known)
    return known
  }
  // A day without a time is that day wherever the reader is.
  const show = (iso: string, form: DateForm): string =>
    isDay(iso) ? formatter(form, 'UTC').format(new Date(iso)) : formatter(form).format(new Date(iso))
  return {
    show,
    range: (from, to) =>
      show(from, 'date') === show(to, 'date')
        ? formatter('moment').formatRange(new Date(from), new Date(to))
        : `${show(from, 'moment')} – ${show(to, 'moment')}`,
    inSentence: (sentence) =>
      sentence
        .replace(/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g, (iso) => show(iso, 'moment'))
        .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => show(day, 'dayOfYear')),
  }
}

const isDay = (iso: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(iso)
