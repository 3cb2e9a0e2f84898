import type { Enrolment, Figures, Meeting, Tandem } from '@tandem/lists'
import type { Instant } from '../time.js'
import type { ProgrammeState } from './state.js'

const countBy = <Key extends string>(keys: readonly Key[], rows: readonly { readonly Status: string }[]) =>
  Object.fromEntries(keys.map((key) => [key, rows.filter((row) => row.Status === key).length])) as Record<Key, number>

/** What the console shows, counted from the rows: each count says how many ever got so far, not how many stand there now. */
export function countFigures(
  { enrolments, tandems, meetings }: Pick<ProgrammeState, 'enrolments' | 'tandems' | 'meetings'>,
  moment: { readonly now: Instant; readonly nextDue: Instant | null; readonly named: number },
): Figures {
  const count = (holds: (enrolment: Enrolment) => boolean) => enrolments.filter(holds).length
  const inTandem = new Set(tandems.filter((t: Tandem) => t.PublishedOn !== null).flatMap((t) => [t.Mentee, t.Mentor]))
  const answers = (meeting: Meeting) => Number(meeting.MenteeAnsweredOn !== null) + Number(meeting.MentorAnsweredOn !== null)
  return {
    invited: count((e) => e.InvitedOn !== null),
    volunteered: count((e) => e.ConsentOn !== null),
    declined: count((e) => e.AnsweredOn !== null && e.ConsentOn === null),
    approved: count(
      (e) => e.ConsentOn !== null && e.DecidedOn !== null && e.Rule !== 'refused_by_manager' && e.Rule !== 'approval_expired',
    ),
    refused: count((e) => e.Status === 'refused'),
    expired: count((e) => e.Status === 'expired'),
    withdrawn: count((e) => e.Status === 'withdrawn' && e.ConsentOn !== null),
    assessed: count((e) => e.AssessedOn !== null),
    matched: count((e) => inTandem.has(e.Person)),
    tandems: countBy(['proposed', 'active', 'suspended', 'completed', 'ended'], tandems),
    meetings: countBy(['planned', 'held', 'missed', 'cancelled'], meetings),
    feedback: meetings.reduce((sum, meeting) => sum + answers(meeting), 0),
    assessedAfter: count((e) => e.AssessedAfterOn !== null),
    evaluated: count((e) => e.EvaluatedOn !== null),
    nextDue: moment.nextDue,
    named: moment.named,
    countedOn: moment.now,
  }
}
