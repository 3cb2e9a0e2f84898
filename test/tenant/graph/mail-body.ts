import { randomBytes } from 'node:crypto'

import { type Bag, isBag } from '../store.js'
import { refused } from './errors.js'

export const newMailId = (): string => `AAMkAGI${randomBytes(45).toString('base64url')}=`

/** Small files only: what is larger goes through an upload session, which is not here. */
export function attachmentsFrom(given: unknown, now: string): Bag[] {
  return (Array.isArray(given) ? (given as unknown[]) : []).map((each) => {
    const bytes = isBag(each) ? (each['contentBytes'] ?? each['ContentBytes']) : undefined
    if (!isBag(each) || typeof bytes !== 'string' || typeof each['name'] !== 'string')
      throw refused.invalid('ErrorInvalidRequest', 'An attachment needs a name and contentBytes.')
    if (each['@odata.type'] !== '#microsoft.graph.fileAttachment')
      throw refused.notInStandIn(`attachments of the type ${String(each['@odata.type'])}`, 'mail-store.ts')
    return {
      '@odata.type': '#microsoft.graph.fileAttachment',
      '@odata.mediaContentType': String(each['contentType'] ?? 'application/octet-stream'),
      id: typeof each['id'] === 'string' ? each['id'] : newMailId(),
      lastModifiedDateTime: now,
      name: each['name'],
      contentType: String(each['contentType'] ?? 'application/octet-stream'),
      size: Buffer.from(bytes, 'base64').length,
      isInline: each['isInline'] === true,
      contentId: each['contentId'] ?? null,
      contentLocation: null,
      contentBytes: bytes,
    }
  })
}

/** Exchange keeps HTML and text as given but for the spelling of the type. */
export function bodyOf(given: unknown): Bag {
  const body = isBag(given) ? given : {}
  return { contentType: String(body['contentType'] ?? 'text').toLowerCase(), content: String(body['content'] ?? '') }
}

/** Every address once, in the order of to, cc and bcc. */
export function recipientsOf(document: Bag): string[] {
  const addresses = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap((name) => {
    const list = document[name]
    return (Array.isArray(list) ? (list as unknown[]) : []).map((each) => {
      const email = isBag(each) ? each['emailAddress'] : undefined
      if (!isBag(email) || typeof email['address'] !== 'string' || !email['address'].includes('@'))
        throw refused.invalid('ErrorInvalidRecipients', 'At least one recipient is not valid.')
      return email['address']
    })
  })
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()]
}
