import { randomUUID } from 'node:crypto'

import type { Context } from 'hono'

import { managedIdentityHeader } from '../identities.js'
import type { Tenant } from '../tenant.js'
import { named } from './resource.js'
import { LoginRefusal } from './refusals.js'
import { appToken, lifetimeSeconds } from './tokens.js'

const version = '2019-08-01'

/**
 * What Azure offers at IDENTITY_ENDPOINT to code that runs there: a token without any secret, for who can read the header's value from
 * the environment of the process.
 */
export async function answerManagedIdentity(context: Context, tenant: Tenant): Promise<Response> {
  const refuse = (status: 400 | 401, message: string): Response =>
    context.json({ statusCode: status, message, correlationId: randomUUID() }, status)
  if (context.req.header('x-identity-header') !== managedIdentityHeader) return refuse(401, 'Unauthorized')
  if (context.req.query('api-version') !== version)
    return refuse(
      400,
      `The api-version '${context.req.query('api-version') ?? ''}' is invalid. The supported version is '${version}'.`,
    )
  const resource = context.req.query('resource')
  if (!resource) return refuse(400, `Missing required parameter 'resource'.`)
  const appId = tenant.registrations.managedIdentity(context.req.query('client_id'))
  const app = appId ? tenant.apps.find(appId) : undefined
  if (!app) return refuse(400, 'Unable to load the proper Managed Identity.')
  try {
    const asked = named(resource.replace(/\/$/, ''), ['.default'], tenant)
    const { access_token } = await appToken(tenant, { app, proof: 'certificate' }, asked)
    const expires = Math.floor(Date.now() / 1000) + lifetimeSeconds
    return context.json({ access_token, expires_on: String(expires), resource, token_type: 'Bearer', client_id: app.appId })
  } catch (error) {
    if (error instanceof LoginRefusal) return refuse(400, `AADSTS${error.number}: ${error.message}`)
    throw error
  }
}
