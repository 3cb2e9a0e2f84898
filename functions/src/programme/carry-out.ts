import { addMinutes } from '@tandem/domain'
import type { StepKind, StepRow } from '@tandem/lists'
import { Conflict, Outage, Refusal } from '../failures.js'
import { realNow, type Parts } from '../parts.js'
import type { Stored } from '../stores/list-store.js'
import type { StepHint } from './reconcile.js'

/** Does one kind of step. Has to be harmless when repeated; `again` says that an earlier try may have got somewhere. */
export type Deed = (step: StepRow, again: boolean) => Promise<void>
export type Deeds = Readonly<Record<StepKind, Deed>>

/** Tries at a service that is down, one each quarter of an hour, before a person has to look: a day of them. */
const mostAttempts = 96

/** Carries out the step a hint points at, if it is still to be done and nobody else is at it. */
export async function carryOut(
  { stores, now, environment }: Pick<Parts, 'stores' | 'now' | 'environment'>,
  deeds: Deeds,
  hint: StepHint,
): Promise<void> {
  const found = await stores.steps.byId(hint.id)
  if (!found || found.row.StepKey !== hint.step || !isIdle(found.row)) return
  const claimed = await claim(stores, found, environment.TANDEM_LEASE_SECONDS)
  if (!claimed) return
  try {
    await deeds[claimed.row.Kind](claimed.row, found.row.Attempts > 0)
  } catch (error) {
    if (error instanceof Refusal) {
      const reason = error.reason ?? { key: 'step.refused', values: { message: error.message } }
      await stores.steps.update(claimed, { Status: 'refused', LeaseUntil: null, EndedOn: now(), Reason: reason })
      return
    }
    const isDown = error instanceof Outage
    if (isDown && claimed.row.Attempts >= mostAttempts) return giveUp({ stores }, hint, now)
    await stores.steps.update(claimed, { Status: 'open', LeaseUntil: null })
    // A service that is down is asked again by the next look at the programme; only what we cannot explain goes back to the queue.
    if (!isDown) throw error
  }
  await stores.steps.update(claimed, { Status: 'done', Due: null, LeaseUntil: null, EndedOn: now() })
}

const isIdle = (row: StepRow) => row.Status === 'open' || (row.Status === 'doing' && (row.LeaseUntil ?? '') < realNow())

/** The ETag decides between two workers: one write wins, the other leaves the step alone. */
async function claim(
  stores: Parts['stores'],
  found: Stored<StepRow>,
  leaseSeconds: number,
): Promise<Stored<StepRow> | undefined> {
  try {
    return await stores.steps.update(found, {
      Status: 'doing',
      Attempts: found.row.Attempts + 1,
      LeaseUntil: addMinutes(realNow(), leaseSeconds / 60),
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
