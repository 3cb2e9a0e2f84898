import type { Programme, ProgrammeStatus } from '@tandem/lists'
import { addDays, latest, morningAfter, type Instant } from '../time.js'
import type { Planned, ProgrammeState } from './state.js'

const open = (programme: Programme, to: ProgrammeStatus, due: Instant): Planned => ({
  kind: 'open-phase',
  subject: programme.ProgrammeKey,
  person: null,
  generation: to,
  due,
})

/** When the phase that runs on time ends by itself; null where a person ends it or it has not begun. */
export function phaseEnds(programme: Programme): Instant | null {
  const { Settings: settings } = programme
  const after = (begun: Instant | null, days: number) => (begun === null ? null : morningAfter(addDays(begun, days)))
  switch (programme.Status) {
    case 'inviting':
      return after(programme.InvitingOn, settings.invitationDays)
    case 'assessing':
      return after(programme.AssessingOn, settings.assessmentDays)
    case 'running':
      return after(programme.PublishedOn, settings.runningDays)
    case 'evaluating':
      return after(programme.EvaluatingOn, settings.evaluationDays)
    case 'draft':
    case 'matching':
    case 'closed':
      return null
  }
}

const over = new Set(['completed', 'ended'])

/** Phases follow one another by time, but for two that people begin: inviting (launch) and running (publication). */
export function planPhases({ programme, enrolments, tandems }: ProgrammeState, now: Instant): readonly Planned[] {
  const ends = phaseEnds(programme)
  if (ends === null) return []
  switch (programme.Status) {
    case 'inviting':
      return [open(programme, 'assessing', ends)]
    case 'assessing':
      return [open(programme, 'matching', ends)]
    case 'running': {
      // The phase ends early when no tandem meets any more; what is still meeting at its end is ended first, in planTandems.
      const told = enrolments.every((enrolment) => enrolment.Status !== 'ready')
      const published = tandems.filter((tandem) => tandem.Status !== 'proposed' && tandem.PublishedOn !== null)
      const allOver = told && tandems.every((tandem) => over.has(tandem.Status))
      const lastEnd = latest(...published.map((tandem) => tandem.EndedOn))
      if (allOver) return [open(programme, 'evaluating', lastEnd === '' ? now : morningAfter(lastEnd))]
      return []
    }
    case 'evaluating': {
      const finished = enrolments.every((enrolment) => enrolment.Status !== 'matched')
      return finished || ends > now ? [open(programme, 'closed', ends)] : []
    }
    default:
      return []
  }
}
