import { z } from 'zod'
import { serviceMailbox } from '../people.js'
import type { Stack } from '../run/stack.js'
import { Busy, patiently } from './patient.js'

const Sent = z.object({
  value: z.array(
    z.object({ id: z.string(), toRecipients: z.array(z.object({ emailAddress: z.object({ address: z.string() }) })) }),
  ),
  '@odata.nextLink': z.string().optional(),
})
const Inbox = z.object({
  value: z.array(z.object({ id: z.string(), subject: z.string(), body: z.object({ content: z.string() }) })),
})

/** One letter as a person sees it: the card, if it carries one, and which page its button leads to. */
export type Mail = { readonly id: string; readonly card: CardInMail | null; readonly page: string | null }
export type CardInMail = {
  readonly actions: readonly { readonly title: string; readonly url: string; readonly body: string }[]
  readonly inputs: readonly string[]
}

const CardJson = z.object({
  body: z.array(z.object({ type: z.string(), id: z.string().optional() })),
  actions: z.array(z.object({ title: z.string(), url: z.string(), body: z.string() })).default([]),
})

/** Reads a card as Outlook finds it in the head of a mail. */
export function cardIn(html: string): CardInMail | null {
  const json = /<script type="application\/adaptivecard\+json">(.*?)<\/script>/s.exec(html)?.[1]
  return json === undefined ? null : cardOf(JSON.parse(json))
}

export function cardOf(document: unknown): CardInMail {
  const { body, actions } = CardJson.parse(document)
  return { actions, inputs: body.flatMap(({ type, id }) => (type.startsWith('Input.') && id !== undefined ? [id] : [])) }
}

const pageIn = (html: string): string | null => /<a href="[^"#]*#([a-z]+)"/.exec(html)?.[1] ?? null

/** Outlook asks again, too, when Exchange has no time. */
const graph = (stack: Stack, path: string, token: string, init: RequestInit = {}): Promise<Response> =>
  patiently(async () => {
    const answer = await fetch(`${stack.tenantUrl}/v1.0${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
    if (answer.ok) return answer
    const told = `${path} answered ${answer.status}: ${await answer.text()}`
    throw answer.status === 429 || answer.status >= 500 ? new Busy(told) : new Error(told)
  })

/** Addresses of everybody to whom something was sent since the last look. */
export function postman(stack: Stack) {
  const seen = new Set<string>()
  return async (): Promise<readonly string[]> => {
    const addresses = new Set<string>()
    const token = await stack.backendToken()
    const page = 200
    for (let skip = 0; ; skip += page) {
      const path = `/users/${serviceMailbox.id}/mailFolders/sentitems/messages?$select=id,toRecipients&$orderby=receivedDateTime desc&$top=${page}&$skip=${skip}`
      const { value } = Sent.parse(await (await graph(stack, path, token)).json())
      const fresh = value.filter(({ id }) => !seen.has(id))
      for (const { id, toRecipients } of fresh) {
        seen.add(id)
        for (const { emailAddress } of toRecipients) addresses.add(emailAddress.address.toLowerCase())
      }
      // Newest first: as soon as a page holds something known, everything older is known too.
      if (fresh.length < page) return [...addresses]
    }
  }
}

/** Opens a person's unread mail, marks it as read and gives it, oldest first. */
export async function readMail(stack: Stack, person: string): Promise<readonly Mail[]> {
  const token = await stack.tokenFor(person, 'graph')
  const path = `/users/${person}/mailFolders/inbox/messages?$filter=isRead eq false&$select=id,subject,body&$top=50`
  const { value } = Inbox.parse(await (await graph(stack, path, token)).json())
  for (const { id } of value) {
    await graph(stack, `/users/${person}/messages/${id}`, token, { method: 'PATCH', body: JSON.stringify({ isRead: true }) })
  }
  return value.map(({ id, body }) => ({ id, card: cardIn(body.content), page: pageIn(body.content) })).reverse()
}
