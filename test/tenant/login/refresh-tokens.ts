import { createHash, randomBytes } from 'node:crypto'

import type { Store } from '../store.js'
import { refusedLogin } from './refusals.js'

type Row = { readonly appId: string; readonly userId: string; readonly issuedMs: number }

const longestIdleMs = 90 * 24 * 60 * 60 * 1000
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const date = (ms: number): string => new Date(ms).toISOString()

/** Refresh tokens live on real time, like all tokens. A person's can be revoked at once, as a changed password does it. */
export class RefreshTokens {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables(`
      create table if not exists refresh_tokens (hash text primary key, appId text not null, userId text not null, issuedMs integer not null) without rowid;
      create table if not exists tokens_valid_from (userId text primary key collate nocase, ms integer not null) without rowid;
    `)
  }

  issue(appId: string, userId: string): string {
    const token = `1.${randomBytes(48).toString('base64url')}`
    this.#store.run(
      'insert into refresh_tokens (hash, appId, userId, issuedMs) values (?, ?, ?, ?)',
      hashOf(token),
      appId,
      userId,
      Date.now(),
    )
    return token
  }

  /** Whose token it is; throws when it is none of this app, has been revoked, or nobody used it for too long. */
  redeem(appId: string, token: string): string {
    const row = this.#store.one<Row>('select appId, userId, issuedMs from refresh_tokens where hash = ?', hashOf(token))
    if (!row || row.appId.toLowerCase() !== appId.toLowerCase()) throw refusedLogin.badRefreshToken()
    const validFrom = this.#store.one<{ ms: number }>('select ms from tokens_valid_from where userId = ?', row.userId)?.ms
    if (validFrom !== undefined && row.issuedMs <= validFrom) throw refusedLogin.revoked(date(row.issuedMs), date(validFrom))
    if (Date.now() - row.issuedMs > longestIdleMs) throw refusedLogin.oldRefreshToken(date(row.issuedMs))
    return row.userId
  }

  revoke(userId: string): void {
    this.#store.run('insert or replace into tokens_valid_from (userId, ms) values (?, ?)', userId, Date.now())
  }
}
