import { choice, contentLists, json, lists, text } from '@tandem/lists'
import { provision, runCommand } from '@tandem/provisioning'
import { z } from 'zod'
import { defaultGrants } from '../tenant/identities.js'
import { startTenant } from '../tenant/index.js'
import { defaultSeed } from '../tenant/seed.js'
import { books } from './fixtures/books.js'
import { openLine } from './fixtures/line.js'
import { openProvisionedSite, type ProvisionedSite } from './fixtures/provisioned-site.js'

const asPlanned = { changes: [], drift: [], notes: [], migrations: [] }

describe('a site in the tenant', () => {
  let site: ProvisionedSite

  beforeEach(async () => {
    site = await openProvisionedSite()
  })
  afterEach(() => site.close())

  it('has every list with its titles, indexes and unique columns after the first apply', async () => {
    await site.apply()
    for (const definition of lists) {
      expect(await site.list(definition.key).select('Title', 'Description')()).toMatchObject({
        Title: definition.title,
        Description: definition.about,
      })
      const fields = await site.list(definition.key).fields()
      for (const [name, wanted] of Object.entries(definition.columns))
        expect(fields.find(({ InternalName }) => InternalName === name)).toMatchObject({
          Description: wanted.about,
          Indexed: wanted.indexed ?? false,
          EnforceUniqueValues: wanted.unique ?? false,
        })
    }
    expect(await site.column('TandemEnrolments', 'AssessedAfterOn').select('Title')()).toMatchObject({
      Title: 'Assessed again on',
    })
    expect(await site.column('TandemEnrolments', 'ConsentVersion').select('Title')()).toMatchObject({ Title: 'Consent version' })
  })

  it('says how far it is, and needs nothing any more at the second apply', async () => {
    expect(await site.run('apply')).toBe(0)
    const total = /^✓ 1 of (\d+) {2}Site: create the permission level "Tandem read"$/.exec(site.printed[0] ?? '')?.[1]
    expect(site.printed.at(-2)).toMatch(new RegExp(`^✓ ${total} of ${total}  `))
    expect(site.printed.at(-1)).toMatch(new RegExp(`^${total} changes: \\d+ safe, 14 exposes\\.$`))
    expect(await site.run('plan')).toBe(0)
    expect(site.printed).toEqual(['There is nothing to do.'])
    expect(await site.run('apply')).toBe(0)
    expect(site.printed).toEqual(['There is nothing to do.'])
  })

  it('is not changed by a plan, which says list by list what would be done and what may come of it', async () => {
    expect(await site.run('plan')).toBe(0)
    expect(site.printed.slice(0, 10)).toEqual([
      'Site',
      '  + safe       create the permission level "Tandem read"',
      '  + safe       create the permission level "Tandem edit"',
      '  + safe       create the group "Tandem programme team"',
      'TandemProgrammes',
      '  + safe       create the list at Lists/TandemProgrammes',
      '  ~ safe       give it rights of its own, none to begin with',
      '  + exposes    let "Tandem programme team" read it',
      '  ~ safe       call it "Reverse mentoring: programmes"',
      '  ~ safe       keep 50 versions of a row',
    ])
    expect((await site.sp.web.lists.select('Title')()).filter(({ Title }) => Title.startsWith('Tandem'))).toEqual([])
    expect((await site.sp.web.siteGroups()).map(({ Title }) => Title)).not.toContain('Tandem programme team')
  })

  it('gives the same as JSON', async () => {
    await site.run('plan', '--json')
    const Said = z.object({
      changes: z.array(z.object({ kind: z.string(), list: z.string(), risk: z.string() })),
      drift: z.array(z.unknown()),
    })
    const said = Said.parse(JSON.parse(site.printed.join('')))
    expect(said.changes.find(({ kind }) => kind === 'create-list')).toMatchObject({ list: 'TandemProgrammes', risk: 'safe' })
    expect(said.drift).toEqual([])
  })

  it('keeps sealed lists out of search and out of sight, and without versions', async () => {
    await site.apply()
    for (const { key } of lists.filter(({ tier }) => tier === 'sealed'))
      expect(await site.list(key).select('NoCrawl', 'EnableVersioning', 'OnQuickLaunch', 'Hidden')()).toMatchObject({
        NoCrawl: true,
        EnableVersioning: false,
        OnQuickLaunch: false,
        Hidden: true,
      })
    expect(await site.list('TandemTandems').select('NoCrawl', 'EnableVersioning', 'MajorVersionLimit', 'Hidden')()).toMatchObject(
      {
        NoCrawl: true,
        EnableVersioning: true,
        MajorVersionLimit: 20,
        Hidden: false,
      },
    )
  })

  it('opens each list of the programme team with its first view, which begins with an index', async () => {
    await site.apply()
    for (const { key, views = [], columns } of lists.filter(({ tier }) => tier === 'team')) {
      const [first] = views
      expect(await site.list(key).defaultView.select('Title')()).toMatchObject({ Title: first?.title })
      for (const view of views) expect(columns[view.where[0].column]?.indexed).toBe(true)
    }
    const view = site.list('TandemMeetings').views.getByTitle('Coming')
    expect(await view.select('ViewQuery', 'RowLimit')()).toMatchObject({
      RowLimit: 100,
      ViewQuery: expect.stringContaining('<Today'),
    })
    expect((await view.fields())['Items' as never]).toEqual([
      'StartsOn',
      'EndsOn',
      'MenteeName',
      'MentorName',
      'Number',
      'Programme',
    ])
  })

  it('takes rows without a title, and refuses a second one with the same key', async () => {
    await site.apply([books])
    expect(await site.column('Books', 'Title').select('Required')()).toMatchObject({ Required: false })
    const { items } = site.list('Books')
    await items.add({ BookKey: 'b1', Shelf: 'a', State: 'out & about', Notes: '["<good>"]' })
    expect(await site.list('Books').items.select('BookKey', 'State', 'Notes')()).toMatchObject([
      { BookKey: 'b1', State: 'out & about', Notes: '["<good>"]' },
    ])
    await expect(site.list('Books').items.add({ BookKey: 'b1', Shelf: 'b', State: 'in' })).rejects.toThrow('duplicate values')
  })

  it('gets back a column that was removed, and keeps a column and a view that somebody else added', async () => {
    await site.apply([books])
    await site.column('Books', 'ReturnedOn').delete()
    await site.list('Books').fields.addText('Colour')
    await site.list('Books').views.add('By colour', false, { RowLimit: 7 })
    const { changes } = await site.apply([books])
    expect(changes[0]).toMatchObject({ kind: 'create-column', column: 'ReturnedOn' })
    expect(await site.column('Books', 'Colour').select('InternalName')()).toMatchObject({ InternalName: 'Colour' })
    expect(await site.list('Books').views.getByTitle('By colour').select('RowLimit')()).toMatchObject({ RowLimit: 7 })
    expect(await site.plan([books])).toEqual(asPlanned)
  })

  it('gets what a newer definition adds: a choice, an index, a unique column, other words', async () => {
    const { BookKey: _, State: __, ...others } = books.columns
    const older = {
      ...books,
      columns: { BookKey: text({ about: 'Number.' }), State: choice(['in'], { about: 'Old words.' }), ...others },
    }
    await site.apply([older])
    const { changes } = await site.apply([books])
    expect(changes.map(({ kind }) => kind)).toEqual([
      'set-column-title',
      'set-description',
      'index-column',
      'enforce-unique',
      'set-description',
      'index-column',
      'add-choices',
    ])
    expect(await site.column('Books', 'State')()).toMatchObject({ Choices: ['in', 'out & about'], Indexed: true })
    expect(await site.column('Books', 'BookKey')()).toMatchObject({ EnforceUniqueValues: true, Indexed: true })
  })

  it('reports what only a person can decide, and leaves it as it is', async () => {
    const other = {
      ...books,
      columns: {
        ...books.columns,
        Shelf: json(z.string(), { about: 'Where it stands.' }),
        State: choice(['in', 'out & about', 'lost'], { about: 'Whether it is there.', indexed: true }),
      },
      views: [],
    }
    await site.apply([other])
    const { changes, drift } = await site.apply([{ ...books, views: [] }])
    expect(changes).toEqual([])
    expect(drift).toEqual([
      {
        kind: 'drift',
        list: 'Books',
        column: 'Shelf',
        sentence:
          'It is of the type Note and Text is planned. Retyping loses its values; --allow-destroy Books.Shelf lets them go.',
      },
      {
        kind: 'drift',
        list: 'Books',
        column: 'State',
        sentence: 'It offers "lost", which we do not know. Choices are only added, so remove them by hand.',
      },
    ])
    expect(await site.column('Books', 'Shelf').select('TypeAsString')()).toMatchObject({ TypeAsString: 'Note' })
  })

  it('loses what was named to be lost, and nothing else', async () => {
    await site.apply([
      { ...books, views: [], columns: { ...books.columns, Shelf: json(z.string(), { about: 'Where it stands.' }) } },
    ])
    await site.list('Books').fields.addText('Colour')
    await site.list('Books').fields.addText('Smell')
    await site.list('Books').items.add({ BookKey: 'b1', State: 'in', Shelf: '"a"', Colour: 'red', Smell: 'old' })
    await site.apply([books], { mayDestroy: ['Books.Shelf', 'Books.Colour'] })
    const names = (await site.list('Books').fields()).map(({ InternalName }) => InternalName)
    expect(names).toContain('Smell')
    expect(names).not.toContain('Colour')
    const [row] = await site.list('Books').items()
    expect(row).toMatchObject({ BookKey: 'b1', Smell: 'old', Shelf: null })
    expect(await site.plan([books])).toEqual(asPlanned)
  })

  it('still has its list when somebody gave it another title', async () => {
    await site.apply([books])
    await site.list('Books').update({ Title: 'Our little library' })
    const { changes } = await site.apply([books])
    expect(changes).toMatchObject([{ kind: 'set-list-property', property: 'title', to: 'Library: books' }])
  })

  it('is read in a few requests, however many lists there are', async () => {
    await site.run('apply')
    const line = await openLine(site.tenant.url)
    expect(await site.run('plan', '--site', `${line.url}/sites/mentoring`)).toBe(0)
    // One for the token, one for the lists, and batches about all of them.
    expect(line.sent()).toBeLessThanOrEqual(4)
    expect(lists.length + contentLists.length).toBeGreaterThan(10)
    await line.close()
  })

  it('that does not exist is named, with the next step', async () => {
    const complaints: string[] = []
    const around = { env: {}, print: () => {}, complain: (line: string) => void complaints.push(line) }
    expect(await runCommand(['apply', '--site', `${site.tenant.url}/sites/nowhere`], around)).toBe(1)
    expect(complaints).toEqual([
      `Reading the lists: there is no site at ${site.tenant.url}/sites/nowhere (404). Check the address after --site, or create the site first.`,
    ])
  })

  it('that does not know our token says how to sign in', async () => {
    await expect(provision({ site: site.site, token: 'nonsense', log: () => {}, apply: false })).rejects.toThrow(
      'did not accept our token (401). Sign in with',
    )
  })
})

it('a site on which we may only read says which permission is missing and who explains how to get it', async () => {
  const readOnly = defaultGrants.map((grant) => ({ ...grant, access: 'read' as const }))
  const tenant = await startTenant({ port: 0, dataFile: ':memory:', seed: { ...defaultSeed, grants: readOnly } })
  const site = `${tenant.url}/sites/mentoring`
  const complaints: string[] = []
  const complain = (line: string) => void complaints.push(line)
  expect(await runCommand(['apply', '--site', site], { env: {}, print: () => {}, complain })).toBe(1)
  expect(complaints).toEqual([
    `Reading the lists: we have no right to do this on ${site} (403). Grant the app the permission Sites.Selected with the role ` +
      `"fullcontrol" on this site, then run the same command again. "npm run provision -- rights --site ${site}" says who has to grant what, in which order.`,
  ])
  await tenant.close()
})

it('the rights needed are told in order, each with who grants it, and nobody has to be signed in for that', async () => {
  const printed: string[] = []
  const print = (line: string) => void printed.push(line)
  const args = ['rights', '--site', 'https://contoso.sharepoint.com/sites/mentoring']
  expect(await runCommand(args, { env: {}, print, complain: print })).toBe(0)
  const said = printed.join('\n')
  const order = [
    'SharePoint administrator creates',
    'Global Administrator consents',
    'Somebody who holds Sites.FullControl.All',
    'certificate',
  ]
  const places = order.map((word) => said.indexOf(word))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual([...places].sort((left, right) => left - right))
  expect(said).toContain('https://graph.microsoft.com/v1.0/sites/contoso.sharepoint.com:/sites/mentoring?\\$select=id')
})

describe('a command line that cannot be understood', () => {
  const there = ['--site', 'https://contoso.sharepoint.com']
  it.each([
    [[], 'Say whether to plan, apply, verify or migrate, or ask for the rights.'],
    [['destroy', ...there], 'There is no "destroy".'],
    [['plan'], 'Say which site with --site.'],
    [['plan', 'apply', ...there], '"apply" is one word too many.'],
    [['plan', '--force'], "Unknown option '--force'"],
    [['plan', '--site', 'mentoring'], '"mentoring" is not the address of a site.'],
    [['plan', '--site', 'http://contoso.sharepoint.com/sites/mentoring'], 'is not https'],
    [['plan', '--site', 'http://127.0.0.1:9/sites/mentoring'], 'No tenant answers at http://127.0.0.1:9.'],
    [['apply', ...there, '--allow-destroy', 'Colour'], 'Give it as LIST.COLUMN.'],
    [['apply', ...there, '--allow-destroy', 'Colours.Red'], 'names "Colours", which is no list of ours.'],
    [['apply', ...there, '--team-group', 'HR'], '"HR" is not the object id of a directory group.'],
    [['apply', ...there, '--console', 'here'], '"here" is not the address of a page.'],
    [['apply', ...there, '--device-code'], 'Set AZURE_CLIENT_ID to it.'],
  ])('is answered with what is wrong: %j', async (args, sentence) => {
    const complaints: string[] = []
    expect(await runCommand(args, { env: {}, print: () => {}, complain: (line) => void complaints.push(line) })).toBe(1)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(sentence)
  })
})
