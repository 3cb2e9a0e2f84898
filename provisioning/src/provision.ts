import type { ListDefinition } from '@tandem/lists'
import { applyTogether, inOneGo } from './apply.js'
import { isChange, isDrift, isNote, riskOf, type Change, type Drift, type Note } from './changes.js'
import { describeChange, type Step } from './describe.js'
import type { FoundSite } from './found.js'
import { migrate, pendingMigrations, type Migrated } from './migrate.js'
import { planChanges } from './plan.js'
import { readSite } from './read.js'
import { openSite, type Site } from './site.js'
import { Stopped, stopped } from './stopped.js'
import { product, type Wanted } from './wanted.js'
import { whoCanSee, type Access } from './who-can-see.js'

export type Provisioning = {
  readonly site: string
  readonly token: string
  /** One line for each change that was made. */
  readonly log: (line: string) => void
  readonly apply: boolean
  /** These lists alone, without the product's content and migrations. */
  readonly definitions?: readonly ListDefinition[]
  /** What departs from the product; its lists are taken where nothing is said. */
  readonly wanted?: Partial<Wanted>
}

/** `changes` were made, or would be made when only planning; `drift` is left to a person either way. */
export type Provisioned = {
  readonly changes: readonly Step[]
  readonly drift: readonly Drift[]
  readonly notes: readonly Note[]
  /** Ids of the migrations that wait for `migrate`. */
  readonly migrations: readonly string[]
}

/** Compares the site with what is wanted and, if told to, makes it agree. Afterwards the site is read again: nothing may be left to do. */
export async function provision(given: Provisioning): Promise<Provisioned> {
  const { log, apply } = given
  const site = openSite(given.site, given.token)
  const wanted = wantedFrom(given)
  const found = await read(site, wanted)
  const first = planned(wanted, found)
  if (!apply || first.changes.length === 0) return first
  refuseToLockOut(site, found)

  await applyAll(site, first.changes, log)
  // SharePoint may leave out an attribute of a column it creates, such as the index; the second round asks for it on its own.
  const rest = await planFor(site, wanted)
  if (rest.changes.length === 0) return { ...rest, changes: first.changes }
  await applyAll(site, rest.changes, log)

  const verified = await planFor(site, wanted)
  const [left] = verified.changes
  if (left)
    throw new Stopped(
      `${left.list}: ${describeChange(left)}: ${site.url} accepted this and did not keep it. Look at the list in its settings, then run the same command again.`,
    )
  return { ...verified, changes: [...first.changes, ...rest.changes] }
}

/** A list that is closed is closed to whoever closes it, unless nothing can be closed to them. Half way is too late to find out. */
function refuseToLockOut({ url }: Site, { caller: { kind, title, isAdministrator } }: FoundSite): void {
  if (kind === 'application' || isAdministrator) return
  throw new Stopped(
    `You are signed in as ${title}, who is no site collection administrator of ${url}, so closing a list would lock you out of it half way. Have a site collection administrator run this, or an application; "npm run provision -- rights --site ${url}" says how.`,
  )
}

const wantedFrom = ({ definitions, wanted }: Pick<Provisioning, 'definitions' | 'wanted'>): Wanted => ({
  ...product,
  ...(definitions ? { lists: definitions, content: [], migrations: [] } : {}),
  ...wanted,
})

async function read(site: Site, wanted: Wanted): Promise<FoundSite> {
  try {
    return await readSite(site, wanted)
  } catch (cause) {
    const absent = `there is no site at ${site.url} (404). Check the address after --site, or create the site first.`
    throw stopped(cause, site.url, 'Reading the lists', absent)
  }
}

async function planFor(site: Site, wanted: Wanted): Promise<Provisioned> {
  return planned(wanted, await read(site, wanted))
}

function planned(wanted: Wanted, found: FoundSite): Provisioned {
  const all = planChanges(wanted, found)
  const rowsIn = (list: string) => found.lists.find(({ key }) => key === list)?.rows ?? 0
  return {
    changes: all.filter(isChange).map((change: Change): Step => ({ ...change, risk: riskOf(change, rowsIn(change.list)) })),
    drift: all.filter(isDrift),
    notes: all.filter(isNote),
    migrations: pendingMigrations(wanted, found).map(({ id }) => id),
  }
}

async function applyAll(site: Site, changes: readonly Change[], log: (line: string) => void): Promise<void> {
  let done = 0
  for (const portion of inOneGo(changes)) {
    await applyTogether(site, portion)
    for (const change of portion) log(`✓ ${++done} of ${changes.length}  ${change.list}: ${describeChange(change)}`)
  }
}

type Asked = Omit<Provisioning, 'apply' | 'log'>

type Verified = Provisioned & { readonly access: readonly Access[]; readonly found: FoundSite }

/** What separates the site from what is wanted, and who could see what as it stands. Changes nothing. */
export async function verify(given: Asked): Promise<Verified> {
  const site = openSite(given.site, given.token)
  const wanted = wantedFrom(given)
  const found = await read(site, wanted)
  return { ...planned(wanted, found), access: whoCanSee(wanted, found), found }
}

/** Runs what has not run here yet. The lists have to be as planned first: a migration fills columns that `apply` creates. */
export async function runMigrations(given: Asked & Pick<Provisioning, 'log'>): Promise<Migrated[]> {
  const site = openSite(given.site, given.token)
  const wanted = wantedFrom(given)
  const found = await read(site, wanted)
  const pending = pendingMigrations(wanted, found)
  if (pending.length === 0) return []
  const { changes } = planned(wanted, found)
  if (changes.length > 0)
    throw new Stopped(
      `The lists are not as planned yet (${changes.length} to change), and a migration may fill what is still missing. Run "apply" first, then "migrate" again.`,
    )
  return migrate(site, pending, given.log)
}
