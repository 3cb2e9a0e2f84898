import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import '@pnp/sp/recycle-bin/index.js'
import '@pnp/sp/security/index.js'
import '@pnp/sp/site-groups/index.js'
import '@pnp/sp/site-users/index.js'
import type { SPFI } from '@pnp/sp/index.js'
import { PermissionKind } from '@pnp/sp/security/index.js'

import { appToken, backendToken, graphClient, graphScope, personToken, sharePointClient } from '../../tenant/clients.js'
import { type RunningTenant, startTenant } from '../../tenant/index.js'
import { openDatabase } from '../../tenant/sqlite.js'

const site = '/sites/mentoring'
const person = (number: number, name: string) => ({
  id: `e1f2a3b4-0000-4000-8000-00000000000${number}`,
  displayName: name,
  userPrincipalName: `${name.toLowerCase()}@contoso.example`,
  mail: `${name.toLowerCase()}@contoso.example`,
})
const [ada, bea, cem, root, guest] = [
  person(1, 'Ada'),
  person(2, 'Bea'),
  person(3, 'Cem'),
  person(4, 'Root'),
  { ...person(5, 'Gil'), userType: 'Guest' },
] as const
const engineers = { id: 'a0000000-0000-4000-8000-000000000001', displayName: 'Engineers', members: [cem.id] }
const everybodyIn = { id: 'a0000000-0000-4000-8000-000000000002', displayName: 'Research', members: [engineers.id] }
const apps = (
  [
    ['reader', ['Sites.Selected']],
    ['manager', ['Sites.Selected']],
    ['unselected', ['Sites.Selected']],
    ['everywhere', ['Sites.ReadWrite.All']],
    ['admin', ['Sites.FullControl.All']],
    ['one-list', ['Lists.SelectedOperations.Selected']],
  ] as const
).map(([displayName, permissions], at) => ({
  appId: `f0000000-0000-4000-8000-00000000000${at}`,
  displayName,
  secret: 'known',
  permissions,
}))
const appId = (name: string): string => apps.find(({ displayName }) => displayName === name)?.appId ?? ''

let tenant: RunningTenant
let owner: SPFI

const as = async ({ userPrincipalName }: { userPrincipalName: string }): Promise<SPFI> =>
  sharePointClient(tenant.url, await personToken(tenant.url, userPrincipalName, `${tenant.url}/.default`))

async function tokenOfApp(name: string, scope: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId(name),
    client_secret: 'known',
    scope,
  })
  const response = await fetch(`${tenant.url}/common/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await response.json()) as { access_token: string }).access_token
}

const asApp = async (name: string): Promise<SPFI> =>
  sharePointClient(tenant.url, await tokenOfApp(name, `${tenant.url}/.default`))

const refusal = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { status: number; message: string }) => ({ status: error.status, message: error.message }),
  )
const status = async (work: Promise<unknown>): Promise<number> => (await refusal(work)).status
const accessDenied = {
  status: 403,
  message: expect.stringContaining('-2147024891, System.UnauthorizedAccessException') as string,
}

const loginOf = ({ userPrincipalName }: { userPrincipalName: string }): string => `i:0#.f|membership|${userPrincipalName}`
const principalOf = async (login: string): Promise<number> => (await owner.web.ensureUser(login)).Id
const readers = 1073741826
const contributors = 1073741827

/** A list of its own for one promise, with rows whose titles are given. */
async function listWith(title: string, ...rows: string[]) {
  await owner.web.lists.add(title)
  const list = owner.web.lists.getByTitle(title)
  for (const Title of rows) await list.items.add({ Title })
  return list
}

/** Nobody but those who are named, each with a level. */
async function sealed(title: string, ...given: (readonly [login: string, level: number])[]) {
  const list = owner.web.lists.getByTitle(title)
  await list.breakRoleInheritance(false, true)
  for (const [login, level] of given) await list.roleAssignments.add(await principalOf(login), level)
  return list
}

const titles = (rows: { Title: string }[]): string[] => rows.map(({ Title }) => Title)

beforeAll(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: {
      users: [ada, bea, cem, root, guest],
      groups: [engineers, everybodyIn],
      apps,
      siteAdmins: [{ site, userId: root.id }],
      grants: [
        { site, list: null, principal: appId('reader'), access: 'read' },
        { site, list: null, principal: appId('manager'), access: 'manage' },
        { site, list: 'Picked', principal: appId('one-list'), access: 'write' },
      ],
    },
  })
  owner = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
})

afterAll(() => tenant.close())

describe('a new site', () => {
  it('has Microsoft’s permission levels with the permissions they have there', async () => {
    const levels = await owner.web.roleDefinitions()
    const shown = levels.map(({ Name, Id, BasePermissions, Hidden }) => [Name, Id, BasePermissions, Hidden])
    expect(shown).toEqual([
      ['Full Control', 1073741829, { High: '2147483647', Low: '4294967295' }, false],
      ['Design', 1073741828, { High: '432', Low: '1012866047' }, false],
      ['Edit', 1073741830, { High: '432', Low: '1011030767' }, false],
      ['Contribute', 1073741827, { High: '432', Low: '1011028719' }, false],
      ['Read', 1073741826, { High: '176', Low: '138612833' }, false],
      ['Limited Access', 1073741825, { High: '48', Low: '134287360' }, true],
      ['View Only', 1073741924, { High: '176', Low: '138612801' }, false],
    ])
  })

  it('has three groups, which hold Full Control, Edit and Read', async () => {
    const groups = await Promise.all([
      owner.web.associatedOwnerGroup(),
      owner.web.associatedMemberGroup(),
      owner.web.associatedVisitorGroup(),
    ])
    expect(groups.map(({ Title }) => Title)).toEqual(['Mentoring Owners', 'Mentoring Members', 'Mentoring Visitors'])
    const held = await owner.web.roleAssignments.expand('Member', 'RoleDefinitionBindings')()
    const byTitle = held.map((each) => {
      const { Member, RoleDefinitionBindings } = each as unknown as {
        Member: { Title: string }
        RoleDefinitionBindings: { Name: string }[]
      }
      return [Member.Title, RoleDefinitionBindings.map(({ Name }) => Name)]
    })
    expect(byTitle).toEqual([
      ['Mentoring Owners', ['Full Control']],
      ['Mentoring Visitors', ['Read']],
      ['Mentoring Members', ['Edit']],
    ])
  })

  it('tells of its groups together with itself to who asks for that', async () => {
    const found = await owner.web.select('Title', 'AssociatedOwnerGroup/Title').expand('AssociatedOwnerGroup')()
    expect(found).toMatchObject({ Title: 'Mentoring', AssociatedOwnerGroup: { Title: 'Mentoring Owners' } })
  })

  it('is closed to people without any right', async () => {
    expect(await refusal((await as(ada)).web())).toMatchObject(accessDenied)
  })

  it('stays as it is: its own rights cannot be broken off from anything above', async () => {
    expect((await refusal(owner.web.breakRoleInheritance(true))).message).toContain('Microsoft.SharePoint.SPException')
  })
})

describe('a permission level', () => {
  it('is made from base permissions and found by name, number and type', async () => {
    const { data } = await owner.web.roleDefinitions.add('Look and add', 'No changing', 5, { High: 176, Low: 138612835 })
    expect(data).toMatchObject({ Name: 'Look and add', BasePermissions: { High: '176', Low: '138612835' }, RoleTypeKind: 0 })
    expect(await owner.web.roleDefinitions.getByName('Look and add')()).toMatchObject({ Id: data.Id })
    expect(await owner.web.roleDefinitions.getById(data.Id)()).toMatchObject({ Description: 'No changing', Order: 5 })
    expect(await owner.web.roleDefinitions.getByType(3)()).toMatchObject({ Name: 'Contribute' })
  })

  it('lets those who hold it do what it says and nothing else', async () => {
    const { Id } = await owner.web.roleDefinitions.getByName('Look and add')()
    await listWith('Wishes', 'a bench')
    await sealed('Wishes', [loginOf(ada), Id])
    const wishes = (await as(ada)).web.lists.getByTitle('Wishes')
    await wishes.items.add({ Title: 'a window' })
    expect(titles(await wishes.items())).toEqual(['a bench', 'a window'])
    expect(await refusal(wishes.items.getById(1).update({ Title: 'mine' }))).toMatchObject(accessDenied)
    expect(await refusal(wishes.items.getById(1).delete())).toMatchObject(accessDenied)
  })

  it('changes for all who hold it, and goes with what was given through it', async () => {
    const level = owner.web.roleDefinitions.getByName('Look and add')
    const wishes = (await as(ada)).web.lists.getByTitle('Wishes')
    await level.update({ Description: 'And changing', BasePermissions: { High: 176, Low: 138612839 } })
    await wishes.items.getById(1).update({ Title: 'a chair' })
    await owner.web.roleDefinitions.getByName('Look and add').delete()
    expect(await status(owner.web.roleDefinitions.getByName('Look and add')())).toBe(404)
    expect(await refusal(wishes.items())).toMatchObject(accessDenied)
  })

  it('needs a name no other has, and Full Control stays what it is', async () => {
    expect(await status(owner.web.roleDefinitions.add('read', '', 1, { High: 0, Low: 1 }))).toBe(500)
    expect(await status(owner.web.roleDefinitions.getByName('Full Control').delete())).toBe(500)
  })
})

describe('a group of the site', () => {
  it('is made, filled, handed to an owner and taken away', async () => {
    await owner.web.siteGroups.add({ Title: 'Tandem team', Description: 'Who looks after it' })
    const group = owner.web.siteGroups.getByName('Tandem team')
    await group.users.add(loginOf(ada))
    await group.users.add(loginOf(bea))
    await group.users.removeByLoginName(loginOf(bea))
    const { Id } = await group()
    const members = await owner.web.siteGroups.getById(Id).users()
    expect(members.map(({ LoginName }) => LoginName)).toEqual([loginOf(ada)])
    await group.setUserAsOwner(await principalOf(loginOf(bea)))
    expect(await group.select('Title', 'OwnerTitle')()).toMatchObject({ Title: 'Tandem team', OwnerTitle: 'Bea' })
    await group.update({ Title: 'Tandem crew' })
    await owner.web.siteGroups.removeByLoginName('Tandem crew')
    expect(await refusal(group())).toMatchObject({
      status: 404,
      message: expect.stringContaining('Group cannot be found.') as string,
    })
  })

  it('cannot have the name of another', async () => {
    expect(await refusal(owner.web.siteGroups.add({ Title: 'mentoring owners' }))).toMatchObject({
      status: 500,
      message: expect.stringContaining('-2130575293') as string,
    })
  })

  it('gives its members what it holds, those too who are in it by a group of Entra inside another', async () => {
    await listWith('Papers', 'one')
    await owner.web.siteGroups.add({ Title: 'Paper readers' })
    const { Id } = await owner.web.siteGroups.getByName('Paper readers')()
    await owner.web.siteGroups.getById(Id).users.add(loginOf(ada))
    await owner.web.siteGroups.getById(Id).users.add(`c:0t.c|tenant|${everybodyIn.id}`)
    await (await sealed('Papers')).roleAssignments.add(Id, readers)
    expect(titles(await (await as(ada)).web.lists.getByTitle('Papers').items())).toEqual(['one'])
    expect(titles(await (await as(cem)).web.lists.getByTitle('Papers').items())).toEqual(['one'])
    expect(await status((await as(bea)).web.lists.getByTitle('Papers').items())).toBe(403)
    const held = await owner.web.lists.getByTitle('Papers').roleAssignments.expand('Member/Users')()
    expect(held.map((each) => (each as unknown as { Member: { Users: { Title: string }[] } }).Member)).toMatchObject([
      { Title: 'Paper readers', Users: [{ Title: 'Ada' }, { Title: 'Research' }] },
      { Title: 'SharePoint App' },
    ])
  })

  it('is filled by its owner and by nobody who only belongs to it', async () => {
    await owner.web.siteGroups.add({ Title: 'Choir' })
    const choir = owner.web.siteGroups.getByName('Choir')
    await choir.users.add(loginOf(ada))
    await choir.setUserAsOwner(await principalOf(loginOf(bea)))
    await owner.web.associatedVisitorGroup.users.add(loginOf(bea))
    await owner.web.associatedVisitorGroup.users.add(loginOf(ada))
    await (await as(bea)).web.siteGroups.getByName('Choir').users.add(loginOf(cem))
    expect(await refusal((await as(ada)).web.siteGroups.getByName('Choir').users.add(loginOf(guest)))).toMatchObject(accessDenied)
    expect(await refusal((await as(ada)).web.siteGroups.add({ Title: 'Band' }))).toMatchObject(accessDenied)
    await owner.web.associatedVisitorGroup.users.removeByLoginName(loginOf(ada))
    await owner.web.associatedVisitorGroup.users.removeByLoginName(loginOf(bea))
  })
})

describe('a list with rights of its own', () => {
  it('begins with those it had or with the caller’s alone, and says which it is', async () => {
    const list = await listWith('Drawers')
    const groups = ['Mentoring Owners', 'Mentoring Visitors', 'Mentoring Members']
    const names = async (): Promise<string[]> =>
      (await list.roleAssignments.expand('Member')()).map(
        (each) => (each as unknown as { Member: { Title: string } }).Member.Title,
      )
    const isOwn = async () =>
      (await owner.web.lists.select('Title', 'HasUniqueRoleAssignments')()).find((each) => each.Title === 'Drawers')
    expect(await isOwn()).toMatchObject({ HasUniqueRoleAssignments: false })
    await list.breakRoleInheritance(true, false)
    expect(await names()).toEqual(groups)
    await list.breakRoleInheritance(false, false)
    expect(await names()).toEqual(['SharePoint App'])
    expect(await isOwn()).toMatchObject({ HasUniqueRoleAssignments: true })
    await list.resetRoleInheritance()
    expect(await names()).toEqual(expect.arrayContaining(groups))
  })

  it('is invisible to those without rights, in the collection as well, and readable for those who have them though it is hidden', async () => {
    await listWith('Vault', 'gold')
    await owner.web.lists.getByTitle('Vault').update({ Hidden: true })
    await sealed('Vault', [loginOf(ada), readers])
    expect(titles(await (await as(ada)).web.lists.getByTitle('Vault').items())).toEqual(['gold'])
    expect((await (await as(ada)).web.lists.select('Title')()).map(({ Title }) => Title)).toContain('Vault')
    await listWith('Lobby')
    await sealed('Lobby', [loginOf(bea), readers])
    expect((await (await as(bea)).web.lists.select('Title')()).map(({ Title }) => Title)).toEqual(['Lobby'])
    expect(await refusal((await as(bea)).web.lists.getByTitle('Vault').items())).toMatchObject(accessDenied)
  })

  it('takes back one level or everything that somebody holds', async () => {
    await listWith('Keys', 'one')
    const keys = await sealed('Keys', [loginOf(ada), readers], [loginOf(ada), contributors])
    const id = await principalOf(loginOf(ada))
    const mine = (await as(ada)).web.lists.getByTitle('Keys').items
    await mine.add({ Title: 'two' })
    await keys.roleAssignments.remove(id, contributors)
    expect(await status(mine.add({ Title: 'three' }))).toBe(403)
    expect(await mine()).toHaveLength(2)
    await keys.roleAssignments.getById(id).delete()
    expect(await status(mine())).toBe(403)
    expect(await status(keys.roleAssignments.getById(id)())).toBe(404)
  })

  it('must be separate before anybody can be given rights on it', async () => {
    const list = await listWith('Still together')
    expect((await refusal(list.roleAssignments.add(3, readers))).message).toContain(
      'This operation is not allowed on an object that inherits permissions.',
    )
  })

  it('leaves Limited Access on the site behind, with which its people find their way', async () => {
    await listWith('Attic')
    await sealed('Attic', [loginOf(cem), readers])
    const id = await principalOf(loginOf(cem))
    const bindings = (await owner.web.roleAssignments.getById(id).bindings()) as { Name: string }[]
    expect(bindings.map(({ Name }) => Name)).toEqual(['Limited Access'])
    expect(await owner.web.roleAssignments.filter(`PrincipalId eq ${id}`)()).toHaveLength(1)
    expect(await (await as(cem)).web.select('Title')()).toMatchObject({ Title: 'Mentoring' })
  })

  it('can be opened to all employees, which leaves guests outside', async () => {
    await listWith('Notices', 'hello')
    await sealed('Notices', [`c:0-.f|rolemanager|spo-grid-all-users/x`, readers])
    expect(titles(await (await as(ada)).web.lists.getByTitle('Notices').items())).toEqual(['hello'])
    expect(await status((await as(guest)).web.lists.getByTitle('Notices').items())).toBe(403)
  })
})

describe('an item with rights of its own', () => {
  it('is missing for those who have none: by number, in pages, filters and sorted lists', async () => {
    const list = await listWith('Letters', 'open', 'secret', 'open too')
    await sealed('Letters', [loginOf(ada), contributors])
    await list.items.getById(2).breakRoleInheritance(false)
    const mine = (await as(ada)).web.lists.getByTitle('Letters').items
    expect(titles(await mine())).toEqual(['open', 'open too'])
    expect(titles(await mine.orderBy('Title', false).top(1)())).toEqual(['open too'])
    expect(await mine.filter("Title eq 'secret'")()).toEqual([])
    expect(await refusal(mine.getById(2)())).toMatchObject({
      status: 404,
      message: expect.stringContaining('Item does not exist. It may have been deleted by another user.') as string,
    })
    expect(await status(mine.getById(2).update({ Title: 'mine' }))).toBe(404)
    expect(await list.items.getById(2).select('HasUniqueRoleAssignments')()).toMatchObject({ HasUniqueRoleAssignments: true })
  })

  it('is all of a list that somebody sees who was given that one', async () => {
    const list = await listWith('Contracts', 'first', 'second')
    await sealed('Contracts')
    const item = list.items.getById(2)
    await item.breakRoleInheritance(false)
    await item.roleAssignments.add(await principalOf(loginOf(bea)), contributors)
    const hers = (await as(bea)).web.lists.getByTitle('Contracts').items
    expect(titles(await hers())).toEqual(['second'])
    await hers.getById(2).update({ Title: 'signed' })
    expect(await refusal(hers.add({ Title: 'third' }))).toMatchObject(accessDenied)
  })

  it('returns to the rights of its list when those are given anew', async () => {
    const list = owner.web.lists.getByTitle('Letters')
    await list.breakRoleInheritance(true, true)
    expect(titles(await (await as(ada)).web.lists.getByTitle('Letters').items())).toEqual(['open', 'secret', 'open too'])
  })
})

describe('a list in which people see or change only what is theirs', () => {
  const both = [loginOf(ada), loginOf(bea)] as const
  beforeAll(async () => {
    await listWith('Diary', 'from the app')
    await owner.web.lists.getByTitle('Diary').update({ ReadSecurity: 2 } as never)
    await sealed('Diary', [both[0], contributors], [both[1], contributors], [loginOf(cem), 1073741828])
    await (await as(ada)).web.lists.getByTitle('Diary').items.add({ Title: 'from Ada' })
    await (await as(bea)).web.lists.getByTitle('Diary').items.add({ Title: 'from Bea' })
  })

  it('shows each their own rows, and all to those who may override the list', async () => {
    const seen = async (who: typeof ada) => titles(await (await as(who)).web.lists.getByTitle('Diary').items())
    expect(await seen(ada)).toEqual(['from Ada'])
    expect(await seen(bea)).toEqual(['from Bea'])
    expect(await seen(cem)).toEqual(['from the app', 'from Ada', 'from Bea'])
    expect(await seen(root)).toHaveLength(3)
    expect(await status((await as(ada)).web.lists.getByTitle('Diary').items.getById(3)())).toBe(404)
  })

  it('shows an app nothing of what others wrote unless it holds the manage level', async () => {
    const seen = async (app: string) => titles(await (await asApp(app)).web.lists.getByTitle('Diary').items())
    expect(await seen('everywhere')).toEqual(['from the app'])
    expect(await seen('manager')).toHaveLength(3)
  })

  it('lets people change their own rows and no others when WriteSecurity is 2, and none when it is 4', async () => {
    const list = await listWith('Board', 'from the app')
    await sealed('Board', [both[0], contributors])
    const mine = (await as(ada)).web.lists.getByTitle('Board').items
    await list.update({ WriteSecurity: 2 } as never)
    const { Id } = (await mine.add({ Title: 'from Ada' })) as { Id: number }
    await mine.getById(Id).update({ Title: 'again from Ada' })
    expect(await refusal(mine.getById(1).update({ Title: 'no' }))).toMatchObject(accessDenied)
    await list.update({ WriteSecurity: 4 } as never)
    expect(await refusal(mine.getById(Id).update({ Title: 'no' }))).toMatchObject(accessDenied)
    expect(await refusal(mine.add({ Title: 'no' }))).toMatchObject(accessDenied)
    await (await as(root)).web.lists.getByTitle('Board').items.getById(1).update({ Title: 'from the top' })
  })
})

describe('an app', () => {
  it('with write changes rows and neither lists nor columns nor rights', async () => {
    const list = await listWith('Rows', 'one')
    const backend = sharePointClient(tenant.url, await backendToken(tenant.url, tenant.url))
    const rows = backend.web.lists.getByTitle('Rows')
    await rows.items.getById(1).update({ Title: 'two' })
    expect(titles(await list.items())).toEqual(['two'])
    expect(await refusal(backend.web.lists.add('Mine'))).toMatchObject(accessDenied)
    expect(await refusal(rows.fields.addText('Extra'))).toMatchObject(accessDenied)
    expect(await refusal(rows.update({ Hidden: true }))).toMatchObject(accessDenied)
    expect(await refusal(rows.breakRoleInheritance(true))).toMatchObject(accessDenied)
    expect(await refusal(rows.roleAssignments())).toMatchObject(accessDenied)
  })

  it('that came to the defaults after a tenant began is in it at the next start, with its site', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tenant-'))
    const dataFile = path.join(folder, 'tenant.sqlite')
    await (await startTenant({ dataFile })).close()
    const file = openDatabase(dataFile)
    file.exec("delete from apps where displayName = 'Tandem provisioning'; delete from grants where access = 'fullcontrol'")
    file.close()
    const again = await startTenant({ dataFile })
    await sharePointClient(again.url, await appToken(again.url, again.url)).web.lists.add('Made after all')
    await again.close()
    rmSync(folder, { recursive: true })
  })

  it('with manage makes lists and gives no rights; with fullcontrol it gives them', async () => {
    const manager = await asApp('manager')
    await manager.web.lists.add('Managed')
    await manager.web.lists.getByTitle('Managed').fields.addText('Extra')
    expect(await refusal(manager.web.lists.getByTitle('Managed').breakRoleInheritance(true))).toMatchObject(accessDenied)
    await owner.web.lists.getByTitle('Managed').breakRoleInheritance(true)
  })

  it('with read reads, and with Sites.Selected alone not even that', async () => {
    await listWith('Shelf', 'one')
    const reader = (await asApp('reader')).web.lists.getByTitle('Shelf').items
    expect(titles(await reader())).toEqual(['one'])
    expect(await refusal(reader.add({ Title: 'two' }))).toMatchObject(accessDenied)
    expect(await refusal((await asApp('unselected')).web())).toMatchObject(accessDenied)
  })

  it('with a permission on all sites needs no grant, and what it is worth is in its name', async () => {
    const everywhere = await asApp('everywhere')
    await everywhere.web.lists.getByTitle('Shelf').items.add({ Title: 'two' })
    expect(await refusal(everywhere.web.lists.add('Everywhere'))).toMatchObject(accessDenied)
    await (await asApp('admin')).web.lists.add('Everywhere')
  })

  it('is given a site by an administrator’s app, step by step as documented, and it can be taken away again', async () => {
    await listWith('Given', 'one')
    const graph = graphClient(tenant.url, await tokenOfApp('admin', graphScope))
    const { id } = (await graph.api('/sites/contoso.sharepoint.com:/sites/mentoring').get()) as { id: string }
    const grantedToIdentities = [{ application: { id: appId('unselected'), displayName: 'unselected' } }]
    const grants = graph.api(`/sites/${id}/permissions`)
    const made = (await grants.post({ roles: ['read'], grantedToIdentities })) as { id: string }
    expect(made).toMatchObject({ roles: ['read'], grantedToIdentitiesV2: grantedToIdentities })
    const rows = (await asApp('unselected')).web.lists.getByTitle('Given').items
    expect(titles(await rows())).toEqual(['one'])
    expect(await status(rows.add({ Title: 'two' }))).toBe(403)
    const grant = graph.api(`/sites/${id}/permissions/${made.id}`)
    expect(await grant.patch({ roles: ['write'] })).toMatchObject({ roles: ['write'] })
    await rows.add({ Title: 'two' })
    await expect(grants.post({ roles: ['fullcontrol'], grantedToIdentities })).rejects.toMatchObject({
      statusCode: 400,
      message: 'Invalid value for role',
    })
    await grant.patch({ roles: ['fullcontrol'] })
    await (await asApp('unselected')).web.lists.getByTitle('Given').breakRoleInheritance(true)
    await grant.delete()
    expect(await status(rows())).toBe(403)
  })

  it('cannot give itself a site', async () => {
    const graph = graphClient(tenant.url, await tokenOfApp('everywhere', graphScope))
    const { id } = (await graph.api('/sites/contoso.sharepoint.com:/sites/mentoring').get()) as { id: string }
    const grantedToIdentities = [{ application: { id: appId('everywhere') } }]
    const refused = graph.api(`/sites/${id}/permissions`).post({ roles: ['fullcontrol'], grantedToIdentities })
    await expect(refused).rejects.toMatchObject({ statusCode: 403, code: 'accessDenied' })
  })

  it('with one list picked for it has that list alone', async () => {
    await listWith('Picked', 'one')
    const picker = await asApp('one-list')
    await picker.web.lists.getByTitle('Picked').items.add({ Title: 'two' })
    expect(await refusal(picker.web.lists.getByTitle('Shelf').items())).toMatchObject(accessDenied)
  })
})

describe('the recycle bin', () => {
  it('shows people what they have thrown away themselves, and the owner everything', async () => {
    const list = await listWith('Bin', 'one', 'two')
    await sealed('Bin', [loginOf(ada), contributors])
    await list.items.getById(1).recycle()
    const binId = await (await as(ada)).web.lists.getByTitle('Bin').items.getById(2).recycle()
    const seen = async (sp: SPFI) => (await sp.web.recycleBin()).map(({ Title }) => Title)
    expect(await seen(await as(ada))).toEqual(['two'])
    expect((await seen(owner)).sort()).toEqual(['one', 'two'])
    await (await as(ada)).web.recycleBin.getById(binId).restore()
    expect(titles(await list.items())).toEqual(['two'])
  })
})

describe('a question about rights', () => {
  it('is answered for the caller in two halves of 32 bits', async () => {
    await listWith('Asked about')
    await sealed('Asked about', [loginOf(ada), contributors])
    const list = (await as(ada)).web.lists.getByTitle('Asked about')
    expect(await list.getCurrentUserEffectivePermissions()).toMatchObject({ High: '432', Low: '1011028719' })
    expect(await list.currentUserHasPermissions(PermissionKind.EditListItems)).toBe(true)
    expect(await list.currentUserHasPermissions(PermissionKind.ManageLists)).toBe(false)
  })

  it('is answered for somebody else to those who may look at rights', async () => {
    const list = owner.web.lists.getByTitle('Asked about')
    expect(await list.getUserEffectivePermissions(loginOf(ada))).toMatchObject({ High: '432', Low: '1011028719' })
    expect(await list.userHasPermissions(loginOf(bea), PermissionKind.ViewListItems)).toBe(false)
    expect(await list.userHasPermissions(loginOf(root), PermissionKind.ManagePermissions)).toBe(true)
    const asAda = (await as(ada)).web.lists.getByTitle('Asked about')
    expect(await refusal(asAda.getUserEffectivePermissions(loginOf(bea)))).toMatchObject(accessDenied)
  })
})

describe('a site collection administrator', () => {
  it('may do everything, on what is sealed too', async () => {
    await listWith('Sealed', 'one')
    await sealed('Sealed')
    const admin = await as(root)
    expect(titles(await admin.web.lists.getByTitle('Sealed').items())).toEqual(['one'])
    expect(await admin.web.currentUser.select('IsSiteAdmin')()).toMatchObject({ IsSiteAdmin: true })
    await admin.web.lists.getByTitle('Sealed').resetRoleInheritance()
    await admin.web.lists.add('By the administrator')
  })
})
