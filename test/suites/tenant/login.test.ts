import {
  ClientCertificateCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
  type TokenCredentialOptions,
} from '@azure/identity'
import { decodeJwt } from 'jose'
import { generate } from 'selfsigned'

import { personToken } from '../../tenant/clients'
import { managedIdentityHeader } from '../../tenant/identities'
import { type RunningTenant, startTenant } from '../../tenant/index'

const tenantId = '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10'
const api = 'b3c1d6f2-8a47-4d0e-b6f5-2f0c9e7d1a55'
const backend = '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31'
const certified = 'c0ffee00-0000-4000-8000-000000000001'
const strict = 'c0ffee00-0000-4000-8000-000000000002'
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const graph = 'https://graph.microsoft.com/.default'
const person = (name: string, more: object = {}) => ({
  id: `e1f2a3b4-0000-4000-8000-0000000000${name.length}0`,
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  mail: `${name.toLowerCase()}@contoso.example`,
  ...more,
})
const ada = person('Ada')
const gone = person('Gonzalo', { accountEnabled: false })

type Answer = {
  readonly access_token: string
  readonly refresh_token: string
  readonly error: string
  readonly suberror: string
  readonly error_codes: readonly number[]
  readonly error_description: string
}

let tenant: RunningTenant
let pem: { readonly private: string; readonly cert: string }
let other: { readonly private: string; readonly cert: string }

beforeAll(async () => {
  const subject = [{ name: 'commonName', value: 'tandem' }]
  ;[pem, other] = await Promise.all([generate(subject), generate(subject)])
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: {
      users: [ada, gone],
      apps: [
        {
          appId: certified,
          displayName: 'With a certificate',
          certificates: [pem.cert],
          permissions: ['User.Read.All', 'Sites.Selected'],
        },
        { appId: strict, displayName: 'Hardly consented', uri: 'api://strict', secret: 'kept', consented: ['User.Read'] },
      ],
      grants: [{ site: '/sites/mentoring', list: null, principal: certified, access: 'write' }],
    },
  })
})
afterAll(() => tenant.close())

/** The libraries speak to https only; their last step is turned to this machine, as it is for the Graph SDK. */
const towardsTenant = (): TokenCredentialOptions => ({
  additionalPolicies: [
    {
      position: 'perRetry',
      policy: {
        name: 'loopback',
        sendRequest: (request, next) => {
          request.url = request.url.replace('https://login.microsoftonline.com', tenant.url)
          request.allowInsecureConnection = true
          return next(request)
        },
      },
    },
  ],
})

async function post(path: string, form: Record<string, string>): Promise<{ readonly status: number; readonly answer: Answer }> {
  const response = await fetch(`${tenant.url}/${tenantId}/oauth2/v2.0/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return { status: response.status, answer: (await response.json()) as Answer }
}
const control = (path: string, body: object, method = 'POST'): Promise<Response> =>
  fetch(`${tenant.url}/_tenant/${path}`, { method, body: JSON.stringify(body) })
const onBehalf = (assertion: string, more: Record<string, string> = {}) =>
  post('token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    client_id: api,
    client_secret: 'stand-in-only',
    scope: graph,
    assertion,
    ...more,
  })
const graphStatus = async (token: string): Promise<number> =>
  (await fetch(`${tenant.url}/v1.0/users?$top=1`, { headers: { authorization: `Bearer ${token}` } })).status
const forUs = (): Promise<string> => personToken(tenant.url, ada.id, 'api://tandem/user_impersonation')

async function identityToken(resource: string): Promise<string> {
  const address = `${tenant.url}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`
  const response = await fetch(address, { headers: { 'x-identity-header': managedIdentityHeader } })
  return ((await response.json()) as Answer).access_token
}

describe('an app with a certificate', () => {
  const credential = (certificate: string) =>
    new ClientCertificateCredential(tenantId, certified, { certificate }, towardsTenant())

  it('signs in with it through @azure/identity and may use what it is allowed', async () => {
    const { token } = await credential(`${pem.private}\n${pem.cert}`).getToken(graph)
    expect(decodeJwt(token)).toMatchObject({
      azp: certified,
      azpacr: '2',
      idtyp: 'app',
      roles: ['User.Read.All', 'Sites.Selected'],
    })
    expect(await graphStatus(token)).toBe(200)
  })

  it('is refused with one that nobody registered', async () => {
    await expect(credential(`${other.private}\n${other.cert}`).getToken(graph)).rejects.toThrow(/AADSTS700027.*not registered/)
  })

  it('is refused with a registered one that somebody else’s key signed for', async () => {
    await expect(credential(`${other.private}\n${pem.cert}`).getToken(graph)).rejects.toThrow(/AADSTS700027.*signature/)
  })

  it('has to show it', async () => {
    expect(await post('token', { grant_type: 'client_credentials', client_id: certified, scope: graph })).toMatchObject({
      status: 401,
      answer: { error: 'invalid_client', error_codes: [7000218] },
    })
  })
})

describe('a tenant whose SharePoint takes no secrets', () => {
  const lists = async (token: string): Promise<Response> =>
    fetch(`${tenant.url}/sites/mentoring/_api/web/lists`, { headers: { authorization: `Bearer ${token}` } })

  it('refuses an app’s token got with a secret, and takes one got with a certificate or a managed identity', async () => {
    await control('settings', { secretsForSharePoint: 'refused' }, 'PUT')
    const form = { grant_type: 'client_credentials', client_id: backend, scope: `${tenant.url}/.default` }
    const bySecret = (await post('token', { ...form, client_secret: 'stand-in-only' })).answer.access_token
    const refusal = await lists(bySecret)
    expect([refusal.status, await refusal.json()]).toEqual([401, { error_description: 'Unsupported app only token.' }])
    const byCertificate = await new ClientCertificateCredential(
      tenantId,
      certified,
      { certificate: `${pem.private}\n${pem.cert}` },
      towardsTenant(),
    ).getToken(`${tenant.url}/.default`)
    expect((await lists(byCertificate.token)).status).toBe(200)
    expect((await lists(await identityToken(tenant.url))).status).toBe(200)
    await control('settings', { secretsForSharePoint: 'accepted' }, 'PUT')
    expect((await lists(bySecret)).status).toBe(200)
  })

  it('does not know a setting that is none', async () => {
    const answer = await control('settings', { secretsForSharePoint: 'maybe' }, 'PUT')
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('must be one of accepted, refused')])
  })
})

describe('code that runs in Azure', () => {
  afterEach(() => {
    delete process.env['IDENTITY_ENDPOINT']
    delete process.env['IDENTITY_HEADER']
  })

  it('gets a token for its managed identity without any secret', async () => {
    process.env['IDENTITY_ENDPOINT'] = `${tenant.url}/msi/token`
    process.env['IDENTITY_HEADER'] = managedIdentityHeader
    const { token } = await new ManagedIdentityCredential().getToken(graph)
    expect(decodeJwt(token)).toMatchObject({ azp: backend, azpacr: '2', idtyp: 'app' })
    expect(await graphStatus(token)).toBe(200)
  })

  it('gets none for an identity it does not have, nor without the header', async () => {
    process.env['IDENTITY_ENDPOINT'] = `${tenant.url}/msi/token`
    process.env['IDENTITY_HEADER'] = managedIdentityHeader
    await expect(new ManagedIdentityCredential({ clientId: certified }).getToken(graph)).rejects.toThrow(/Managed Identity/i)
    const address = `${tenant.url}/msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com`
    expect((await fetch(address)).status).toBe(401)
  })
})

describe('a person at a device without a browser', () => {
  const sayTo = (userCode: string, approve: boolean) => control(`device-codes/${userCode}`, { person: ada.id, approve })

  it('is signed in by @azure/identity once they have typed the code elsewhere, and stays so', async () => {
    const credential = new DeviceCodeCredential({
      tenantId,
      ...towardsTenant(),
      userPromptCallback: ({ userCode }) => void sayTo(userCode, true),
    })
    const first = await credential.getToken('https://graph.microsoft.com/User.Read')
    expect(decodeJwt(first.token)).toMatchObject({ oid: ada.id, scp: 'User.Read', azp: azureCli })
    const second = await credential.getToken('https://graph.microsoft.com/Calendars.ReadWrite')
    expect(decodeJwt(second.token)).toMatchObject({ oid: ada.id, scp: 'Calendars.ReadWrite' })
  })

  it('is told to wait, that they declined, or that the code was good once only', async () => {
    const begin = async () => (await post('devicecode', { client_id: azureCli, scope: graph })).answer as unknown as Begun
    type Begun = { readonly device_code: string; readonly user_code: string; readonly message: string }
    const poll = (device_code: string) =>
      post('token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: azureCli, device_code })
    const [approved, declined] = [await begin(), await begin()]
    expect(approved.message).toContain(approved.user_code)
    expect(await poll(approved.device_code)).toMatchObject({ status: 400, answer: { error: 'authorization_pending' } })
    await sayTo(approved.user_code, true)
    await sayTo(declined.user_code, false)
    expect(await poll(declined.device_code)).toMatchObject({ answer: { error: 'authorization_declined' } })
    expect(await poll(approved.device_code)).toMatchObject({ status: 200 })
    expect(await poll(approved.device_code)).toMatchObject({ answer: { error: 'bad_verification_code' } })
    expect((await sayTo(approved.user_code, true)).status).toBe(400)
  })
})

describe('an API that acts on a person’s behalf', () => {
  it('exchanges the token it was called with, through @azure/identity', async () => {
    const { token } = await new OnBehalfOfCredential({
      tenantId,
      clientId: api,
      clientSecret: 'stand-in-only',
      userAssertionToken: await forUs(),
      ...towardsTenant(),
    }).getToken(graph)
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://graph.microsoft.com', oid: ada.id, azp: api })
    expect(decodeJwt(token)['scp']).toContain('ApprovalSolution.ReadWrite')
  })

  it('may not with a token that was made for somebody else’s API', async () => {
    const { status, answer } = await onBehalf(await personToken(tenant.url, ada.id, graph))
    expect([status, answer.error, answer.error_codes]).toEqual([400, 'invalid_grant', [500131]])
    expect(answer.error_description).toContain(
      `The audience in the assertion was 'https://graph.microsoft.com' and the expected audience is '${api}'`,
    )
  })

  it('may not with a forged token, with an app’s own, or without its own secret', async () => {
    expect(await onBehalf(`${(await forUs()).slice(0, -6)}AAAAAA`)).toMatchObject({
      status: 400,
      answer: { error: 'invalid_grant', error_codes: [50013] },
    })
    const form = { grant_type: 'client_credentials', client_id: backend, client_secret: 'stand-in-only' }
    const ofApp = (await post('token', { ...form, scope: 'api://tandem/.default' })).answer.access_token
    expect(await onBehalf(ofApp)).toMatchObject({ answer: { error_codes: [7000114] } })
    expect(await onBehalf(await forUs(), { client_secret: 'guess' })).toMatchObject({
      status: 401,
      answer: { error: 'invalid_client', error_codes: [7000215] },
    })
  })

  it('may not for somebody whose account is closed', async () => {
    expect(await onBehalf(await personToken(tenant.url, gone.id, 'api://tandem/user_impersonation'))).toMatchObject({
      answer: { error: 'invalid_grant', error_codes: [50057] },
    })
  })

  it('is sent back to the person when a policy wants them to sign in again', async () => {
    await control('settings', { conditionalAccess: 'asksAgain' }, 'PUT')
    expect(await onBehalf(await forUs())).toMatchObject({
      status: 400,
      answer: { error: 'interaction_required', error_codes: [50076], claims: expect.stringContaining('access_token') },
    })
    await control('settings', { conditionalAccess: 'silent' }, 'PUT')
    expect(await onBehalf(await forUs())).toMatchObject({ status: 200 })
  })

  it('is sent back for consent when nobody has given it for a scope', async () => {
    const assertion = await personToken(tenant.url, ada.id, 'api://strict/user_impersonation')
    const ask = (scope: string) => onBehalf(assertion, { client_id: strict, client_secret: 'kept', scope })
    expect(await ask('https://graph.microsoft.com/ApprovalSolution.ReadWrite')).toMatchObject({
      status: 400,
      answer: { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] },
    })
    expect(decodeJwt((await ask(graph)).answer.access_token)).toMatchObject({ scp: 'User.Read' })
  })
})

describe('a refresh token', () => {
  const refresh = (refresh_token: string, client_id = api) =>
    post('token', { grant_type: 'refresh_token', client_id, client_secret: 'stand-in-only', scope: graph, refresh_token })

  it('brings new tokens to the app it was given to, until the person’s sessions are revoked', async () => {
    const first = (await onBehalf(await forUs(), { scope: `${graph} offline_access` })).answer
    const second = await refresh(first.refresh_token)
    expect(decodeJwt(second.answer.access_token)).toMatchObject({ oid: ada.id, azp: api })
    expect(second.answer.refresh_token).not.toBe(first.refresh_token)
    expect(await refresh(first.refresh_token, backend)).toMatchObject({ answer: { error: 'invalid_grant' } })
    await control('revoked-sessions', { person: ada.id })
    expect(await refresh(second.answer.refresh_token)).toMatchObject({
      status: 400,
      answer: { error: 'invalid_grant', error_codes: [50173] },
    })
  })
})
