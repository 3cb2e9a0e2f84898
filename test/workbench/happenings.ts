import { z } from 'zod'
import type { Stack } from '../run/stack.js'
import { serviceMailbox } from '../people.js'
import type { Colleagues } from './colleagues.js'
import type { Happenings, SentMail } from './portal/protocol.js'

const Sent = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      subject: z.string().nullable(),
      sentDateTime: z.string(),
      toRecipients: z.array(z.object({ emailAddress: z.object({ address: z.string() }) })),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
})

const mostShown = 200

/** What Tandem sent since a moment, newest first; read from the Sent Items of its own mailbox. */
export async function happeningsSince(stack: Stack, colleagues: Colleagues, news: NewsSince): Promise<Happenings> {
  const { since, bookedBefore } = news
  const byAddress = new Map(colleagues.all.map((one) => [one.mail?.toLowerCase(), one]))
  const filter = encodeURIComponent(`sentDateTime ge ${new Date(since).toISOString()}`)
  const select = '$select=id,subject,sentDateTime,toRecipients&$top=100&$orderby=sentDateTime desc'
  let next: string | undefined =
    `${stack.tenantUrl}/v1.0/users/${serviceMailbox.id}/mailFolders/sentitems/messages?$filter=${filter}&${select}`
  const mails: SentMail[] = []
  while (next !== undefined && mails.length < mostShown) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${await stack.backendToken()}` } })
    if (!answer.ok) throw new Error(`Graph did not show the sent mails (${answer.status}): ${await answer.text()}`)
    const page = Sent.parse(await answer.json())
    for (const { id, subject, sentDateTime, toRecipients } of page.value) {
      const to = byAddress.get(toRecipients[0]?.emailAddress.address.toLowerCase())
      mails.push({ id, on: sentDateTime, subject: subject ?? '(no subject)', to: to ? { id: to.id, name: to.name } : null })
    }
    next = page['@odata.nextLink']?.replace('https://graph.microsoft.com', stack.tenantUrl)
  }
  const booked = await bookedMeetings(stack)
  const added = [...booked].filter((uid) => !bookedBefore.has(uid)).length
  const removed = [...bookedBefore].filter((uid) => !booked.has(uid)).length
  return { since, mails, counts: countsOf(mails), meetings: { added, removed } }
}

type NewsSince = { readonly since: string; readonly bookedBefore: ReadonlySet<string> }

/** Every meeting of the company once, however many calendars it stands in. */
export async function bookedMeetings(stack: Stack): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${stack.tenantUrl}/_tenant/events`)
  if (!answer.ok) throw new Error(`The tenant did not show its meetings (${answer.status}): ${await answer.text()}`)
  const { value } = z.object({ value: z.array(z.object({ iCalUId: z.string() })) }).parse(await answer.json())
  return new Set(value.map(({ iCalUId }) => iCalUId))
}

/** The same subject to many people is one thing that happened. */
function countsOf(mails: readonly SentMail[]): Happenings['counts'] {
  const counts = new Map<string, number>()
  for (const { subject } of mails) counts.set(subject, (counts.get(subject) ?? 0) + 1)
  return [...counts].map(([what, n]) => ({ what, n })).sort((a, b) => b.n - a.n)
}
