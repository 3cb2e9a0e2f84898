import { Registrations } from '../registrations.js'
import type { Store } from '../store.js'
import { DeviceCodes } from './device-codes.js'
import { RefreshTokens } from './refresh-tokens.js'

/** What the login service keeps. */
export type LoginParts = {
  readonly registrations: Registrations
  readonly refreshTokens: RefreshTokens
  readonly deviceCodes: DeviceCodes
}

export const openLogin = (store: Store): LoginParts => ({
  registrations: new Registrations(store),
  refreshTokens: new RefreshTokens(store),
  deviceCodes: new DeviceCodes(store),
})
