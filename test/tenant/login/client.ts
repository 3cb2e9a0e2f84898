import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'

import type { App } from '../directory.js'
import type { Tenant } from '../tenant.js'
import { refusedLogin } from './refusals.js'

export type Form = Readonly<Record<string, string>>

/** How an app has shown who it is. SharePoint asks for it, because a secret is not good enough there. */
export type Proof = 'none' | 'secret' | 'certificate'
export type Client = { readonly app: App; readonly proof: Proof }

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The app that asks. What it shows of itself is checked; whether it has to show anything depends on what it asks for. */
export async function clientOf(tenant: Tenant, form: Form): Promise<Client> {
  const clientId = form['client_id']
  if (!clientId) throw refusedLogin.missing('client_id')
  const app = tenant.apps.find(clientId)
  if (!app) throw refusedLogin.unknownApp(clientId, tenant.tenantId)
  if (form['client_assertion']) {
    if (form['client_assertion_type'] !== assertionType) throw refusedLogin.missing('client_assertion_type')
    await checkAssertion(tenant, app, form['client_assertion'])
    return { app, proof: 'certificate' }
  }
  if (form['client_secret'] === undefined) return { app, proof: 'none' }
  if (!app.secret || form['client_secret'] !== app.secret) throw refusedLogin.wrongSecret(app.appId)
  return { app, proof: 'secret' }
}

/** For grants that are given only to apps that can keep something to themselves. */
export async function provenClientOf(tenant: Tenant, form: Form): Promise<Client> {
  const client = await clientOf(tenant, form)
  if (client.proof === 'none') throw refusedLogin.noCredential()
  return client
}

/** For grants a person signs in for: an app without any credential is a public client, and one that has some must show it. */
export async function possiblyPublicClientOf(tenant: Tenant, form: Form): Promise<Client> {
  const client = await clientOf(tenant, form)
  const isPublic = !client.app.secret && !tenant.registrations.hasCertificate(client.app.appId)
  if (client.proof === 'none' && !isPublic) throw refusedLogin.noCredential()
  return client
}

async function checkAssertion(tenant: Tenant, app: App, assertion: string): Promise<void> {
  const thumbprint = thumbprintOf(assertion)
  const shown = 'sha256' in thumbprint ? thumbprint.sha256 : thumbprint.sha1
  const certificate = tenant.registrations.certificate(app.appId, thumbprint)
  if (!certificate) throw refusedLogin.unknownCertificate(shown, app.appId)
  const checked = await jwtVerify(assertion, certificate.publicKey, {
    algorithms: ['RS256', 'PS256'],
    clockTolerance: 300,
  }).catch((error: unknown): never => {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed)
      throw refusedLogin.assertionOver(expiryOf(assertion))
    if (error instanceof errors.JOSEError) throw refusedLogin.wrongSignature(shown)
    throw error
  })
  const { iss, sub, aud } = checked.payload
  if (iss?.toLowerCase() !== app.appId.toLowerCase() || sub !== iss) throw refusedLogin.assertionIssuer()
  if (typeof aud !== 'string' || !isOurs(aud, tenant.tenantId)) throw refusedLogin.assertionAudience()
}

/** The token endpoint or the issuer, under whichever host this tenant was reached. */
function isOurs(audience: string, tenantId: string): boolean {
  if (!URL.canParse(audience)) return false
  const path = new URL(audience).pathname.toLowerCase()
  return [tenantId.toLowerCase(), 'common', 'organizations'].some((tenant) =>
    [`/${tenant}/oauth2/v2.0/token`, `/${tenant}/v2.0`].includes(path),
  )
}

function thumbprintOf(assertion: string): { readonly sha256: string } | { readonly sha1: string } {
  const hexadecimal = (text: string): string => Buffer.from(text, 'base64url').toString('hex').toUpperCase()
  try {
    const header = decodeProtectedHeader(assertion)
    if (typeof header['x5t#S256'] === 'string') return { sha256: hexadecimal(header['x5t#S256']) }
    if (typeof header.x5t === 'string') return { sha1: hexadecimal(header.x5t) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw refusedLogin.malformedAssertion()
}

const expiryOf = (assertion: string): string => new Date((decodeJwt(assertion).exp ?? 0) * 1000).toISOString()
