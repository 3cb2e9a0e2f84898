import type { Tenant } from '../tenant.js'
import { type Accepted, Approvals } from './approvals.js'
import { GraphRefusal } from './errors.js'
import { gone, type GraphRoute, guardedBy, type Permissions, type Reply, routesOf, shown } from './routes.js'

/** Apps by themselves have permissions of these names too; they open subscriptions and nothing else. */
const read: Permissions = {
  application: null,
  delegated: ['ApprovalSolution.Read', 'ApprovalSolution.ReadWrite', 'ApprovalSolutionResponse.ReadWrite'],
}
const write: Permissions = { application: null, delegated: ['ApprovalSolution.ReadWrite'] }
const respond: Permissions = {
  application: null,
  delegated: ['ApprovalSolution.ReadWrite', 'ApprovalSolutionResponse.ReadWrite'],
}

const denied = (): GraphRefusal =>
  new GraphRefusal(403, 'Forbidden', 'Failed to authorize the client, required scope(s) or role(s) not present.')

const promised = (operation: string): Reply => ({ status: 202, headers: { Location: operation } })
const answered = ({ operation, item }: Accepted): Reply => {
  if (operation !== undefined) return promised(operation)
  return item ? { status: 201, body: item } : gone
}

/** Approvals of the Approvals app in Teams. Graph has them in beta only. */
export function approvalRoutes(tenant: Tenant): GraphRoute[] {
  const approvals = new Approvals(tenant)
  const root = '/solutions/approval'
  const all = `${root}/approvalItems`
  const one = `${all}/:id`
  return routesOf({ file: 'approval-routes.ts', guard: guardedBy(denied), versions: ['beta'] }, [
    { method: 'GET', path: root, permissions: read, answer: () => shown(approvals.solution()) },
    {
      method: 'POST',
      path: `${root}/provision`,
      permissions: write,
      answer: () => {
        approvals.provision()
        return gone
      },
    },
    { method: 'GET', path: all, permissions: read, answer: ({ caller, url }) => shown(approvals.list(caller.id, url)) },
    { method: 'POST', path: all, permissions: write, answer: ({ caller, body }) => answered(approvals.create(caller.id, body)) },
    {
      method: 'GET',
      path: one,
      permissions: read,
      answer: ({ caller, at, url }) => shown(approvals.get(caller.id, at('id'), url)),
    },
    {
      method: 'POST',
      path: `${one}/cancel`,
      permissions: write,
      answer: ({ caller, at }) => answered(approvals.cancel(caller.id, at('id'))),
    },
    {
      method: 'GET',
      path: `${one}/requests`,
      permissions: read,
      answer: ({ caller, at, url }) => shown(approvals.requests(caller.id, at('id'), url)),
    },
    {
      method: 'GET',
      path: `${one}/responses`,
      permissions: read,
      answer: ({ caller, at, url }) => shown(approvals.responses(caller.id, at('id'), url)),
    },
    {
      method: 'POST',
      path: `${one}/responses`,
      permissions: respond,
      answer: ({ caller, at, body }) => promised(approvals.respond(caller.id, at('id'), body)),
    },
    {
      method: 'GET',
      path: `${one}/responses/:response`,
      permissions: read,
      answer: ({ caller, at }) => shown(approvals.response(caller.id, at('id'), at('response'))),
    },
    {
      method: 'GET',
      path: `${root}/operations/:id`,
      permissions: read,
      answer: ({ caller, at }) => shown(approvals.operation(caller.id, at('id'))),
    },
  ])
}
