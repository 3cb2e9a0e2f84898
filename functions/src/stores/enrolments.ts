import { bucketOf, enrolments, nextEnrolmentStatuses, withdrawals, type Enrolment, type NewRow } from '@tandem/lists'
import { concurrently } from '../concurrently.js'
import { Duplicate } from '../failures.js'
import type { Sealer } from '../seal.js'
import type { Site } from '../sharepoint.js'
import { listStore, revising, type ListStore, type Stored } from './list-store.js'

export type EnrolmentStore = ListStore<typeof enrolments> & {
  /** The rows as the programme team can read them in SharePoint: what it is shown elsewhere has to be the same, or the difference tells. */
  readonly asWritten: (programme: string) => Promise<Stored<Enrolment>[]>
  /** Writes down that somebody withdrew without touching what the programme team reads. Said twice, it stands once. */
  readonly withdrawSilently: (enrolment: Enrolment) => Promise<void>
  /** After the publication there is nothing to hide any more: silent withdrawals become what every later one is. Can be repeated. */
  readonly reveal: (programme: string) => Promise<void>
}

/** What a withdrawal makes of an enrolment; undefined when there is nothing to withdraw from. */
export const withdrawn = (row: Enrolment): Partial<Enrolment> | undefined =>
  nextEnrolmentStatuses[row.Status].includes('withdrawn')
    ? {
        Status: 'withdrawn',
        Rule: row.ConsentOn === null ? null : 'withdrew',
        Reason: { key: 'outcome.withdrew', values: {} },
      }
    : undefined

/**
 * Enrolments as everything in the app sees them: who has withdrawn silently has withdrawn, although their row does not say so. Whoever
 * decides anything reads here; what is written goes to the row and cannot tell, because only what changes is written.
 */
export function enrolmentStore(site: Site, sealer: Sealer): EnrolmentStore {
  const rows = listStore(site, enrolments)
  const silent = listStore(site, withdrawals)
  const keyOf = (enrolmentKey: string) => sealer.blind(enrolmentKey, withdrawals.key)
  const asSeen = (stored: Stored<Enrolment>): Stored<Enrolment> => ({
    ...stored,
    row: { ...stored.row, ...withdrawn(stored.row) },
  })
  const seen = async (stored: Stored<Enrolment>): Promise<Stored<Enrolment>> =>
    (await silent.byKey(keyOf(stored.row.EnrolmentKey))) ? asSeen(stored) : stored
  const seenAmong = (
    found: readonly Stored<Enrolment>[],
    hidden: readonly { readonly row: { readonly WithdrawalKey: string } }[],
  ) => {
    const keys = new Set(hidden.map(({ row }) => row.WithdrawalKey))
    return found.map((one) => (keys.size > 0 && keys.has(keyOf(one.row.EnrolmentKey)) ? asSeen(one) : one))
  }
  const byKey = async (key: string) => {
    const [found, hidden] = await Promise.all([rows.byKey(key), silent.byKey(keyOf(key))])
    return found && hidden ? asSeen(found) : found
  }

  return {
    ...rows,
    byKey,
    revise: revising({ byKey, update: rows.update }),
    async byId(id) {
      const found = await rows.byId(id)
      return found && seen(found)
    },
    find: async (...where) => concurrently(await rows.find(...where), seen),
    async inProgramme(programme, by) {
      const [found, hidden] = await Promise.all([rows.inProgramme(programme, by), silent.inProgramme(programme)])
      return seenAmong(found, hidden)
    },
    async all() {
      const [found, hidden] = await Promise.all([rows.all(), silent.all()])
      return seenAmong(found, hidden)
    },
    asWritten: (programme) => rows.inProgramme(programme),
    async withdrawSilently({ EnrolmentKey, Programme }) {
      const key = keyOf(EnrolmentKey)
      const row: NewRow<typeof withdrawals> = { WithdrawalKey: key, Programme, Bucket: bucketOf(Programme, key) }
      await silent.add(row).catch((error: unknown) => {
        if (!(error instanceof Duplicate)) throw error
      })
    },
    async reveal(programme) {
      const hidden = await silent.inProgramme(programme)
      if (hidden.length === 0) return
      const byHash = new Map((await rows.inProgramme(programme)).map(({ row }) => [keyOf(row.EnrolmentKey), row.EnrolmentKey]))
      await concurrently(hidden, async (one) => {
        const key = byHash.get(one.row.WithdrawalKey)
        // First the row that is seen, then the one that is not: killed in between, the next look does the rest.
        if (key !== undefined) await rows.revise(key, withdrawn)
        await silent.remove(one)
      })
    },
  }
}
