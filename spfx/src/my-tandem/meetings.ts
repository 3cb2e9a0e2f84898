import type { MeetingView, Participation, TandemView } from '@tandem/contract'
import type { Hop } from '../ui'

/** The newest attempt of each meeting, in order; older attempts are history nobody needs to act on. */
export function currentMeetings({ meetings }: Pick<TandemView, 'meetings'>): MeetingView[] {
  const newest = new Map<number, MeetingView>()
  for (const meeting of meetings) {
    const known = newest.get(meeting.number)
    if (!known || known.attempt < meeting.attempt) newest.set(meeting.number, meeting)
  }
  return [...newest.values()].sort((a, b) => a.number - b.number)
}

/** The first planned meeting that is not over yet. */
export const nextMeeting = (tandem: Pick<TandemView, 'meetings' | 'status'>, now: string): MeetingView | undefined =>
  isOver(tandem)
    ? undefined
    : currentMeetings(tandem).find(({ status, endsOn }) => status === 'planned' && Date.parse(endsOn) > Date.parse(now))

export const isOver = ({ status }: Pick<TandemView, 'status'>): boolean => status === 'completed' || status === 'ended'

/** A tandem ends in the moment in which one of the two leaves; that its meetings leave the calendars takes a little longer. */
export const tandemsOf = ({ status, tandems }: Pick<Participation, 'status' | 'tandems'>): TandemView[] =>
  tandems.map((tandem) => (status === 'withdrawn' && !isOver(tandem) ? { ...tandem, status: 'ended' } : tandem))

export function hopsOf(tandem: TandemView, now: string): Hop[] {
  const held = new Set(currentMeetings(tandem).flatMap(({ number, status }) => (status === 'held' ? [number] : [])))
  const next = nextMeeting(tandem, now)?.number
  return Array.from({ length: tandem.meetingsInAll }, (_, index) =>
    held.has(index + 1) ? 'held' : index + 1 === next ? 'next' : 'ahead',
  )
}
