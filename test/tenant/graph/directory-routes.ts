import type { Tenant } from '../tenant.js'
import { UserDelta } from './delta.js'
import { GraphRefusal, refused } from './errors.js'
import { guardedBy, type GraphRoute, type Permissions, type Reply, type RouteOf, routesOf, shown } from './routes.js'
import { Subscriptions } from './subscription-store.js'
import { directoryPermissions, type Relation, Users } from './users.js'

/** The table lets everybody in who may see anything; how much of it, Users decides by the properties asked for. */
const people: Permissions = { application: directoryPermissions, delegated: ['User.ReadBasic.All', ...directoryPermissions] }
const person: Permissions = {
  application: directoryPermissions,
  delegated: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', ...directoryPermissions],
}
const changes: Permissions = { application: directoryPermissions, delegated: directoryPermissions }
const photo: Permissions = {
  application: ['ProfilePhoto.Read.All', 'ProfilePhoto.ReadWrite.All', ...directoryPermissions],
  delegated: [
    'ProfilePhoto.Read.All',
    'User.Read',
    'User.ReadWrite',
    'User.ReadBasic.All',
    'User.Read.All',
    'User.ReadWrite.All',
  ],
}

const counted = (many: number): Reply => ({ status: 200, text: String(many) })

export function directoryRoutes(tenant: Tenant): GraphRoute[] {
  const users = new Users(tenant)
  const delta = new UserDelta(tenant)
  const subscriptions = new Subscriptions(tenant)
  // Graph announces a new account as updated; a deleted one as deleted.
  tenant.directory.told = ({ userId: id, kind }) =>
    subscriptions.announce('users', {
      changeType: kind === 'deleted' ? 'deleted' : 'updated',
      ownerId: id,
      resource: `Users/${id}`,
      data: { '@odata.type': '#Microsoft.Graph.User', id },
    })

  const reports = (relation: Relation): RouteOf[] => [
    {
      method: 'GET',
      path: `/users/:user/${relation}`,
      permissions: person,
      answer: (call) => shown(users.reports(call, relation)),
    },
    {
      method: 'GET',
      path: `/users/:user/${relation}/microsoft.graph.user`,
      permissions: person,
      answer: (call) => shown(users.reports(call, relation)),
    },
    {
      method: 'GET',
      path: `/users/:user/${relation}/$count`,
      permissions: person,
      answer: (call) => counted(users.countReports(call, relation)),
    },
  ]
  const noPhoto = (path: string): RouteOf => ({
    method: 'GET',
    path,
    known: 'observed',
    permissions: photo,
    answer: () => {
      throw new GraphRefusal(
        404,
        'ImageNotFound',
        "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
      )
    },
  })
  return routesOf({ file: 'directory-routes.ts', guard: guardedBy(refused.privileges) }, [
    { method: 'GET', path: '/users', permissions: people, answer: (call) => shown(users.list(call)) },
    { method: 'GET', path: '/users/$count', permissions: people, answer: (call) => counted(users.count(call)) },
    { method: 'GET', path: '/users/delta', permissions: changes, answer: (call) => shown(delta.answer(call)) },
    { method: 'GET', path: '/users/:user', permissions: person, answer: (call) => shown(users.get(call)) },
    { method: 'GET', path: '/users/:user/manager', permissions: person, answer: (call) => shown(users.manager(call)) },
    ...reports('directReports'),
    ...reports('transitiveReports'),
    noPhoto('/users/:user/photo/$value'),
    noPhoto('/users/:user/photos/:size/$value'),
  ])
}
