import type { Clock } from './clock.js'
import type { Apps, Directory } from './directory.js'
import type { Keys } from './keys.js'
import type { Store } from './store.js'

/** The parts every face of the tenant works with. */
export type Tenant = {
  readonly tenantId: string
  readonly store: Store
  readonly clock: Clock
  readonly keys: Keys
  readonly directory: Directory
  readonly apps: Apps
  /** Above this many rows a list answers only queries that an index narrows (5,000 in SharePoint Online). */
  readonly threshold: number
}
