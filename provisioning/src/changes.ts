import type { Tier } from '@tandem/lists'
import type { FoundList } from './found.js'
import type { Receiver } from './wanted.js'

export type ListProperties = Pick<FoundList, 'title' | 'description' | 'versions' | 'crawled' | 'inQuickLaunch' | 'hidden'>
type PropertyChange = {
  [Name in keyof ListProperties]: { readonly property: Name; readonly to: ListProperties[Name] }
}[keyof ListProperties]

/** Where a change belongs that concerns no single list. */
export const wholeSite = 'Site'

/** Which list it is about: its key, or `wholeSite`. */
type On = { readonly list: string }
type OnColumn = On & { readonly column: string }
type OnView = On & { readonly view: string }
type OnRow = On & { readonly row: string }

export type LevelChange = On & {
  readonly kind: 'create-level' | 'set-level'
  readonly level: string
  readonly description: string
  readonly high: number
  readonly low: number
  /** Whether it lets anybody do more than before. */
  readonly isWider: boolean
}

export type RightsChange =
  | (On & { readonly kind: 'own-rights'; readonly tier: Tier; readonly isNew: boolean })
  | (On & { readonly kind: 'grant'; readonly to: Receiver; readonly level: string })
  | (On & {
      readonly kind: 'revoke'
      readonly tier: Tier
      readonly principalId: number
      readonly who: string
      /** The members, where it is a group of the site. */
      readonly people: readonly string[]
      readonly level: string
      readonly levelId: number
    })

export type ViewContent = { readonly query: string; readonly columns: readonly string[]; readonly rowLimit: number }
export type ViewChange =
  | (OnView & { readonly kind: 'create-view' } & ViewContent)
  | (OnView & { readonly kind: 'set-view'; readonly differs: readonly ('rows' | 'columns' | 'page')[] } & ViewContent)
  | (OnView & { readonly kind: 'open-with-view' })

type Shipped = {
  readonly byKey: string
  readonly fields: Readonly<Record<string, string | number>>
  readonly fingerprint: string
}
export type RowChange =
  | (OnRow & { readonly kind: 'ship-row' } & Shipped)
  | (OnRow & { readonly kind: 'renew-row'; readonly id: number; readonly etag: string } & Shipped)
  | (OnRow & { readonly kind: 'record-row'; readonly fingerprint: string })

export type ColumnChange =
  | (OnColumn & { readonly kind: 'make-optional' })
  | (OnColumn & { readonly kind: 'create-column'; readonly fieldXml: string })
  | (OnColumn & { readonly kind: 'delete-column'; readonly type: string; readonly isRetyped: boolean })
  | (OnColumn & { readonly kind: 'set-column-title'; readonly from: string; readonly to: string })
  | (OnColumn & { readonly kind: 'set-description'; readonly to: string })
  | (OnColumn & { readonly kind: 'index-column' })
  | (OnColumn & { readonly kind: 'enforce-unique' })
  | (OnColumn & { readonly kind: 'add-choices'; readonly added: readonly string[]; readonly to: readonly string[] })
  | (OnColumn & { readonly kind: 'draw-column'; readonly drawing: string })

export type Change =
  | LevelChange
  | (On & { readonly kind: 'create-group'; readonly title: string; readonly description: string })
  | (On & { readonly kind: 'add-member'; readonly group: string; readonly directoryGroupId: string })
  | (On & { readonly kind: 'create-list'; readonly description: string })
  | (On & { readonly kind: 'set-list-property'; readonly isTrim?: true } & PropertyChange)
  | ColumnChange
  | RightsChange
  | ViewChange
  | RowChange

/** What is told and never done, because a person has to decide. */
export type Drift = { readonly kind: 'drift'; readonly list: string; readonly column?: string; readonly sentence: string }
/** What is as it may be and worth knowing. */
export type Note = { readonly kind: 'note'; readonly list: string; readonly sentence: string }

export type Planned = Change | Drift | Note

export const isDrift = (planned: Planned): planned is Drift => planned.kind === 'drift'
export const isNote = (planned: Planned): planned is Note => planned.kind === 'note'
export const isChange = (planned: Planned): planned is Change => !isDrift(planned) && !isNote(planned)

/** What may come of a change: nothing, a long wait, somebody sees more than before, somebody sees less, data are gone. */
export type Risk = 'safe' | 'slow' | 'exposes' | 'withdraws' | 'destroys'

/** From here on SharePoint takes noticeably long to look at every row of a list. */
const manyRows = 5000

export function riskOf(change: Change, rows: number): Risk {
  switch (change.kind) {
    case 'delete-column':
      return 'destroys'
    case 'grant':
    case 'add-member':
      return 'exposes'
    case 'set-level':
      return change.isWider ? 'exposes' : 'withdraws'
    case 'revoke':
      return 'withdraws'
    case 'own-rights':
      return change.isNew ? 'safe' : 'withdraws'
    case 'set-list-property':
      if (change.isTrim) return 'destroys'
      return change.property === 'crawled' && change.to ? 'exposes' : 'safe'
    case 'index-column':
    case 'enforce-unique':
      return rows > manyRows ? 'slow' : 'safe'
    case 'create-level':
    case 'create-group':
    case 'create-list':
    case 'make-optional':
    case 'create-column':
    case 'set-column-title':
    case 'set-description':
    case 'add-choices':
    case 'draw-column':
    case 'create-view':
    case 'set-view':
    case 'open-with-view':
    case 'ship-row':
    case 'renew-row':
    case 'record-row':
      return 'safe'
  }
}
