import type { Clock } from './clock.js'
import type { Apps, Directory } from './directory.js'
import type { Gate } from './gate.js'
import type { Keys } from './keys.js'
import type { LoginParts } from './login/parts.js'
import type { Settings } from './settings.js'
import type { Notifications } from './notifications.js'
import type { Store } from './store.js'

/** The parts every face of the tenant works with. */
export type Tenant = LoginParts & {
  readonly tenantId: string
  readonly store: Store
  readonly clock: Clock
  readonly keys: Keys
  readonly directory: Directory
  readonly apps: Apps
  readonly settings: Settings
  readonly notifications: Notifications
  /** Where faults and limits come over requests. */
  readonly gate: Gate
  /** Above this many rows a list answers only queries that an index narrows (5,000 in SharePoint Online). */
  readonly threshold: number
}
