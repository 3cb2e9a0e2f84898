import { type Mails, folderOf } from './mail.js'
import { inMailbox, mailboxArea } from './mailbox.js'
import { gone, type GraphRoute, made, type Permissions, routesOf, shown } from './routes.js'

const read: Permissions = { application: ['Mail.Read', 'Mail.ReadWrite'], delegated: ['Mail.Read', 'Mail.ReadWrite'] }
const write: Permissions = { application: ['Mail.ReadWrite'], delegated: ['Mail.ReadWrite'] }
const send: Permissions = { application: ['Mail.Send'], delegated: ['Mail.Send'] }

export const mailRoutes = (mails: Mails): GraphRoute[] =>
  routesOf(mailboxArea('mail-routes.ts'), [
    {
      method: 'POST',
      path: '/users/:user/messages',
      permissions: write,
      answer: inMailbox(({ owner, body, prefer }) => made(mails.draft(owner, body, prefer))),
    },
    {
      method: 'GET',
      path: '/users/:user/messages',
      permissions: read,
      answer: inMailbox(({ owner, url }) => shown(mails.list(owner, undefined, url))),
    },
    {
      method: 'GET',
      path: '/users/:user/messages/:id',
      permissions: read,
      answer: inMailbox(({ owner, id, url }) => shown(mails.get(owner, id, url))),
    },
    {
      method: 'PATCH',
      path: '/users/:user/messages/:id',
      permissions: write,
      answer: inMailbox(({ owner, id, body }) => shown(mails.change(owner, id, body))),
    },
    {
      method: 'DELETE',
      path: '/users/:user/messages/:id',
      permissions: write,
      answer: inMailbox(({ owner, id }) => {
        mails.remove(owner, id)
        return gone
      }),
    },
    {
      method: 'GET',
      path: '/users/:user/messages/:id/attachments',
      permissions: read,
      answer: inMailbox(({ owner, id }) => shown(mails.attachments(owner, id))),
    },
    {
      method: 'POST',
      path: '/users/:user/messages/:id/attachments',
      permissions: write,
      answer: inMailbox(({ owner, id, body }) => made(mails.attach(owner, id, body))),
    },
    {
      method: 'GET',
      path: '/users/:user/messages/:id/attachments/:attachment',
      permissions: read,
      answer: (call) => inMailbox(({ owner, id }) => shown(mails.attachment(owner, id, call.at('attachment'))))(call),
    },
    {
      method: 'DELETE',
      path: '/users/:user/messages/:id/attachments/:attachment',
      permissions: write,
      answer: (call) =>
        inMailbox(({ owner, id }) => {
          mails.detach(owner, id, call.at('attachment'))
          return gone
        })(call),
    },
    {
      method: 'POST',
      path: '/users/:user/messages/:id/move',
      permissions: write,
      answer: inMailbox(({ owner, id, body }) => made(mails.move(owner, id, body))),
    },
    {
      method: 'POST',
      path: '/users/:user/messages/:id/createReply',
      permissions: write,
      answer: inMailbox(({ owner, id, body, prefer }) => made(mails.reply(owner, id, body, prefer, false))),
    },
    {
      method: 'POST',
      path: '/users/:user/messages/:id/reply',
      permissions: send,
      answer: inMailbox(({ owner, id, body, prefer }) => void mails.reply(owner, id, body, prefer, true)),
    },
    {
      method: 'POST',
      path: '/users/:user/messages/:id/send',
      permissions: send,
      answer: inMailbox(({ owner, id }) => mails.send(owner, id)),
    },
    {
      method: 'POST',
      path: '/users/:user/sendMail',
      permissions: send,
      answer: inMailbox(({ owner, body }) => mails.sendNow(owner, body)),
    },
    {
      method: 'GET',
      path: '/users/:user/mailFolders',
      permissions: read,
      answer: inMailbox(({ owner }) => shown(mails.folders(owner))),
    },
    {
      method: 'GET',
      path: '/users/:user/mailFolders/:id',
      permissions: read,
      answer: inMailbox(({ owner, id }) => shown(mails.folder(owner, folderOf(id)))),
    },
    {
      method: 'GET',
      path: '/users/:user/mailFolders/:id/messages',
      permissions: read,
      answer: inMailbox(({ owner, id, url }) => shown(mails.list(owner, folderOf(id), url))),
    },
  ])
