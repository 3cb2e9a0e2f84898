import type { Enrolment, EnrolmentStatus, Meeting, Message, Programme, Tandem } from '@tandem/lists'
import type { Instant } from '../time.js'

export type NextStep = {
  readonly action: 'volunteer' | 'wait' | 'assess' | 'prepare-meeting' | 'give-feedback' | 'assess-again' | 'evaluate' | 'none'
  /** Key of the sentence at the top of the page, `next.<name>`; `next.<name>.detail` stands below it. */
  readonly name: string
  readonly values: Message['values']
  /** How long it honestly takes; null when there is nothing to do. */
  readonly minutes: number | null
  readonly meeting: string | null
}

const step = (
  action: NextStep['action'],
  name: string,
  minutes: number | null = null,
  meeting: string | null = null,
): NextStep => ({
  action,
  name,
  values: {},
  minutes,
  meeting,
})

/** Where a person stands, as far as they may know: what the matching proposes is the programme team's alone until it is published. */
export function knownStatus(programme: Programme, enrolment: Enrolment): EnrolmentStatus {
  const ofTheMatch = enrolment.Status === 'matched' || (enrolment.Status === 'unmatched' && enrolment.Rule !== 'no_assessment')
  return ofTheMatch && programme.PublishedOn === null ? 'ready' : enrolment.Status
}

/** The one thing a participant should do now. Whatever is overdue comes first, then what is coming, then waiting. */
export function nextStep(
  programme: Programme,
  enrolment: Enrolment,
  mine: { readonly tandems: readonly Tandem[]; readonly meetings: readonly Meeting[] },
  now: Instant,
): NextStep {
  switch (knownStatus(programme, enrolment)) {
    case 'invited':
      if (enrolment.AnsweredOn !== null) return step('none', 'declined')
      return programme.Status === 'inviting' ? step('volunteer', 'invited', 3) : step('none', 'too-late')
    case 'volunteered':
      return step('wait', enrolment.Approver === null ? 'waiting-for-team' : 'waiting-for-manager')
    case 'approved':
      return programme.Status === 'assessing' ? step('assess', 'assess', 6) : step('wait', 'approved')
    case 'ready':
      return step('wait', 'ready')
    case 'refused':
    case 'expired':
    case 'unmatched':
      return step('none', 'left-out')
    case 'withdrawn':
      return step('none', 'withdrawn')
    case 'finished':
      return step('none', 'finished')
    case 'matched':
      return matched(programme, enrolment, mine, now)
  }
}

function matched(programme: Programme, enrolment: Enrolment, mine: Parameters<typeof nextStep>[2], now: Instant): NextStep {
  if (programme.Status === 'evaluating') {
    if (enrolment.AssessedAfterOn === null) return step('assess-again', 'assess-again', 6)
    if (enrolment.EvaluatedOn === null) return step('evaluate', 'evaluate', 2)
    return step('none', 'finished')
  }
  if (programme.Status === 'closed') return step('none', 'finished')
  const answered = (meeting: Meeting) =>
    (enrolment.Role === 'mentee' ? meeting.MenteeAnsweredOn : meeting.MentorAnsweredOn) !== null
  const past = mine.meetings.filter((meeting) => meeting.Status !== 'cancelled' && meeting.EndsOn <= now && !answered(meeting))
  const asks = [...past].sort((a, b) => (a.EndsOn < b.EndsOn ? 1 : -1))[0]
  if (asks) return step('give-feedback', 'give-feedback', 1, asks.MeetingKey)
  const ahead = mine.meetings.filter((meeting) => meeting.Status === 'planned' && meeting.EndsOn > now)
  const next = [...ahead].sort((a, b) => (a.StartsOn < b.StartsOn ? -1 : 1))[0]
  if (next)
    return {
      ...step('prepare-meeting', next.Number === 1 ? 'kick-off' : 'meeting', 10, next.MeetingKey),
      values: { number: next.Number, starts: next.StartsOn },
    }
  if (mine.tandems.some((tandem) => tandem.Status === 'active')) return step('wait', 'being-booked')
  return step('wait', 'over')
}
