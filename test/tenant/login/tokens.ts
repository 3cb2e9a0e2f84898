import { randomUUID } from 'node:crypto'

import type { App, Person } from '../directory.js'
import { everydayScopes, graphResource } from '../identities.js'
import type { Tenant } from '../tenant.js'
import type { Client, Proof } from './client.js'
import { refusedLogin } from './refusals.js'
import { type Resource, resourceOf, scopesIn } from './resource.js'

export const lifetimeSeconds = 3600

export type TokenAnswer = {
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
  readonly scope?: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly client_info?: string
}

/** Entra's numbers for how the client has proved itself. */
const acr: Record<Proof, string> = { none: '0', secret: '1', certificate: '2' }

export async function appToken(tenant: Tenant, { app, proof }: Client, resource: Resource): Promise<TokenAnswer> {
  const roles = resource.app ? tenant.directory.rolesOf(app.principalId, resource.app.appId) : app.permissions
  const token = await tenant.keys.sign({
    ...common(tenant, resource.audience, app, proof),
    oid: app.principalId,
    sub: app.principalId,
    idtyp: 'app',
    app_displayname: app.displayName,
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
  })
  return answered(token)
}

/** A token for a person through an app, and what else they asked for with `openid` and `offline_access`. */
export async function personToken(tenant: Tenant, client: Client, person: Person, scope: string): Promise<TokenAnswer> {
  const resource = resourceOf(scope, tenant)
  const scopes = grantedScopes(tenant, client.app, resource)
  const roles = resource.app ? tenant.directory.rolesOf(person.id, resource.app.appId) : []
  const name = String(person.document['displayName'])
  const token = await tenant.keys.sign({
    ...common(tenant, resource.audience, client.app, client.proof),
    oid: person.id,
    sub: `${person.id}.${client.app.appId}`,
    name,
    preferred_username: person.upn,
    scp: scopes.join(' '),
    ...(roles.length > 0 ? { roles } : {}),
  })
  const asked = scopesIn(scope)
  const named = scopes.map((each) => (resource.audience === graphResource ? each : `${resource.audience}/${each}`))
  return {
    ...answered(token),
    scope: [...named, ...asked.filter((each) => each === 'openid' || each === 'profile' || each === 'email')].join(' '),
    ...(asked.includes('offline_access') ? { refresh_token: tenant.refreshTokens.issue(client.app.appId, person.id) } : {}),
    ...(asked.includes('openid') ? await aboutThePerson(tenant, client.app, person, name) : {}),
  }
}

async function aboutThePerson(
  tenant: Tenant,
  app: App,
  person: Person,
  name: string,
): Promise<{ readonly id_token: string; readonly client_info: string }> {
  const { azp: _azp, azpacr: _azpacr, ...claims } = common(tenant, app.appId, app, 'none')
  const id_token = await tenant.keys.sign({
    ...claims,
    oid: person.id,
    sub: `${person.id}.${app.appId}`,
    name,
    preferred_username: person.upn,
  })
  const client_info = Buffer.from(JSON.stringify({ uid: person.id, utid: tenant.tenantId })).toString('base64url')
  return { id_token, client_info }
}

/** Only what somebody has consented to for this app; without a word about consent that is whatever it asks for. */
function grantedScopes(tenant: Tenant, app: App, resource: Resource): readonly string[] {
  const everything = resource.scopes.includes('.default') || resource.scopes.length === 0
  if (resource.audience !== graphResource) {
    if (!everything) return resource.scopes
    return resource.app ? ['user_impersonation'] : ['AllSites.FullControl']
  }
  const consented = tenant.registrations.consented(app.appId)
  const granted = everything ? (consented ?? everydayScopes) : resource.scopes
  if (granted.length === 0 || (consented && granted.some((scope) => !consented.includes(scope))))
    throw refusedLogin.notConsented(app.appId, app.displayName)
  return granted
}

const answered = (token: string): TokenAnswer => ({
  token_type: 'Bearer',
  expires_in: lifetimeSeconds,
  ext_expires_in: lifetimeSeconds,
  access_token: token,
})

function common(tenant: Tenant, audience: string, app: App, proof: Proof) {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`,
    aud: audience,
    tid: tenant.tenantId,
    azp: app.appId,
    azpacr: acr[proof],
    ver: '2.0',
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    uti: randomUUID(),
  }
}
