import { errors, type JWTPayload } from 'jose'

import { graphAppId, graphResource } from './identities.js'
import type { Tenant } from './tenant.js'

/** Who stands behind a request: an app by itself, or a person through an app. */
export type Caller =
  | { readonly kind: 'app'; readonly id: string; readonly appId: string; readonly permissions: readonly string[] }
  | { readonly kind: 'person'; readonly id: string; readonly appId: string; readonly scopes: readonly string[] }

export class TokenRefused extends Error {}

const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(?=:|$)/i

const audiences = {
  graph: (audience: string): boolean => audience === graphResource || audience === graphAppId,
  /** `localhost` and `127.0.0.1` are one SharePoint. */
  sharepoint: (audience: string, origin: string): boolean =>
    audience === origin || (loopback.test(audience) && audience.replace(loopback, '') === origin.replace(loopback, '')),
}

/** The bearer token of a request to Graph or SharePoint: ours, for this audience, not expired. */
export async function callerOf(
  tenant: Tenant,
  header: string | undefined,
  face: keyof typeof audiences,
  origin: string,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1]
  if (!token) throw new TokenRefused('Access token is empty.')
  const claims = await tenant.keys.verify(token).catch((error: unknown): never => {
    if (error instanceof errors.JWTExpired) throw new TokenRefused('Lifetime validation failed, the token is expired.')
    if (error instanceof errors.JWSSignatureVerificationFailed) throw new TokenRefused('Signature is invalid.')
    if (error instanceof errors.JOSEError || error instanceof TypeError)
      throw new TokenRefused('IDX14100: JWT is not well formed, there are no dots (.).')
    throw error
  })
  if (!audiences[face](String(claims.aud), origin)) throw new TokenRefused('Access token validation failure. Invalid audience.')
  if (claims['tid'] !== tenant.tenantId) throw new TokenRefused('Access token validation failure. Invalid tenant.')
  const bySecret = claims['idtyp'] === 'app' && claims['azpacr'] === '1'
  if (face === 'sharepoint' && bySecret && tenant.settings.get('secretsForSharePoint') === 'refused')
    throw new TokenRefused('Unsupported app only token.')
  return fromClaims(claims)
}

function fromClaims(claims: JWTPayload): Caller {
  const [id, appId] = [String(claims['oid']), String(claims['azp'])]
  if (claims['idtyp'] === 'app') return { kind: 'app', id, appId, permissions: (claims['roles'] as string[] | undefined) ?? [] }
  return { kind: 'person', id, appId, scopes: String(claims['scp'] ?? '').split(' ') }
}
