import { addMinutes } from '@tandem/domain'
import type { StepKind, StepRow } from '@tandem/lists'
import { Conflict, Refusal } from '../failures.js'
import { realNow, type Parts } from '../parts.js'
import type { Stored } from '../stores/list-store.js'
import type { StepHint } from './reconcile.js'

/** Does one kind of step. Has to be harmless when repeated; `again` says that an earlier try may have got somewhere. */
export type Deed = (step: StepRow, again: boolean) => Promise<void>
export type Deeds = Readonly<Record<StepKind, Deed>>

/** Real minutes a worker may be silent before another takes the step over. */
const leaseMinutes = 0.5

/** Carries out the step a hint points at, if it is still to be done and nobody else is at it. */
export async function carryOut(
  { stores }: Pick<Parts, 'stores'>,
  deeds: Deeds,
  hint: StepHint,
  now: () => string,
): Promise<void> {
  const found = await stores.steps.byId(hint.id)
  if (!found || found.row.StepKey !== hint.step || !isIdle(found.row)) return
  const claimed = await claim(stores, found)
  if (!claimed) return
  try {
    await deeds[claimed.row.Kind](claimed.row, found.row.Attempts > 0)
  } catch (error) {
    if (error instanceof Refusal) {
      const reason = error.reason ?? { key: 'step.refused', values: { message: error.message } }
      await stores.steps.update(claimed, { Status: 'refused', LeaseUntil: null, EndedOn: now(), Reason: reason })
      return
    }
    await stores.steps.update(claimed, { Status: 'open', LeaseUntil: null })
    throw error
  }
  await stores.steps.update(claimed, { Status: 'done', Due: null, LeaseUntil: null, EndedOn: now() })
}

const isIdle = (row: StepRow) => row.Status === 'open' || (row.Status === 'doing' && (row.LeaseUntil ?? '') < realNow())

/** The ETag decides between two workers: one write wins, the other leaves the step alone. */
async function claim(stores: Parts['stores'], found: Stored<StepRow>): Promise<Stored<StepRow> | undefined> {
  try {
    return await stores.steps.update(found, {
      Status: 'doing',
      Attempts: found.row.Attempts + 1,
      LeaseUntil: addMinutes(realNow(), leaseMinutes),
    })
  } catch (error) {
    if (error instanceof Conflict) return undefined
    throw error
  }
}

/** After the queue has given up: the step waits for a person, with what is known. */
export async function giveUp({ stores }: Pick<Parts, 'stores'>, hint: StepHint, now: () => string): Promise<void> {
  await stores.steps.revise(hint.step, (row) =>
    row.Status === 'done' || row.Status === 'refused'
      ? undefined
      : { Status: 'stuck', LeaseUntil: null, EndedOn: now(), Reason: { key: 'step.stuck', values: { kind: row.Kind } } },
  )
}
