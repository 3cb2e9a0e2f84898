import {
  answerInvitation,
  call,
  invitePeople,
  listApprovals,
  listCandidates,
  listPeople,
  viewMe,
  viewProgramme,
  type Candidate,
} from '@tandem/contract'
import { colleague, company as everybody } from '../people.js'
import { standing, startCompany, type Company } from './fixtures/company.js'
import { create, volunteer } from './fixtures/programme.js'

const threshold = 50
const large = 'everyone'
const small = 'everyone-2'
const helena = colleague('Helena Brandt')
const inTurn = async <One>(ones: readonly One[], work: (one: One) => Promise<unknown>) => {
  const lane = async (at: number) => {
    for (; at < ones.length; at += 6) await work(ones[at]!)
  }
  await Promise.all([0, 1, 2, 3, 4, 5].map(lane))
}

let company: Company
let mentees: readonly Candidate[]
let mentors: readonly Candidate[]
beforeAll(async () => {
  company = await startCompany({ threshold })
  await create(company, large, 'Everyone')
  const candidatesFor = async (role: 'mentee' | 'mentor') =>
    (await call(company.hr, listCandidates, { params: { programme: large }, body: { role } })).candidates
  mentees = await candidatesFor('mentee')
  mentors = await candidatesFor('mentor')
})
afterAll(() => company?.close())

describe('a programme with more people than a list view may touch', () => {
  it('invites each of them once', async () => {
    const people = [
      ...mentees.map(({ person }) => ({ personId: person.id, role: 'mentee' as const })),
      ...mentors.map(({ person }) => ({ personId: person.id, role: 'mentor' as const })),
    ]
    expect(people.length).toBe(everybody.length)
    expect(people.length).toBeGreaterThan(threshold)
    await call(company.hr, invitePeople, { params: { programme: large }, body: { people } })
    await company.settle(large)
    expect(await company.sent()).toBe(everybody.length)
  })

  it('takes everybody’s answer and asks each manager', async () => {
    const { consent } = await standing(company, helena, large)
    const body = { answer: 'volunteer' as const, consentVersion: consent.version, wishes: { languages: ['en'], topics: [] } }
    await inTurn(everybody, (person) => call(company.as(person), answerInvitation, { params: { programme: large }, body }))
    await company.settle(large)
    const withManager = everybody.filter(({ manager }) => manager !== null).length
    expect(await company.sent()).toBe(everybody.length + withManager)
  })

  it('counts and lists all of them, and leaves to the programme team whom the directory gives no manager', async () => {
    const { figures, steps } = await call(company.hr, viewProgramme, { params: { programme: large } })
    expect(figures).toMatchObject({ invited: everybody.length, volunteered: everybody.length, approved: 0 })
    expect(steps).toEqual({ open: 0, due: 0, stuck: 0 })
    const { people } = await call(company.hr, listPeople, { params: { programme: large } })
    expect(new Set(people.map(({ person }) => person.id)).size).toBe(everybody.length)
    expect(
      people
        .filter(({ needsDecision }) => needsDecision)
        .map(({ person }) => person.name)
        .sort(),
    ).toEqual(['Annika Bergström', 'Florentine Becker'])
  })
})

describe('two programmes at a time, one with the beginning of the other’s key', () => {
  beforeAll(async () => {
    await create(company, small, 'Everyone again')
    await call(company.hr, invitePeople, {
      params: { programme: small },
      body: { people: [{ personId: helena.id, role: 'mentee' }] },
    })
    await company.settle(small)
  })

  it('keep their people apart', async () => {
    const { people } = await call(company.hr, listPeople, { params: { programme: small } })
    expect(people.map(({ person, status }) => [person.name, status])).toEqual([['Helena Brandt', 'invited']])
    expect((await call(company.hr, viewProgramme, { params: { programme: small } })).figures).toMatchObject({
      invited: 1,
      volunteered: 0,
    })
    expect((await call(company.hr, listPeople, { params: { programme: large } })).people).toHaveLength(everybody.length)
  })

  it('take one person’s answers for themselves', async () => {
    const statuses = async () => {
      const { participations } = await call(company.as(helena), viewMe)
      return Object.fromEntries(participations.map(({ programme, status }) => [programme.key, status]))
    }
    expect(await statuses()).toEqual({ [large]: 'volunteered', [small]: 'invited' })
    await call(company.as(helena), answerInvitation, { params: { programme: small }, body: { answer: 'decline' } })
    expect(await statuses()).toEqual({ [large]: 'volunteered', [small]: 'invited' })
    await volunteer(company, small, 'Helena Brandt')
    expect(await statuses()).toEqual({ [large]: 'volunteered', [small]: 'volunteered' })
    const { approvals } = await call(company.as(colleague('Annika Bergström')), listApprovals)
    expect(
      approvals
        .filter(({ person }) => person.id === helena.id)
        .map(({ programme }) => programme)
        .sort(),
    ).toEqual(['Everyone', 'Everyone again'])
  })
})
