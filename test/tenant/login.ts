import { type Context, Hono } from 'hono'

import type { Form } from './login/client.js'
import { possiblyPublicClientOf } from './login/client.js'
import { deviceCodeLifetimeSeconds } from './login/device-codes.js'
import { granted } from './login/grants.js'
import { answerManagedIdentity } from './login/managed-identity.js'
import { answerLoginRefusal, LoginRefusal } from './login/refusals.js'
import { resourceOf } from './login/resource.js'
import type { Tenant } from './tenant.js'

/** A route of login.microsoftonline.com, or of the endpoint Azure gives to code that runs there. */
export type LoginRoute = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly known: 'documented' | 'observed' | 'inferred'
  readonly answer: (context: Context, tenant: Tenant) => Response | Promise<Response>
}

const formOf = async (context: Context): Promise<Form> => Object.fromEntries(new URLSearchParams(await context.req.text()))
const originOf = (context: Context): string => new URL(context.req.url).origin

function discovery(context: Context, { tenantId }: Tenant): Response {
  const origin = originOf(context)
  return context.json({
    token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/devicecode`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'preferred_username', 'tid', 'oid', 'ver'],
  })
}

/** Which hosts speak for the cloud; libraries ask it about hosts they do not know. */
function instances(context: Context, { tenantId }: Tenant): Response {
  const { origin, host } = new URL(context.req.url)
  return context.json({
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  })
}

async function deviceCode(context: Context, tenant: Tenant): Promise<Response> {
  const form = await formOf(context)
  const { app } = await possiblyPublicClientOf(tenant, form)
  const scope = form['scope'] ?? ''
  resourceOf(scope, tenant)
  const { deviceCode: device_code, userCode: user_code } = tenant.deviceCodes.issue(app.appId, scope)
  const verification_uri = `${originOf(context)}/_tenant/device-codes`
  return context.json({
    user_code,
    device_code,
    verification_uri,
    expires_in: deviceCodeLifetimeSeconds,
    interval: 1,
    message: `To sign in, use a web browser to open the page ${verification_uri} and enter the code ${user_code} to authenticate.`,
  })
}

const underTenant: readonly LoginRoute[] = [
  { method: 'GET', path: '/:tid/v2.0/.well-known/openid-configuration', known: 'documented', answer: discovery },
  { method: 'GET', path: '/:tid/discovery/instance', known: 'observed', answer: instances },
  {
    method: 'GET',
    path: '/:tid/discovery/v2.0/keys',
    known: 'documented',
    answer: (context, tenant) => context.json({ keys: [tenant.keys.published] }),
  },
  { method: 'POST', path: '/:tid/oauth2/v2.0/devicecode', known: 'documented', answer: deviceCode },
  {
    method: 'POST',
    path: '/:tid/oauth2/v2.0/token',
    known: 'documented',
    answer: async (context, tenant) => context.json(await granted(tenant, await formOf(context))),
  },
]

const managedIdentity: LoginRoute = { method: 'GET', path: '/msi/token', known: 'documented', answer: answerManagedIdentity }

/** All that is served here, for the list of routes. */
export const loginRoutes: readonly LoginRoute[] = [...underTenant, managedIdentity]

/** login.microsoftonline.com, as far as tokens are concerned. */
export function loginFace(tenant: Tenant): Hono {
  const face = new Hono()
  const answered = async ({ answer }: LoginRoute, context: Context): Promise<Response> => {
    try {
      return await answer(context, tenant)
    } catch (error) {
      if (error instanceof LoginRefusal) return answerLoginRefusal(context, error)
      throw error
    }
  }
  face.on(managedIdentity.method, managedIdentity.path, (context) => answered(managedIdentity, context))
  for (const route of underTenant)
    face.on(route.method, route.path, (context) => {
      const tid = context.req.param('tid') ?? ''
      const known = ['common', 'organizations', tenant.tenantId.toLowerCase()].includes(tid.toLowerCase())
      return known ? answered(route, context) : unknownTenant(context, tid)
    })
  return face
}

function unknownTenant(context: Context, tid: string): Response {
  const text = `AADSTS90002: Tenant '${tid}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`
  return context.json({ error: 'invalid_request', error_description: text, error_codes: [90002] }, 400)
}
