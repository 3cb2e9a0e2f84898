import { nextStep } from '@tandem/domain'
import { speaker } from '@tandem/contract'
import { enrolmentStatuses, programmeStatuses, type Enrolment, type Meeting, type Programme, type Tandem } from '@tandem/lists'
import { enrolment, meeting, programme, tandem } from './fixtures/programme-state.js'

const now = '2027-04-08T09:00:00Z'
const together = tandem('A', 'M')
const past = meeting(together, 1, 1, '2027-04-07T10:00:00Z')
const ahead = meeting(together, 2, 1, '2027-04-21T10:00:00Z')
const next = (
  row: Partial<Programme>,
  mine: Partial<Enrolment>,
  tandems: readonly Tandem[] = [],
  meetings: readonly Meeting[] = [],
) => nextStep(programme(row), enrolment('A', mine), { tandems, meetings }, now)
const running = { Status: 'running', PublishedOn: '2027-04-01T09:00:00Z' } as const
const matched = { Status: 'matched' } as const

describe('the one thing a participant is asked to do', () => {
  it.each<[string, Partial<Programme>, Partial<Enrolment>, readonly Tandem[], readonly Meeting[], string, string]>([
    ['answer the invitation', {}, {}, [], [], 'volunteer', 'invited'],
    ['nothing after declining', {}, { AnsweredOn: now }, [], [], 'none', 'declined'],
    ['nothing when the invitations are closed', { Status: 'assessing' }, {}, [], [], 'none', 'too-late'],
    ['wait for the manager', {}, { Status: 'volunteered', Approver: 'Boss' }, [], [], 'wait', 'waiting-for-manager'],
    ['wait for the team where there is no manager', {}, { Status: 'volunteered' }, [], [], 'wait', 'waiting-for-team'],
    ['wait for the assessment to open', {}, { Status: 'approved' }, [], [], 'wait', 'approved'],
    ['assess themselves', { Status: 'assessing' }, { Status: 'approved' }, [], [], 'assess', 'assess'],
    ['wait for the matching', { Status: 'matching' }, { Status: 'ready' }, [], [], 'wait', 'ready'],
    ['wait although a match is proposed already', { Status: 'matching' }, matched, [], [], 'wait', 'ready'],
    [
      'wait although none is proposed',
      { Status: 'matching' },
      { Status: 'unmatched', Rule: 'capacity' },
      [],
      [],
      'wait',
      'ready',
    ],
    ['read why there is no tandem', running, { Status: 'unmatched', Rule: 'capacity' }, [], [], 'none', 'left-out'],
    ['read that the manager said no', {}, { Status: 'refused', Rule: 'refused_by_manager' }, [], [], 'none', 'left-out'],
    [
      'read that the assessment was missed',
      { Status: 'matching' },
      { Status: 'unmatched', Rule: 'no_assessment' },
      [],
      [],
      'none',
      'left-out',
    ],
    ['wait until a time is found', running, matched, [together], [], 'wait', 'being-booked'],
    ['prepare the first meeting', running, matched, [together], [{ ...ahead, Number: 1 }], 'prepare-meeting', 'kick-off'],
    ['prepare a later meeting', running, matched, [together], [ahead], 'prepare-meeting', 'meeting'],
    ['say how it was before preparing the next', running, matched, [together], [past, ahead], 'give-feedback', 'give-feedback'],
    [
      'prepare the next when that is said',
      running,
      matched,
      [together],
      [{ ...past, MenteeAnsweredOn: now }, ahead],
      'prepare-meeting',
      'meeting',
    ],
    ['wait when the tandem is over', running, matched, [{ ...together, Status: 'completed' }], [], 'wait', 'over'],
    ['assess themselves once more', { ...running, Status: 'evaluating' }, matched, [], [], 'assess-again', 'assess-again'],
    ['evaluate', { ...running, Status: 'evaluating' }, { ...matched, AssessedAfterOn: now }, [], [], 'evaluate', 'evaluate'],
    [
      'nothing when all is said',
      { ...running, Status: 'evaluating' },
      { ...matched, AssessedAfterOn: now, EvaluatedOn: now },
      [],
      [],
      'none',
      'finished',
    ],
    ['nothing after withdrawing', running, { Status: 'withdrawn' }, [], [], 'none', 'withdrawn'],
    ['nothing at the end', { ...running, Status: 'closed' }, { Status: 'finished' }, [], [], 'none', 'finished'],
  ])('is to %s', (_, row, mine, tandems, meetings, action, name) => {
    expect(next(row, mine, tandems, meetings)).toMatchObject({ action, name })
  })

  it('names the meeting it is about, and honestly how long it takes', () => {
    expect(next(running, matched, [together], [past])).toMatchObject({ meeting: past.MeetingKey, minutes: 1 })
    expect(next(running, matched, [together], [ahead])).toMatchObject({
      meeting: ahead.MeetingKey,
      values: { number: 2, starts: ahead.StartsOn },
    })
    expect(next({ Status: 'matching' }, { Status: 'ready' })).toMatchObject({ meeting: null, minutes: null })
  })

  it('has a sentence and a second one below it, whatever the state', () => {
    const say = speaker('en')
    for (const Status of programmeStatuses)
      for (const PublishedOn of [null, '2027-04-01T09:00:00Z'])
        for (const status of enrolmentStatuses)
          for (const meetings of [[], [past], [ahead], [{ ...ahead, Number: 1 }]]) {
            const { name, values } = next({ Status, PublishedOn }, { Status: status }, [together], meetings)
            for (const role of ['mentee', 'mentor']) {
              const all = { ...values, role, programme: 'Round' }
              expect(say({ key: `next.${name}`, values: all })).not.toBe('')
              expect(say({ key: `next.${name}.detail`, values: all })).not.toBe('')
            }
          }
  })
})
