import type { Person, WorkingHours } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { graphRoot } from './collection.js'
import { refused } from './errors.js'
import type { EventStore } from './event-store.js'
import { ianaZone, momentAt, msOf } from './zones.js'

const dayMs = 86_400_000
const digits: Record<string, string> = { free: '0', tentative: '1', busy: '2', oof: '3', workingElsewhere: '4' }

/** Working hours of a mailbox: what its owner has set, else office hours in their time zone. */
export function workingHoursOf({ mailbox }: Person): WorkingHours {
  const set = mailbox.workingHours
  return {
    daysOfWeek: set?.daysOfWeek ?? ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime: set?.startTime ?? '08:00:00.0000000',
    endTime: set?.endTime ?? '17:00:00.0000000',
    timeZone: set?.timeZone ?? { name: mailbox.timeZone ?? 'UTC' },
  }
}

/** Free and busy of up to twenty mailboxes. A mailbox that is not there spoils only its own entry. */
export function scheduleOf(tenant: Tenant, events: EventStore, body: Bag, zone: string): Bag {
  const schedules = body['schedules']
  if (!Array.isArray(schedules) || schedules.length === 0 || schedules.some((each) => typeof each !== 'string'))
    throw refused.invalid('ErrorInvalidParameter', 'The property "schedules" must name at least one mailbox.')
  if (schedules.length > 20)
    throw refused.invalid(
      'ErrorInvalidParameter',
      `The number of schedules asked for, ${schedules.length}, is more than the 20 that are allowed.`,
    )
  const [from, to] = [msOf(body['startTime'], 'startTime'), msOf(body['endTime'], 'endTime')]
  const minutes = body['availabilityViewInterval'] === undefined ? 30 : Number(body['availabilityViewInterval'])
  if (!(minutes >= 5 && minutes <= 1440))
    throw refused.invalid(
      'ErrorInvalidMergedFreeBusyInterval',
      'The mergedFreeBusyInterval value must be between 5 and 1440 minutes.',
    )
  if (to <= from) throw refused.invalid('ErrorInvalidTimeInterval', 'The end of the window must be after its start.')
  if (to - from > 62 * dayMs)
    throw refused.invalid(
      'ErrorTimeIntervalTooBig',
      'The requested time duration specified for FreeBusyViewOptions.TimeWindow is longer than the allowed 62 days.',
    )
  ianaZone(zone) // a zone nobody knows is refused even when there is nothing to be shown in it
  const window = { from, to, stepMs: minutes * 60_000, zone }
  return {
    '@odata.context': `${graphRoot}/$metadata#Collection(microsoft.graph.scheduleInformation)`,
    value: (schedules as string[]).map((address) => entryOf(tenant, events, address, window)),
  }
}

type Window = { readonly from: number; readonly to: number; readonly stepMs: number; readonly zone: string }

function entryOf(tenant: Tenant, events: EventStore, address: string, { from, to, stepMs, zone }: Window): Bag {
  const person = tenant.directory.byAddress(address)
  if (!person || tenant.gate.faults.mailboxIs('gone', person.id))
    return {
      scheduleId: address,
      error: { message: `Unable to resolve e-mail address ${address} to an Active Directory object.`, responseCode: '5009' },
    }
  const slots = new Array<string>(Math.ceil((to - from) / stepMs)).fill('0')
  const items = events.between(person.id, from, to).flatMap((event): Bag[] => {
    const status = String(event.document['showAs'] ?? 'busy')
    const digit = digits[status] ?? '2'
    for (
      let slot = Math.max(0, Math.floor((event.startMs - from) / stepMs));
      slot < slots.length && from + slot * stepMs < event.endMs;
      slot += 1
    )
      if (digit > (slots[slot] ?? '0') || slots[slot] === '4') slots[slot] = digit === '0' ? (slots[slot] ?? '0') : digit
    const location = isBag(event.document['location']) ? event.document['location']['displayName'] : ''
    return [
      {
        isPrivate: event.document['sensitivity'] === 'private',
        status,
        subject: event.document['subject'] ?? '',
        location: location ?? '',
        start: momentAt(event.startMs, zone),
        end: momentAt(event.endMs, zone),
      },
    ]
  })
  return { scheduleId: address, availabilityView: slots.join(''), scheduleItems: items, workingHours: workingHoursOf(person) }
}
