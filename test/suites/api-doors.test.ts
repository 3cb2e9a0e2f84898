import * as contract from '@tandem/contract'
import { generateKeyPair, SignJWT, UnsecuredJWT, decodeJwt } from 'jose'
import { colleague } from '../people.js'
import { apiUri, clients, tenantId } from '../run/identities.js'
import { startCompany, type Company } from './fixtures/company.js'
import { create } from './fixtures/programme.js'

type Door = Pick<contract.Endpoint, 'name' | 'who' | 'method' | 'path'>
const isDoor = (value: unknown): value is Door => typeof value === 'object' && value !== null && 'who' in value && 'path' in value
const exported: readonly unknown[] = Object.values(contract)
const doors = exported.filter(isDoor)
const doorsOf = (...who: readonly Door['who'][]) =>
  doors.filter((door) => who.includes(door.who)).map((door) => [door.name, door] as const)

const programme = 'doors'
const jonas = colleague('Jonas Adeyemi')
const lead = colleague('Maren Albrecht')

let company: Company
beforeAll(async () => {
  company = await startCompany()
  await create(company, programme, 'Doors')
})
afterAll(() => company?.close())

async function knock(door: Door, token: string | null, body?: unknown, query = '') {
  const answer = await fetch(`${company.stack.apiUrl}/${door.path.replace('{programme}', programme)}${query}`, {
    method: door.method,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(door.method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) }),
  })
  const { error } = (await answer.json()) as { error?: { kind: string; message: string } }
  return { status: answer.status, kind: error?.kind, message: error?.message }
}

/** What the backend itself gets for our API: a token of an application, with no person behind it. */
async function appOnlyToken(): Promise<string> {
  const { id, secret } = clients.backend
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: `${apiUri}/.default` }
  const answer = await fetch(`${company.stack.tenantUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

/** The programme lead's token for another API of the same tenant, with a scope of the same name. */
async function tokenForAnotherApi(client: string): Promise<string> {
  const other = { appId: 'c7a0c1de-0f5b-4a53-9c7e-5d3b6f1a2e90', displayName: 'Canteen', uri: 'api://canteen' }
  const seed = { apps: [other], roleAssignments: [{ userId: lead.id, appId: other.appId, role: 'Programme.Admin' }] }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${company.stack.tenantUrl}/_tenant/seed`, { method: 'POST', headers, body: JSON.stringify(seed) })
  const form = {
    grant_type: 'password',
    client_id: client,
    username: lead.id,
    password: 'any',
    scope: `${other.uri}/user_impersonation`,
  }
  const answer = await fetch(`${company.stack.tenantUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const team = () => company.stack.tokenFor(lead.id, 'api')
const asCard = () => company.stack.tokenFor(lead.id, 'card')

describe('every door of the API', () => {
  it('is known to these tests', () => {
    expect(doors.length).toBeGreaterThan(20)
    expect(new Set(doors.map(({ who }) => who))).toEqual(new Set(['person', 'team', 'card']))
  })

  describe.each(doors.map((door) => [door.name, door] as const))('%s', (_, door) => {
    const own = () => (door.who === 'card' ? asCard() : team())

    it('stays shut without a token, and for what is no token', async () => {
      expect(await knock(door, null)).toMatchObject({ status: 401, kind: 'sign-in' })
      expect(await knock(door, 'not-a-token')).toMatchObject({ status: 401, kind: 'sign-in' })
    })

    it('stays shut for an application without a person', async () => {
      expect(await knock(door, await appOnlyToken())).toMatchObject({ status: 401, kind: 'sign-in' })
    })

    it('stays shut for a token that was meant for somebody else', async () => {
      expect(await knock(door, await company.stack.tokenFor(lead.id, 'graph'))).toMatchObject({ status: 401 })
      expect(await knock(door, await company.stack.tokenFor(lead.id, 'sharepoint'))).toMatchObject({ status: 401 })
      const canteen = await tokenForAnotherApi(door.who === 'card' ? clients.outlook : clients.webPart)
      expect(decodeJwt(canteen)).toMatchObject({ scp: 'user_impersonation', roles: ['Programme.Admin'] })
      expect(await knock(door, canteen)).toMatchObject({ status: 401, message: 'The token is not one we accept.' })
    })

    it('stays shut for a token that nobody signed, or somebody else', async () => {
      const claims = decodeJwt(await own())
      const { privateKey } = await generateKeyPair('RS256')
      const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
      expect(await knock(door, forged)).toMatchObject({ status: 401 })
      expect(await knock(door, new UnsecuredJWT(claims).encode())).toMatchObject({ status: 401 })
    })

    it('opens for Outlook where cards are answered, and for pages everywhere else', async () => {
      const other = door.who === 'card' ? await team() : await asCard()
      expect(await knock(door, other)).toMatchObject({
        status: 401,
        message: 'The token was asked for by an application that may not call this.',
      })
      expect((await knock(door, await own())).status).not.toBe(401)
    })
  })

  it.each(doorsOf('team'))('of the programme team stays shut for everybody else: %s', async (_, door) => {
    expect(await knock(door, await company.stack.tokenFor(jonas.id, 'api'))).toMatchObject({ status: 403, kind: 'not-yours' })
  })
})

describe('a body that does not fit the contract', () => {
  const volunteering = { answer: 'volunteer', consentVersion: '2026-11', wishes: { languages: ['en'], topics: [] } }
  const settings = { competences: [{ key: 'sharing', required: 4 }] }
  it.each<[contract.Endpoint['name'], unknown, string]>([
    ['createProgramme', { blueprint: 'ten-phases', name: 'Round', key: 'Not A Key' }, 'key'],
    ['createProgramme', { blueprint: 'ten-phases', name: ' x ', key: 'round' }, 'name'],
    [
      'createProgramme',
      { blueprint: 'ten-phases', name: 'Round', key: 'round', settings: { assessmentDays: 29 } },
      'settings.assessmentDays',
    ],
    ['editSettings', settings, 'topics'],
    ['invitePeople', { people: [] }, 'people'],
    ['invitePeople', { people: [{ personId: 'x', role: 'boss' }] }, 'people.0.role'],
    ['closePhase', { leave: 'running' }, 'leave'],
    ['retryStep', {}, 'step'],
    ['answerInvitation', { answer: 'perhaps' }, 'answer'],
    ['answerInvitation', { ...volunteering, consentVersion: '' }, 'consentVersion'],
    ['answerInvitation', { ...volunteering, capacity: 11 }, 'capacity'],
    ['answerInvitation', { ...volunteering, wishes: { languages: ['English'], topics: [] } }, 'wishes.languages.0'],
    ['answerAssessment', { moment: 'before', levels: { sharing: 9 } }, 'levels.sharing'],
    ['answerAssessment', { moment: 'now', levels: {} }, 'moment'],
    ['answerApproval', { enrolment: 'x', decision: 'maybe' }, 'decision'],
    ['cancelMeeting', {}, 'meeting'],
    ['giveFeedback', { meeting: 'x', tookPlace: true, useful: 6 }, 'useful'],
    ['evaluateProgramme', { worthwhile: 0, eyeLevel: 3, recommend: 3 }, 'worthwhile'],
    ['answerCard', { card: 'assessment' }, 'token'],
  ])('is sent back by %s with %j: it names %s', async (name, body, field) => {
    const door = doors.find((one) => one.name === name)!
    const answer = await knock(door, door.who === 'card' ? await asCard() : await team(), body)
    expect(answer).toMatchObject({ status: 400, kind: 'refusal' })
    expect(answer.message).toContain(`${field}:`)
  })

  it('is sent back when it is no JSON at all', async () => {
    const door = doors.find(({ name }) => name === 'cancelMeeting')!
    expect(await knock(door, await team(), '{"meeting":')).toMatchObject({
      status: 400,
      message: 'The body of the request is not JSON.',
    })
  })

  it('is sent back as a query too', async () => {
    const door = doors.find(({ name }) => name === 'listCandidates')!
    const answer = await knock(door, await team(), undefined, '?role=boss')
    expect(answer).toMatchObject({ status: 400, kind: 'refusal' })
    expect(answer.message).toContain('role:')
  })

  it('has changed nothing', async () => {
    expect(await company.stores.enrolments.all()).toEqual([])
    expect((await company.stores.programmes.all()).map(({ row }) => row.ProgrammeKey)).toEqual([programme])
  })
})
