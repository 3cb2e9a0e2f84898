import { letterProperty } from '@tandem/functions'
import { z } from 'zod'
import { serviceMailbox } from '../people.js'
import type { Stack } from '../run/stack.js'
import type { MeetingLine } from './outcome.js'

const Sent = z.object({
  value: z.array(
    z.object({
      subject: z.string(),
      toRecipients: z.array(z.object({ emailAddress: z.object({ address: z.string() }) })),
      singleValueExtendedProperties: z.array(z.object({ value: z.string() })).default([]),
    }),
  ),
})
const Events = z.object({
  value: z.array(
    z.object({ userId: z.string(), id: z.string(), iCalUId: z.string(), isOrganizer: z.boolean(), subject: z.string() }),
  ),
})

export type TenantCheck = {
  readonly letters: number
  readonly events: number
  /** What stands in the tenant twice, or otherwise than the lists have it; one sentence each. */
  readonly faults: readonly string[]
}

/** Looks into mailboxes and calendars themselves: nobody may have got a letter twice, no meeting may stand anywhere twice. */
export async function checkTenant(stack: Stack, meetings: readonly MeetingLine[]): Promise<TenantCheck> {
  const letters = await sentLetters(stack)
  const { value: all } = Events.parse(await (await fetch(`${stack.tenantUrl}/_tenant/events`)).json())
  const events = all.filter(({ subject }) => subject.startsWith('Tandem:'))
  return {
    letters: letters.length,
    events: events.filter(({ isOrganizer }) => isOrganizer).length,
    faults: [
      ...twice(letters).map((letter) => `The letter "${letter}" was sent more than once.`),
      ...calendarFaults(events, meetings),
    ],
  }
}

/** Each letter by the key it carries and its reader. */
async function sentLetters(stack: Stack): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${await stack.backendToken()}` }
  const folder = `${stack.tenantUrl}/v1.0/users/${serviceMailbox.id}/mailFolders/sentitems/messages`
  const query = `$select=subject,toRecipients&$expand=singleValueExtendedProperties($filter=id eq '${letterProperty}')&$orderby=receivedDateTime desc`
  const letters: string[] = []
  const page = 500
  for (let skip = 0; ; skip += page) {
    const answer = await fetch(`${folder}?${query}&$top=${page}&$skip=${skip}`, { headers })
    if (!answer.ok) throw new Error(`The sent mail answered ${answer.status}: ${await answer.text()}`)
    const { value } = Sent.parse(await answer.json())
    for (const {
      subject,
      toRecipients,
      singleValueExtendedProperties: [key],
    } of value)
      letters.push(
        `${toRecipients.map(({ emailAddress }) => emailAddress.address.toLowerCase()).join(' ')}: ${key?.value ?? subject}`,
      )
    if (value.length < page) return letters
  }
}

type Event = z.output<typeof Events>['value'][number]

/** A meeting that was not called off stands once with its organizer and once with the other; one that was stands nowhere. */
function calendarFaults(events: readonly Event[], meetings: readonly MeetingLine[]): string[] {
  const standing = meetings.filter(({ outcome }) => outcome !== 'cancelled')
  const faults = twice(meetings.map(({ eventId }) => eventId)).map((id) => `The event "${id}" belongs to more than one meeting.`)
  for (const { eventId, organizerId, menteeId, mentorId, number } of standing) {
    const own = events.filter(({ id, isOrganizer }) => id === eventId && isOrganizer)
    const copies = events.filter(({ iCalUId, isOrganizer }) => iCalUId === own[0]?.iCalUId && !isOrganizer)
    const other = organizerId === mentorId ? menteeId : mentorId
    if (own.length !== 1 || own[0]?.userId !== organizerId || copies.length !== 1 || copies[0]?.userId !== other)
      faults.push(
        `Meeting ${number} of ${menteeId} and ${mentorId} stands ${own.length} times with its organizer and ${copies.length} times with the other.`,
      )
  }
  const known = new Set(standing.map(({ eventId }) => eventId))
  const strange = events.filter(({ id, isOrganizer }) => isOrganizer && !known.has(id))
  return [
    ...faults,
    ...strange.map(({ subject, userId }) => `"${subject}" stands in the calendar of ${userId} and belongs to no meeting.`),
  ]
}

function twice(all: readonly string[]): string[] {
  const seen = new Set<string>()
  return [...new Set(all.filter((one) => seen.has(one) || !seen.add(one)))]
}
