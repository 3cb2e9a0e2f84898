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
        if (!bothStay) return [once('end-tandem', key, null, now)]
        // Somebody who cannot be written to must not keep the programme from ending.
        return [once('introduce', key, tandem.Mentee, now), once('end-tandem', key, null, timeIsOver)]
      case 'active':
      case 'suspended': {
        if (!bothStay) return [once('end-tandem', key, null, now)]
        const held = heldNumbers(meetingsOf.get(key) ?? []).size
        if (held >= programme.Settings.meetings) return [once('complete-tandem', key, null, now)]
        return [once('end-tandem', key, null, timeIsOver)]
      }
      case 'ended':
        return tellEnding(tandem, (person) => enrolmentOf.get(person)?.Status !== 'withdrawn' && !gone.has(person), now)
      case 'completed':
        return []
    }
  })
}

/** Whoever stayed is told once, without the other's reason; where the time was over, both have stayed. */
function tellEnding(tandem: Tandem, stayed: (person: string) => boolean, now: Instant): readonly Planned[] {
  if (tandem.PublishedOn === null || tandem.EndingToldOn !== null) return []
  const reader = [tandem.Mentee, tandem.Mentor].find(stayed)
  return reader === undefined ? [] : [once('tell-ended', tandem.TandemKey, reader, now)]
}

/** Which of the tandem's meetings took place, by number. */
export const heldNumbers = (meetings: readonly { readonly Status: string; readonly Number: number }[]): ReadonlySet<number> =>
  new Set(meetings.filter((meeting) => meeting.Status === 'held').map((meeting) => meeting.Number))
