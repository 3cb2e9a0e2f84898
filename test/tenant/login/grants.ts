import { errors } from 'jose'

import type { Person } from '../directory.js'
import type { Tenant } from '../tenant.js'
import { clientOf, type Form, possiblyPublicClientOf, provenClientOf } from './client.js'
import { refusedLogin } from './refusals.js'
import { resourceOf } from './resource.js'
import { appToken, personToken, type TokenAnswer } from './tokens.js'

type Grant = (tenant: Tenant, form: Form) => Promise<TokenAnswer>

const needed = (form: Form, parameter: string): string => {
  const value = form[parameter]
  if (!value) throw refusedLogin.missing(parameter)
  return value
}

const byCredential: Grant = async (tenant, form) => {
  const client = await provenClientOf(tenant, form)
  const resource = resourceOf(form['scope'] ?? '', tenant)
  if (resource.scopes.length !== 1 || resource.scopes[0] !== '.default') throw refusedLogin.scopeForApp(form['scope'] ?? '')
  return appToken(tenant, client, resource)
}

/** Stands for a person's interactive sign-in: any password will do, because nobody here has one. */
const byPassword: Grant = async (tenant, form) => {
  const client = await clientOf(tenant, form)
  const username = form['username'] ?? ''
  const person = tenant.directory.find(username)
  if (!person) throw refusedLogin.unknownPerson(username, tenant.tenantId)
  return personToken(tenant, client, person, form['scope'] ?? '')
}

/** On behalf of: an API turns the token it was called with into one for another API. */
const onBehalf: Grant = async (tenant, form) => {
  const client = await provenClientOf(tenant, form)
  if (form['requested_token_use'] !== 'on_behalf_of') throw refusedLogin.missing('requested_token_use')
  const claims = await tenant.keys.verify(needed(form, 'assertion')).catch((error: unknown): never => {
    if (error instanceof errors.JWTExpired) throw refusedLogin.expiredAssertion()
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refusedLogin.forgedAssertion()
    throw error
  })
  const { app } = client
  const audience = String(claims.aud)
  if (![app.appId, app.uri, `api://${app.appId}`].includes(audience))
    throw refusedLogin.otherAudience(audience, app.appId, app.displayName)
  if (claims['idtyp'] === 'app') throw refusedLogin.appAsPerson(app.appId)
  const person = absent(tenant, String(claims['oid']))
  return personToken(tenant, client, person, needed(form, 'scope'))
}

const byRefreshToken: Grant = async (tenant, form) => {
  const client = await possiblyPublicClientOf(tenant, form)
  const person = absent(tenant, tenant.refreshTokens.redeem(client.app.appId, needed(form, 'refresh_token')))
  const scope = form['scope'] ?? ''
  // A refresh token is exchanged for a newer one, asked for or not.
  return personToken(tenant, client, person, scope.includes('offline_access') ? scope : `${scope} offline_access`.trim())
}

const byDeviceCode: Grant = async (tenant, form) => {
  const client = await possiblyPublicClientOf(tenant, form)
  const { userId, scope } = tenant.deviceCodes.redeem(client.app.appId, needed(form, 'device_code'))
  return personToken(tenant, client, stillHere(tenant, userId), scope)
}

/** The person an app acts for while they are not there to be asked anything. */
function absent(tenant: Tenant, userId: string): Person {
  const person = stillHere(tenant, userId)
  if (tenant.settings.get('conditionalAccess') === 'asksAgain') throw refusedLogin.signInAgain()
  return person
}

/** Somebody who has left, or whose account is closed, gets no further tokens on what they were given before. */
function stillHere(tenant: Tenant, userId: string): Person {
  const person = tenant.directory.find(userId)
  if (!person) throw refusedLogin.unknownPerson(userId, tenant.tenantId)
  if (person.document['accountEnabled'] === false) throw refusedLogin.disabledPerson()
  return person
}

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: byCredential,
  password: byPassword,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalf,
  refresh_token: byRefreshToken,
  'urn:ietf:params:oauth:grant-type:device_code': byDeviceCode,
  // What older versions of RFC 8628 called it; Microsoft's libraries still do.
  device_code: byDeviceCode,
}

export function granted(tenant: Tenant, form: Form): Promise<TokenAnswer> {
  const type = needed(form, 'grant_type')
  const grant = Object.hasOwn(grants, type) ? grants[type] : undefined
  if (!grant) throw refusedLogin.grantType(type)
  return grant(tenant, form)
}
