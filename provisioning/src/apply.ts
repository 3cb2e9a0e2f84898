import { applyColumnChange, createColumns } from './apply-column.js'
import { createList, setProperties } from './apply-list.js'
import { applyRightsChange } from './apply-rights.js'
import { applyRowChange } from './apply-rows.js'
import { applyViewChange } from './apply-views.js'
import type { Change } from './changes.js'
import { describeChange } from './describe.js'
import type { Site } from './site.js'
import { stopped } from './stopped.js'

/**
 * What can be done in one request: the settings of a list, the new columns of a list. The rest goes one by one: what comes later may
 * need what was made before, and a batch goes on behind a part that failed.
 */
export function inOneGo(changes: readonly Change[]): Change[][] {
  const portions: Change[][] = []
  for (const change of changes) {
    const portion = portions.at(-1)
    const [first] = portion ?? []
    const joins =
      portion !== undefined &&
      (change.kind === 'set-list-property' || change.kind === 'create-column') &&
      first?.kind === change.kind &&
      first.list === change.list
    if (joins) portion.push(change)
    else portions.push([change])
  }
  return portions
}

/** Does a portion of changes. Doing it twice is harmless, so a run that broke off is simply run again. */
export async function applyTogether(site: Site, [first, ...others]: readonly Change[]): Promise<void> {
  if (!first) return
  try {
    if (first.kind === 'create-column')
      await createColumns(site, [first, ...others.filter((one) => one.kind === 'create-column')])
    else if (first.kind === 'set-list-property')
      await setProperties(site, [first, ...others.filter((one) => one.kind === 'set-list-property')])
    else await carryOut(site, first)
  } catch (cause) {
    throw stopped(
      cause,
      site.url,
      `${first.list}: ${describeChange(first)}${others.length > 0 ? ` and ${others.length} more of the kind` : ''}`,
      'somebody removed it meanwhile (404). Run the same command again; it looks anew.',
    )
  }
}

async function carryOut(site: Site, change: Exclude<Change, { kind: 'create-column' | 'set-list-property' }>): Promise<void> {
  switch (change.kind) {
    case 'create-list':
      return createList(site, change)
    case 'make-optional':
    case 'delete-column':
    case 'set-column-title':
    case 'set-description':
    case 'index-column':
    case 'enforce-unique':
    case 'add-choices':
    case 'draw-column':
      return applyColumnChange(site, change)
    case 'create-level':
    case 'set-level':
    case 'create-group':
    case 'add-member':
    case 'own-rights':
    case 'grant':
    case 'revoke':
      return applyRightsChange(site, change)
    case 'create-view':
    case 'set-view':
    case 'open-with-view':
      return applyViewChange(site, change)
    case 'ship-row':
    case 'renew-row':
    case 'record-row':
      return applyRowChange(site, change)
  }
}
