import '@pnp/sp/profiles/index.js'
import '@pnp/sp/security/index.js'
import '@pnp/sp/site-groups/index.js'
import '@pnp/sp/site-users/index.js'
import '@pnp/sp/sites/index.js'
import '@pnp/sp/sputilities/index.js'
import type { SPFI } from '@pnp/sp/index.js'
import { PrincipalSource, PrincipalType } from '@pnp/sp/types.js'

import { appToken, personToken, sharePointClient } from '../../tenant/clients.js'
import { type RunningTenant, startTenant } from '../../tenant/index.js'

const person = (number: number, displayName: string, upn: string, more: object = {}) => ({
  id: `e1f2a3b4-0000-4000-8000-00000000000${number}`,
  displayName,
  userPrincipalName: `${upn}@contoso.example`,
  mail: `${upn}@contoso.example`,
  ...more,
})
const ada = person(1, 'Ada Lovelace', 'Ada', { jobTitle: 'Analyst', department: 'Engines' })
const grace = person(2, 'Grace Hopper', 'grace')
const adam = person(3, 'Adam Smith', 'adam')
const navy = { id: 'a0000000-0000-4000-8000-000000000001', displayName: 'Navy', mail: null, members: [grace.id] }
const adaLogin = 'i:0#.f|membership|ada@contoso.example'
const navyLogin = `c:0t.c|tenant|${navy.id}`

let tenant: RunningTenant
let owner: SPFI

const refusal = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { status: number; message: string }) => ({ status: error.status, message: error.message }),
  )

beforeAll(async () => {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: [ada, grace, adam], groups: [navy] } })
  owner = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
})

afterAll(() => tenant.close())

describe('somebody whom a site has not met', () => {
  it('becomes one of its users when ensured, with a number that stays', async () => {
    const met = await owner.web.ensureUser(adaLogin)
    expect(met).toMatchObject({
      LoginName: adaLogin,
      Title: 'Ada Lovelace',
      Email: 'Ada@contoso.example',
      PrincipalType: 1,
      IsSiteAdmin: false,
      UserPrincipalName: 'ada@contoso.example',
    })
    expect((await owner.web.ensureUser('ADA@contoso.example')).Id).toBe(met.Id)
    expect(await owner.web.siteUsers.getByLoginName(adaLogin)()).toMatchObject({ Id: met.Id })
    expect(await owner.web.siteUsers.getByEmail('ada@contoso.example')()).toMatchObject({ Id: met.Id })
    expect(await owner.web.getUserById(met.Id)()).toMatchObject({ Id: met.Id })
  })

  it('may be a group of Entra, known by its claim', async () => {
    expect(await owner.web.ensureUser(navyLogin)).toMatchObject({ LoginName: navyLogin, Title: 'Navy', PrincipalType: 4 })
  })

  it('may be everybody in the company', async () => {
    const login = 'c:0-.f|rolemanager|spo-grid-all-users/7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10'
    expect(await owner.web.ensureUser(login)).toMatchObject({ Title: 'Everyone except external users', PrincipalType: 4 })
  })

  it.each(['i:0#.f|membership|nobody@contoso.example', 'c:0t.c|tenant|a0000000-0000-4000-8000-00000000dead'])(
    'is refused when the tenant does not know them either: %s',
    async (login) => {
      expect(await refusal(owner.web.ensureUser(login))).toMatchObject({
        status: 500,
        message: expect.stringContaining(`The specified user ${login} could not be found.`) as string,
      })
    },
  )

  it('is not among the users of the site', async () => {
    expect((await owner.web.siteUsers()).map(({ Title }) => Title)).not.toContain('Adam Smith')
    expect((await refusal(owner.web.siteUsers.getByEmail('adam@contoso.example')())).status).toBe(404)
  })
})

describe('somebody who is removed from a site', () => {
  it('loses every right and every group, and stays the author of what they wrote', async () => {
    await owner.web.lists.add('Notes')
    const { Id } = await owner.web.ensureUser('i:0#.f|membership|grace@contoso.example')
    await owner.web.associatedMemberGroup.users.add('i:0#.f|membership|grace@contoso.example')
    const hers = sharePointClient(tenant.url, await personToken(tenant.url, 'grace@contoso.example', `${tenant.url}/.default`))
    await hers.web.lists.getByTitle('Notes').items.add({ Title: 'a moth' })
    expect((await hers.web.currentUser.groups()).map(({ Title }) => Title)).toEqual(['Mentoring Members'])
    await owner.web.siteUsers.removeById(Id)
    expect((await refusal(hers.web())).status).toBe(403)
    expect(await owner.web.associatedMemberGroup.users()).toEqual([])
    const [note] = await owner.web.lists.getByTitle('Notes').items.select('Author/Title').expand('Author')()
    expect(note).toMatchObject({ Author: { Title: 'Grace Hopper' } })
  })
})

describe('the people picker', () => {
  const search = (QueryString: string, more: object = {}) =>
    owner.profiles.clientPeoplePickerSearchUser({ QueryString, MaximumEntitySuggestions: 10, ...more })

  it('finds people by the beginning of any of their names and of their address', async () => {
    expect((await search('ada')).map(({ DisplayText }) => DisplayText)).toEqual(['Ada Lovelace', 'Adam Smith'])
    expect(await search('love')).toMatchObject([
      {
        Key: adaLogin,
        EntityType: 'User',
        IsResolved: true,
        EntityData: { Email: 'Ada@contoso.example', Title: 'Analyst', Department: 'Engines', ObjectId: ada.id },
      },
    ])
    expect(await search('%')).toEqual([])
  })

  it('finds groups when they are asked for', async () => {
    expect(await search('Navy')).toEqual([])
    expect(await search('nav', { PrincipalType: 15 })).toMatchObject([{ Key: navyLogin, DisplayText: 'Navy' }])
    expect(await search('Owners', { PrincipalType: 8 })).toMatchObject([{ EntityData: { SPGroupID: '3' } }])
  })

  it('resolves what means one person and offers a choice where it means several', async () => {
    const resolve = (QueryString: string) =>
      owner.profiles.clientPeoplePickerResolveUser({ QueryString, MaximumEntitySuggestions: 10 })
    expect(await resolve('grace@contoso.example')).toMatchObject({ IsResolved: true, DisplayText: 'Grace Hopper' })
    const several = (await resolve('ada')) as unknown as { IsResolved: boolean; MultipleMatches: unknown[] }
    expect([several.IsResolved, several.MultipleMatches.length]).toEqual([false, 2])
  })
})

describe('SharePoint’s utilities', () => {
  it('find principals, without the number the site knows them by', async () => {
    const found = await owner.utility.searchPrincipals('ada l', PrincipalType.User, PrincipalSource.All, '', 10)
    expect(found).toMatchObject([{ LoginName: adaLogin, DisplayName: 'Ada Lovelace', PrincipalId: -1 }])
  })

  it('resolve one and put them on the site when told to', async () => {
    const found = await owner.utility.resolvePrincipal('adam@', PrincipalType.User, PrincipalSource.All, true, true)
    expect((await owner.web.siteUsers.getById(found.PrincipalId)()).Title).toBe('Adam Smith')
  })

  it('name the members of groups', async () => {
    await owner.web.associatedVisitorGroup.users.add(adaLogin)
    const members = await owner.utility.expandGroupsToPrincipals(['Mentoring Visitors'])
    expect(members.map(({ LoginName }) => LoginName)).toEqual([adaLogin])
  })

  it('send no more mail, since Microsoft took that away in 2025', async () => {
    const mail = { To: ['ada@contoso.example'], Subject: 'Hello', Body: 'There' }
    expect((await refusal(owner.utility.sendEmail(mail))).status).toBe(404)
  })

  it('know which sites there are', async () => {
    expect(await owner.site.exists(`${tenant.url}/sites/mentoring`)).toBe(true)
    expect(await owner.site.exists(`${tenant.url}/sites/elsewhere`)).toBe(false)
  })
})
