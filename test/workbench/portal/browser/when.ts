/** Times as the person's own Outlook would show them: in their zone, 24 hours. */
const format = (iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(new Date(iso))

export const dayLong = (iso: string, zone: string) =>
  format(iso, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
export const dayShort = (iso: string, zone: string) => format(iso, zone, { weekday: 'short', day: 'numeric', month: 'short' })
export const dayNumber = (iso: string, zone: string) => format(iso, zone, { day: 'numeric' })
export const weekday = (iso: string, zone: string) => format(iso, zone, { weekday: 'short' })
export const monthYear = (iso: string, zone: string) => format(iso, zone, { month: 'long', year: 'numeric' })
export const time = (iso: string, zone: string) => format(iso, zone, { hour: '2-digit', minute: '2-digit' })

/** `2027-02-04`, for telling whether two moments lie on one day there. */
export const dayKey = (iso: string, zone: string): string => {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(iso),
  )
}

/** Hours since midnight there, with the minutes as a fraction. */
export const hourOfDay = (iso: string, zone: string): number => {
  const [hours = 0, minutes = 0] = time(iso, zone).split(':').map(Number)
  return hours + minutes / 60
}

/** Today only the time, this week the weekday too, else the date. */
export function listed(iso: string, nowIso: string, zone: string): string {
  if (dayKey(iso, zone) === dayKey(nowIso, zone)) return time(iso, zone)
  const isRecent = Math.abs(Date.parse(nowIso) - Date.parse(iso)) < 6 * 86_400_000
  return isRecent ? `${weekday(iso, zone)} ${time(iso, zone)}` : dayShort(iso, zone)
}

/** The seven days of the week in which this moment lies there, each as a moment at noon UTC. */
export function weekOf(iso: string, zone: string): string[] {
  const noon = Date.parse(`${dayKey(iso, zone)}T12:00:00Z`)
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * 86_400_000
  return Array.from({ length: 7 }, (_, i) => new Date(monday + i * 86_400_000).toISOString())
}

/** The moment itself on a weekday, one on Monday at a weekend. */
export const workday = (iso: string, zone: string): string => {
  const day = new Date(`${dayKey(iso, zone)}T12:00:00Z`).getUTCDay()
  return day === 6 ? plusDays(iso, 2) : day === 0 ? plusDays(iso, 1) : iso
}

export const plusDays = (iso: string, days: number): string => new Date(Date.parse(iso) + days * 86_400_000).toISOString()
