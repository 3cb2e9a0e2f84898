import type { Programme, StepRow } from '@tandem/lists'
import type { ProgrammeState } from '@tandem/domain'
import type { Parts } from '../parts.js'
import type { Stored } from '../stores/list-store.js'

export type LoadedState = {
  readonly state: ProgrammeState
  /** As it was before anything else was read. */
  readonly programme: Stored<Programme>
  readonly steps: readonly Stored<StepRow>[]
}

/** Leavers come singly. When more than a tenth vanish at once, it is the directory that is incomplete, and nobody is sent away for that. */
const credible = (gone: readonly string[], all: number): readonly string[] => (gone.length > Math.max(5, all / 10) ? [] : gone)

/** Reads everything one decision rests on; undefined when there is no such programme. */
export async function loadState(
  { stores, directory }: Pick<Parts, 'stores' | 'directory'>,
  key: string,
): Promise<LoadedState | undefined> {
  const programme = await stores.programmes.byKey(key)
  if (!programme) return undefined
  const [enrolments, tandems, meetings, steps, organisation] = await Promise.all([
    stores.enrolments.inProgramme(key),
    stores.tandems.inProgramme(key),
    stores.meetings.inProgramme(key),
    stores.steps.inProgramme(key, 'Due'),
    directory.read(),
  ])
  const rows = <Row>(stored: readonly Stored<Row>[]) => stored.map(({ row }) => row)
  const gone = rows(enrolments)
    .map((enrolment) => enrolment.Person)
    .filter((person) => organisation.byId.get(person)?.active !== true)
  return {
    programme,
    steps,
    state: {
      programme: programme.row,
      enrolments: rows(enrolments),
      tandems: rows(tandems),
      meetings: rows(meetings),
      namedSteps: new Set(steps.map(({ row }) => row.StepKey)),
      stepsUnderWay: new Set(
        steps.filter(({ row }) => row.Status === 'open' || row.Status === 'doing').map(({ row }) => row.StepKey),
      ),
      gone: new Set(credible(gone, enrolments.length)),
    },
  }
}
