import { randomBytes, randomUUID } from 'node:crypto'

import type { Person } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type ExtendedProperties } from './collection.js'
import { refused } from './errors.js'

export type Folder = 'drafts' | 'inbox' | 'sentitems' | 'deleteditems'

export const folderNames: Record<Folder, string> = {
  drafts: 'Drafts',
  inbox: 'Inbox',
  sentitems: 'Sent Items',
  deleteditems: 'Deleted Items',
}

export type Mail = {
  readonly id: string
  readonly userId: string
  readonly folder: Folder
  readonly received: string
  readonly isRead: boolean
  readonly immutable: boolean
  readonly document: Bag
}

type Row = { id: string; userId: string; folder: Folder; received: string; isRead: number; immutable: number; document: string }

const fields = 'id, userId, folder, received, isRead, immutable, document'
const mailOf = (row: Row): Mail => ({
  ...row,
  isRead: row.isRead === 1,
  immutable: row.immutable === 1,
  document: JSON.parse(row.document) as Bag,
})
const newId = (): string => `AAMkAGI${randomBytes(45).toString('base64url')}=`

/** Mailboxes. What is sent arrives at once, in the inbox of everybody whose address is known here. */
export class MailStore {
  readonly #tenant: Tenant
  readonly #extended: ExtendedProperties

  constructor(tenant: Tenant, extended: ExtendedProperties) {
    this.#tenant = tenant
    this.#extended = extended
  }

  get(userId: string, id: string): Mail {
    const row = this.#tenant.store.one<Row>(`select ${fields} from messages where id = ? and userId = ?`, id, userId)
    if (!row) throw refused.noSuchObject()
    return mailOf(row)
  }

  byIds(userId: string, ids: readonly string[]): Mail[] {
    return ids
      .flatMap((id) => this.#tenant.store.all<Row>(`select ${fields} from messages where id = ? and userId = ?`, id, userId))
      .map(mailOf)
  }

  /** Newest first, as a mailbox is read. */
  list(userId: string, folder: Folder | undefined, limit = -1, offset = 0): Mail[] {
    const within = folder ? ' and folder = ?' : ''
    const sql = `select ${fields} from messages where userId = ?${within} order by received desc, seq desc limit ? offset ?`
    return this.#tenant.store.all<Row>(sql, userId, ...(folder ? [folder] : []), limit, offset).map(mailOf)
  }

  counts(userId: string): { folder: Folder; total: number; unread: number }[] {
    const rows = this.#tenant.store.all<{ folder: Folder; total: number; unread: number }>(
      'select folder, count(*) as total, sum(1 - isRead) as unread from messages where userId = ? group by folder',
      userId,
    )
    return (Object.keys(folderNames) as Folder[]).map(
      (folder) => rows.find((row) => row.folder === folder) ?? { folder, total: 0, unread: 0 },
    )
  }

  draft(owner: Person, given: Bag, immutable: boolean): Mail {
    const now = this.#tenant.clock.now()
    const { singleValueExtendedProperties, ...rest } = given
    const self = { emailAddress: { name: String(owner.document['displayName']), address: owner.mail } }
    const document: Bag = {
      createdDateTime: now,
      lastModifiedDateTime: now,
      sentDateTime: now,
      internetMessageId: `<${randomUUID().toUpperCase()}@${owner.mail?.split('@')[1] ?? 'contoso.example'}>`,
      conversationId: `AAQkAG${randomBytes(24).toString('base64url')}`,
      subject: '',
      importance: 'normal',
      categories: [],
      toRecipients: [],
      ccRecipients: [],
      bccRecipients: [],
      replyTo: [],
      isDraft: true,
      flag: { flagStatus: 'notFlagged' },
      from: self,
      sender: self,
      ...rest,
      body: bodyOf(rest['body']),
    }
    const mail: Mail = { id: newId(), userId: owner.id, folder: 'drafts', received: now, isRead: true, immutable, document }
    this.#tenant.store.transaction(() => {
      this.#insert(mail)
      this.#extended.set(mail.id, owner.id, singleValueExtendedProperties)
    })
    return mail
  }

  change(mail: Mail, given: Bag): Mail {
    const { isRead, singleValueExtendedProperties, ...rest } = given
    const content = Object.keys(rest).filter((name) => !['categories', 'flag', 'importance'].includes(name))
    if (content.length > 0 && mail.folder !== 'drafts')
      throw refused.invalid(
        'ErrorInvalidPropertySet',
        `Set action is invalid for property '${content[0] ?? ''}': the message is no draft.`,
      )
    const document: Bag = {
      ...mail.document,
      ...rest,
      ...(rest['body'] === undefined ? {} : { body: bodyOf(rest['body']) }),
      lastModifiedDateTime: this.#tenant.clock.now(),
    }
    const after: Mail = { ...mail, document, isRead: typeof isRead === 'boolean' ? isRead : mail.isRead }
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run(
        'update messages set isRead = ?, document = ? where id = ?',
        after.isRead ? 1 : 0,
        JSON.stringify(document),
        mail.id,
      )
      this.#extended.set(mail.id, mail.userId, singleValueExtendedProperties)
    })
    return after
  }

  /**
   * Sends a draft. In Sent Items it is another object with another id, unless it was made with immutable ids;
   * internetMessageId and the extended properties stay the same.
   */
  send(owner: Person, mail: Mail, keepCopy = true): void {
    if (mail.folder !== 'drafts') throw refused.invalid('ErrorInvalidOperation', 'The message has been sent already.')
    const addresses = recipientsOf(mail.document)
    if (addresses.length === 0)
      throw refused.invalid(
        'ErrorInvalidRecipients',
        "At least one recipient is not valid., A message can't be sent because it contains no recipients.",
      )
    const now = this.#tenant.clock.now()
    const { bccRecipients: _hidden, ...visible } = mail.document
    const document: Bag = { ...visible, isDraft: false, sentDateTime: now, lastModifiedDateTime: now }
    this.#tenant.store.transaction(() => {
      const id = mail.immutable ? mail.id : newId()
      this.#tenant.store.run('delete from messages where id = ?', mail.id)
      if (keepCopy) {
        this.#insert({
          ...mail,
          id,
          folder: 'sentitems',
          received: now,
          document: { ...document, bccRecipients: mail.document['bccRecipients'] ?? [] },
        })
        this.#extended.move(mail.id, id)
      } else this.#extended.remove(mail.id)
      for (const address of addresses) this.#deliver(owner, address, now, document)
    })
  }

  /** First into Deleted Items, from there for good. */
  remove(mail: Mail): void {
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run('delete from messages where id = ?', mail.id)
      if (mail.folder === 'deleteditems') this.#extended.remove(mail.id)
      else {
        const id = mail.immutable ? mail.id : newId()
        this.#insert({ ...mail, id, folder: 'deleteditems' })
        this.#extended.move(mail.id, id)
      }
    })
  }

  #deliver(owner: Person, address: string, now: string, document: Bag): void {
    const person = this.#tenant.directory.byAddress(address)
    if (person) {
      this.#insert({
        id: newId(),
        userId: person.id,
        folder: 'inbox',
        received: now,
        isRead: false,
        immutable: false,
        document: { ...document, createdDateTime: now, bccRecipients: [] },
      })
      return
    }
    const outlook = {
      emailAddress: {
        name: 'Microsoft Outlook',
        address: `MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@${owner.mail?.split('@')[1] ?? 'contoso.example'}`,
      },
    }
    const text = `Delivery has failed to these recipients or groups: ${address}. The email address you entered couldn't be found.`
    const report: Bag = {
      ...document,
      subject: `Undeliverable: ${String(document['subject'])}`,
      internetMessageId: `<${randomUUID()}@outlook>`,
      internetMessageHeaders: [],
      from: outlook,
      sender: outlook,
      toRecipients: [document['from']],
      ccRecipients: [],
      bccRecipients: [],
      attachments: [],
      body: { contentType: 'text', content: text },
    }
    this.#insert({
      id: newId(),
      userId: owner.id,
      folder: 'inbox',
      received: now,
      isRead: false,
      immutable: false,
      document: report,
    })
  }

  #insert({ id, userId, folder, received, isRead, immutable, document }: Mail): void {
    this.#tenant.store.run(
      'insert into messages (id, userId, folder, received, isRead, immutable, document) values (?, ?, ?, ?, ?, ?, ?)',
      id,
      userId,
      folder,
      received,
      isRead ? 1 : 0,
      immutable ? 1 : 0,
      JSON.stringify(document),
    )
  }
}

/** Exchange keeps HTML and text as given but for the spelling of the type. */
function bodyOf(given: unknown): Bag {
  const body = isBag(given) ? given : {}
  return { contentType: String(body['contentType'] ?? 'text').toLowerCase(), content: String(body['content'] ?? '') }
}

/** Every address once, in the order of to, cc and bcc. */
function recipientsOf(document: Bag): string[] {
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
