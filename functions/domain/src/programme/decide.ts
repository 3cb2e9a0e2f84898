import { planApprovals } from '../approval/plan.js'
import { planAssessments } from '../assessment/plan.js'
import { planEnrolments } from '../enrolment/plan.js'
import { planEvaluation } from '../evaluation/plan.js'
import { planMeetings } from '../meetings/plan.js'
import { planTandems } from '../meetings/plan-tandems.js'
import type { Instant } from '../time.js'
import { planPhases } from './phases.js'
import { stepKey, type Planned, type ProgrammeState, type Step } from './state.js'

export type Decision = {
  /** What has to be done now and is not named yet. */
  readonly steps: readonly Step[]
  /** When time alone will make the next thing happen; null when nothing waits for time. */
  readonly nextDue: Instant | null
}

/**
 * Compares what is with what should be and names what is missing. Pure: the same state at the same moment gives the same steps,
 * in the same order; asking again after they are done gives none of them again.
 */
export function decide(state: ProgrammeState, now: Instant): Decision {
  const planned: readonly Planned[] = [
    ...planPhases(state, now),
    ...planEnrolments(state, now),
    ...planApprovals(state, now),
    ...planAssessments(state, now),
    ...planTandems(state, now),
    ...planMeetings(state, now),
    ...planEvaluation(state, now),
  ]
  const steps: Step[] = []
  let nextDue: Instant | null = null
  for (const one of planned) {
    if (one.due > now) {
      if (nextDue === null || one.due < nextDue) nextDue = one.due
      continue
    }
    const key = stepKey(one)
    if (!state.namedSteps.has(key)) steps.push({ ...one, key })
  }
  return { steps, nextDue }
}
