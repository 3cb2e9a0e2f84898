import { type Context, Hono } from 'hono'

import { type Caller, callerOf, TokenRefused } from '../caller.js'
import type { Person } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { answerBatch } from './batch.js'
import { ExtendedProperties } from './collection.js'
import { answerRefusal, GraphRefusal, refused } from './errors.js'
import { EventStore } from './event-store.js'
import { Events } from './events.js'
import { folderOf, Mails } from './mail.js'
import { MailStore } from './mail-store.js'
import { type MailboxRight, ownerOf } from './mailbox.js'
import { scheduleOf } from './schedule.js'
import { Users } from './users.js'
import { preferredZone } from './zones.js'

type Variables = { Variables: { caller: Caller } }
type Call = {
  readonly owner: Person
  readonly id: string
  readonly url: URL
  readonly prefer: string | undefined
  readonly body: Bag
}
type Reply = { readonly status: 200 | 201 | 202 | 204; readonly body?: Bag }

const shown = (body: Bag): Reply => ({ status: 200, body })
const made = (body: Bag): Reply => ({ status: 201, body })
const accepted: Reply = { status: 202 }
const gone: Reply = { status: 204 }

async function bodyOf(context: Context): Promise<Bag> {
  const text = await context.req.text()
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (isBag(body)) return body
  } catch {
    throw refused.badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  }
  throw refused.badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  )
}

/** Microsoft Graph v1.0. */
export function graphFace(tenant: Tenant): { face: Hono<Variables>; events: EventStore; extended: ExtendedProperties } {
  const face = new Hono<Variables>().basePath('/v1.0')
  const users = new Users(tenant)
  const extended = new ExtendedProperties(tenant.store)
  const eventStore = new EventStore(tenant, extended)
  const events = new Events(tenant, eventStore, extended)
  const mails = new Mails(new MailStore(tenant, extended), extended)

  face.onError((error, context) => {
    if (error instanceof GraphRefusal) return answerRefusal(context, error)
    throw error
  })
  face.notFound((context) => answerRefusal(context, refused.notInStandIn(`${context.req.method} ${context.req.path}`, 'face.ts')))
  face.use('*', async (context, next) => {
    const url = new URL(context.req.url)
    const caller = await callerOf(tenant, context.req.header('authorization'), 'graph', url.origin).catch(
      (error: unknown): never => {
        throw error instanceof TokenRefused ? refused.token(error.message) : error
      },
    )
    context.set('caller', caller)
    await next()
  })

  face.post('/$batch', async (context) => {
    const answer = await answerBatch(
      await bodyOf(context),
      new URL(context.req.url).origin,
      context.req.header('authorization') ?? '',
      async (request) => face.fetch(request),
    )
    return context.json(answer)
  })

  const keyOf = (context: Context<Variables>): string => context.req.param('user') ?? personalKey(context.get('caller'))
  const profile = (path: string, read: (caller: Caller, key: string, url: URL) => Bag): void => {
    for (const base of ['/me', '/users/:user'])
      face.get(`${base}${path}`, (context) => context.json(read(context.get('caller'), keyOf(context), new URL(context.req.url))))
  }
  face.get('/users', (context) => context.json(users.list(context.get('caller'), new URL(context.req.url))))
  face.get('/users/delta', (context) => answerRefusal(context, refused.notInStandIn('delta query on users', 'users.ts')))
  profile('', (caller, key, url) => users.get(caller, key, url))
  profile('/manager', (caller, key, url) => users.manager(caller, key, url))
  profile('/directReports', (caller, key, url) => users.directReports(caller, key, url))
  for (const path of ['/me/photo/$value', '/users/:user/photo/$value', '/users/:user/photos/:size/$value'])
    face.get(path, (context) =>
      answerRefusal(
        context,
        new GraphRefusal(
          404,
          'ImageNotFound',
          "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
        ),
      ),
    )

  /** One route into a mailbox, under `/me` and under `/users/{id}`. */
  const mailbox = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    right: MailboxRight,
    work: (call: Call, context: Context<Variables>) => Reply,
  ): void => {
    for (const base of ['/me', '/users/:user'])
      face.on(method, `${base}${path}`, async (context) => {
        const body = method === 'POST' || method === 'PATCH' ? await bodyOf(context) : {}
        const owner = ownerOf(tenant, context.get('caller'), keyOf(context), right)
        const { status, body: answer } = work(
          { owner, id: context.req.param('id') ?? '', url: new URL(context.req.url), prefer: context.req.header('prefer'), body },
          context,
        )
        if (answer === undefined) return context.body(null, status)
        const zone = preferredZone(context.req.header('prefer'))
        if (zone !== 'UTC') context.header('Preference-Applied', `outlook.timezone="${zone}"`)
        return context.json(answer, status === 204 ? 200 : status)
      })
  }

  for (const calendar of ['', '/calendar']) {
    mailbox('POST', `${calendar}/events`, 'writeCalendar', ({ owner, body, prefer }) => made(events.create(owner, body, prefer)))
    mailbox('GET', `${calendar}/events`, 'readCalendar', ({ owner, url, prefer }) => shown(events.list(owner, url, prefer)))
    mailbox('GET', `${calendar}/events/:id`, 'readCalendar', ({ owner, id, url, prefer }) =>
      shown(events.get(owner, id, url, prefer)),
    )
    mailbox('PATCH', `${calendar}/events/:id`, 'writeCalendar', ({ owner, id, body, prefer }) =>
      shown(events.change(owner, id, body, prefer)),
    )
    mailbox('GET', `${calendar}/calendarView`, 'readCalendar', ({ owner, url, prefer }) => shown(events.view(owner, url, prefer)))
    const act = (method: 'POST' | 'DELETE', path: string, work: (owner: Person, id: string) => void, reply: Reply): void =>
      mailbox(method, `${calendar}/events/:id${path}`, 'writeCalendar', ({ owner, id }) => {
        work(owner, id)
        return reply
      })
    act('DELETE', '', (owner, id) => events.remove(owner, id), gone)
    act('POST', '/cancel', (owner, id) => events.cancel(owner, id), accepted)
    act('POST', '/accept', (owner, id) => events.respond(owner, id, 'accepted'), accepted)
    act('POST', '/decline', (owner, id) => events.respond(owner, id, 'declined'), accepted)
    act('POST', '/tentativelyAccept', (owner, id) => events.respond(owner, id, 'tentativelyAccepted'), accepted)
  }
  mailbox('POST', '/calendar/getSchedule', 'freeBusy', ({ body, prefer }) =>
    shown(scheduleOf(tenant, eventStore, body, preferredZone(prefer))),
  )

  mailbox('POST', '/messages', 'writeMail', ({ owner, body, prefer }) => made(mails.draft(owner, body, prefer)))
  mailbox('GET', '/messages', 'readMail', ({ owner, url }) => shown(mails.list(owner, undefined, url)))
  mailbox('GET', '/messages/:id', 'readMail', ({ owner, id, url }) => shown(mails.get(owner, id, url)))
  mailbox('PATCH', '/messages/:id', 'writeMail', ({ owner, id, body }) => shown(mails.change(owner, id, body)))
  mailbox('GET', '/messages/:id/attachments', 'readMail', ({ owner, id }) => shown(mails.attachments(owner, id)))
  mailbox('DELETE', '/messages/:id', 'writeMail', ({ owner, id }) => {
    mails.remove(owner, id)
    return gone
  })
  mailbox('POST', '/messages/:id/send', 'sendMail', ({ owner, id }) => {
    mails.send(owner, id)
    return accepted
  })
  mailbox('POST', '/sendMail', 'sendMail', ({ owner, body }) => {
    mails.sendNow(owner, body)
    return accepted
  })
  mailbox('GET', '/mailFolders', 'readMail', ({ owner }) => shown(mails.folders(owner)))
  mailbox('GET', '/mailFolders/:id', 'readMail', ({ owner, id }) => shown(mails.folder(owner, folderOf(id))))
  mailbox('GET', '/mailFolders/:id/messages', 'readMail', ({ owner, id, url }) => shown(mails.list(owner, folderOf(id), url)))
  return { face, events: eventStore, extended }
}

function personalKey(caller: Caller): string {
  if (caller.kind === 'app') throw refused.badRequest('/me request is only valid with delegated authentication flow.')
  return caller.id
}
