import { randomUUID } from 'node:crypto'

import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'

type ActivityNotification = {
  readonly id: string
  readonly userId: string
  readonly appId: string
  readonly sent: string
  readonly document: Bag
}

export type Chat = {
  readonly id: string
  readonly type: 'oneOnOne' | 'group'
  readonly topic: string | null
  readonly created: string
}
export type ChatMessage = {
  readonly id: string
  readonly chatId: string
  readonly byId: string
  readonly created: string
  readonly contentType: string
  readonly content: string
}

/** What Teams keeps of the little that is asked of it here: notifications in the activity feed, chats and their messages. */
export class TeamsStore {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`
      create table if not exists activity_notifications (
        id text primary key, userId text not null collate nocase, appId text not null, sent text not null, chainId integer, document text not null);
      create index if not exists activity_notifications_user on activity_notifications (userId);
      create table if not exists chats (id text primary key, type text not null, topic text, created text not null) without rowid;
      create table if not exists chat_members (chatId text, userId text collate nocase, primary key (chatId, userId)) without rowid;
      create table if not exists chat_messages (
        seq integer primary key, id text not null, chatId text not null, byId text not null, created text not null, contentType text not null, content text not null);
      create index if not exists chat_messages_chat on chat_messages (chatId);
    `)
  }

  /** One with the chain id of an earlier one takes its place. */
  notify(userId: string, appId: string, chainId: number | null, document: Bag): void {
    this.#tenant.store.transaction(() => {
      if (chainId !== null)
        this.#tenant.store.run(
          'delete from activity_notifications where userId = ? and appId = ? and chainId = ?',
          ...[userId, appId, chainId],
        )
      this.#tenant.store.run(
        'insert into activity_notifications (id, userId, appId, sent, chainId, document) values (?, ?, ?, ?, ?, ?)',
        ...[randomUUID(), userId, appId, this.#tenant.clock.now(), chainId, JSON.stringify(document)],
      )
    })
  }

  notifications(): ActivityNotification[] {
    return this.#tenant.store
      .all<ActivityNotification & { document: string }>('select * from activity_notifications order by rowid')
      .map((row) => ({ ...row, document: JSON.parse(row.document) as Bag }))
  }

  /** Two people have one chat with each other, however often it is made. */
  chat(type: Chat['type'], topic: string | null, memberIds: readonly string[]): Chat {
    const [first = '', second = ''] = memberIds.map((id) => id.toLowerCase()).sort()
    const id = type === 'oneOnOne' ? `19:${first}_${second}@unq.gbl.spaces` : `19:${randomUUID().replaceAll('-', '')}@thread.v2`
    this.#tenant.store.transaction(() => {
      this.#tenant.store.run(
        'insert or ignore into chats (id, type, topic, created) values (?, ?, ?, ?)',
        ...[id, type, topic, this.#tenant.clock.now()],
      )
      for (const member of memberIds)
        this.#tenant.store.run('insert or ignore into chat_members (chatId, userId) values (?, ?)', id, member)
    })
    return this.find(id) ?? { id, type, topic, created: this.#tenant.clock.now() }
  }

  find(id: string): Chat | undefined {
    return this.#tenant.store.one<Chat>('select id, type, topic, created from chats where id = ?', id)
  }

  members(chatId: string): string[] {
    const rows = this.#tenant.store.all<{ userId: string }>('select userId from chat_members where chatId = ?', chatId)
    return rows.map(({ userId }) => userId)
  }

  post(chatId: string, byId: string, contentType: string, content: string): ChatMessage {
    const message = {
      id: String(this.#tenant.clock.nowMs()),
      chatId,
      byId,
      created: new Date(this.#tenant.clock.nowMs()).toISOString(),
      contentType,
      content,
    }
    this.#tenant.store.run(
      'insert into chat_messages (id, chatId, byId, created, contentType, content) values (?, ?, ?, ?, ?, ?)',
      ...[message.id, chatId, byId, message.created, contentType, content],
    )
    return message
  }

  /** Newest first, as Teams lists them. */
  messages(chatId: string): ChatMessage[] {
    return this.#tenant.store.all<ChatMessage>('select * from chat_messages where chatId = ? order by seq desc', chatId)
  }
}
