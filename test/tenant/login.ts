import { randomUUID } from 'node:crypto'

import { type Context, Hono } from 'hono'

import type { App, Person } from './directory.js'
import { graphAppId, graphResource } from './identities.js'
import type { Tenant } from './tenant.js'

type Form = Record<string, string>

/** An answer of the login service that is not a token; numbers and first sentences are those of Entra ID. */
class LoginError extends Error {
  constructor(
    readonly error: string,
    readonly number: number,
    message: string,
    readonly status: 400 | 401 = 400,
  ) {
    super(message)
  }
}

type Resource = { readonly audience: string; readonly app: App | undefined; readonly scopes: string[] }

const lifetimeSeconds = 3600
const everyGraphScope = ['User.ReadBasic.All', 'User.Read', 'Calendars.ReadWrite', 'Mail.ReadWrite', 'Mail.Send']
const isSharePoint = (origin: string): boolean =>
  /^(https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?|https:\/\/[\w-]+\.sharepoint\.com)$/i.test(origin)

/** Which API the asked scopes belong to. One request may name scopes of one resource only. */
function resourceOf(scope: string, tenant: Tenant): Resource {
  const asked = scope.split(' ').filter((each) => each !== '' && !['openid', 'profile', 'email', 'offline_access'].includes(each))
  const parts = asked.map((each) => {
    const at = each.lastIndexOf('/')
    return at > 0
      ? { resource: each.slice(0, at).replace(/\/$/, ''), name: each.slice(at + 1) }
      : { resource: graphResource, name: each }
  })
  const resource = parts[0]?.resource ?? graphResource
  if (parts.some((part) => part.resource !== resource))
    throw new LoginError(
      'invalid_request',
      28000,
      `Provided value for the input parameter scope is not valid because it contains more than one resource.`,
    )
  const scopes = parts.map((part) => part.name)
  if (resource === graphResource || resource === graphAppId) return { audience: graphResource, app: undefined, scopes }
  if (isSharePoint(resource)) return { audience: resource, app: undefined, scopes }
  const app = tenant.apps.find(resource) ?? tenant.apps.find(resource.replace(/^api:\/\//, ''))
  if (!app)
    throw new LoginError(
      'invalid_resource',
      500011,
      `The resource principal named ${resource} was not found in the tenant named ${tenant.tenantId}.`,
    )
  return { audience: app.appId, app, scopes }
}

async function appToken(tenant: Tenant, form: Form): Promise<string> {
  const client = clientOf(tenant, form)
  if (!client.secret || form['client_secret'] !== client.secret)
    throw new LoginError(
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client.appId}'.`,
      401,
    )
  const resource = resourceOf(form['scope'] ?? '', tenant)
  if (resource.scopes.length !== 1 || resource.scopes[0] !== '.default')
    throw new LoginError(
      'invalid_scope',
      1002012,
      `The provided value for scope ${form['scope'] ?? ''} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    )
  const roles = resource.app ? tenant.directory.rolesOf(client.principalId, resource.app.appId) : client.permissions
  return tenant.keys.sign({
    ...common(tenant, resource, client),
    oid: client.principalId,
    sub: client.principalId,
    idtyp: 'app',
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
  })
}

/** Stands for a person's interactive sign-in: any password will do, because nobody here has one. */
async function personToken(tenant: Tenant, form: Form): Promise<string> {
  const client = clientOf(tenant, form)
  const person = tenant.directory.find(form['username'] ?? '')
  if (!person)
    throw new LoginError(
      'invalid_grant',
      50034,
      `The user account ${form['username'] ?? ''} does not exist in the ${tenant.tenantId} directory. To sign into this application, the account must be added to the directory.`,
    )
  return delegatedToken(tenant, client, person, form['scope'] ?? '')
}

/** On behalf of: our API turns the token it was called with into one for Graph. */
async function onBehalfToken(tenant: Tenant, form: Form): Promise<string> {
  const client = clientOf(tenant, form)
  const claims = await tenant.keys.verify(form['assertion'] ?? '').catch(() => {
    throw new LoginError('invalid_grant', 50013, 'Assertion failed signature validation.')
  })
  const person = claims['idtyp'] === 'app' ? undefined : tenant.directory.find(String(claims['oid']))
  if (!person)
    throw new LoginError('invalid_grant', 50013, 'Assertion is not within its valid time range or does not name a user.')
  return delegatedToken(tenant, client, person, form['scope'] ?? '')
}

async function delegatedToken(tenant: Tenant, client: App, person: Person, scope: string): Promise<string> {
  const resource = resourceOf(scope, tenant)
  const every = resource.audience === graphResource ? everyGraphScope : resource.app ? ['user_impersonation'] : ['AllSites.Write']
  const scopes = resource.scopes.includes('.default') || resource.scopes.length === 0 ? every : resource.scopes
  const roles = resource.app ? tenant.directory.rolesOf(person.id, resource.app.appId) : []
  return tenant.keys.sign({
    ...common(tenant, resource, client),
    oid: person.id,
    sub: `${person.id}.${client.appId}`,
    name: String(person.document['displayName']),
    preferred_username: person.upn,
    scp: scopes.join(' '),
    ...(roles.length > 0 ? { roles } : {}),
  })
}

function clientOf(tenant: Tenant, form: Form): App {
  const client = tenant.apps.find(form['client_id'] ?? '')
  if (!client)
    throw new LoginError(
      'unauthorized_client',
      700016,
      `Application with identifier '${form['client_id'] ?? ''}' was not found in the directory '${tenant.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    )
  return client
}

function common(tenant: Tenant, { audience }: Resource, client: App) {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`,
    aud: audience,
    tid: tenant.tenantId,
    azp: client.appId,
    azpacr: '1',
    ver: '2.0',
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    uti: randomUUID(),
  }
}

const grants: Record<string, (tenant: Tenant, form: Form) => Promise<string>> = {
  client_credentials: appToken,
  password: personToken,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalfToken,
}

async function answerToken(context: Context, tenant: Tenant): Promise<Response> {
  const form = Object.fromEntries(new URLSearchParams(await context.req.text())) as Form
  try {
    const grant = grants[form['grant_type'] ?? '']
    if (!grant)
      throw new LoginError(
        'unsupported_grant_type',
        70003,
        `The app requested an unsupported grant type '${form['grant_type'] ?? ''}'. The stand-in keeps its grant types in test/tenant/login.ts.`,
      )
    const token = await grant(tenant, form)
    return context.json({
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ext_expires_in: lifetimeSeconds,
      access_token: token,
    })
  } catch (error) {
    if (!(error instanceof LoginError)) throw error
    const [trace, correlation, timestamp] = [
      randomUUID(),
      randomUUID(),
      new Date().toISOString().replace('T', ' ').replace(/\.\d+/, ''),
    ]
    const description = `AADSTS${error.number}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`
    return context.json(
      {
        error: error.error,
        error_description: description,
        error_codes: [error.number],
        timestamp,
        trace_id: trace,
        correlation_id: correlation,
        error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
      },
      error.status,
    )
  }
}

/** login.microsoftonline.com, as far as tokens are concerned. */
export function loginFace(tenant: Tenant): Hono {
  const face = new Hono()
  const known = (context: Context): boolean =>
    ['common', 'organizations', tenant.tenantId].includes(context.req.param('tid')?.toLowerCase() ?? '')
  const unknown = (context: Context): Response => {
    const text = `AADSTS90002: Tenant '${context.req.param('tid')}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`
    return context.json({ error: 'invalid_request', error_description: text, error_codes: [90002] }, 400)
  }
  face.get('/:tid/v2.0/.well-known/openid-configuration', (context) => {
    if (!known(context)) return unknown(context)
    const origin = new URL(context.req.url).origin
    return context.json({
      token_endpoint: `${origin}/${tenant.tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenant.tenantId}/discovery/v2.0/keys`,
      issuer: `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`,
      authorization_endpoint: `${origin}/${tenant.tenantId}/oauth2/v2.0/authorize`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      response_types_supported: ['code', 'id_token', 'token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'preferred_username', 'tid', 'oid', 'ver'],
    })
  })
  face.get('/:tid/discovery/v2.0/keys', (context) =>
    known(context) ? context.json({ keys: [tenant.keys.published] }) : unknown(context),
  )
  face.post('/:tid/oauth2/v2.0/token', (context) => (known(context) ? answerToken(context, tenant) : unknown(context)))
  return face
}
