import type { Meeting, Tandem } from '@tandem/lists'
import { groupBy, once, stepKey, type Planned, type ProgrammeState } from '../programme/state.js'
import { addDays, addMinutes, latest, morningAfter, type Instant } from '../time.js'
import { heldNumbers, planTandems } from './plan-tandems.js'

/** Days after a meeting in which people can still say that it did not take place; afterwards it counts as held. */
export const feedbackDays = 3

/** A meeting that has to be found a time for. */
export type Booking = { readonly number: number; readonly attempt: number; readonly notBefore: Instant }

/** What is to be booked next for a tandem, or undefined while a meeting stands or all have been held. */
export function nextBooking(
  tandem: Tandem,
  meetings: readonly Meeting[],
  settings: ProgrammeState['programme']['Settings'],
): Booking | undefined {
  if (tandem.Status !== 'active' || tandem.PublishedOn === null) return undefined
  if (meetings.some((meeting) => meeting.Status === 'planned')) return undefined
  const held = heldNumbers(meetings)
  const number = held.size + 1
  if (number > settings.meetings) return undefined
  const tried = meetings.filter((meeting) => meeting.Number === number)
  const lastHeld = latest(...meetings.filter((meeting) => meeting.Status === 'held').map((meeting) => meeting.EndsOn))
  // A second attempt comes as soon as people can plan for it, counted from what is recorded and never from the present moment.
  const again = latest(...tried.map((meeting) => addDays(meeting.RemovedOn ?? meeting.EndsOn, 2)))
  const regular =
    number === 1 ? addDays(tandem.PublishedOn, settings.firstMeetingAfterDays) : addDays(lastHeld, settings.meetingGapDays)
  return { number, attempt: tried.length + 1, notBefore: latest(regular, again) }
}

/** Books what is missing, asks how it went, and settles what nobody contradicted. */
export function planMeetings(state: ProgrammeState, now: Instant): readonly Planned[] {
  const { programme, tandems, meetings } = state
  if (programme.Status !== 'running' && programme.Status !== 'evaluating') return []
  const meetingsOf = groupBy(meetings, (meeting) => meeting.Tandem)
  const tandemOf = new Map(tandems.map((tandem) => [tandem.TandemKey, tandem]))
  const planned = meetings.flatMap((meeting) => planMeeting(meeting, tandemOf.get(meeting.Tandem), now))
  const isDue = (one: Planned) => one.due <= now
  const over = planTandems(state, now).filter(isDue)
  // A step that was refused waits for a person, perhaps for ever; the other tandems of these two do not wait with it.
  const settling = [...planned.filter(isDue), ...over].map(stepKey).filter((key) => !state.namedSteps.has(key))
  const unsettled = new Set([...state.stepsUnderWay, ...settling].map(tandemOfStep))
  const ending = new Set(over.map(({ subject }) => subject))
  const staying = tandems.filter(({ TandemKey }) => !ending.has(TandemKey))
  return [...planned, ...planBookings(state, staying, meetingsOf, unsettled, now)]
}

/** Steps about a tandem or one of its meetings begin with the tandem's key: programme/mentee/generation. */
const tandemOfStep = (key: string): string => key.split('/').slice(0, 3).join('/')

function planMeeting(meeting: Meeting, tandem: Tandem | undefined, now: Instant): readonly Planned[] {
  const { MeetingKey: key } = meeting
  const removed = meeting.RemovedOn !== null
  if (meeting.Status === 'cancelled') return removed ? [] : [once('cancel-event', key, null, now)]
  if (tandem?.Status === 'ended' && meeting.Status === 'planned' && meeting.StartsOn > now)
    return [once('cancel-event', key, null, now)]
  const morning = morningAfter(meeting.EndsOn)
  const asked = meeting.MenteeAskedOn !== null && meeting.MentorAskedOn !== null
  // Settled in time even where somebody could not be asked, or the tandem would wait for that for ever.
  const settle = meeting.Status === 'planned' ? [once('settle-meeting', key, null, addDays(morning, feedbackDays))] : []
  // By its end: a meeting that somebody moved in Outlook is asked about anew.
  return asked ? settle : [{ ...once('ask-feedback', key, null, morning), generation: meeting.EndsOn }, ...settle]
}

/**
 * One booking at a time for each person: a mentor of three is booked tandem by tandem, so that every search sees the calendar with
 * the earlier meetings in it. Nothing is booked for a person while anything else of theirs is unsettled; so the order, and with it the
 * result, does not depend on which worker was faster.
 */
function planBookings(
  state: ProgrammeState,
  staying: readonly Tandem[],
  meetingsOf: ReadonlyMap<string, readonly Meeting[]>,
  unsettled: ReadonlySet<string>,
  now: Instant,
): readonly Planned[] {
  const planned: Planned[] = []
  const taken = new Set<string>()
  for (const tandem of state.tandems) {
    if (unsettled.has(tandem.TandemKey)) taken.add(tandem.Mentee).add(tandem.Mentor)
  }
  for (const tandem of [...staying].sort((a, b) => (a.TandemKey < b.TandemKey ? -1 : 1))) {
    const booking = nextBooking(tandem, meetingsOf.get(tandem.TandemKey) ?? [], state.programme.Settings)
    if (!booking || taken.has(tandem.Mentee) || taken.has(tandem.Mentor)) continue
    const generation = `${booking.number}.${booking.attempt}`
    planned.push({ kind: 'book-meeting', subject: tandem.TandemKey, person: tandem.Mentor, generation, due: now })
    taken.add(tandem.Mentee).add(tandem.Mentor)
  }
  return planned
}

/** The window in which a time is sought: four weeks from the first allowed moment, never in the past. */
export function searchWindow(booking: Booking, now: Instant): { from: Instant; to: Instant } {
  const from = latest(booking.notBefore, addMinutes(now, 24 * 60))
  return { from, to: addDays(from, 28) }
}
