import { generateKeyPairSync } from 'node:crypto'

import { decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify, type JWTPayload, SignJWT } from 'jose'

import type { Store } from './store.js'

/** The tenant's signing key. It lives in the data file, so a token is still good after a restart. */
export class Keys {
  readonly #private: JWK
  readonly #public: JWK
  readonly #verified = new Map<string, JWTPayload>()

  private constructor(privateJwk: JWK) {
    this.#private = privateJwk
    const { kty, n, e, kid, alg } = privateJwk as { kty: 'RSA'; n: string; e: string; kid: string; alg: string }
    this.#public = { kty, n, e, kid, alg, use: 'sig' }
  }

  static open(store: Store): Keys {
    const kept = store.meta('signingKey')
    if (kept) return new Keys(JSON.parse(kept) as JWK)
    const made = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
    const jwk: JWK = { ...(made as JWK), kid: `standin-${Date.now().toString(36)}`, alg: 'RS256' } as JWK
    store.setMeta('signingKey', JSON.stringify(jwk))
    return new Keys(jwk)
  }

  /** What the JWKS endpoint shows. */
  get published(): JWK {
    return this.#public
  }

  async sign(claims: JWTPayload): Promise<string> {
    const key = await importJWK(this.#private, 'RS256')
    return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: String(this.#private.kid) }).sign(key)
  }

  /** The claims of a token we signed and that has not expired; throws jose's error otherwise. */
  async verify(token: string): Promise<JWTPayload> {
    const known = this.#verified.get(token)
    if (known) {
      if ((known.exp ?? 0) * 1000 > Date.now()) return known
      this.#verified.delete(token)
      throw new errors.JWTExpired('"exp" claim timestamp check failed', known, 'exp', 'check_failed')
    }
    decodeProtectedHeader(token)
    const { payload } = await jwtVerify(token, await importJWK(this.#public, 'RS256'), {
      algorithms: ['RS256'],
      clockTolerance: 5,
    })
    if (this.#verified.size >= 5000) this.#verified.clear()
    this.#verified.set(token, payload)
    return payload
  }
}
