import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'

import { appToken, graphScope, personToken } from '../tenant/clients'
import { openTenant, type RunningTenant, startTenant } from '../tenant/index'

const tenantId = '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10'
const api = 'b3c1d6f2-8a47-4d0e-b6f5-2f0c9e7d1a55'
const backend = '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31'
const ada = {
  id: 'e1f2a3b4-0000-4000-8000-000000000010',
  displayName: 'Ada',
  userPrincipalName: 'ada@contoso.example',
  mail: 'ada@contoso.example',
}

let tenant: RunningTenant
beforeAll(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: { users: [ada], roleAssignments: [{ userId: ada.id, appId: api, role: 'Programme.Team' }] },
  })
})
afterAll(() => tenant.close())

const ask = async (form: Record<string, string>) => {
  const response = await fetch(`${tenant.url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  return {
    status: response.status,
    answer: (await response.json()) as { error: string; error_codes: number[]; error_description: string },
  }
}
const graphStatus = async (token: string): Promise<number> =>
  (await fetch(`${tenant.url}/v1.0/users?$top=1`, { headers: { authorization: `Bearer ${token}` } })).status

describe('a person’s token for our API', () => {
  it('is verified with the keys the discovery document leads to, and carries who, through what and as what', async () => {
    const discovery = (await (await fetch(`${tenant.url}/${tenantId}/v2.0/.well-known/openid-configuration`)).json()) as {
      issuer: string
      jwks_uri: string
      token_endpoint: string
    }
    expect(discovery.token_endpoint).toBe(`${tenant.url}/${tenantId}/oauth2/v2.0/token`)
    const token = await personToken(tenant.url, 'ADA@contoso.example', 'api://tandem/user_impersonation')
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(discovery.jwks_uri)), {
      issuer: discovery.issuer,
      audience: api,
    })
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({
      tid: tenantId,
      oid: ada.id,
      name: 'Ada',
      preferred_username: ada.userPrincipalName,
      scp: 'user_impersonation',
      ver: '2.0',
      azp: '08e18876-6177-487e-b8b5-cf950c1e598c',
      roles: ['Programme.Team'],
    })
    expect(payload.iss).toBe(`https://login.microsoftonline.com/${tenantId}/v2.0`)
  })

  it('opens neither Graph nor SharePoint', async () => {
    expect(await graphStatus(await personToken(tenant.url, ada.id, 'api://tandem/user_impersonation'))).toBe(401)
  })

  it('is exchanged for one to Graph on her behalf', async () => {
    const assertion = await personToken(tenant.url, ada.id, 'api://tandem/user_impersonation')
    const { answer } = await ask({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      client_id: api,
      client_secret: 'stand-in-only',
      assertion,
      scope: graphScope,
    })
    expect(decodeJwt((answer as unknown as { access_token: string }).access_token)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      oid: ada.id,
    })
  })
})

describe('an app’s own token', () => {
  it('carries its consented permissions and no scopes', async () => {
    const claims = decodeJwt(await appToken(tenant.url, 'https://graph.microsoft.com'))
    expect(claims).toMatchObject({ aud: 'https://graph.microsoft.com', idtyp: 'app', azp: backend })
    expect(claims['roles']).toContain('Calendars.ReadWrite')
    expect(claims['scp']).toBeUndefined()
    expect(decodeJwt(await appToken(tenant.url, tenant.url)).aud).toBe(tenant.url)
  })
})

describe('a request for a token', () => {
  it.each([
    [
      'a wrong secret',
      { grant_type: 'client_credentials', client_id: backend, client_secret: 'guess', scope: graphScope },
      401,
      'invalid_client',
      7000215,
    ],
    [
      'an unknown app',
      { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x', scope: graphScope },
      400,
      'unauthorized_client',
      700016,
    ],
    [
      'an unknown person',
      { grant_type: 'password', client_id: backend, username: 'nobody', password: 'x', scope: graphScope },
      400,
      'invalid_grant',
      50034,
    ],
    [
      'a resource that is not here',
      { grant_type: 'password', client_id: backend, username: ada.id, password: 'x', scope: 'api://other/.default' },
      400,
      'invalid_resource',
      500011,
    ],
    [
      'a single scope for an app',
      {
        grant_type: 'client_credentials',
        client_id: backend,
        client_secret: 'stand-in-only',
        scope: 'https://graph.microsoft.com/User.Read',
      },
      400,
      'invalid_scope',
      1002012,
    ],
  ])('is refused with %s, in the words of Entra', async (_, form, status, error, number) => {
    expect(await ask(form)).toMatchObject({
      status,
      answer: { error, error_codes: [number], error_description: expect.stringContaining(`AADSTS${number}: `) },
    })
  })
})

describe('a token that is not good', () => {
  it('is refused when its signature, its payload or its tenant is another', async () => {
    const token = await appToken(tenant.url, 'https://graph.microsoft.com')
    expect(await graphStatus(token)).toBe(200)
    const [head, payload, signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), roles: ['Directory.ReadWrite.All'] })).toString('base64url')
    expect(await graphStatus(`${head}.${forged}.${signature}`)).toBe(401)
    expect(await graphStatus(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`)).toBe(401)
    const other = await startTenant({ dataFile: ':memory:' })
    expect(await graphStatus(await appToken(other.url, 'https://graph.microsoft.com'))).toBe(401)
    await other.close()
  })
})

describe('a tenant with a data file', () => {
  it('is the same tenant the next time, with its clock, its mail and the tokens it gave out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-tenant-'))
    const dataFile = join(folder, 'tenant.db')
    const first = await startTenant({ dataFile, seed: { users: [ada] } })
    const token = await appToken(first.url, 'https://graph.microsoft.com')
    const headers = { authorization: `Bearer ${token}` }
    await fetch(`${first.url}/_tenant/clock`, {
      method: 'PUT',
      body: JSON.stringify({ now: '2027-01-01T00:00:00Z', frozen: true }),
    })
    await fetch(`${first.url}/v1.0/users/${ada.id}/sendMail`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ message: { subject: 'To myself', toRecipients: [{ emailAddress: { address: ada.mail } }] } }),
    })
    await first.close()
    const second = openTenant({
      dataFile,
      seed: {
        users: [
          { ...ada, displayName: 'Someone else' },
          { ...ada, id: 'e1f2a3b4-0000-4000-8000-000000000011', displayName: 'Newcomer' },
        ],
      },
    })
    const messages = (await (
      await second.app.request(`/v1.0/users/${ada.id}/mailFolders/inbox/messages`, { headers })
    ).json()) as { value: object[] }
    expect(messages.value).toMatchObject([{ subject: 'To myself', receivedDateTime: '2027-01-01T00:00:00Z' }])
    expect(await (await second.app.request('/_tenant/clock')).json()).toEqual({ now: '2027-01-01T00:00:00.000Z', frozen: true })
    const people = (await (await second.app.request('/_tenant/people')).json()) as { value: { displayName: string }[] }
    expect(people.value.map(({ displayName }) => displayName)).toEqual(['Tandem', 'Ada', 'Newcomer'])
    second.close()
    rmSync(folder, { recursive: true })
  })
})

describe('a page from this machine', () => {
  it('may call the tenant, and one from elsewhere may not', async () => {
    const allowed = async (origin: string): Promise<string | null> =>
      (
        await fetch(`${tenant.url}/v1.0/me`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
        })
      ).headers.get('access-control-allow-origin')
    expect(await allowed('http://localhost:4173')).toBe('http://localhost:4173')
    expect(await allowed('https://evil.example')).toBeNull()
  })
})

describe('looking in from outside', () => {
  it('counts requests by face and shows every calendar and the mail that went out', async () => {
    const look = async (path: string) => (await fetch(`${tenant.url}/_tenant/${path}`)).json() as Promise<Record<string, unknown>>
    const before = await look('requests')
    const token = await appToken(tenant.url, 'https://graph.microsoft.com')
    await fetch(`${tenant.url}/v1.0/users/${ada.id}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({
        subject: 'Seen',
        start: { dateTime: '2026-01-05T09:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-01-05T10:00:00', timeZone: 'UTC' },
      }),
    })
    expect(await look('requests')).toMatchObject({
      sharepoint: before['sharepoint'],
      graph: Number(before['graph']) + 1,
      login: Number(before['login']) + 1,
    })
    expect(await look('events')).toMatchObject({
      value: [{ userId: ada.id, isOrganizer: true, subject: 'Seen', start: { dateTime: '2026-01-05T09:00:00.0000000' } }],
    })
    expect(await look('mail-count')).toEqual({ sent: 0, delivered: 0, drafts: 0 })
  })
})

describe('faults that were asked for', () => {
  const set = (value: object[]): Promise<Response> =>
    fetch(`${tenant.url}/_tenant/faults`, { method: 'PUT', body: JSON.stringify({ value }) })

  it('meet the next requests, say when to come back, and are over', async () => {
    await set([{ path: '/v1\\.0/users\\?', status: 429, times: 2 }])
    const headers = { authorization: `Bearer ${await appToken(tenant.url, 'https://graph.microsoft.com')}` }
    const ask = () => fetch(`${tenant.url}/v1.0/users?$top=1`, { headers })
    const [first, second, third] = [await ask(), await ask(), await ask()]
    expect([first.status, second.status, third.status]).toEqual([429, 429, 200])
    expect(first.headers.get('retry-after')).toBe('1')
  })

  it('can lose the answer to something that was done', async () => {
    await set([{ method: 'POST', path: '/events$', status: 504, times: 1, afterwards: true }])
    const headers = { authorization: `Bearer ${await appToken(tenant.url, 'https://graph.microsoft.com')}` }
    const moment = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
    const event = {
      subject: 'Lost',
      transactionId: 'lost',
      start: moment('2026-07-06T09:00:00'),
      end: moment('2026-07-06T10:00:00'),
    }
    const post = () =>
      fetch(`${tenant.url}/v1.0/users/${ada.id}/events`, { method: 'POST', headers, body: JSON.stringify(event) })
    expect([(await post()).status, (await post()).status]).toEqual([504, 201])
    const { value } = (await (await fetch(`${tenant.url}/_tenant/events`)).json()) as { value: { subject: string }[] }
    expect(value.filter(({ subject }) => subject === 'Lost')).toHaveLength(1)
  })
})
