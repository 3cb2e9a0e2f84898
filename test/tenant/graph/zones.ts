import { DateTime } from 'luxon'
import { findIana } from 'windows-iana'

import { isBag } from '../store.js'
import { refused } from './errors.js'

export type GraphMoment = { readonly dateTime: string; readonly timeZone: string }

const resolved = new Map<string, string>()

/** Exchange takes Windows names and IANA names of time zones alike. */
export function ianaZone(name: string): string {
  const known = resolved.get(name)
  if (known) return known
  const zone = /^(utc|tzone:\/\/microsoft\/utc|coordinated universal time)$/i.test(name) ? 'UTC' : (findIana(name)[0] ?? name)
  if (!DateTime.utc().setZone(zone).isValid)
    throw refused.invalid(
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: ''${name}''.`,
    )
  resolved.set(name, zone)
  return zone
}

/** A moment as a client writes it: local time and the zone it is meant in. */
export function msOf(value: unknown, what: string): number {
  if (!isBag(value) || typeof value['dateTime'] !== 'string' || typeof value['timeZone'] !== 'string')
    throw refused.invalid('ErrorInvalidRequest', `The property '${what}' needs dateTime and timeZone.`)
  const moment = DateTime.fromISO(value['dateTime'], { zone: ianaZone(value['timeZone']) })
  if (!moment.isValid)
    throw refused.invalid('ErrorInvalidRequest', `The value '${value['dateTime']}' of '${what}' is not a date and time.`)
  return moment.toMillis()
}

/** A moment as Graph shows it: seven digits of a second and no offset. */
export function momentAt(ms: number, timeZone: string): GraphMoment {
  const zone = ianaZone(timeZone)
  if (zone === 'UTC') return { dateTime: `${new Date(ms).toISOString().slice(0, -1)}0000`, timeZone }
  return { dateTime: DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'0000'"), timeZone }
}

/** The zone of `Prefer: outlook.timezone="…"`, UTC without one. */
export const preferredZone = (prefer: string | undefined): string =>
  /outlook\.timezone\s*=\s*"([^"]+)"/i.exec(prefer ?? '')?.[1] ?? 'UTC'
