import { bucketOf, type Figures, type StepRow } from '@tandem/lists'
import { countFigures, decide, type Step } from '@tandem/domain'
import { concurrently } from '../concurrently.js'
import { Conflict, Duplicate } from '../failures.js'
import { realNow, type Parts } from '../parts.js'
import type { Stored } from '../stores/list-store.js'
import { loadState } from './load-state.js'

/** What travels on the queue: a hint. The step in the list says what is to be done. */
export type StepHint = { readonly id: number; readonly step: string }

/** Storage queues slow down when they are deep; what does not fit is sent by the next look at the programme. */
const mostHints = 200

/**
 * One look at a programme: name what is missing, and hint at every step nobody is working on. Interrupted at any point, the next look
 * does the rest; two looks at once cannot name a step twice, because its key is unique in the list.
 */
export async function reconcile(parts: Parts, programme: string): Promise<{ hints: readonly StepHint[]; more: boolean }> {
  const loaded = await loadState(parts, programme)
  if (!loaded || loaded.state.programme.Status === 'draft') return { hints: [], more: false }
  const now = parts.now()
  const decision = decide(loaded.state, now)
  const named = await concurrently(decision.steps, (step) => name(parts, programme, step))
  const added = named.filter((step) => step !== undefined)
  await writeFigures(parts, programme, countFigures(loaded.state, { now, nextDue: decision.nextDue, named: added.length }))
  const idle = loaded.steps.filter(
    ({ row }) => row.Status === 'open' || (row.Status === 'doing' && (row.LeaseUntil ?? '') < realNow()),
  )
  const hints = [...idle, ...added].map(({ id, row }) => ({ id, step: row.StepKey }))
  return { hints: hints.slice(0, mostHints), more: hints.length > mostHints }
}

async function name({ stores, now }: Parts, programme: string, step: Step): Promise<Stored<StepRow> | undefined> {
  try {
    return await stores.steps.add({
      StepKey: step.key,
      Programme: programme,
      Kind: step.kind,
      Subject: step.subject,
      Person: step.person,
      Status: 'open',
      Due: `${bucketOf(programme, step.subject)}/${step.due}`,
      Attempts: 0,
      NamedOn: now(),
    })
  } catch (error) {
    if (error instanceof Duplicate) return undefined
    throw error
  }
}

/** A second look at the same moment may have written newer figures; then ours are not needed. */
async function writeFigures({ stores }: Parts, programme: string, figures: Figures): Promise<void> {
  const found = await stores.programmes.byKey(programme)
  const same = (a: Figures | null, b: Figures) =>
    JSON.stringify({ ...a, countedOn: '' }) === JSON.stringify({ ...b, countedOn: '' })
  if (!found || same(found.row.Figures, figures)) return
  await stores.programmes.update(found, { Figures: figures }).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error
  })
}
