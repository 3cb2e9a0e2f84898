import { randomBytes, randomInt } from 'node:crypto'

import type { Store } from '../store.js'
import { refusedLogin } from './refusals.js'

type State = 'pending' | 'approved' | 'declined' | 'redeemed'
type Row = {
  readonly deviceCode: string
  readonly userCode: string
  readonly appId: string
  readonly scope: string
  readonly expiresMs: number
  readonly state: State
  readonly userId: string | null
}

export const deviceCodeLifetimeSeconds = 900
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Codes that a device shows and a person types elsewhere (RFC 8628). */
export class DeviceCodes {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables(`
      create table if not exists device_codes (
        deviceCode text primary key, userCode text not null unique, appId text not null collate nocase, scope text not null, expiresMs integer not null,
        state text not null, userId text) without rowid`)
  }

  issue(appId: string, scope: string): { readonly deviceCode: string; readonly userCode: string } {
    const deviceCode = randomBytes(48).toString('base64url')
    const userCode = Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('')
    this.#store.run(
      `insert into device_codes (deviceCode, userCode, appId, scope, expiresMs, state) values (?, ?, ?, ?, ?, 'pending')`,
      deviceCode,
      userCode,
      appId,
      scope,
      Date.now() + deviceCodeLifetimeSeconds * 1000,
    )
    return { deviceCode, userCode }
  }

  waiting(): { readonly userCode: string; readonly appId: string; readonly scope: string }[] {
    const sql = `select userCode, appId, scope from device_codes where state = 'pending' and expiresMs > ? order by expiresMs`
    return this.#store.all(sql, Date.now())
  }

  /** What the person did at the other device. False when nobody waits for this code. */
  answer(userCode: string, userId: string, approves: boolean): boolean {
    const sql = `update device_codes set state = ?, userId = ? where userCode = ? and state = 'pending' and expiresMs > ?`
    return this.#store.run(sql, approves ? 'approved' : 'declined', userId, userCode.toUpperCase(), Date.now()) > 0
  }

  /** Who has approved, for which scope; throws what a polling client is told otherwise. A code is good for one token. */
  redeem(appId: string, deviceCode: string): { readonly userId: string; readonly scope: string } {
    const row = this.#store.one<Row>('select * from device_codes where deviceCode = ? and appId = ?', deviceCode, appId)
    if (!row || row.state === 'redeemed') throw refusedLogin.unknownCode()
    if (row.expiresMs <= Date.now()) throw refusedLogin.codeOver()
    if (row.state === 'declined') throw refusedLogin.declined()
    if (row.state === 'pending' || row.userId === null) throw refusedLogin.pending()
    this.#store.run(`update device_codes set state = 'redeemed' where deviceCode = ?`, deviceCode)
    return { userId: row.userId, scope: row.scope }
  }
}
