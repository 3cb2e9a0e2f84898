import { randomUUID } from 'node:crypto'

import type { Context } from 'hono'

type Status = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 424 | 429 | 500 | 501

/** A refusal as Microsoft Graph words it. */
export class GraphRefusal extends Error {
  constructor(
    readonly status: Status,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

export const refused = {
  token: (message: string) => new GraphRefusal(401, 'InvalidAuthenticationToken', message),
  privileges: () => new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
  mailboxAccess: () => new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
  noSuchUser: (id: string) =>
    new GraphRefusal(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    ),
  noSuchMailboxUser: () => new GraphRefusal(404, 'ErrorInvalidUser', `The requested user is invalid.`),
  noMailbox: () =>
    new GraphRefusal(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    ),
  noSuchObject: () => new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.'),
  noSuchProperty: (name: string, type: string) =>
    new GraphRefusal(400, 'BadRequest', `Could not find a property named '${name}' on type '${type}'.`),
  /** What only beta has. */
  noSuchSegment: (segment: string) => new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`),
  badRequest: (message: string) => new GraphRefusal(400, 'BadRequest', message),
  invalid: (code: string, message: string) => new GraphRefusal(400, code, message),
  notInStandIn: (what: string, file: string) =>
    new GraphRefusal(501, 'NotImplemented', `The stand-in tenant has no ${what}. Add it in test/tenant/graph/${file}.`),
}

export function answerRefusal(context: Context, { status, code, message, headers }: GraphRefusal): Response {
  const ids = { 'request-id': randomUUID(), 'client-request-id': context.req.header('client-request-id') ?? randomUUID() }
  if (status === 401)
    context.header(
      'WWW-Authenticate',
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    )
  context.header('request-id', ids['request-id'])
  for (const [name, value] of Object.entries(headers)) context.header(name, value)
  return context.json({ error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19), ...ids } } }, status)
}
