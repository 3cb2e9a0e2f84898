import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lists } from '@tandem/lists'
import { levels, provision } from '@tandem/provisioning'
import { z } from 'zod'
import { person } from '../people.js'
import { backendToken, personToken, sharePointClient } from '../tenant/clients.js'
import { defaultGrants } from '../tenant/identities.js'
import { books } from './fixtures/books.js'
import { openProvisionedSite, type ProvisionedSite } from './fixtures/provisioned-site.js'

const anna = person('Anna Example')
const lena = person('Lena Lead')
const owner = person('Otto Owner')
const max = person('Max Manager')
const hr = { id: '6f1c2a54-1111-4c1e-9c55-0a4bb0a4d001', displayName: 'HR programme team', members: [lena.id] }

let site: ProvisionedSite
const as = async (upn: string) =>
  sharePointClient(site.tenant.url, await personToken(site.tenant.url, upn, `${site.tenant.url}/.default`))
const rowsOf = async (upn: string, key: string) => (await as(upn)).web.getList(`/sites/mentoring/Lists/${key}`).items()
const idOf = async (upn: string) => (await site.sp.web.ensureUser(`i:0#.f|membership|${upn}`)).Id
const levelId = async (name: string) => (await site.sp.web.roleDefinitions.getByName(name)()).Id
/** What the command says below the heading of a list, and nothing else of it. */
const about = (list: string): string[] => {
  const from = site.printed.indexOf(list)
  if (from < 0) return []
  const rest = site.printed.slice(from + 1)
  const end = rest.findIndex((line) => !line.startsWith('  '))
  return rest.slice(0, end < 0 ? rest.length : end)
}

const seed = {
  users: [anna, lena, owner, max],
  groups: [hr],
  siteAdmins: [{ site: '/sites/mentoring', userId: owner.id }],
  // Everybody here may read the site, so it depends on the lists alone who sees what.
  grants: [
    ...defaultGrants,
    { site: '/sites/mentoring', list: null, principal: max.id, access: 'fullcontrol' as const },
    ...[anna, lena].map(({ id }) => ({ site: '/sites/mentoring', list: null, principal: id, access: 'read' as const })),
  ],
}

// Provisioned once; each promise then begins with a copy.
const folder = mkdtempSync(path.join(tmpdir(), 'tandem-rights-'))
const provisioned = path.join(folder, 'provisioned.sqlite')
let copies = 0

beforeAll(async () => {
  const first = await openProvisionedSite(seed, provisioned)
  expect(await first.run('apply', '--team-group', hr.id)).toBe(0)
  await first.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(async () => {
  const copy = path.join(folder, `${++copies}.sqlite`)
  copyFileSync(provisioned, copy)
  site = await openProvisionedSite(seed, copy)
})
afterEach(() => site.close())

describe('after an apply', () => {
  it('the programme team reads its lists and nobody else does, and nobody reads a sealed one', async () => {
    for (const { key, tier } of lists) {
      await expect(rowsOf(anna.userPrincipalName!, key)).rejects.toThrow('403')
      if (tier === 'team') expect(await rowsOf(lena.userPrincipalName!, key)).toEqual([])
      else await expect(rowsOf(lena.userPrincipalName!, key)).rejects.toThrow('403')
    }
  })

  it('the programme team reads and does not write, and sees no earlier versions', async () => {
    await site.list('TandemProgrammes').items.add({ ProgrammeKey: 'p', Name: 'P', Blueprint: 'b', Status: 'draft' })
    const theirs = (await as(lena.userPrincipalName!)).web.getList('/sites/mentoring/Lists/TandemProgrammes')
    const [row] = await theirs.items()
    expect(row).toMatchObject({ Name: 'P' })
    await expect(theirs.items.getById(row!.Id).update({ Name: 'Q' })).rejects.toThrow('403')
    await expect(theirs.items.add({ ProgrammeKey: 'q' })).rejects.toThrow('403')
    expect(levels.every(({ low }) => (low & 0x40) === 0)).toBe(true)
  })

  it('everybody reads the toolkit, and the programme team edits it', async () => {
    const toolkit = async (upn: string) => (await as(upn)).web.getList('/sites/mentoring/Lists/TandemToolkit')
    const [guide] = await (await toolkit(anna.userPrincipalName!)).items()
    expect(guide).toMatchObject({ Name: 'The first meeting' })
    await expect((await toolkit(anna.userPrincipalName!)).items.getById(guide!.Id).update({ Name: 'x' })).rejects.toThrow('403')
    await (await toolkit(lena.userPrincipalName!)).items.getById(guide!.Id).update({ Name: 'Our first meeting' })
    expect(await (await toolkit(anna.userPrincipalName!)).items.getById(guide!.Id)()).toMatchObject({ Name: 'Our first meeting' })
  })

  it('the backend reads and writes rows of every list, because its rights come from the directory', async () => {
    const sp = sharePointClient(site.tenant.url, await backendToken(site.tenant.url, site.tenant.url))
    for (const { key } of lists) {
      const { items } = sp.web.getList(`/sites/mentoring/Lists/${key}`)
      await items.add({})
      expect(await items()).toHaveLength(1)
    }
  })

  it('and one without the name of a group nobody is taken out of the programme team', async () => {
    await site.run('apply')
    expect(site.printed).toEqual(['There is nothing to do.'])
    expect(await rowsOf(lena.userPrincipalName!, 'TandemProgrammes')).toEqual([])
  })
})

describe('a person who provisions', () => {
  const applyAs = async (upn: string) =>
    provision({
      site: site.site,
      token: await personToken(site.tenant.url, upn, `${site.tenant.url}/.default`),
      log: () => {},
      apply: true,
      definitions: [books],
    })

  it('is a site collection administrator, or is told before anything is done that they would lock themselves out', async () => {
    await expect(applyAs(max.userPrincipalName!)).rejects.toThrow(
      'You are signed in as Max Manager, who is no site collection administrator',
    )
    expect((await site.sp.web.lists.select('Title')()).map(({ Title }) => Title)).not.toContain(books.title)
    await applyAs(owner.userPrincipalName!)
    const rights = await site.list('Books').roleAssignments.expand('Member')()
    expect(rights.map((right) => (right as unknown as { Member: { Title: string } }).Member.Title)).toEqual([
      'Tandem programme team',
    ])
  })
})

describe('a plan after somebody', () => {
  it('renamed a column and removed an index names exactly that, and an apply undoes it', async () => {
    await site.column('TandemTandems', 'Word').update({ Title: 'Fit' }, 'SP.Field')
    await site.column('TandemSteps', 'Status').update({ Indexed: false }, 'SP.Field')
    expect(await site.run('plan')).toBe(0)
    expect(site.printed).toEqual([
      'TandemTandems',
      '  ~ safe       call the column Word "Word", which is called "Fit"',
      'TandemSteps',
      '  ~ safe       index the column Status, which has no index',
      '2 changes: 2 safe.',
    ])
    await site.run('apply')
    await site.run('plan')
    expect(site.printed).toEqual(['There is nothing to do.'])
  })

  it('opened a sealed list to the site names exactly that, and an apply closes it again', async () => {
    await site.list('TandemFeedback').resetRoleInheritance()
    await site.list('TandemFeedback').update({ Hidden: false, NoCrawl: false })
    await site.run('plan')
    expect(site.printed).toEqual([
      'TandemFeedback',
      '  ~ withdraws  take it out of the rights on the site: whoever may read the site can read this sealed list',
      '  ~ safe       keep it out of search',
      '  ~ safe       hide it from the contents of the site',
      '3 changes: 2 safe, 1 withdraws.',
    ])
    expect(await rowsOf(anna.userPrincipalName!, 'TandemFeedback')).toEqual([])
    await site.run('apply')
    await expect(rowsOf(anna.userPrincipalName!, 'TandemFeedback')).rejects.toThrow()
    await site.run('plan')
    expect(site.printed).toEqual(['There is nothing to do.'])
  })

  it('let one person into a sealed list and a group into another names both', async () => {
    await site.list('TandemFeedback').roleAssignments.add(await idOf(anna.userPrincipalName!), await levelId('Read'))
    const visitors = await site.sp.web.associatedVisitorGroup()
    await site.sp.web.siteGroups.getById(visitors.Id).users.add(`i:0#.f|membership|${anna.userPrincipalName}`)
    await site.list('TandemAssessments').roleAssignments.add(visitors.Id, await levelId('Contribute'))
    await site.run('plan')
    expect(site.printed).toEqual([
      'TandemAssessments',
      `  - withdraws  take "Contribute" from ${visitors.Title}, who can read this sealed list: Anna Example`,
      'TandemFeedback',
      '  - withdraws  take "Read" from Anna Example, who can read this sealed list',
      '2 changes: 2 withdraws.',
    ])
    await site.run('apply')
    await expect(rowsOf(anna.userPrincipalName!, 'TandemFeedback')).rejects.toThrow()
    expect(await site.run('verify')).toBe(0)
  })

  it('gave a permission level of ours more than it had names the level', async () => {
    await site.sp.web.roleDefinitions
      .getByName('Tandem read')
      .update({ BasePermissions: { High: '432', Low: '1011030767' } as unknown as { High: number; Low: number } })
    await site.run('plan')
    expect(about('Site')).toEqual(['  ~ withdraws  give the permission level "Tandem read" exactly its permissions again'])
    await site.run('apply')
    expect(await site.run('verify')).toBe(0)
  })
})

describe('verify', () => {
  it('goes well on a site as planned, and says for each list who could see it', async () => {
    expect(await site.run('verify')).toBe(0)
    const said = site.printed
    const at = said.indexOf('Who could see what:')
    expect(at).toBe(0)
    expect(said.slice(said.indexOf('  TandemEnrolments (team)'), said.indexOf('  TandemEnrolments (team)') + 2)).toEqual([
      '  TandemEnrolments (team)',
      '    Tandem programme team: Tandem read (HR programme team)',
    ])
    expect(said.slice(said.indexOf('  TandemFeedback (sealed)'), said.indexOf('  TandemFeedback (sealed)') + 2)).toEqual([
      '  TandemFeedback (sealed)',
      '    no person',
    ])
    expect(said).toContain(
      '  Site collection administrators can open every list, and none can be kept out: Otto Owner. Sealed columns are ciphertext to them.',
    )
  })

  it('fails with 2 when somebody can read what they must not, and says who', async () => {
    await site.list('TandemFeedback').roleAssignments.add(await idOf(anna.userPrincipalName!), await levelId('Read'))
    expect(await site.run('verify')).toBe(2)
    expect(site.printed).toContain('Anna Example can read the sealed list TandemFeedback.')
    expect(await site.run('verify', '--json')).toBe(2)
    const Said = z.object({ access: z.array(z.object({ list: z.string(), alarms: z.array(z.string()) })) })
    const { access } = Said.parse(JSON.parse(site.printed.join('\n')))
    expect(access.find(({ list }) => list === 'TandemFeedback')?.alarms).toHaveLength(1)
  })

  it('names the members of a group that was let in, and everybody who may read the site when a list was opened to it', async () => {
    const visitors = await site.sp.web.associatedVisitorGroup()
    await site.sp.web.siteGroups.getById(visitors.Id).users.add(`i:0#.f|membership|${max.userPrincipalName}`)
    await site.list('TandemAssessments').roleAssignments.add(visitors.Id, await levelId('Read'))
    await site.list('TandemFeedback').resetRoleInheritance()
    expect(await site.run('verify')).toBe(2)
    expect(site.printed).toEqual(
      expect.arrayContaining([
        `Max Manager can read the sealed list TandemAssessments, as a member of "${visitors.Title}".`,
        `Max Manager can read the sealed list TandemFeedback, as a member of "${visitors.Title}".`,
        'Anna Example can read the sealed list TandemFeedback.',
        '  TandemFeedback (sealed, goes by the rights on the site)',
      ]),
    )
  })

  it('fails with 2 when a column lost its index, and changes nothing', async () => {
    await site.column('TandemSteps', 'Status').update({ Indexed: false }, 'SP.Field')
    expect(await site.run('verify')).toBe(2)
    expect(about('TandemSteps')).toEqual(['  ~ safe       index the column Status, which has no index'])
    expect(await site.run('verify')).toBe(2)
  })

  it('fails with 2 on a site where nothing is yet', async () => {
    const empty = await openProvisionedSite()
    expect(await empty.run('verify')).toBe(2)
    await empty.close()
  })
})
