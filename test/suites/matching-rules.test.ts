import { judge, match, type MatchInput, type OrgPerson, type Volunteer, type VolunteerMentor } from '@tandem/domain'

const person = (id: string, managerId: string | null, department: string | null = id): OrgPerson => ({
  id,
  managerId,
  department,
  office: null,
  country: null,
})
const mentee = (personId: string, more: Partial<Volunteer> = {}): Volunteer => ({
  personId,
  languages: ['en'],
  topics: [],
  levels: { data: 2 },
  ...more,
})
const mentor = (personId: string, more: Partial<VolunteerMentor> = {}): VolunteerMentor => ({
  personId,
  languages: ['en'],
  topics: [],
  levels: { data: 6 },
  capacity: 1,
  ...more,
})
const round = (input: Partial<MatchInput>): MatchInput => ({
  people: [],
  mentees: [],
  mentors: [],
  required: { data: 6 },
  ...input,
})
const alone = (people: OrgPerson[], senior = mentee('senior'), junior = mentor('junior')) =>
  round({ people, mentees: [senior], mentors: [junior] })

describe('a mentor and a mentee in one reporting line', () => {
  it.each<[string, OrgPerson[], string]>([
    ['the direct manager', [person('senior', null), person('junior', 'senior')], 'mentor-reports-to-mentee'],
    [
      'three steps up',
      [person('senior', null), person('x', 'senior'), person('y', 'x'), person('junior', 'y')],
      'mentor-reports-to-mentee',
    ],
    ['below the mentor', [person('junior', null), person('x', 'junior'), person('senior', 'x')], 'mentee-reports-to-mentor'],
    [
      'in one ring with the mentor',
      [person('senior', 'x'), person('x', 'junior'), person('junior', 'senior')],
      'mentor-reports-to-mentee',
    ],
    [
      'in a ring above the mentor',
      [person('senior', 'x'), person('x', 'senior'), person('junior', 'x')],
      'mentor-reports-to-mentee',
    ],
  ])('are never paired when the mentee is %s', (_, people, key) => {
    const input = alone(people)
    expect(judge(input, 'senior', 'junior')).toMatchObject({ eligible: false, rule: 'reporting_line', reason: { key } })
    const { pairs, unmatched } = match(input)
    expect(pairs).toEqual([])
    expect(unmatched.map(({ personId, role, rule, reason }) => [personId, role, rule, reason.key])).toEqual([
      ['senior', 'mentee', 'reporting_line', key],
      ['junior', 'mentor', 'reporting_line', key],
    ])
  })
  it('are never paired when one of them is not in the directory, because nothing can be proven', () => {
    expect(judge(alone([person('senior', null)]), 'senior', 'junior')).toMatchObject({
      rule: 'reporting_line',
      reason: { key: 'mentor-not-in-directory', values: { personId: 'junior' } },
    })
  })
  it('are free of each other when one is their own manager or names somebody unknown', () => {
    expect(judge(alone([person('senior', 'senior'), person('junior', 'gone')]), 'senior', 'junior').eligible).toBe(true)
  })
})

describe('two people with the same manager', () => {
  it.each([
    ['a known one', [person('head', null), person('senior', 'head'), person('junior', 'head')], 'head'],
    ['one the directory does not know', [person('senior', 'gone'), person('junior', 'gone')], 'gone'],
  ])('are never paired when it is %s', (_, people, managerId) => {
    expect(judge(alone(people), 'senior', 'junior')).toMatchObject({
      rule: 'same_manager',
      reason: { key: 'same-manager', values: { managerId } },
    })
  })
})

describe('two departments', () => {
  it.each<[string, string | null, string | null, string]>([
    ['that are the same', 'Claims', 'Claims', 'same-department'],
    ['of which the mentee’s is unknown', null, 'Claims', 'mentee-department-unknown'],
    ['of which the mentor’s is unknown', 'Claims', null, 'mentor-department-unknown'],
    ['that are both unknown', null, null, 'departments-unknown'],
  ])('%s are not proven to be different', (_, own, other, key) => {
    const input = alone([person('senior', null, own), person('junior', null, other)])
    expect(judge(input, 'senior', 'junior')).toMatchObject({ rule: 'same_department', reason: { key } })
    expect(match(input).unmatched.map(({ rule, reason }) => [rule, reason.key])).toEqual([
      ['same_department', key],
      ['same_department', key],
    ])
  })
})

const free = [person('senior', null), person('junior', null)]

describe('two people without a language in common', () => {
  it.each([
    ['different ones', ['de'], ['fr', 'it']],
    ['none on one side', [], ['fr']],
    ['none on either side', [], []],
  ])('are never paired: %s', (_, menteeSpeaks, mentorSpeaks) => {
    const input = alone(free, mentee('senior', { languages: menteeSpeaks }), mentor('junior', { languages: mentorSpeaks }))
    expect(match(input)).toMatchObject({
      pairs: [],
      excluded: { no_shared_language: 1 },
      unmatched: [{ rule: 'no_shared_language' }, {}],
    })
  })
})

describe('two people the programme team ruled out', () => {
  it('stay apart, and the rule says so', () => {
    const input = { ...alone(free), forbidden: [{ menteeId: 'senior', mentorId: 'junior' }] }
    expect(match(input).unmatched.map(({ rule }) => rule)).toEqual(['forbidden', 'forbidden'])
  })
})

describe('somebody who teaches and learns', () => {
  it('is never their own partner', () => {
    const { pairs, unmatched } = match(round({ people: free, mentees: [mentee('senior')], mentors: [mentor('senior')] }))
    expect(pairs).toEqual([])
    expect(unmatched.map(({ role, rule }) => [role, rule])).toEqual([
      ['mentee', 'capacity'],
      ['mentor', 'capacity'],
    ])
  })
})

describe('a pair that is made', () => {
  const people: OrgPerson[] = [
    person('ceo', null),
    { ...person('senior', 'ceo', 'Underwriting'), office: 'Hamburg', country: 'DE', jobFunction: 'Risk' },
    { ...person('junior', 'ceo2', 'Service'), office: 'Hamburg', country: 'DE', jobFunction: 'Data' },
    person('ceo2', 'ceo'),
  ]
  const input = round({
    people,
    required: { ai: 6, data: 6, law: 4 },
    mentees: [mentee('senior', { languages: ['de', 'en'], topics: ['ai', 'music'], levels: { ai: 1, data: 4, law: 5 } })],
    mentors: [mentor('junior', { languages: ['en', 'de'], topics: ['ai'], levels: { ai: 5, data: 8 } })],
  })
  const [pair] = match(input).pairs

  it('scores what it covers, wishes, place and function', () => {
    expect(pair?.score).toBe(Math.floor((600 * (4 + 2)) / (5 + 2)) + 40 + 80 + 60)
    expect(pair?.word).toBe('strong')
  })
  it('says why, most telling first, and marks what came from an assessment', () => {
    expect(pair?.because).toEqual([
      { key: 'covers-competences', values: { competences: ['ai', 'data'], covered: 2, gaps: 2 }, fromAssessment: true },
      { key: 'shared-topics', values: { topics: ['ai'] }, fromAssessment: false },
      { key: 'same-office', values: { office: 'Hamburg' }, fromAssessment: false },
      { key: 'independent-lines', values: { commonSuperiorId: 'ceo', menteeSteps: 1, mentorSteps: 2 }, fromAssessment: false },
      {
        key: 'different-worlds',
        values: { menteeDepartment: 'Underwriting', mentorDepartment: 'Service', menteeFunction: 'Risk', mentorFunction: 'Data' },
        fromAssessment: false,
      },
      { key: 'shared-language', values: { languages: ['de', 'en'] }, fromAssessment: false },
    ])
  })
  it('carries the proof that neither can reach the other’s review', () => {
    expect(pair?.proof).toEqual({ commonSuperiorId: 'ceo', menteePath: ['ceo'], mentorPath: ['ceo2', 'ceo'] })
  })
  it('is judged alike when it is asked for alone', () => {
    expect(judge(input, 'senior', 'junior')).toEqual({ eligible: true, pair })
  })
})

describe('somebody who stays without a partner', () => {
  it('hears of too few places when every place is taken', () => {
    const { pairs, unmatched } = match(
      round({
        people: ['a', 'b', 'c', 'm'].map((id) => person(id, null)),
        mentees: ['a', 'b', 'c'].map((id) => mentee(id)),
        mentors: [mentor('m', { capacity: 2 })],
      }),
    )
    expect(pairs).toHaveLength(2)
    expect(unmatched).toEqual([
      expect.objectContaining({
        role: 'mentee',
        rule: 'capacity',
        reason: { key: 'more-mentees-than-places', values: { rivals: 3, places: 2, mentors: 1 }, fromAssessment: false },
      }),
    ])
  })
  it('hears of competition when places are left only with mentors closed to all who compete', () => {
    const { unmatched } = match(
      round({
        people: ['a', 'b', 'c', 'm', 'n'].map((id) => person(id, null)),
        mentees: [mentee('a', { languages: ['it'] }), mentee('b', { languages: ['it'] }), mentee('c')],
        mentors: [mentor('m', { languages: ['it'] }), mentor('n', { capacity: 3 })],
      }),
    )
    expect(unmatched).toEqual([
      expect.objectContaining({
        role: 'mentee',
        rule: 'competition',
        reason: expect.objectContaining({ key: 'places-left-only-elsewhere' }),
      }),
    ])
  })
  it('hears of competition as a mentor whose possible mentees are with others', () => {
    const { unmatched } = match(
      round({
        people: ['a', 'm', 'n'].map((id) => person(id, null)),
        mentees: [mentee('a')],
        mentors: [mentor('m'), mentor('n', { levels: {} })],
      }),
    )
    expect(unmatched).toMatchObject([
      { personId: 'n', role: 'mentor', rule: 'competition', reason: { key: 'mentees-are-with-others' } },
    ])
  })
  it('hears the rule that excluded the most, and of two with as many the one asked first', () => {
    const people = [person('a', null, 'D'), person('x', 'a'), person('y', null, 'D'), person('z', null, 'D')]
    const mentors = ['x', 'y', 'z'].map((id) => mentor(id))
    const reasons = (some: VolunteerMentor[]) => match(round({ people, mentees: [mentee('a')], mentors: some })).unmatched[0]
    expect(reasons(mentors)).toMatchObject({
      rule: 'same_department',
      reason: { key: 'same-department', values: { excluded: 2, of: 3 } },
    })
    expect(reasons(mentors.slice(0, 2))).toMatchObject({ rule: 'reporting_line' })
  })
  it('hears of capacity when nobody offers or asks for anything', () => {
    expect(match(round({ people: free, mentees: [mentee('senior')] })).unmatched).toMatchObject([
      { rule: 'capacity', reason: { key: 'nobody-offers-a-place' } },
    ])
    expect(match(round({ people: free, mentors: [mentor('junior')] })).unmatched).toMatchObject([
      { rule: 'capacity', reason: { key: 'nobody-asks-for-a-place' } },
    ])
  })
})

describe('a pair the programme team locks', () => {
  const people = ['a', 'b', 'm', 'n'].map((id) => person(id, null))
  const input = round({
    people,
    mentees: [mentee('a'), mentee('b')],
    mentors: [mentor('m', { levels: { data: 3 } }), mentor('n')],
  })
  it('is kept and left out of the floor', () => {
    const { pairs, optimum } = match({ ...input, locked: [{ menteeId: 'a', mentorId: 'm' }] })
    expect(pairs.map(({ menteeId, mentorId, locked }) => [menteeId, mentorId, locked])).toEqual([
      ['a', 'm', true],
      ['b', 'n', false],
    ])
    expect(optimum).toEqual({ matched: 2, shortfall: 0, floor: 600, total: 750 })
  })
  it('is refused with its reason and has no effect when it breaks a rule or there is no room', () => {
    const { rejectedLocks } = match({
      ...input,
      people: [...people.slice(0, 3), person('n', 'a')],
      locked: [
        { menteeId: 'a', mentorId: 'n' },
        { menteeId: 'a', mentorId: 'm' },
        { menteeId: 'a', mentorId: 'm' },
        { menteeId: 'b', mentorId: 'm' },
        { menteeId: 'b', mentorId: 'nobody' },
      ],
    })
    expect(rejectedLocks.map(({ why }) => why)).toEqual([
      'reporting_line',
      'mentee_already_locked',
      'capacity',
      'not_a_participant',
    ])
  })
})
