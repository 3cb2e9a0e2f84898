import type { Instant } from '@tandem/domain'
import type { CardTokens } from './cards/card-token.js'
import type { Directory, Organisation } from './directory/directory.js'
import type { Environment } from './environment.js'
import type { Calendars } from './meetings/calendars.js'
import type { Post } from './mail/post.js'
import type { Sealer } from './seal.js'
import type { Stores } from './stores/stores.js'

/** Everything the features are built from. main.ts makes it once; a feature takes what it needs. */
export type Parts = {
  readonly environment: Environment
  readonly stores: Stores
  readonly directory: Directory & { readonly readFresh: () => Promise<Organisation> }
  readonly calendars: Calendars
  readonly post: Post
  readonly sealer: Sealer
  readonly cardTokens: CardTokens
  /** The programme's moment. Leases and tokens run on real time instead. */
  readonly now: () => Instant
}

/** A moment of real time, for leases. */
export const realNow = (): Instant => new Date().toISOString().replace(/\.\d{3}Z$/, 'Z')
