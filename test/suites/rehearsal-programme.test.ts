import { readdirSync } from 'node:fs'
import path from 'node:path'
import { odd, oddOrganisation } from './rehearsal/organisation.js'
import { reportingLines } from './rehearsal/reporting-lines.js'
import { type Meeting, resultsIn, type Results } from './rehearsal/results.js'
import { argumentsWith, type Ran, rehearsalGround } from './rehearsal/run-cli.js'

const ground = rehearsalGround()
afterAll(() => ground.end())

const organisation = oddOrganisation()
const lines = reportingLines(organisation.value)
const asked = { mentees: 14, mentors: 8 }

const directory = ground.file('organisation.json', organisation)
async function rehearse(out: string, more: Readonly<Record<string, string>> = {}): Promise<Ran & { readonly results: Results }> {
  const ran = await ground.run(argumentsWith({ directory, out: ground.at(out), ...more }))
  if (ran.code !== 0) throw new Error(`The rehearsal ended with ${ran.code}: ${ran.stderr}\n${ran.stdout}`)
  return { ...ran, results: resultsIn(ground.at(out)) }
}

let first: Awaited<ReturnType<typeof rehearse>>
let again: typeof first
let killed: typeof first
let results: Results

// Three rehearsals for all of the tests: two alike, and one whose function host dies twice meanwhile.
beforeAll(async () => {
  ;[killed, [first, again]] = await Promise.all([
    rehearse('killed', { 'kill-host': '2' }),
    rehearse('first').then(async (one) => [one, await rehearse('again')] as const),
  ])
  results = first.results
}, 240_000)

const groupsBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return [...groups.values()]
}
const pairOf = ({ menteeId, mentorId }: { menteeId: string; mentorId: string }) => `${menteeId} ${mentorId}`
const standing = () => results.pairs.filter(({ status }) => status === 'active' || status === 'completed')
const outcomes = (wanted: Meeting['outcome']) => results.meetings.filter(({ outcome }) => outcome === wanted)

describe('a rehearsal on an organisation with the oddities of real ones', () => {
  it('finds as many volunteers as were asked for and brings most of them together', () => {
    expect(results.report).toMatchObject({ asked, found: asked, volunteered: 22 })
    expect(standing().length).toBeGreaterThan(asked.mentees / 2)
  })

  it('pairs nobody with a person in their own reporting line, however far up or round whatever ring', () => {
    expect(results.pairs.filter(({ menteeId, mentorId }) => lines.inOneLine(menteeId, mentorId))).toEqual([])
  })

  it('pairs nobody under the same manager, of the same department, or of one that is not known', () => {
    expect(results.pairs.filter(({ menteeId, mentorId }) => lines.shareManager(menteeId, mentorId))).toEqual([])
    expect(results.pairs.filter(({ menteeId, mentorId }) => !lines.provenApart(menteeId, mentorId))).toEqual([])
  })

  it('gives no mentor more than three mentees and no mentee two tandems at once', () => {
    const goingOn = results.pairs.filter(({ status }) => status !== 'ended')
    expect(groupsBy(results.pairs, ({ mentorId }) => mentorId).filter(({ length }) => length > 3)).toEqual([])
    expect(groupsBy(goingOn, ({ menteeId }) => menteeId).filter(({ length }) => length > 1)).toEqual([])
  })

  it('proves each pair by paths that lead up the directory to the nearest common superior, or to two tops', () => {
    for (const { menteeId, mentorId, proof } of results.pairs) {
      const { commonSuperiorId: superior, menteePath, mentorPath } = proof
      expect([lines.leadsUp(menteeId, menteePath), lines.leadsUp(mentorId, mentorPath)]).toEqual([true, true])
      const shared = menteePath.filter((id) => mentorPath.includes(id))
      expect(shared).toEqual(superior === null ? [] : [superior])
      if (superior !== null) expect([menteePath.at(-1), mentorPath.at(-1)]).toEqual([superior, superior])
      else expect([lines.endsAtTop(menteeId, menteePath), lines.endsAtTop(mentorId, mentorPath)]).toEqual([true, true])
    }
    expect(new Set(results.pairs.map(({ proof }) => proof.commonSuperiorId === null))).toEqual(new Set([true, false]))
  })

  it('leaves every volunteer in a tandem that meets, or once among the unmatched with a rule', () => {
    const inTandem = {
      mentee: new Set(standing().map(({ menteeId }) => menteeId)),
      mentor: new Set(standing().map(({ mentorId }) => mentorId)),
    }
    const leftOut = results.unmatched.map(({ personId }) => personId)
    expect(new Set(leftOut).size).toBe(leftOut.length)
    for (const role of ['mentee', 'mentor'] as const) {
      const without = results.unmatched.filter((one) => one.role === role)
      expect(without.filter(({ personId }) => inTandem[role].has(personId))).toEqual([])
      expect(without.length + inTandem[role].size).toBe(results.report.found[`${role}s`])
    }
  })

  it('tells whom nobody can prove to be of another department that this is why', () => {
    const told = results.unmatched.filter(({ personId }) => odd.noDepartment.some((id) => id === personId))
    const reasons = told.filter(({ rule }) => rule === 'same_department').map(({ sentence }) => sentence)
    expect(reasons.length).toBeGreaterThan(0)
    for (const sentence of reasons) expect(sentence).toContain('The directory does not say which department')
  })

  it('lets all four meetings of every completed tandem take place, in their order', () => {
    const completed = results.pairs.filter(({ status }) => status === 'completed')
    expect(completed.length).toBeGreaterThan(0)
    for (const pair of completed) {
      const held = outcomes('held').filter((meeting) => pairOf(meeting) === pairOf(pair))
      const inTime = held.sort((a, b) => (a.startUtc < b.startUtc ? -1 : 1))
      expect(inTime.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    }
  })

  it('never has a person in two meetings at once', () => {
    const stood = results.meetings.filter(({ outcome }) => outcome !== 'cancelled')
    const people = new Set(stood.flatMap(({ menteeId, mentorId }) => [menteeId, mentorId]))
    for (const id of people) {
      const mine = stood
        .filter(({ menteeId, mentorId }) => menteeId === id || mentorId === id)
        .sort((a, b) => (a.startUtc < b.startUtc ? -1 : 1))
      mine.slice(1).forEach((meeting, at) => expect(mine[at]!.endUtc <= meeting.startUtc).toBe(true))
    }
  })

  it('writes one line for each event, in the calendar of one of the two', () => {
    const events = results.meetings.map(({ eventId }) => eventId)
    expect(new Set(events).size).toBe(events.length)
    const pairs = new Set(results.pairs.map(pairOf))
    for (const meeting of results.meetings) {
      expect(pairs).toContain(pairOf(meeting))
      expect([meeting.menteeId, meeting.mentorId]).toContain(meeting.organizerId)
      expect(meeting.startUtc < meeting.endUtc).toBe(true)
    }
    for (const attempts of groupsBy(results.meetings, (meeting) => `${pairOf(meeting)} ${meeting.number}`))
      expect(attempts.filter(({ outcome }) => outcome === 'held' || outcome === 'planned').length).toBeLessThanOrEqual(1)
    expect(results.meetings.some(({ outcome }) => outcome === 'cancelled')).toBe(true)
  })

  it('counts in its report what stands in its files', () => {
    const { report, pairs, unmatched } = results
    const counted = (rule: string) => unmatched.filter((one) => one.rule === rule).length
    expect(report.published).toBe(pairs.length)
    expect(report.matched).toBe(new Set(pairs.flatMap(({ menteeId, mentorId }) => [menteeId, mentorId])).size)
    expect(report.volunteered).toBe(report.found.mentees + report.found.mentors)
    expect(report.refused).toBe(counted('refused_by_manager'))
    for (const outcome of ['planned', 'held', 'missed', 'cancelled'] as const)
      expect(report.meetings[outcome]).toBe(outcomes(outcome).length)
    const fewer = [report.invited, report.volunteered, report.approved, report.assessed, report.matched, report.assessedAfter]
    expect(fewer).toEqual([...fewer].sort((a, b) => b - a))
    expect(report.feedback).toBeLessThanOrEqual(2 * (report.meetings.held + report.meetings.missed))
    expect(report.change.length).toBeGreaterThan(0)
    for (const { n, mean, low, high } of report.change) {
      expect([low, mean, high]).toEqual([low, mean, high].sort((a, b) => a - b))
      expect(n).toBeLessThanOrEqual(report.assessedAfter)
    }
  })

  it('invites nobody whom mail would not reach, who has left or who is a guest, and reports what is wrong with the directory', () => {
    const takingPart = new Set([
      ...results.pairs.flatMap(({ menteeId, mentorId }) => [menteeId, mentorId]),
      ...results.unmatched.map(({ personId }) => personId),
    ])
    const notInvited = [odd.noMail, odd.sameMail.later, odd.sameName.later, odd.bare, odd.guest, odd.leaver]
    expect(notInvited.filter((id) => takingPart.has(id))).toEqual([])
    const report = results.problems.join('\n')
    expect(report).toContain('Lead bb Sales has the same address (lead.aa.sales@contoso.example) as Lead aa Sales')
    expect(report).toContain('Lead bb Service has the same address (lead.aa.service@contoso.example) as Lead aa Service')
    expect(report).toContain('Head Research has no mail address')
    expect(report).toContain('The directory says that Head Sales is their own manager')
    expect(report).toMatch(/Head Operations.* manager|manager.* Head Operations/)
    for (const name of ['Head Technology', 'Lead aa Technology', 'Lead bb Technology'])
      expect(report).toContain(`${name} is part of a ring`)
    for (const name of ['Head Finance', 'Member aa aa Service', 'Member bb cc Service'])
      expect(report).toContain(`which department ${name} belongs to`)
  })

  it('prints one screen and leaves nothing behind but its files', () => {
    expect(first.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24)
    expect(readdirSync(ground.temporary)).toEqual([])
    expect(readdirSync(path.join(ground.folder, 'first')).sort()).toEqual([
      'meetings.json',
      'pairs.json',
      'problems.json',
      'report.json',
      'unmatched.json',
    ])
  })
})

const apartFromEvents = ({ meetings }: Results) => meetings.map(({ eventId: _, ...rest }) => rest)
const checked = /^Checked +\d+ letters sent and (\d+) meetings in calendars, none of them twice$/m

describe.each([
  ['with the same arguments', () => again],
  ['whose function host was killed twice', () => killed],
])('a second rehearsal %s', (_, second) => {
  it('comes to the same pairs, the same people left out and, event ids apart, the same meetings', () => {
    expect(second().results.pairs).toEqual(results.pairs)
    expect(second().results.unmatched).toEqual(results.unmatched)
    expect(apartFromEvents(second().results)).toEqual(apartFromEvents(results))
  })

  it('has sent no letter twice and put no meeting twice into the calendars', () => {
    const standsInCalendars = second().results.meetings.filter(({ outcome }) => outcome !== 'cancelled')
    expect(checked.exec(second().stdout)?.[1]).toBe(String(standsInCalendars.length))
  })
})

it('a rehearsal told to kill its function host says how often it did', () => {
  expect(killed.stdout).toMatch(/^Killed +the function host 2 times of 2 asked for$/m)
})
