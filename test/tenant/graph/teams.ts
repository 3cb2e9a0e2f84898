import type { Caller } from '../caller.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { graphRoot } from './collection.js'
import { GraphRefusal, refused } from './errors.js'
import { type Chat, type ChatMessage, TeamsStore } from './teams-store.js'

/** Teams as far as somebody outside it meets it: the activity feed, and chats between people. */
export class Teams {
  readonly #tenant: Tenant
  readonly store: TeamsStore

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.store = new TeamsStore(tenant)
  }

  /** Puts a line into somebody's activity feed; whoever sends it has to have its Teams app installed with them. */
  notify(caller: Caller, key: string, body: Bag): void {
    const document = notificationOf(body)
    const person = this.#tenant.directory.find(key)
    if (!person) throw new GraphRefusal(404, 'NotFound', `User not found with id '${key}'.`)
    if (this.#tenant.settings.get('teamsApp') === 'notInstalled')
      throw new GraphRefusal(
        403,
        'Forbidden',
        `Application with AAD App Id '${caller.appId}' is not authorized to generate notifications about the given topic to the recipient. Ensure that the expected Teams app is installed in the target scope (user, team, or chat).`,
      )
    const chainId = body['chainId']
    this.store.notify(person.id, caller.appId, typeof chainId === 'number' ? chainId : null, document)
  }

  createChat(caller: Caller, body: Bag): Bag {
    const { chatType, members, topic } = body
    if (chatType !== 'oneOnOne' && chatType !== 'group') throw invalid("'chatType' must be oneOnOne or group.")
    const ids = Array.isArray(members) ? (members as unknown[]).map((member) => this.#memberIn(member)) : []
    if (chatType === 'oneOnOne' && ids.length !== 2) throw invalid('A one-on-one chat has exactly two members.')
    if (ids.length < 2) throw invalid('A chat needs members.')
    if (caller.kind === 'person' && !ids.some((id) => same(id, caller.id)))
      throw invalid('The user who creates the chat must be one of its members.')
    return this.#shown(this.store.chat(chatType, typeof topic === 'string' ? topic : null, ids))
  }

  chat(caller: Caller, id: string): Bag {
    return this.#shown(this.#chat(caller, id))
  }

  post(caller: Caller, id: string, body: Bag): Bag {
    // With Teamwork.Migrate.All old messages are brought into chats that are being migrated, and there is none.
    if (caller.kind === 'app') throw new GraphRefusal(401, 'Unauthorized', 'Unauthorized')
    const chat = this.#chat(caller, id)
    const message: unknown = body['body']
    const content: unknown = isBag(message) ? message['content'] : undefined
    if (!isBag(message) || typeof content !== 'string' || content === '') throw invalid('Missing body content.')
    const type = message['contentType'] === 'html' ? 'html' : 'text'
    return this.#message(this.store.post(chat.id, caller.id, type, content))
  }

  messages(caller: Caller, id: string): Bag {
    const chat = this.#chat(caller, id)
    const value = this.store.messages(chat.id).map((message) => this.#message(message))
    return {
      '@odata.context': `${graphRoot}/$metadata#chats('${encodeURIComponent(chat.id)}')/messages`,
      '@odata.count': value.length,
      value,
    }
  }

  #chat(caller: Caller, id: string): Chat {
    const chat = this.store.find(id)
    if (!chat) throw new GraphRefusal(404, 'NotFound', 'NotFound')
    if (caller.kind === 'person' && !this.store.members(chat.id).some((member) => same(member, caller.id)))
      throw new GraphRefusal(403, 'Forbidden', 'Forbidden')
    return chat
  }

  #memberIn(member: unknown): string {
    const bind: unknown = isBag(member) ? member['user@odata.bind'] : undefined
    const key = typeof bind === 'string' ? /\/users(?:\/|\(')([^/')]+)(?:'\))?$/.exec(bind)?.[1] : undefined
    const person = key === undefined ? undefined : this.#tenant.directory.find(decodeURIComponent(key))
    if (!person) throw invalid("Each member must name a user of the tenant in 'user@odata.bind'.")
    return person.id
  }

  #shown({ id, type, topic, created }: Chat): Bag {
    const address = `https://teams.microsoft.com/l/chat/${encodeURIComponent(id)}/0?tenantId=${this.#tenant.tenantId}`
    return {
      '@odata.context': `${graphRoot}/$metadata#chats/$entity`,
      id,
      topic,
      createdDateTime: created,
      lastUpdatedDateTime: created,
      chatType: type,
      webUrl: address,
      tenantId: this.#tenant.tenantId,
    }
  }

  #message({ id, chatId, byId, created, contentType, content }: ChatMessage): Bag {
    const name = this.#tenant.directory.find(byId)?.document['displayName']
    return {
      id,
      chatId,
      messageType: 'message',
      createdDateTime: created,
      lastModifiedDateTime: created,
      deletedDateTime: null,
      importance: 'normal',
      from: { application: null, device: null, user: { id: byId, displayName: name ?? null, userIdentityType: 'aadUser' } },
      body: { contentType, content },
      attachments: [],
      mentions: [],
      reactions: [],
    }
  }
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()
const invalid = (message: string): GraphRefusal => refused.badRequest(message)

/** What Teams needs to show a line: what it is about, what kind of thing has happened, and the words for it. */
function notificationOf(body: Bag): Bag {
  const { topic, activityType, previewText, templateParameters } = body
  if (!isBag(topic)) throw invalid("'topic' is required.")
  const { source, value, webUrl } = topic
  if (source !== 'entityUrl' && source !== 'text') throw invalid("'topic.source' must be entityUrl or text.")
  if (typeof value !== 'string' || value === '') throw invalid("'topic.value' is required.")
  if (source === 'entityUrl' && !/^https:\/\/graph\.microsoft\.com\/(v1\.0|beta)\//.test(value))
    throw invalid("'topic.value' must be an address of Microsoft Graph when 'topic.source' is entityUrl.")
  if (source === 'text' && (typeof webUrl !== 'string' || !webUrl.startsWith('https://teams.microsoft.com/')))
    throw invalid("'topic.webUrl' must be a Microsoft Teams deep link when 'topic.source' is text.")
  if (typeof activityType !== 'string' || activityType === '') throw invalid("'activityType' is required.")
  if (!isBag(previewText) || typeof previewText['content'] !== 'string') throw invalid("'previewText.content' is required.")
  if (templateParameters !== undefined && !areParameters(templateParameters))
    throw invalid("'templateParameters' must be pairs of name and value.")
  return { topic, activityType, previewText, templateParameters: templateParameters ?? [] }
}

const areParameters = (given: unknown): boolean =>
  Array.isArray(given) &&
  (given as unknown[]).every((each) => isBag(each) && typeof each['name'] === 'string' && typeof each['value'] === 'string')
