import type { Phase, Say } from '@tandem/contract'
import { phaseEnds } from '@tandem/domain'
import { programmeStatuses, type Programme } from '@tandem/lists'

const shown = programmeStatuses.filter((status) => status !== 'draft')

/** The programme's line of phases: when each began, and of the next when it is expected. */
export function phasesOf(programme: Programme, say: Say): Phase[] {
  const began = {
    inviting: programme.InvitingOn,
    assessing: programme.AssessingOn,
    matching: programme.MatchingOn,
    running: programme.PublishedOn,
    evaluating: programme.EvaluatingOn,
    closed: programme.ClosedOn,
  }
  const at = shown.findIndex((status) => status === programme.Status)
  return shown.map((status, index) => ({
    key: status,
    name: say({ key: `phase.${status}` }),
    state: index < at || programme.Status === 'closed' ? 'done' : index === at ? 'now' : 'ahead',
    on: index <= at ? began[status] : index === at + 1 ? phaseEnds(programme) : null,
  }))
}
