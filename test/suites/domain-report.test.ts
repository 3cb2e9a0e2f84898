import { blueprints, changes, countFigures, meanOf, smallestGroup } from '@tandem/domain'
import {
  nextEnrolmentStatuses,
  nextMeetingStatuses,
  nextProgrammeStatuses,
  nextStepStatuses,
  nextTandemStatuses,
  Settings,
} from '@tandem/lists'
import { enrolment, meeting, settings, tandem } from './fixtures/programme-state.js'

const twice = (differences: readonly number[], competence = 'sharing') =>
  differences.map((difference) => ({ before: { [competence]: 3 }, after: { [competence]: 3 + difference } }))

describe('the change from the first assessment to the second', () => {
  it('is the mean difference with its 95 % interval: 2 ± 0.88 for five people who gained 1, 2, 2, 2, 3', () => {
    // Variance (1+0+0+0+1)/4 = 0.5; standard error √(0.5/5) = 0.3162; t(4) = 2.776; half width 0.8779.
    expect(changes(['sharing'], twice([1, 2, 2, 2, 3]))).toEqual({
      shown: [{ competence: 'sharing', n: 5, mean: 2, low: 1.12, high: 2.88 }],
      withheld: [],
    })
  })

  it('has the normal distribution’s interval for many: ± 1.96 standard errors', () => {
    const { shown } = changes(['sharing'], twice([...Array(100).keys()].map((n) => n % 2)))
    // Variance 25/99 = 0.2525; standard error 0.05025; half width 0.0985.
    expect(shown).toEqual([{ competence: 'sharing', n: 100, mean: 0.5, low: 0.4, high: 0.6 }])
  })

  it('is withheld where fewer than five have answered twice, competence by competence', () => {
    const five = twice([1, 1, 1, 1, 1])
    const four = twice([4, 4, 4, 4], 'security')
    const { shown, withheld } = changes(['sharing', 'security', 'privacy'], [...five, ...four])
    expect(shown.map(({ competence, n }) => [competence, n])).toEqual([['sharing', 5]])
    expect(withheld).toEqual(['security', 'privacy'])
  })

  it('may be a loss', () => {
    expect(changes(['sharing'], twice([-1, -1, -1, -1, -1])).shown).toEqual([
      { competence: 'sharing', n: 5, mean: -1, low: -1, high: -1 },
    ])
  })
})

describe('a mean of answers', () => {
  it('is withheld below five', () => {
    expect(smallestGroup).toBe(5)
    expect(meanOf([5, 5, 5, 5])).toBeNull()
    expect(meanOf([1, 2, 3, 4, 4])).toBe(2.8)
  })
})

describe('the figures of a programme', () => {
  const on = '2027-02-02T09:00:00Z'
  const volunteered = { InvitedOn: on, AnsweredOn: on, ConsentOn: on }

  it('count how far people ever got, also those who left later', () => {
    const together = tandem('A', 'M')
    const enrolments = [
      enrolment('A', { ...volunteered, Status: 'matched', DecidedOn: on, AssessedOn: on }),
      enrolment('M', { ...volunteered, Status: 'withdrawn', Rule: 'withdrew', DecidedOn: on, AssessedOn: on }),
      enrolment('R', { ...volunteered, Status: 'refused', Rule: 'refused_by_manager', DecidedOn: on }),
      enrolment('E', { ...volunteered, Status: 'expired', Rule: 'approval_expired', DecidedOn: on }),
      enrolment('D', { InvitedOn: on, AnsweredOn: on }),
      enrolment('I'),
    ]
    const meetings = [
      meeting(together, 1, 1, on, { Status: 'held', MenteeAnsweredOn: on, MentorAnsweredOn: on }),
      meeting(together, 2, 1, on),
    ]
    expect(countFigures({ enrolments, tandems: [together], meetings }, { now: on, nextDue: null, named: 0 })).toEqual({
      invited: 5,
      volunteered: 4,
      declined: 1,
      approved: 2,
      refused: 1,
      expired: 1,
      withdrawn: 1,
      assessed: 2,
      matched: 2,
      tandems: { proposed: 0, active: 1, suspended: 0, completed: 0, ended: 0 },
      meetings: { planned: 1, held: 1, missed: 0, cancelled: 0 },
      feedback: 2,
      assessedAfter: 0,
      evaluated: 0,
      nextDue: null,
      named: 0,
      countedOn: on,
    })
  })
})

describe('the numbers of a programme', () => {
  it('are accepted as every blueprint has them', () => {
    for (const blueprint of blueprints) expect(Settings.parse(blueprint.settings)).toEqual(blueprint.settings)
  })

  it.each([
    ['an assessment longer than Outlook honours a card', { assessmentDays: 29 }, 'assessmentDays'],
    ['no meeting', { meetings: 0 }, 'meetings'],
    ['a meeting of ten minutes', { meetingMinutes: 10 }, 'meetingMinutes'],
    ['half a mentee', { mentorCapacity: 1.5 }, 'mentorCapacity'],
    ['no competence', { competences: [] }, 'competences'],
    ['a level above eight', { competences: [{ key: 'sharing', required: 9 }] }, 'competences.0.required'],
    ['no topic', { topics: [] }, 'topics'],
    ['less than two weeks of meetings', { runningDays: 13 }, 'runningDays'],
    ['a negative seed', { selection: { ...settings.selection, seed: -1 } }, 'selection.seed'],
  ])('may not be %s', (_, wrong, field) => {
    const parsed = Settings.safeParse({ ...settings, ...wrong })
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field])
  })
})

describe('what may follow what', () => {
  const ways: readonly [string, Readonly<Record<string, readonly string[]>>][] = [
    ['programme', nextProgrammeStatuses],
    ['enrolment', nextEnrolmentStatuses],
    ['tandem', nextTandemStatuses],
    ['meeting', nextMeetingStatuses],
    ['step', nextStepStatuses],
  ]
  it.each(ways)('leads every %s from its beginning to an end', (_, next) => {
    const [first] = Object.keys(next)
    const reached = new Set([first!])
    for (const status of reached) for (const following of next[status]!) reached.add(following)
    expect([...reached].sort()).toEqual(Object.keys(next).sort())
  })

  it('lets nobody come back who has withdrawn', () => {
    expect(nextEnrolmentStatuses.withdrawn).toEqual([])
  })
})
