import type { Enrolment, Tandem } from '@tandem/lists'
import { phaseEnds } from '../programme/phases.js'
import { groupBy, once, type Planned, type ProgrammeState } from '../programme/state.js'
import type { Instant } from '../time.js'

const stays = (enrolment: Enrolment | undefined) => enrolment?.Status === 'matched' || enrolment?.Status === 'finished'

/** A tandem is introduced on publication, completed after its last meeting, and ended when a side leaves or the time is over. */
export function planTandems(
  { programme, enrolments, tandems, meetings, gone }: ProgrammeState,
  now: Instant,
): readonly Planned[] {
  if (programme.Status !== 'running' && programme.Status !== 'evaluating') return []
  const enrolmentOf = new Map(enrolments.map((enrolment) => [enrolment.Person, enrolment]))
  const meetingsOf = groupBy(meetings, (meeting) => meeting.Tandem)
  const timeIsOver = programme.Status === 'running' ? (phaseEnds(programme) ?? now) : now
  return tandems.flatMap((tandem): readonly Planned[] => {
    const { TandemKey: key } = tandem
    const bothStay = [tandem.Mentee, tandem.Mentor].every((person) => stays(enrolmentOf.get(person)) && !gone.has(person))
    switch (tandem.Status) {
      case 'proposed':
        if (programme.PublishedOn === null) return []
        return [once(bothStay ? 'introduce' : 'end-tandem', key, tandem.Mentee, now)]
      case 'active':
      case 'suspended': {
        if (!bothStay) return [once('end-tandem', key, null, now)]
        const held = heldNumbers(meetingsOf.get(key) ?? []).size
        if (held >= programme.Settings.meetings) return [once('complete-tandem', key, null, now)]
        return [once('end-tandem', key, null, timeIsOver)]
      }
      case 'ended':
        return tellEnding(tandem, enrolmentOf, now)
      case 'completed':
        return []
    }
  })
}

/** The one who stayed is told once, without the other's reason. */
function tellEnding(tandem: Tandem, enrolmentOf: ReadonlyMap<string, Enrolment>, now: Instant): readonly Planned[] {
  if (tandem.PublishedOn === null || tandem.EndingToldOn !== null) return []
  const stayed = [tandem.Mentee, tandem.Mentor].find((person) => enrolmentOf.get(person)?.Status !== 'withdrawn')
  return stayed === undefined ? [] : [once('tell-ended', tandem.TandemKey, stayed, now)]
}

/** Which of the tandem's meetings took place, by number. */
export const heldNumbers = (meetings: readonly { readonly Status: string; readonly Number: number }[]): ReadonlySet<number> =>
  new Set(meetings.filter((meeting) => meeting.Status === 'held').map((meeting) => meeting.Number))
