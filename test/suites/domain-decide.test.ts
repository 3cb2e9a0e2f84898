import { decide, nextBooking, seededNumber, type Instant, type ProgrammeState, type Step } from '@tandem/domain'
import type { Enrolment, Meeting } from '@tandem/lists'
import fc from 'fast-check'
import { carriedOut } from './fixtures/carried-out.js'
import { enrolment, meeting, programme, settings, settled, state, tandem } from './fixtures/programme-state.js'

const now = '2027-02-02T09:00:00Z'
const kinds = (decided: ProgrammeState, at: Instant = now) =>
  decide(decided, at).steps.map(({ kind, subject, generation }) => [kind, subject, generation])
const willing = { AnsweredOn: now, ConsentOn: now, Status: 'volunteered' } as const

describe('a programme that is decided upon at every moment something falls due', () => {
  /** What people do between two looks; drawn from the seed, so that a failure can be repeated. */
  function peopleAct(before: ProgrammeState, seed: number, at: Instant): ProgrammeState {
    const draw = (...question: (string | number)[]) => seededNumber(seed, ...question)
    const { Status } = before.programme
    const enrolments = before.enrolments.map((row): Enrolment => {
      const { Person: who } = row
      const leaves =
        draw(who, 'leaves', at.slice(0, 7)) < 0.03 && ['volunteered', 'approved', 'ready', 'matched'].includes(row.Status)
      if (leaves) return { ...row, Status: 'withdrawn', Rule: 'withdrew' }
      if (Status === 'inviting' && row.Status === 'invited' && row.InvitedOn !== null && draw(who, 'volunteers') < 0.8)
        return {
          ...row,
          Status: 'volunteered',
          AnsweredOn: at,
          ConsentOn: at,
          Approver: draw(who, 'has a manager') < 0.9 ? `${who}'s manager` : null,
        }
      if (row.Status === 'volunteered' && row.ApproverAskedOn !== null && draw(who, 'approval') < 0.85)
        return draw(who, 'yes') < 0.9
          ? { ...row, Status: 'approved', DecidedOn: at }
          : { ...row, Status: 'refused', DecidedOn: at, Rule: 'refused_by_manager', Reason: { key: 'outcome', values: {} } }
      if (Status === 'assessing' && row.AssessmentAskedOn !== null && row.Status === 'approved' && draw(who, 'assesses') < 0.9)
        return { ...row, Status: 'ready', AssessedOn: at }
      return row
    })
    const meetings = before.meetings.map((row): Meeting => {
      if (row.Status !== 'planned') return row
      if (row.StartsOn > at && draw(row.MeetingKey, 'cancelled') < 0.1) return { ...row, Status: 'cancelled' }
      if (row.MenteeAskedOn === null || draw(row.MeetingKey, 'answered') < 0.3) return row
      return { ...row, MenteeAnsweredOn: at, Status: draw(row.MeetingKey, 'took place') < 0.85 ? 'held' : 'missed' }
    })
    const gone = new Set(before.enrolments.map(({ Person }) => Person).filter((who) => draw(who, 'gone', at.slice(0, 7)) < 0.01))
    return { ...before, enrolments, meetings, gone: new Set([...before.gone, ...gone]) }
  }

  /** The programme team's part: everybody who is ready is matched in turn, mentors up to three times, and published at once. */
  function teamActs(before: ProgrammeState, at: Instant): ProgrammeState {
    const waiting = before.enrolments.some(({ Status }) => Status === 'approved' || Status === 'volunteered')
    if (before.programme.Status !== 'matching' || waiting) return before
    const ready = (role: string) =>
      before.enrolments.filter((row) => row.Role === role && row.Status === 'ready').map(({ Person }) => Person)
    const mentors = ready('mentor')
    const pairs = ready('mentee').flatMap((mentee, index) => {
      const mentor = mentors[index % Math.max(1, mentors.length)]
      return mentor !== undefined && index < mentors.length * 3 ? [[mentee, mentor] as const] : []
    })
    const paired = new Set(pairs.flat())
    return {
      ...before,
      programme: { ...before.programme, Status: 'running', MatchedOn: at, PublishedOn: at },
      enrolments: before.enrolments.map((row): Enrolment => {
        if (row.Status !== 'ready') return row
        return paired.has(row.Person)
          ? { ...row, Status: 'matched' }
          : { ...row, Status: 'unmatched', Rule: 'capacity', Reason: { key: 'reason', values: {} } }
      }),
      tandems: pairs.map(([mentee, mentor]) =>
        tandem(mentee, mentor, { Status: 'proposed', PublishedOn: null, MenteeToldOn: null, MentorToldOn: null }),
      ),
    }
  }

  const overlaps = (a: Meeting, b: Meeting) => a.StartsOn < b.EndsOn && b.StartsOn < a.EndsOn

  it('names nothing twice, stops when all is done, and comes to its end', () => {
    const played = fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (seed, mentees, mentors) => {
        const people = [...Array(mentees).keys()]
          .map((n) => enrolment(`mentee-${n}`))
          .concat([...Array(mentors).keys()].map((n) => enrolment(`mentor-${n}`, { Role: 'mentor' })))
        let world = state({
          enrolments: people,
          programme: programme({ InvitingOn: now, Settings: { ...settings, meetings: 2 } }),
        })
        let at: Instant = now
        const ever = new Set<string>()
        for (let looks = 0; world.programme.Status !== 'closed'; looks++) {
          if (looks > 2000) throw new Error(`It stands still in the phase "${world.programme.Status}".`)
          const { steps, nextDue } = decide(world, at)
          // Named and not done yet, none is named again; nor is anything that would follow only from its being done.
          const underWay = new Set(steps.map(({ key }) => key))
          expect(decide({ ...world, namedSteps: underWay, stepsUnderWay: underWay }, at).steps).toEqual([])
          for (const step of steps) {
            expect(ever).not.toContain(step.key)
            ever.add(step.key)
            world = carriedOut(world, step, at)
          }
          if (steps.length > 0) continue
          const acted = teamActs(peopleAct(world, seed, at), at)
          if (JSON.stringify(acted) !== JSON.stringify(world)) {
            world = acted
            continue
          }
          if (nextDue === null) throw new Error(`Nothing is due any more in the phase "${world.programme.Status}".`)
          expect(nextDue > at).toBe(true)
          at = nextDue
        }
        expect(decide(world, at)).toEqual({ steps: [], nextDue: null })
        expect(
          world.tandems.map(({ Status }) => Status).filter((status) => status !== 'completed' && status !== 'ended'),
        ).toEqual([])
        for (const one of world.tandems) {
          const its = world.meetings.filter(({ Tandem: key }) => key === one.TandemKey)
          const held = its.filter(({ Status }) => Status === 'held').map(({ Number: number }) => number)
          expect(held.sort()).toEqual([...held.keys()].map((index) => index + 1))
          if (one.Status === 'completed') expect(held).toHaveLength(2)
          for (const a of its)
            for (const b of its)
              if (a !== b && a.Status !== 'cancelled' && b.Status !== 'cancelled') expect(overlaps(a, b)).toBe(false)
        }
      },
    )
    fc.assert(played, { numRuns: 60 })
  })

  it('is decided alike whatever order its rows come in', () => {
    const one = tandem('A', 'M')
    const two = tandem('B', 'M')
    const three = tandem('C', 'N')
    const people = ['A', 'B', 'C', 'M', 'N'].map((who) => enrolment(who, { Status: 'matched' }))
    const running = programme({ Status: 'running', PublishedOn: one.PublishedOn })
    fc.assert(
      fc.property(
        fc.shuffledSubarray([one, two, three], { minLength: 3 }),
        fc.shuffledSubarray(people, { minLength: 5 }),
        (tandems, enrolments) => {
          const keys = decide(state({ programme: running, tandems, enrolments }), '2027-04-02T09:00:00Z').steps.map(
            ({ key }) => key,
          )
          expect(keys.sort()).toEqual(['round/A/1/book-meeting/1.1', 'round/C/1/book-meeting/1.1'])
        },
      ),
    )
  })
})

describe('a phase', () => {
  it.each<[string, ProgrammeState['programme'], Instant, string]>([
    ['the invitations', programme(), '2027-02-23T05:00:00Z', 'assessing'],
    [
      'the first assessment',
      programme({ Status: 'assessing', AssessingOn: '2027-03-01T05:00:00Z' }),
      '2027-03-16T05:00:00Z',
      'matching',
    ],
    [
      'the evaluation',
      programme({ Status: 'evaluating', EvaluatingOn: '2027-08-01T12:00:00Z' }),
      '2027-08-16T05:00:00Z',
      'closed',
    ],
  ])('ends on the morning after its last day: %s', (_, row, ends, next) => {
    const before = new Date(Date.parse(ends) - 1000).toISOString().replace('.000', '')
    expect(decide(state({ programme: row }), before)).toEqual({ steps: [], nextDue: ends })
    expect(kinds(state({ programme: row }), ends)).toEqual([['open-phase', 'round', next]])
  })

  it('that people begin does not begin by itself', () => {
    for (const Status of ['draft', 'matching', 'closed'] as const)
      expect(decide(state({ programme: programme({ Status }) }), '2099-01-01T05:00:00Z')).toEqual({ steps: [], nextDue: null })
  })

  it('of meetings goes over into the evaluation on the morning after the last tandem has ended', () => {
    const row = programme({ Status: 'running', PublishedOn: '2027-04-01T09:00:00Z' })
    const over = state({ programme: row, tandems: [tandem('A', 'M', { Status: 'completed', EndedOn: '2027-07-01T10:00:00Z' })] })
    expect(decide(over, '2027-07-01T10:00:00Z')).toEqual({ steps: [], nextDue: '2027-07-02T05:00:00Z' })
    expect(kinds(over, '2027-07-02T05:00:00Z')).toEqual([['open-phase', 'round', 'evaluating']])
  })
})

describe('a request to a line manager', () => {
  const asked = enrolment('Junior', { ...willing, Approver: 'Boss' })

  it('is sent at once, and lapses on the morning after its ten days', () => {
    const { steps, nextDue } = decide(state({ enrolments: [asked] }), now)
    expect(steps).toEqual([
      {
        kind: 'ask-approver',
        subject: 'round/Junior',
        person: 'Boss',
        generation: now,
        due: now,
        key: `round/Junior/ask-approver/${now}`,
      },
    ])
    expect(nextDue).toBe('2027-02-13T05:00:00Z')
    const waiting = state({ enrolments: [{ ...asked, ApproverAskedOn: now }] })
    expect(kinds(waiting, '2027-02-13T04:59:59Z')).toEqual([])
    expect(kinds(waiting, '2027-02-13T05:00:00Z')).toEqual([['expire-approval', 'round/Junior', now]])
  })

  it('lapses when the matching begins, however much time is left', () => {
    expect(kinds(state({ programme: programme({ Status: 'matching' }), enrolments: [asked] }))).toEqual([
      ['expire-approval', 'round/Junior', now],
    ])
  })

  it('is a new one when the person volunteers again', () => {
    const again = { ...asked, AnsweredOn: '2027-02-03T09:00:00Z' }
    expect(decide(state({ enrolments: [again] }), '2027-02-03T09:00:00Z').steps[0]!.key).toBe(
      'round/Junior/ask-approver/2027-02-03T09:00:00Z',
    )
  })

  it('is sent to nobody where the directory names no manager', () => {
    expect(kinds(state({ enrolments: [enrolment('Junior', willing)] }))).toEqual([])
  })
})

describe('the meetings of a tandem', () => {
  const published = '2027-04-01T09:00:00Z'
  const running = programme({ Status: 'running', PublishedOn: published })
  const people = ['A', 'B', 'M'].map((who) => enrolment(who, { Status: 'matched' }))
  const one = tandem('A', 'M')
  const two = tandem('B', 'M')
  const booked = meeting(one, 1, 1, '2027-04-07T10:00:00Z')
  const during = (more: Partial<ProgrammeState>) => state({ programme: running, enrolments: people, tandems: [one], ...more })

  it('are booked one at a time for each person, so that every search sees the calendar with the one before', () => {
    const both = during({ tandems: [two, one] })
    expect(kinds(both, published)).toEqual([['book-meeting', 'round/A/1', '1.1']])
    const underWay = new Set(['round/A/1/book-meeting/1.1'])
    expect(kinds({ ...both, namedSteps: underWay, stepsUnderWay: underWay }, published)).toEqual([])
    expect(kinds({ ...both, meetings: [booked] }, published)).toEqual([['book-meeting', 'round/B/1', '1.1']])
  })

  it('wait until a mentor has been introduced to everybody', () => {
    const newcomer = tandem('B', 'M', { Status: 'proposed' })
    expect(kinds(during({ tandems: [one, newcomer] }), published)).toEqual([['introduce', 'round/B/1', '1']])
  })

  it('of one pair do not wait for a step of another that only a person can mend', () => {
    const asks = { ...booked, EndsOn: '2027-04-07T11:00:00Z' }
    const named = new Set([`${booked.MeetingKey}/ask-feedback/${booked.EndsOn}`])
    const both = during({ tandems: [one, two], meetings: [asks] })
    expect(kinds({ ...both, namedSteps: named, stepsUnderWay: named }, '2027-04-08T05:00:00Z')).toEqual([])
    expect(kinds({ ...both, namedSteps: named }, '2027-04-08T05:00:00Z')).toEqual([['book-meeting', 'round/B/1', '1.1']])
  })

  it('are not booked any more for a pair that ends at the same moment', () => {
    const withdrawn = [enrolment('A', { Status: 'withdrawn', ConsentOn: published }), ...people.slice(1)]
    expect(kinds(during({ enrolments: withdrawn }), published)).toEqual([['end-tandem', 'round/A/1', '1']])
    const stuck = new Set(['round/A/1/end-tandem/1'])
    expect(kinds(during({ enrolments: withdrawn, namedSteps: stuck }), published)).toEqual([])
  })

  it('are asked about on the morning after, and count as held when nobody says otherwise for three days', () => {
    expect(decide(during({ meetings: [booked] }), '2027-04-07T12:00:00Z').nextDue).toBe('2027-04-08T05:00:00Z')
    expect(kinds(during({ meetings: [booked] }), '2027-04-08T05:00:00Z')).toEqual([
      ['ask-feedback', booked.MeetingKey, booked.EndsOn],
    ])
    const asked = { ...booked, MenteeAskedOn: '2027-04-08T05:00:00Z', MentorAskedOn: '2027-04-08T05:00:00Z' }
    expect(kinds(during({ meetings: [asked] }), '2027-04-11T04:59:59Z')).toEqual([])
    expect(kinds(during({ meetings: [asked] }), '2027-04-11T05:00:00Z')).toEqual([['settle-meeting', booked.MeetingKey, '1']])
  })

  it.each([
    ['missed', settled('2027-04-08T06:00:00Z'), '2027-04-09T11:00:00Z'],
    ['cancelled', { RemovedOn: '2027-04-05T09:00:00Z' }, '2027-04-07T09:00:00Z'],
  ] as const)('that were %s are tried again under the same number, two days later at the earliest', (Status, more, earliest) => {
    const failed = { ...booked, ...more, Status }
    expect(nextBooking(one, [failed], settings)).toEqual({ number: 1, attempt: 2, notBefore: earliest })
    expect(kinds(during({ meetings: [failed] }), '2027-04-09T12:00:00Z')).toEqual([['book-meeting', 'round/A/1', '1.2']])
  })

  it('leave two weeks to the next after one that was held, and five days after the publication', () => {
    expect(nextBooking(one, [], settings)).toEqual({ number: 1, attempt: 1, notBefore: '2027-04-06T09:00:00Z' })
    const held = { ...booked, ...settled('2027-04-08T06:00:00Z'), Status: 'held' as const }
    expect(nextBooking(one, [held], settings)).toEqual({ number: 2, attempt: 1, notBefore: '2027-04-21T11:00:00Z' })
  })

  it('are over after the last has been held, missed ones not counted', () => {
    const held = (number: number) =>
      meeting(one, number, 1, `2027-0${3 + number}-07T10:00:00Z`, { Status: 'held', ...settled(published) })
    const missed = meeting(one, 4, 1, '2027-07-07T10:00:00Z', { Status: 'missed', ...settled(published) })
    const three = [held(1), held(2), held(3), missed]
    expect(kinds(during({ meetings: three }), '2027-07-10T10:00:00Z')).toEqual([['book-meeting', 'round/A/1', '4.2']])
    const four = [...three, meeting(one, 4, 2, '2027-07-14T10:00:00Z', { Status: 'held', ...settled(published) })]
    expect(kinds(during({ meetings: four }), '2027-07-15T10:00:00Z')).toEqual([['complete-tandem', 'round/A/1', '1']])
  })

  it('end when one of the two withdraws or leaves the company, and what is ahead is cancelled', () => {
    const withdrawn = [enrolment('A', { Status: 'withdrawn', ConsentOn: published }), ...people.slice(1)]
    expect(kinds(during({ enrolments: withdrawn, meetings: [booked] }), published)).toEqual([['end-tandem', 'round/A/1', '1']])
    expect(kinds(during({ gone: new Set(['M']), meetings: [booked] }), published)).toEqual([
      ['leave', 'round/M', '1'],
      ['end-tandem', 'round/A/1', '1'],
    ])
    const ended = { ...one, Status: 'ended' as const, EndedOn: published }
    const { steps } = decide(during({ enrolments: withdrawn, tandems: [ended], meetings: [booked] }), published)
    expect(steps.map(({ kind, person }): [Step['kind'], string | null] => [kind, person])).toEqual([
      ['tell-ended', 'M'],
      ['cancel-event', null],
    ])
  })

  it('that are still outstanding when the time is over are ended with it', () => {
    const { steps, nextDue } = decide(during({ meetings: [booked] }), '2027-04-07T10:00:00Z')
    expect({ steps, nextDue }).toEqual({ steps: [], nextDue: '2027-04-08T05:00:00Z' })
    const still = meeting(one, 1, 9, '2027-08-29T10:00:00Z')
    expect(kinds(during({ meetings: [still] }), '2027-08-30T05:00:00Z')).toContainEqual(['end-tandem', 'round/A/1', '1'])
  })
})

describe('somebody who stays without a tandem', () => {
  const reason = { key: 'reason.more-mentees-than-places', values: {} }
  const left = enrolment('Senior', { Status: 'unmatched', ConsentOn: now, Rule: 'capacity', Reason: reason })

  it('is told why once the tandems are published, and not before', () => {
    expect(kinds(state({ programme: programme({ Status: 'matching' }), enrolments: [left] }))).toEqual([])
    const running = programme({ Status: 'running', PublishedOn: now })
    expect(kinds(state({ programme: running, enrolments: [left, enrolment('Other', { Status: 'ready' })] }))).toEqual([
      ['tell-unmatched', 'round/Senior', 'unmatched.'],
    ])
    expect(
      kinds(state({ programme: running, enrolments: [{ ...left, ToldOn: now }, enrolment('Other', { Status: 'ready' })] })),
    ).toEqual([])
  })

  it('is told at once when the manager said no, the approval lapsed or no assessment came', () => {
    for (const more of [
      { Status: 'refused', Rule: 'refused_by_manager' },
      { Status: 'expired', Rule: 'approval_expired' },
      { Status: 'unmatched', Rule: 'no_assessment' },
    ] as const)
      expect(kinds(state({ programme: programme({ Status: 'matching' }), enrolments: [{ ...left, ...more }] }))).toHaveLength(1)
  })

  it('by their own wish is not written to', () => {
    const withdrawn = enrolment('Senior', { Status: 'withdrawn', ConsentOn: now, Rule: 'withdrew', Reason: reason })
    expect(
      kinds(
        state({
          programme: programme({ Status: 'running', PublishedOn: now }),
          enrolments: [withdrawn, enrolment('Other', { Status: 'ready' })],
        }),
      ),
    ).toEqual([])
  })
})
