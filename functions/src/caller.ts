import type { Caller as Kind } from '@tandem/contract'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Environment } from './environment.js'
import { NotSignedIn, NotYours, Outage } from './failures.js'

/** Who is calling: the person behind the token, never a name the caller could choose. */
export type Caller = { readonly id: string; readonly isTeam: boolean }

export type CallerOf = (authorization: string | null, kind: Kind) => Promise<Caller>

const Claims = z.object({
  tid: z.string(),
  oid: z.string(),
  azp: z.string(),
  ver: z.literal('2.0'),
  scp: z.string(),
  roles: z.array(z.string()).default([]),
  idtyp: z.string().optional(),
})

const teamRoles = ['Programme.Team', 'Programme.Admin']

/**
 * Checks a token in code, whatever stands in front of us: signature, issuer, audience, life, tenant, version, scope, the application that
 * asked for it, and for the team its app role. App-only tokens carry no scope and are refused: every caller is a person.
 */
export function callers(environment: Environment, keysUrl: URL): CallerOf {
  const keys = createRemoteJWKSet(keysUrl)
  const issuer = `${environment.TANDEM_AUTHORITY}/${environment.TANDEM_TENANT_ID}/v2.0`
  const cards = {
    audience: environment.TANDEM_CARD_APP_ID ?? environment.TANDEM_API_APP_ID,
    scope: environment.TANDEM_CARD_SCOPE,
  }
  const pages = { audience: environment.TANDEM_API_APP_ID, scope: environment.TANDEM_SCOPE }
  return async (authorization, kind) => {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
    if (!token) throw new NotSignedIn('Please sign in: the request carries no token.')
    const { audience, scope } = kind === 'card' ? cards : pages
    const claims = await verified(token, keys, issuer, audience)
    if (claims.tid !== environment.TANDEM_TENANT_ID) throw new NotSignedIn('The token is of another tenant.')
    if (!claims.scp.split(' ').includes(scope))
      throw new NotSignedIn(
        `The token lacks the scope ${scope}. Ask an administrator to approve it in SharePoint's API access page.`,
      )
    const apps = kind === 'card' ? environment.TANDEM_CARD_APPS : environment.TANDEM_PAGE_APPS
    if (!apps.includes(claims.azp)) throw new NotSignedIn('The token was asked for by an application that may not call this.')
    const isTeam = claims.roles.some((role) => teamRoles.includes(role))
    if (kind === 'team' && !isTeam)
      throw new NotYours('This is for the programme team. Ask your administrator for the role Programme.Team.')
    return { id: claims.oid, isTeam }
  }
}

async function verified(token: string, keys: ReturnType<typeof createRemoteJWKSet>, issuer: string, audience: string) {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] })
    return Claims.parse(payload)
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new NotSignedIn('Your sign-in has run out. Load the page again.', { cause })
    const isUnreachable = cause instanceof errors.JOSEError && ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(cause.code)
    if (cause instanceof errors.JOSEError && !isUnreachable) throw new NotSignedIn('The token is not one we accept.', { cause })
    if (cause instanceof z.ZodError) throw new NotSignedIn('The token is not that of a signed-in person.', { cause })
    throw new Outage('The keys of the sign-in service could not be fetched.', { cause })
  }
}
