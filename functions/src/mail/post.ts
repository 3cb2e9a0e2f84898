import type { Client } from '@microsoft/microsoft-graph-client'
import { z } from 'zod'
import { gate } from '../concurrently.js'
import { asking } from '../graph.js'

export type Letter = {
  /** Mail address of the reader. */
  readonly to: string
  readonly subject: string
  readonly html: string
}

/** `key` names the letter for ever: the same key is never sent twice. `again` says that an earlier try may have got somewhere. */
export type Post = (key: string, letter: Letter, again: boolean) => Promise<void>

/** The custom property under which Exchange keeps our key; a named property in a namespace of our own. */
export const letterProperty = 'String {6d1f2a5e-3c0b-4c58-9d0b-1f6c7e2a9b40} Name TandemLetter'

/** Exchange lets one application do four things in one mailbox at a time. */
const mostAtOnce = 4

const Found = z.object({ value: z.array(z.object({ id: z.string(), isDraft: z.boolean() })) })
const Draft = z.object({ id: z.string() })

/**
 * Sends from the service mailbox: a draft that carries the key, then its sending. A try that follows another looks first: a draft is sent,
 * a letter that has left is left alone. Sending a draft twice is impossible, while Graph's sendMail may be repeated by a retry.
 */
export function postFrom(graph: Client, sender: string): Post {
  const oneOfFew = gate(mostAtOnce)
  return (key, letter, again) =>
    oneOfFew(async () => {
      const known = again ? await lookUp(graph, sender, key) : undefined
      if (known && !known.isDraft) return
      const id = known?.id ?? (await draft(graph, sender, key, letter))
      await asking('sending a mail', () => graph.api(`/users/${sender}/messages/${id}/send`).post({}))
    })
}

async function lookUp(graph: Client, sender: string, key: string) {
  const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${letterProperty}' and ep/value eq '${key}')`
  const answer = await asking('looking for a mail', () =>
    graph.api(`/users/${sender}/messages`).filter(filter).select('id,isDraft').top(5).get(),
  )
  const found = Found.parse(answer).value
  return found.find((message) => !message.isDraft) ?? found[0]
}

async function draft(graph: Client, sender: string, key: string, letter: Letter): Promise<string> {
  const message = {
    subject: letter.subject,
    body: { contentType: 'html', content: letter.html },
    toRecipients: [{ emailAddress: { address: letter.to } }],
    singleValueExtendedProperties: [{ id: letterProperty, value: key }],
  }
  return Draft.parse(await asking('writing a mail', () => graph.api(`/users/${sender}/messages`).post(message))).id
}
