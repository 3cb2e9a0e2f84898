import { lists, type ListDefinition } from '@tandem/lists'
import { applyChange } from './apply.js'
import { describeChange } from './describe.js'
import { isChange, isDrift, planChanges, type Change, type Drift, type Planned } from './plan.js'
import { readLists } from './read.js'
import { openSite, type Site } from './site.js'
import { Stopped, stopped } from './stopped.js'

export type Provisioning = {
  readonly site: string
  readonly token: string
  /** One line for each change that was made. */
  readonly log: (line: string) => void
  readonly apply: boolean
  readonly definitions?: readonly ListDefinition[]
}

/** `changes` were made, or would be made when only planning; `drift` is left to a person either way. */
export type Provisioned = { readonly changes: readonly Change[]; readonly drift: readonly Drift[] }

/** Compares the site with the definitions and, if told to, makes it agree. Afterwards the site is read again: nothing may be left to do. */
export async function provision({ site: address, token, log, apply, definitions = lists }: Provisioning): Promise<Provisioned> {
  const site = openSite(address, token)
  const planned = await planFor(site, definitions)
  const changes = planned.filter(isChange)
  if (!apply || changes.length === 0) return { changes, drift: planned.filter(isDrift) }

  await applyAll(site, changes, log)
  // SharePoint may leave out an attribute of a column it creates, such as the index; the second round asks for it on its own.
  const rest = (await planFor(site, definitions)).filter(isChange)
  await applyAll(site, rest, log)

  const verified = await planFor(site, definitions)
  const left = verified.find(isChange)
  if (left)
    throw new Stopped(
      `${left.list}: ${describeChange(left)}: ${site.url} accepted this and did not keep it. Look at the list in its settings, then run the same command again.`,
    )
  return { changes: [...changes, ...rest], drift: verified.filter(isDrift) }
}

async function planFor(site: Site, definitions: readonly ListDefinition[]): Promise<Planned[]> {
  const keys = definitions.map(({ key }) => key)
  try {
    return planChanges(definitions, await readLists(site, keys))
  } catch (cause) {
    const absent = `there is no site at ${site.url} (404). Check the address after --site, or create the site first.`
    throw stopped(cause, site.url, 'Reading the lists', absent)
  }
}

async function applyAll(site: Site, changes: readonly Change[], log: (line: string) => void): Promise<void> {
  for (const change of changes) {
    await applyChange(site, change)
    log(`✓ ${change.list}: ${describeChange(change)}`)
  }
}
