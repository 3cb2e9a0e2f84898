import type { Client } from '@microsoft/microsoft-graph-client'
import type { SPFI } from '@pnp/sp/index.js'

import { appToken, backendToken, graphClient, personToken, sharePointClient } from '../../tenant/clients'
import { type GraphUser, type RunningTenant, startTenant } from '../../tenant/index'
import { type ThrottlingFigures } from '../../tenant/throttle'

const backend = '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31'
const theo: GraphUser = {
  id: 'e1f2a3b4-0000-4000-8000-000000000001',
  displayName: 'Theo',
  userPrincipalName: 'theo@contoso.example',
  mail: 'theo@contoso.example',
}
const crowd = (size: number): GraphUser[] =>
  Array.from({ length: size }, (_, at) => ({
    ...theo,
    id: `e1f2a3b4-0000-4000-8000-${String(at + 2).padStart(12, '0')}`,
    userPrincipalName: `p${at}@contoso.example`,
    mail: `p${at}@contoso.example`,
  }))

let tenant: RunningTenant
let graph: Client
let sp: SPFI

async function start(size = 0): Promise<void> {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [theo, ...crowd(size)] } })
  graph = graphClient(tenant.url, await backendToken(tenant.url, 'https://graph.microsoft.com'))
  await sharePointClient(tenant.url, await appToken(tenant.url, tenant.url)).web.lists.ensure('Rows', '', 100)
  sp = sharePointClient(tenant.url, await backendToken(tenant.url, tenant.url))
}
beforeAll(() => start())
afterAll(() => tenant.close())
/** With nothing used yet, and nothing enforced. */
async function anew(size = 0): Promise<void> {
  await tenant.close()
  await start(size)
}

const control = async <Answer>(at: string, method = 'GET', body?: unknown): Promise<Answer> => {
  const answer = await fetch(`${tenant.url}/_tenant/${at}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}
const enforce = (retryAfterMost: number | null = null) => control('throttling', 'PUT', { mode: 'enforced', retryAfterMost })
const used = async () => {
  const { throttling } = await control<{ throttling: ThrottlingFigures }>('requests')
  return throttling.apps.find(({ appId }) => appId === backend)
}
const raw = async (at: string): Promise<Response> => {
  const resource = at.startsWith('/sites/') ? tenant.url : 'https://graph.microsoft.com'
  return fetch(`${tenant.url}${at}`, { headers: { authorization: `Bearer ${await backendToken(tenant.url, resource)}` } })
}
const site = '/sites/mentoring/_api/web'
const list = `${site}/lists/getByTitle('Rows')`
const unitsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = (await used())?.sharePoint?.units ?? 0
  await work()
  return ((await used())?.sharePoint?.units ?? 0) - before
}
/** A hundred rows in one batch: two hundred units. */
async function addHundred(): Promise<readonly PromiseSettledResult<unknown>[]> {
  const [batched, execute] = sp.batched()
  const rows = Array.from({ length: 100 }, (_, at) => batched.web.lists.getByTitle('Rows').items.add({ Title: `Row ${at}` }))
  const settled = Promise.allSettled(rows)
  await execute()
  return settled
}

describe('what an app uses of SharePoint', () => {
  it('is one unit for one thing, two for several and for every write, five for permissions', async () => {
    await sp.web.lists.getByTitle('Rows').items.add({ Title: 'first' })
    expect(await unitsOf(() => raw(`${list}/items(1)`))).toBe(1)
    expect(await unitsOf(() => raw(`${list}/items`))).toBe(2)
    expect(await unitsOf(() => sp.web.lists.getByTitle('Rows').items.add({ Title: 'second' }))).toBe(2)
    expect(await unitsOf(() => sp.web.lists.getByTitle('Rows').items.getById(1).delete())).toBe(2)
    expect(await unitsOf(() => raw(`${list}/roleassignments`))).toBe(5)
  })

  it('is counted for each part of a batch and not for its envelope', async () => {
    expect(await unitsOf(addHundred)).toBe(200)
  })

  it('is shown for the minute that is and the worst there was, beside what is allowed', async () => {
    await addHundred()
    expect((await used())?.sharePoint).toMatchObject({ allowedPerMinute: 1250, refused: 0, worstMinute: expect.any(Number) })
  })

  it('is counted and not limited unless the tenant says so', async () => {
    for (let n = 0; n < 7; n += 1) expect((await addHundred()).every(({ status }) => status === 'fulfilled')).toBe(true)
    expect((await used())?.sharePoint?.worstMinute).toBeGreaterThan(1250)
    expect((await raw(`${list}/items(1)`)).headers.get('ratelimit-limit')).toBeNull()
  })
})

describe('an app that uses more of SharePoint than it may', () => {
  beforeEach(() => anew())

  it('is told from four fifths on how much is left', async () => {
    await enforce()
    for (let n = 0; n < 4; n += 1) await addHundred()
    expect((await raw(`${list}/items(1)`)).headers.get('ratelimit-remaining')).toBeNull()
    await addHundred()
    const { headers } = await raw(`${list}/items(1)`)
    expect(headers.get('ratelimit-limit')).toBe('1250')
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThanOrEqual(250)
    expect(Number(headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60)
  })

  it('finds parts of a batch refused while the others are done, and then everything until the minute is over', async () => {
    await enforce()
    for (let n = 0; n < 6; n += 1) await addHundred()
    const settled = await addHundred()
    const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as { status: number }] : []))
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([429]))
    expect([settled.length > refusals.length, refusals.length > 0]).toEqual([true, true])

    const answer = await raw(`${list}/items(1)`)
    expect([answer.status, answer.headers.get('ratelimit-remaining')]).toEqual([429, '0'])
    expect(answer.headers.get('retry-after')).toBe(answer.headers.get('ratelimit-reset'))
    expect((await used())?.sharePoint?.refused).toBe(refusals.length + 1)
  })

  it('can be asked for less patience than SharePoint asks for', async () => {
    await enforce(1)
    for (let n = 0; n < 7; n += 1) await addHundred()
    expect((await raw(`${list}/items(1)`)).headers.get('retry-after')).toBe('1')
  })

  it('is not in the way of a person who asks through another app', async () => {
    await enforce()
    for (let n = 0; n < 7; n += 1) await addHundred()
    const token = await personToken(tenant.url, theo.userPrincipalName, `${tenant.url}/.default`)
    const answer = await fetch(`${tenant.url}${site}`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).not.toBe(429)
  })
})

describe('what an app uses of the directory', () => {
  beforeAll(() => anew())

  it.each([
    ['/users', 2],
    ['/users?$select=id', 1],
    ['/users?$expand=manager', 3],
    ['/users?$select=id&$expand=manager', 2],
    ['/users?$top=5', 1],
    [`/users/${theo.id}?$expand=manager`, 2],
    [`/users/${theo.id}`, 1],
  ])('is said in the answer: %s costs %d', async (at, units) => {
    expect((await raw(`/v1.0${at}`)).headers.get('x-ms-resource-unit')).toBe(String(units))
  })

  it('is refused above the quota of a tenant of its size, in the words of the directory', async () => {
    await enforce()
    const requests = Array.from({ length: 20 }, (_, at) => ({ id: String(at), method: 'GET', url: '/users?$expand=manager' }))
    // Sixty units at a time: each part of a batch has its price.
    type Part = { status: number; body: { error: { code: string } } }
    let refused: Part | undefined
    for (let n = 0; n < 300 && !refused; n += 1) {
      const { responses } = (await graph.api('/$batch').post({ requests })) as { responses: Part[] }
      refused = responses.find(({ status }) => status !== 200)
    }
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } })
    const answer = await raw('/v1.0/users?$expand=manager')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded')
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(10)
  })

  it('may be more in a larger tenant', async () => {
    await anew(600)
    await raw('/v1.0/users?$top=1')
    expect((await used())?.identity?.allowedPerTenSeconds).toBe(8000)
  })
})

describe('a mailbox that an app asks more than four things at once', () => {
  beforeEach(() => anew())

  const slow = () =>
    control('faults', 'PUT', { value: [{ id: 'slow', target: { mailbox: theo.id }, kind: 'slow', afterMs: 300 }] })
  const sixAtOnce = () =>
    Promise.all(
      // Under its two names it is one mailbox.
      [0, 1, 2, 3, 4, 5].map((n) => raw(`/v1.0/users/${n % 2 ? theo.id : theo.userPrincipalName}/messages`)),
    )

  it('answers four and refuses the others when limits are enforced', async () => {
    await slow()
    await enforce()
    const answers = await sixAtOnce()
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429])
    const refused = answers.find(({ status }) => status === 429)
    expect(await refused?.json()).toMatchObject({
      error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' },
    })
    expect((await used())?.busiestMailbox).toEqual({ mailbox: theo.id, worstTenMinutes: 6, mostAtOnce: 4 })
    expect((await raw(`/v1.0/users/${theo.id}/messages`)).status).toBe(200)
  })

  it('answers all of them and counts them otherwise', async () => {
    await slow()
    expect((await sixAtOnce()).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect((await used())?.busiestMailbox).toMatchObject({ mostAtOnce: 6 })
  })

  it('is waited for by the Graph client', async () => {
    await slow()
    await enforce()
    const asked = [0, 1, 2, 3, 4].map(() => graph.api(`/users/${theo.id}/messages`).get() as Promise<{ value: unknown[] }>)
    for (const { value } of await Promise.all(asked)) expect(value).toEqual([])
  })
})

describe('whether limits are enforced', () => {
  it('is a setting of the tenant, and nothing but its two words is taken', async () => {
    await enforce()
    expect(await control('settings')).toMatchObject({ throttling: 'enforced' })
    await expect(control('throttling', 'PUT', { mode: 'sometimes' })).rejects.toThrow('400: {"error":{"code":"badRequest"')
  })
})
