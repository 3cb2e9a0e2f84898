import { randomBytes, randomUUID } from 'node:crypto'

import type { Person } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type ExtendedProperties } from './collection.js'
import { refused } from './errors.js'
import { attachmentsFrom, bodyOf, newMailId, recipientsOf } from './mail-body.js'
import { type ChangeType, Subscriptions } from './subscription-store.js'

export type Folder = 'archive' | 'deleteditems' | 'drafts' | 'inbox' | 'junkemail' | 'outbox' | 'sentitems'

export const folderNames: Record<Folder, string> = {
  archive: 'Archive',
  deleteditems: 'Deleted Items',
  drafts: 'Drafts',
  inbox: 'Inbox',
  junkemail: 'Junk Email',
  outbox: 'Outbox',
  sentitems: 'Sent Items',
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

/** Mailboxes. What is sent arrives at once, in the inbox of everybody whose address is known here. */
export class MailStore {
  readonly #tenant: Tenant
  readonly #extended: ExtendedProperties
  readonly #subscriptions: Subscriptions

  constructor(tenant: Tenant, extended: ExtendedProperties) {
    this.#tenant = tenant
    this.#extended = extended
    this.#subscriptions = new Subscriptions(tenant)
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
      ...(rest['attachments'] === undefined ? {} : { attachments: attachmentsFrom(rest['attachments'], now) }),
      body: bodyOf(rest['body']),
    }
    const mail: Mail = { id: newMailId(), userId: owner.id, folder: 'drafts', received: now, isRead: true, immutable, document }
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
      ...(rest['attachments'] === undefined
        ? {}
        : { attachments: attachmentsFrom(rest['attachments'], this.#tenant.clock.now()) }),
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
      this.#tell(after, 'updated')
    })
    return after
  }

  /** An answer to the sender, as a draft of the same conversation. */
  reply(owner: Person, mail: Mail, comment: string, given: Bag, immutable: boolean): Mail {
    const { document } = mail
    const replyTo = document['replyTo']
    const original = isBag(document['body']) ? document['body'] : {}
    const html = original['contentType'] === 'html'
    const subject = String(document['subject'] ?? '')
    const content = html
      ? `<div>${comment}</div><hr>${String(original['content'] ?? '')}`
      : `${comment}\r\n\r\n${'_'.repeat(32)}\r\n${String(original['content'] ?? '')}`
    const answer: Bag = {
      subject: /^re:/i.test(subject) ? subject : `RE: ${subject}`,
      toRecipients: Array.isArray(replyTo) && replyTo.length > 0 ? (replyTo as unknown[]) : [document['from']],
      body: { contentType: html ? 'html' : 'text', content },
      conversationId: document['conversationId'],
      ...given,
    }
    return this.draft(owner, answer, immutable)
  }

  /** Into another folder, where it is another object with another id unless it is immutable. */
  move(mail: Mail, folder: Folder): Mail {
    const after: Mail = { ...mail, folder, id: mail.immutable ? mail.id : newMailId() }
    this.#tenant.store.transaction(() => {
      this.#drop(mail)
      this.#insert(after)
      this.#extended.move(mail.id, after.id)
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
      const id = mail.immutable ? mail.id : newMailId()
      this.#drop(mail)
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

  /** Written and sent in one: nobody ever finds a draft of it. */
  sendNew(owner: Person, given: Bag, keepCopy: boolean): void {
    this.#tenant.store.transaction(() => this.send(owner, this.draft(owner, given, false), keepCopy))
  }

  /** First into Deleted Items, from there for good. */
  remove(mail: Mail): void {
    if (mail.folder !== 'deleteditems') {
      this.move(mail, 'deleteditems')
      return
    }
    this.#tenant.store.transaction(() => {
      this.#drop(mail)
      this.#extended.remove(mail.id)
    })
  }

  #deliver(owner: Person, address: string, now: string, document: Bag): void {
    const person = this.#tenant.directory.byAddress(address)
    const { faults } = this.#tenant.gate
    const isFull = person !== undefined && faults.mailboxIs('full', person.id)
    if (person && !isFull && !faults.mailboxIs('gone', person.id)) {
      this.#insert({
        id: newMailId(),
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
    const reason = isFull
      ? "The recipient's mailbox is full and can't accept messages now."
      : "The email address you entered couldn't be found."
    const text = `Delivery has failed to these recipients or groups: ${address}. ${reason}`
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
      id: newMailId(),
      userId: owner.id,
      folder: 'inbox',
      received: now,
      isRead: false,
      immutable: false,
      document: report,
    })
  }

  #drop(mail: Mail): void {
    this.#tenant.store.run('delete from messages where id = ?', mail.id)
    this.#tell(mail, 'deleted')
  }

  #tell(mail: Mail, changeType: ChangeType): void {
    this.#subscriptions.announce('messages', {
      changeType,
      ownerId: mail.userId,
      folder: mail.folder,
      resource: `Users/${mail.userId}/Messages/${mail.id}`,
      data: { '@odata.type': '#Microsoft.Graph.Message', '@odata.etag': `W/"${mailKeyOf(mail)}"`, id: mail.id },
    })
  }

  #insert(mail: Mail): void {
    const { id, userId, folder, received, isRead, immutable, document } = mail
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
    this.#tell(mail, 'created')
  }
}

export const mailKeyOf = ({ id, isRead, document }: Mail): string =>
  Buffer.from(`${id.slice(8, 20)}${String(document['lastModifiedDateTime'])}${isRead ? 1 : 0}`).toString('base64')
