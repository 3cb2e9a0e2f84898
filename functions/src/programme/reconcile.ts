import { bucketOf, type Figures, type Programme, type StepRow } from '@tandem/lists'
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

/** Looks that may cross each other at one moment; whatever is still behind then is seen by the next quarter of an hour. */
const mostLooks = 3

/**
 * One look at a programme: name what is missing, and hint at every step nobody is working on. Interrupted at any point, the next look
 * does the rest; two looks at once cannot name a step twice, because its key is unique in the list.
 */
export async function reconcile(parts: Parts, programme: string): Promise<{ hints: readonly StepHint[]; more: boolean }> {
  for (let named = 0, look = 1; ; look++) {
    const loaded = await loadState(parts, programme)
    if (!loaded || loaded.state.programme.Status === 'draft') return { hints: [], more: false }
    if (loaded.state.programme.PublishedOn !== null) await parts.stores.enrolments.reveal(programme)
    const now = parts.now()
    const decision = decide(loaded.state, now)
    const added = (await concurrently(decision.steps, (step) => name(parts, programme, step))).filter(
      (step) => step !== undefined,
    )
    named += added.length
    const figures = countFigures(loaded.state, { now, nextDue: decision.nextDue, named })
    if (!(await writeFigures(parts, loaded.programme, figures)) && look < mostLooks) continue
    const idle = loaded.steps.filter(
      ({ row }) => row.Status === 'open' || (row.Status === 'doing' && (row.LeaseUntil ?? '') < realNow()),
    )
    const hints = [...idle, ...added].map(({ id, row }) => ({ id, step: row.StepKey }))
    return { hints: hints.slice(0, mostHints), more: hints.length > mostHints }
  }
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

/**
 * False when somebody wrote the programme since this look began. A look that took long must not put its figures over those of one that
 * began later: what is due next would be wrong until something else happens.
 */
async function writeFigures({ stores }: Parts, programme: Stored<Programme>, figures: Figures): Promise<boolean> {
  const same = (a: Figures | null, b: Figures) =>
    JSON.stringify({ ...a, countedOn: '' }) === JSON.stringify({ ...b, countedOn: '' })
  if (same(programme.row.Figures, figures)) return true
  try {
    await stores.programmes.update(programme, { Figures: figures })
    return true
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
}
