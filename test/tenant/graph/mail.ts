import type { Person } from '../directory.js'
import { pathsOf } from '../odata/filter.js'
import { type Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import { accepts, type ExtendedProperties, graphRoot, nextLink, ordered, paged, queryOf, selected } from './collection.js'
import { refused } from './errors.js'
import { type Folder, folderNames, type Mail, mailKeyOf, type MailStore } from './mail-store.js'

const writable = new Set([
  'subject',
  'body',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'from',
  'sender',
  'importance',
  'categories',
  'internetMessageHeaders',
  'attachments',
  'singleValueExtendedProperties',
  'isRead',
  'isDeliveryReceiptRequested',
  'isReadReceiptRequested',
  'flag',
  'internetMessageId',
])
/** Known, but only when asked for. */
const onRequest = ['internetMessageHeaders', 'attachments']

/** Mail over HTTP: what is read from a body, what is shown, what is refused. */
export class Mails {
  constructor(
    private readonly store: MailStore,
    private readonly extended: ExtendedProperties,
  ) {}

  draft(owner: Person, body: Bag, prefer: string | undefined): Bag {
    guardMessage(body)
    return this.#shown(this.store.draft(owner, body, wantsImmutable(prefer)), [])
  }

  send(owner: Person, id: string): void {
    this.store.send(owner, this.store.get(owner.id, id))
  }

  sendNow(owner: Person, body: Bag): void {
    const message = body['message'] ?? body['Message']
    if (!isBag(message)) throw refused.invalid('ErrorInvalidRequest', 'The request needs a message.')
    guardMessage(message)
    const keepCopy = (body['saveToSentItems'] ?? body['SaveToSentItems']) !== false
    this.store.sendNew(owner, message, keepCopy)
  }

  get(owner: Person, id: string, url: URL): Bag {
    return this.#answered(this.store.get(owner.id, id), queryOf(url.searchParams))
  }

  change(owner: Person, id: string, body: Bag): Bag {
    guardMessage(body)
    return this.#shown(this.store.change(this.store.get(owner.id, id), body), [])
  }

  remove(owner: Person, id: string): void {
    this.store.remove(this.store.get(owner.id, id))
  }

  attachments(owner: Person, id: string): Bag {
    return { '@odata.context': `${graphRoot}/$metadata#attachments`, value: attachmentsOf(this.store.get(owner.id, id)) }
  }

  attachment(owner: Person, id: string, attachmentId: string): Bag {
    const found = attachmentsOf(this.store.get(owner.id, id)).find((each) => each['id'] === attachmentId)
    if (!found) throw refused.noSuchObject()
    return found
  }

  attach(owner: Person, id: string, body: Bag): Bag {
    const mail = this.store.get(owner.id, id)
    const after = this.store.change(mail, { attachments: [...attachmentsOf(mail), body] })
    return attachmentsOf(after).at(-1) ?? {}
  }

  detach(owner: Person, id: string, attachmentId: string): void {
    const mail = this.store.get(owner.id, id)
    this.attachment(owner, id, attachmentId)
    this.store.change(mail, { attachments: attachmentsOf(mail).filter((each) => each['id'] !== attachmentId) })
  }

  move(owner: Person, id: string, body: Bag): Bag {
    const destination = body['destinationId'] ?? body['DestinationId']
    if (typeof destination !== 'string') throw refused.invalid('ErrorInvalidRequest', 'A move needs a destinationId.')
    return this.#shown(this.store.move(this.store.get(owner.id, id), folderOf(destination)), [])
  }

  /** Writes an answer; `send` sends it at once. */
  reply(owner: Person, id: string, body: Bag, prefer: string | undefined, send: boolean): Bag {
    const message = isBag(body['message']) ? body['message'] : {}
    guardMessage(message)
    const comment = typeof body['comment'] === 'string' ? body['comment'] : ''
    const draft = this.store.reply(owner, this.store.get(owner.id, id), comment, message, wantsImmutable(prefer))
    if (send) this.store.send(owner, draft)
    return this.#shown(draft, [])
  }

  list(owner: Person, folder: Folder | undefined, url: URL): Bag {
    if (url.searchParams.has('$search')) throw refused.notInStandIn('search in mailboxes', 'mail.ts')
    const query = queryOf(url.searchParams)
    guardOrder(query)
    const { filter, orderby } = query
    const newestFirst = orderby.length === 0 || (orderby[0]?.path === 'receivedDateTime' && orderby[0].descending)
    if (!filter && newestFirst && !query.count) return this.#newest(owner, folder, query, url)
    const named = this.extended.candidates(filter, owner.id)
    const all = named
      ? this.store.byIds(owner.id, named).filter((mail) => !folder || mail.folder === folder)
      : this.store.list(owner.id, folder)
    const found = filter ? all.filter((mail) => accepts(filter, this.#shown(mail, onRequest), this.extended.of(mail.id))) : all
    const inOrder = newestFirst
      ? found.sort((left, right) => (left.received < right.received ? 1 : left.received > right.received ? -1 : 0))
      : ordered(found, query, (mail) => this.#shown(mail, []))
    return paged(
      inOrder.map((mail) => this.#answered(mail, query)),
      query,
      url,
      { usual: 10, most: 1000 },
    )
  }

  folders(owner: Person): Bag {
    const value = this.store.counts(owner.id).map(({ folder, total, unread }) => folderShown(folder, total, unread))
    return { '@odata.context': `${graphRoot}/$metadata#mailFolders`, value }
  }

  folder(owner: Person, folder: Folder): Bag {
    const found = this.store.counts(owner.id).find((each) => each.folder === folder)
    return folderShown(folder, found?.total ?? 0, found?.unread ?? 0)
  }

  /** The common way of reading a mailbox must not read all of it. */
  #newest(owner: Person, folder: Folder | undefined, query: Query, url: URL): Bag {
    const top = Math.min(query.top ?? 10, 1000)
    const mails = this.store.list(owner.id, folder, top + 1, query.skip)
    return {
      '@odata.context': `${graphRoot}/$metadata#messages`,
      ...(mails.length > top ? { '@odata.nextLink': nextLink(url, { $skip: String(query.skip + top) }) } : {}),
      value: mails.slice(0, top).map((mail) => this.#answered(mail, query)),
    }
  }

  #answered(mail: Mail, query: Query): Bag {
    return { ...selected(this.#shown(mail, query.select), query.select), ...this.extended.expanded(mail.id, query.expand) }
  }

  #shown(mail: Mail, asked: readonly string[]): Bag {
    const kept = Object.entries(mail.document).filter(([name]) => !onRequest.includes(name) || asked.includes(name))
    const body = mail.document['body']
    const content = isBag(body) ? String(body['content']) : ''
    const key = mailKeyOf(mail)
    return {
      '@odata.etag': `W/"${key}"`,
      id: mail.id,
      changeKey: key,
      receivedDateTime: mail.received,
      parentFolderId: mail.folder,
      hasAttachments: Array.isArray(mail.document['attachments']) && mail.document['attachments'].length > 0,
      isRead: mail.isRead,
      inferenceClassification: 'focused',
      webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(mail.id)}&exvsurl=1&viewmodel=ReadMessageItem`,
      ...Object.fromEntries(kept),
      bodyPreview: content
        .replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 255),
    }
  }
}

const wantsImmutable = (prefer: string | undefined): boolean => /IdType="ImmutableId"/i.test(prefer ?? '')

const attachmentsOf = ({ document }: Mail): Bag[] =>
  Array.isArray(document['attachments']) ? (document['attachments'] as Bag[]) : []

export function folderOf(name: string): Folder {
  const folder = name.toLowerCase().replaceAll(' ', '')
  if (!Object.hasOwn(folderNames, folder)) throw refused.invalid('ErrorInvalidIdMalformed', 'Id is malformed.')
  return folder as Folder
}

const folderShown = (folder: Folder, total: number, unread: number): Bag => ({
  id: folder,
  displayName: folderNames[folder],
  parentFolderId: 'msgfolderroot',
  childFolderCount: 0,
  totalItemCount: total,
  unreadItemCount: unread,
  isHidden: false,
})

function guardMessage(body: Bag): void {
  for (const name of Object.keys(body))
    if (!writable.has(name) && !name.startsWith('@odata'))
      throw refused.invalid(
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.message' or cannot be written.`,
      )
  const headers = body['internetMessageHeaders']
  for (const header of Array.isArray(headers) ? (headers as unknown[]) : [])
    if (!isBag(header) || !/^x-/i.test(String(header['name'])))
      throw refused.invalid(
        'InvalidInternetMessageHeader',
        `The internet message header name '${isBag(header) ? String(header['name']) : ''}' should start with 'x-' or 'X-'.`,
      )
}

/** Exchange sorts a filtered mailbox only by what the filter starts with. */
function guardOrder({ filter, orderby }: Query): void {
  if (!filter || orderby.length === 0) return
  const filtered = [...new Set(pathsOf(filter))]
  if (orderby.some(({ path }, at) => filtered[at] !== path))
    throw refused.invalid('InefficientFilter', 'The restriction or sort order is too complex for this operation.')
}
