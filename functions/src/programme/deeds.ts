import { nextProgrammeStatuses, programmeStatuses, type Programme, type ProgrammeStatus } from '@tandem/lists'
import type { Parts } from '../parts.js'
import type { Deeds } from './carry-out.js'

const began: Record<ProgrammeStatus, keyof Programme | null> = {
  draft: null,
  inviting: 'InvitingOn',
  assessing: 'AssessingOn',
  matching: 'MatchingOn',
  running: 'PublishedOn',
  evaluating: 'EvaluatingOn',
  closed: 'ClosedOn',
}

/** What changes on the row of a programme when a phase begins; undefined when it cannot begin from where the programme stands. */
export function beginPhase(programme: Programme, phase: ProgrammeStatus, now: string): Partial<Programme> | undefined {
  if (!nextProgrammeStatuses[programme.Status].includes(phase)) return undefined
  const column = began[phase]
  return { Status: phase, ...(column === null ? {} : { [column]: now }) }
}

export function programmeDeeds({ stores, now }: Parts): Pick<Deeds, 'open-phase'> {
  return {
    async 'open-phase'(step) {
      const phase = programmeStatuses.find((status) => status === step.StepKey.split('/').at(-1))
      if (!phase) throw new Error(`The step "${step.StepKey}" names no phase.`)
      await stores.programmes.revise(step.Programme, (row) => beginPhase(row, phase, now()))
    },
  }
}
