import type { Tenant } from '../tenant.js'
import { GraphRefusal } from './errors.js'
import { gone, type GraphCall, type GraphRoute, guardedBy, made, routesOf, shown } from './routes.js'
import { Teams } from './teams.js'

/** Teams names what was missing and what was there. */
function denied({ caller, permissions }: GraphCall): GraphRefusal {
  const needed = (caller.kind === 'app' ? permissions.application : permissions.delegated) ?? []
  const [kind, has] = caller.kind === 'app' ? ['role', caller.permissions] : ['scope', caller.scopes]
  const named = kind === 'role' ? 'Roles' : 'Scopes'
  return new GraphRefusal(
    403,
    'Forbidden',
    `Missing ${kind} permissions on the request. API requires one of '${needed.join(', ')}'. ${named} on the request '${has.join(', ')}'`,
  )
}

/** Teams, as far as somebody outside it meets it. */
export function teamsRoutes(tenant: Tenant): GraphRoute[] {
  const teams = new Teams(tenant)
  const chat = '/chats/:id'
  return routesOf({ file: 'teams-routes.ts', guard: guardedBy(denied) }, [
    {
      method: 'POST',
      path: '/users/:user/teamwork/sendActivityNotification',
      permissions: { application: ['TeamsActivity.Send'], delegated: ['TeamsActivity.Send'] },
      answer: ({ caller, user, body }) => {
        teams.notify(caller, user(), body)
        return gone
      },
    },
    {
      method: 'POST',
      path: '/chats',
      permissions: {
        application: ['Chat.Create', 'Teamwork.Migrate.All'],
        delegated: ['Chat.Create', 'Chat.ReadWrite'],
      },
      answer: ({ caller, body }) => made(teams.createChat(caller, body)),
    },
    {
      method: 'GET',
      path: chat,
      permissions: {
        application: ['Chat.ReadBasic.All', 'Chat.Read.All', 'Chat.ReadWrite.All'],
        delegated: ['Chat.ReadBasic', 'Chat.Read', 'Chat.ReadWrite'],
      },
      answer: ({ caller, at }) => shown(teams.chat(caller, at('id'))),
    },
    {
      method: 'GET',
      path: `${chat}/messages`,
      permissions: {
        application: ['Chat.Read.All', 'Chat.ReadWrite.All'],
        delegated: ['Chat.Read', 'Chat.ReadWrite'],
      },
      answer: ({ caller, at }) => shown(teams.messages(caller, at('id'))),
    },
    {
      method: 'POST',
      path: `${chat}/messages`,
      permissions: { application: ['Teamwork.Migrate.All'], delegated: ['ChatMessage.Send', 'Chat.ReadWrite'] },
      answer: ({ caller, at, body }) => made(teams.post(caller, at('id'), body)),
    },
  ])
}
