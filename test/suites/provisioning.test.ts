import { BearerToken } from '@pnp/queryable/index.js'
import { SPDefault } from '@pnp/nodejs/index.js'
import { spfi } from '@pnp/sp/index.js'
import '@pnp/sp/fields/index.js'
import '@pnp/sp/items/index.js'
import '@pnp/sp/lists/index.js'
import '@pnp/sp/webs/index.js'
import { choice, date, defineList, json, lists, text, type ListDefinition } from '@tandem/lists'
import {
  isChange,
  isDrift,
  planChanges,
  provision,
  runCommand,
  tokenFor,
  type Change,
  type FoundColumn,
  type FoundList,
} from '@tandem/provisioning'
import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import { z } from 'zod'
import { startTenant } from '../tenant/index.js'
import { defaultGrants } from '../tenant/identities.js'
import { defaultSeed } from '../tenant/seed.js'

const books = defineList({
  key: 'Books',
  title: 'Library: books',
  about: 'What can be "borrowed" & read.',
  tier: 'team',
  versions: 20,
  crawled: false,
  retentionDays: 30,
  columns: {
    BookKey: text({ about: "The book's number <in the library>.", unique: true }),
    Shelf: text({ about: 'Where it stands.', indexed: true }),
    State: choice(['in', 'out & about'], { about: 'Whether it is there.', indexed: true }),
    ReturnedOn: date({ about: 'When it came back.', required: false }),
    Notes: json(z.array(z.string()), { about: 'What readers wrote.', required: false }),
  },
})

/** What SharePoint makes of a column it is asked to create. */
function createdColumn(name: string, fieldXml: string): FoundColumn {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (tag) => tag === 'CHOICE' })
  const { Field } = parser.parse(fieldXml) as { Field: Record<string, string> & { CHOICES?: { CHOICE: string[] } } }
  return {
    name,
    type: Field['Type'] ?? '',
    description: Field['Description'] ?? '',
    required: Field['Required'] === 'TRUE',
    indexed: Field['Indexed'] === 'TRUE',
    unique: Field['EnforceUniqueValues'] === 'TRUE',
    choices: Field.CHOICES?.CHOICE ?? [],
    fillIn: Field['FillInChoice'] === 'TRUE',
    richText: Field['RichText'] === 'TRUE',
    dateOnly: Field['Format'] === 'DateOnly',
  }
}

const titleColumn: FoundColumn = {
  name: 'Title',
  type: 'Text',
  description: '',
  required: true,
  indexed: false,
  unique: false,
  choices: [],
  fillIn: false,
  richText: false,
  dateOnly: false,
}

/** The site after one change, by what SharePoint documents. */
function after(site: readonly FoundList[], change: Change): FoundList[] {
  if (change.kind === 'create-list')
    return [
      ...site,
      {
        key: change.list,
        template: 100,
        rows: 0,
        title: change.list,
        description: change.description,
        versions: 50,
        crawled: true,
        inQuickLaunch: true,
        columns: [titleColumn],
      },
    ]
  return site.map((list) => (list.key === change.list ? changedList(list, change) : list))
}

function changedList(list: FoundList, change: Exclude<Change, { kind: 'create-list' }>): FoundList {
  if (change.kind === 'set-list-property') return { ...list, [change.property]: change.to }
  if (change.kind === 'create-column')
    return { ...list, columns: [...list.columns, createdColumn(change.column, change.fieldXml)] }
  return {
    ...list,
    columns: list.columns.map((column) => (column.name === change.column ? { ...column, ...changedColumn(change) } : column)),
  }
}

function changedColumn(
  change: Exclude<Change, { kind: 'create-list' | 'set-list-property' | 'create-column' }>,
): Partial<FoundColumn> {
  switch (change.kind) {
    case 'make-optional':
      return { required: false }
    case 'set-description':
      return { description: change.to }
    case 'index-column':
      return { indexed: true }
    case 'enforce-unique':
      return { unique: true }
    case 'add-choices':
      return { choices: change.to }
  }
}

const applied = (definitions: readonly ListDefinition[], site: readonly FoundList[]): FoundList[] =>
  planChanges(definitions, site)
    .filter(isChange)
    .reduce<FoundList[]>(after, [...site])

const columnNames = ['Title', ...Object.keys(books.columns), 'SomebodyElses']
const anyColumn = (name: string) =>
  fc.record<FoundColumn>({
    name: fc.constant(name),
    type: fc.constantFrom('Text', 'Note', 'Choice', 'DateTime', 'Number'),
    description: fc.constantFrom('', 'Where it stands.', 'Something else.'),
    required: fc.boolean(),
    indexed: fc.boolean(),
    unique: fc.boolean(),
    choices: fc.subarray(['in', 'out & about', 'lost']),
    fillIn: fc.boolean(),
    richText: fc.boolean(),
    dateOnly: fc.boolean(),
  })
const anySite = fc.option(
  fc.record<FoundList>({
    key: fc.constant('Books'),
    template: fc.constantFrom(100, 100, 100, 101),
    rows: fc.nat(3),
    title: fc.constantFrom('Books', books.title),
    description: fc.constantFrom('', books.about),
    versions: fc.constantFrom(0, 10, 20, 500),
    crawled: fc.boolean(),
    inQuickLaunch: fc.boolean(),
    columns: fc.subarray(columnNames).chain((names) => fc.tuple(...names.map(anyColumn))),
  }),
  { nil: undefined },
)

describe('the plan', () => {
  it('is empty for a site in which it has been carried out', () => {
    const site = applied(lists, [])
    expect(site.map(({ key }) => key)).toEqual(lists.map(({ key }) => key))
    expect(planChanges(lists, site)).toEqual([])
  })

  it('leaves nothing to do and only what it told before, whatever it began with', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        const before = found ? [found] : []
        const left = planChanges([books], applied([books], before))
        expect(left.filter(isChange)).toEqual([])
        expect(left).toEqual(planChanges([books], before).filter(isDrift))
      }),
    )
  })

  it('never takes away what a site has', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        if (!found) return
        const [list] = applied([books], [found])
        for (const column of found.columns) {
          const now = list?.columns.find(({ name }) => name === column.name)
          expect(now).toMatchObject({
            type: column.type,
            indexed: column.indexed || now?.indexed,
            unique: column.unique || now?.unique,
          })
          expect(now?.choices).toEqual(expect.arrayContaining([...column.choices]))
        }
      }),
    )
  })

  it('is the same for the same site', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        const site = found ? [found] : []
        expect(planChanges([books], site)).toEqual(planChanges([books], structuredClone(site)))
      }),
    )
  })

  it('creates a list under its key before it gives it the title people read', () => {
    const kinds = planChanges([books], []).map((change) => (change.kind === 'set-list-property' ? change.property : change.kind))
    expect(kinds.slice(0, 2)).toEqual(['create-list', 'title'])
    expect(kinds.indexOf('make-optional')).toBeLessThan(kinds.indexOf('create-column'))
  })

  it('stores JSON and what is sealed in notes without markup, and offers a choice no value of one’s own', () => {
    const site = applied(lists, [])
    const sealed = site.find(({ key }) => key === 'TandemAssessments')?.columns.find(({ name }) => name === 'Levels')
    expect(sealed).toMatchObject({ type: 'Note', richText: false })
    const status = site.find(({ key }) => key === 'TandemSteps')?.columns.find(({ name }) => name === 'Status')
    expect(status).toMatchObject({ type: 'Choice', fillIn: false })
  })

  it('does not lower the number of versions of a list that has rows, because SharePoint would delete the older ones', () => {
    const [full] = applied([books], []).map((list) => ({ ...list, versions: 500, rows: 1 }))
    expect(planChanges([books], full ? [full] : [])).toEqual([
      {
        kind: 'drift',
        list: 'Books',
        sentence: 'It keeps 500 versions of a row and 20 are planned. A lower limit deletes older versions, so set it by hand.',
      },
    ])
  })

  it('touches nothing in a library that lies at the address of a list', () => {
    const [library] = applied([books], []).map((list) => ({ ...list, template: 101, title: 'Files', columns: [] }))
    const planned = planChanges([books], library ? [library] : [])
    expect(planned).toHaveLength(1)
    expect(planned[0]).toMatchObject({ kind: 'drift', list: 'Books' })
  })
})

describe('a site in the tenant', () => {
  let tenant: Awaited<ReturnType<typeof startTenant>>
  let site: string
  let token: string
  const printed: string[] = []

  beforeEach(async () => {
    tenant = await startTenant({ port: 0, dataFile: ':memory:' })
    site = `${tenant.url}/sites/mentoring`
    token = await tokenFor(site, {})
    printed.length = 0
  })
  afterEach(() => tenant.close())

  const log = (line: string) => void printed.push(line)
  const apply = (definitions: readonly ListDefinition[] = lists) => provision({ site, token, log, apply: true, definitions })
  const plan = (definitions: readonly ListDefinition[] = lists) => provision({ site, token, log, apply: false, definitions })
  const run = (...args: string[]) => runCommand([...args], { env: {}, print: log, complain: log })
  const web = () => spfi(site).using(SPDefault(), BearerToken(token)).web
  const list = (key: string) => web().getList(`/sites/mentoring/Lists/${key}`)
  const column = (key: string, name: string) => list(key).fields.getByInternalNameOrTitle(name)

  it('has every list with its indexes and unique columns after the first apply', async () => {
    await apply()
    for (const definition of lists) {
      expect(await list(definition.key).select('Title', 'Description')()).toMatchObject({
        Title: definition.title,
        Description: definition.about,
      })
      const fields = await list(definition.key).fields()
      for (const [name, wanted] of Object.entries(definition.columns))
        expect(fields.find(({ InternalName }) => InternalName === name)).toMatchObject({
          Description: wanted.about,
          Indexed: wanted.indexed ?? false,
          EnforceUniqueValues: wanted.unique ?? false,
        })
    }
  })

  it('needs nothing any more at the second apply, which says so', async () => {
    expect(await run('apply', '--site', site)).toBe(0)
    expect(printed.at(0)).toBe('✓ TandemProgrammes: create the list at Lists/TandemProgrammes')
    expect(printed.at(-1)).toMatch(/^\d+ changes\.$/)
    printed.length = 0
    expect(await run('apply', '--site', site)).toBe(0)
    expect(printed).toEqual(['There is nothing to do.'])
  })

  it('is not changed by a plan, which says list by list what would be done', async () => {
    expect(await run('plan', '--site', site)).toBe(0)
    expect(printed.slice(0, 3)).toEqual([
      'TandemProgrammes',
      '  + create the list at Lists/TandemProgrammes',
      '  + call it "Reverse mentoring: programmes"',
    ])
    expect((await web().lists.select('Title')()).filter(({ Title }) => Title.startsWith('Tandem'))).toEqual([])
  })

  it('gives the same as JSON', async () => {
    await run('plan', '--site', `${site}/`, '--json')
    const said = z
      .object({ changes: z.array(z.object({ kind: z.string(), list: z.string() })), drift: z.array(z.unknown()) })
      .parse(JSON.parse(printed.join('')))
    expect(said.changes[0]).toMatchObject({ kind: 'create-list', list: 'TandemProgrammes' })
    expect(said.drift).toEqual([])
  })

  it('keeps sealed lists out of search and without versions', async () => {
    await apply()
    for (const { key } of lists.filter(({ tier }) => tier === 'sealed'))
      expect(await list(key).select('NoCrawl', 'EnableVersioning', 'OnQuickLaunch')()).toMatchObject({
        NoCrawl: true,
        EnableVersioning: false,
        OnQuickLaunch: false,
      })
    expect(await list('TandemTandems').select('NoCrawl', 'EnableVersioning', 'MajorVersionLimit')()).toMatchObject({
      NoCrawl: true,
      EnableVersioning: true,
      MajorVersionLimit: 20,
    })
  })

  it('takes rows without a title, and refuses a second one with the same key', async () => {
    await apply([books])
    expect(await column('Books', 'Title').select('Required')()).toMatchObject({ Required: false })
    await list('Books').items.add({ BookKey: 'b1', Shelf: 'a', State: 'out & about', Notes: '["<good>"]' })
    expect(await list('Books').items.select('BookKey', 'State', 'Notes')()).toMatchObject([
      { BookKey: 'b1', State: 'out & about', Notes: '["<good>"]' },
    ])
    await expect(list('Books').items.add({ BookKey: 'b1', Shelf: 'b', State: 'in' })).rejects.toThrow('duplicate values')
  })

  it('gets back a column that was removed, and keeps one that somebody else added', async () => {
    await apply([books])
    await column('Books', 'ReturnedOn').delete()
    await list('Books').fields.addText('Colour')
    const { changes } = await apply([books])
    expect(changes).toMatchObject([{ kind: 'create-column', column: 'ReturnedOn' }])
    expect(await column('Books', 'Colour').select('InternalName')()).toMatchObject({ InternalName: 'Colour' })
    expect(await plan([books])).toEqual({ changes: [], drift: [] })
  })

  it('gets what a newer definition adds: a choice, an index, a unique column, other words', async () => {
    const { BookKey: _, State: __, ...others } = books.columns
    const older = {
      ...books,
      columns: { BookKey: text({ about: 'Number.' }), State: choice(['in'], { about: 'Old words.' }), ...others },
    }
    await apply([older])
    const { changes } = await apply([books])
    expect(changes.map(({ kind }) => kind)).toEqual([
      'set-description',
      'index-column',
      'enforce-unique',
      'set-description',
      'index-column',
      'add-choices',
    ])
    expect(await column('Books', 'State')()).toMatchObject({ Choices: ['in', 'out & about'], Indexed: true })
    expect(await column('Books', 'BookKey')()).toMatchObject({ EnforceUniqueValues: true, Indexed: true })
  })

  it('reports what only a person can decide, and leaves it as it is', async () => {
    const other = {
      ...books,
      columns: {
        ...books.columns,
        Shelf: json(z.string(), { about: 'Where it stands.' }),
        State: choice(['in', 'out & about', 'lost'], { about: 'Whether it is there.', indexed: true }),
      },
    }
    await apply([other])
    const { changes, drift } = await apply([books])
    expect(changes).toEqual([])
    expect(drift).toEqual([
      {
        kind: 'drift',
        list: 'Books',
        column: 'Shelf',
        sentence: 'It is of the type Note and Text is planned. Retyping loses values, so nothing in it is touched.',
      },
      {
        kind: 'drift',
        list: 'Books',
        column: 'State',
        sentence: 'It offers "lost", which we do not know. Choices are only added, so remove them by hand.',
      },
    ])
    expect(await column('Books', 'Shelf').select('TypeAsString')()).toMatchObject({ TypeAsString: 'Note' })
  })

  it('is finished by the next apply when one broke off, wherever that was', async () => {
    const steps = (await plan([books])).changes.length
    for (let stopAfter = 1; stopAfter < steps; stopAfter += 3) {
      const key = `Books${stopAfter}`
      const numbered = { ...books, key, title: `Library ${stopAfter}` }
      let done = 0
      const breaking = provision({
        site,
        token,
        apply: true,
        definitions: [numbered],
        log: () => {
          if (++done === stopAfter) throw new Error('the power went out')
        },
      })
      await expect(breaking).rejects.toThrow('the power went out')
      await apply([numbered])
      expect(await plan([numbered])).toEqual({ changes: [], drift: [] })
    }
  })

  it('still has its list when somebody gave it another title', async () => {
    await apply([books])
    await list('Books').update({ Title: 'Our little library' })
    const { changes } = await apply([books])
    expect(changes).toMatchObject([{ kind: 'set-list-property', property: 'title', to: 'Library: books' }])
  })

  it('that does not exist is named, with the next step', async () => {
    expect(await run('apply', '--site', `${tenant.url}/sites/nowhere`)).toBe(1)
    expect(printed).toEqual([
      `Reading the lists: there is no site at ${tenant.url}/sites/nowhere (404). Check the address after --site, or create the site first.`,
    ])
  })

  it('that does not know our token says how to sign in', async () => {
    await expect(provision({ site, token: 'nonsense', log, apply: false })).rejects.toThrow(
      'did not accept our token (401). Sign in with',
    )
  })
})

it('a site on which we may only read says which permission is missing', async () => {
  const readOnly = defaultGrants.map((grant) => ({ ...grant, access: 'read' as const }))
  const tenant = await startTenant({ port: 0, dataFile: ':memory:', seed: { ...defaultSeed, grants: readOnly } })
  const site = `${tenant.url}/sites/mentoring`
  const complaints: string[] = []
  const complain = (line: string) => void complaints.push(line)
  expect(await runCommand(['apply', '--site', site], { env: {}, print: () => {}, complain })).toBe(1)
  expect(complaints).toEqual([
    `TandemProgrammes: create the list at Lists/TandemProgrammes: we have no right to do this on ${site} (403). ` +
      'Grant the app the permission Sites.Selected with the role "fullcontrol" on this site, then run the same command again.',
  ])
  await tenant.close()
})

describe('a command line that cannot be understood', () => {
  it.each([
    [[], 'Say whether to plan or to apply.'],
    [['destroy', '--site', 'https://contoso.sharepoint.com'], 'There is no "destroy".'],
    [['plan'], 'Say which site with --site.'],
    [['plan', 'apply', '--site', 'https://contoso.sharepoint.com'], '"apply" is one word too many.'],
    [['plan', '--force'], "Unknown option '--force'"],
    [['plan', '--site', 'mentoring'], '"mentoring" is not the address of a site.'],
    [['plan', '--site', 'http://contoso.sharepoint.com/sites/mentoring'], 'is not https'],
    [['plan', '--site', 'http://127.0.0.1:9/sites/mentoring'], 'No tenant answers at http://127.0.0.1:9.'],
  ])('is answered with what is wrong: %j', async (args, sentence) => {
    const complaints: string[] = []
    expect(await runCommand(args, { env: {}, print: () => {}, complain: (line) => void complaints.push(line) })).toBe(1)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(sentence)
  })
})
