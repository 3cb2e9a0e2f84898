import { defineList, lists, text, type ListDefinition } from '@tandem/lists'
import {
  describePlan,
  emptySite,
  isChange,
  isDrift,
  planChanges,
  riskOf,
  type FoundColumn,
  type FoundList,
  type FoundSite,
  type FoundView,
  type Wanted,
} from '@tandem/provisioning'
import fc from 'fast-check'
import { books, diaries } from './fixtures/books.js'
import { applied, titleColumn } from './fixtures/site-after.js'

const wanting = (definitions: readonly ListDefinition[], others: Partial<Wanted> = {}): Wanted => ({
  lists: definitions,
  content: [],
  migrations: [],
  ...others,
})
const wanted = wanting([books])
const library = applied(wanting([books, diaries]), emptySite)

/** The library in which something is different about one list. */
const libraryWith = (key: string, different: Partial<FoundList>): FoundSite => ({
  ...library,
  lists: library.lists.map((list) => (list.key === key ? { ...list, ...different } : list)),
})
const withColumn = (name: string, different: Partial<FoundColumn>): FoundSite =>
  libraryWith('Books', {
    rows: 1,
    columns: library.lists[0]!.columns.map((column) => (column.name === name ? { ...column, ...different } : column)),
  })

/** The plan as it is printed. */
const said = (site: FoundSite, others: Partial<Wanted> = {}): string[] =>
  describePlan(
    planChanges(wanting([books, diaries], others), site).map((line) =>
      isChange(line) ? { ...line, risk: riskOf(line, 0) } : line,
    ),
  )

const anyColumn = (name: string) =>
  fc.record<FoundColumn>({
    name: fc.constant(name),
    title: fc.constantFrom(name, 'Somebody was here'),
    type: fc.constantFrom('Text', 'Note', 'Choice', 'DateTime', 'Number'),
    description: fc.constantFrom('', 'Where it stands.', 'Something else.'),
    required: fc.boolean(),
    indexed: fc.boolean(),
    unique: fc.boolean(),
    choices: fc.subarray(['in', 'out & about', 'lost']),
    fillIn: fc.boolean(),
    richText: fc.boolean(),
    dateOnly: fc.boolean(),
    deletable: fc.constant(name !== 'Title'),
    drawing: fc.constantFrom('', '{}'),
  })
const anyView = (title: string) =>
  fc.record<FoundView>({
    title: fc.constant(title),
    query: fc.constantFrom('', '<OrderBy><FieldRef Name="ID" /></OrderBy>'),
    columns: fc.subarray(['BookKey', 'ReturnedOn', 'State']),
    rowLimit: fc.constantFrom(30, 100),
    opens: fc.boolean(),
  })
const person = { id: 21, title: 'Anna Example', login: 'i:0#.f|membership|anna@contoso.example', kind: 'person' } as const
const columnNames = ['Title', ...Object.keys(books.columns), 'SomebodyElses']
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
    hidden: fc.boolean(),
    columns: fc.subarray(columnNames).chain((names) => fc.tuple(...names.map(anyColumn))),
    views: fc
      .subarray(['All Items', 'On the shelves', 'Coming back', 'Mine'])
      .chain((titles) => fc.tuple(...titles.map(anyView))),
    rights: fc.option(fc.subarray([{ principal: person, level: 'Read', levelId: 1073741826 }]), { nil: undefined }),
  }),
  { nil: undefined },
)
const siteWith = (list: FoundList | undefined): FoundSite => ({ ...emptySite, lists: list ? [list] : [] })

describe('the plan', () => {
  it('is empty for a site in which it has been carried out', () => {
    const all = wanting(lists)
    const site = applied(all, emptySite)
    expect(site.lists.map(({ key }) => key)).toEqual(lists.map(({ key }) => key))
    expect(planChanges(all, site)).toEqual([])
  })

  it('leaves nothing to do and only what it told before, whatever it began with', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        const left = planChanges(wanted, applied(wanted, siteWith(found)))
        expect(left.filter(isChange)).toEqual([])
        expect(left).toEqual(planChanges(wanted, siteWith(found)).filter(isDrift))
      }),
    )
  })

  it('never takes away what a site has, but for rights', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        if (!found) return
        const [list] = applied(wanted, siteWith(found)).lists
        for (const column of found.columns) {
          const now = list?.columns.find(({ name }) => name === column.name)
          expect(now).toMatchObject({
            type: column.type,
            indexed: column.indexed || now?.indexed,
            unique: column.unique || now?.unique,
          })
          expect(now?.choices).toEqual(expect.arrayContaining([...column.choices]))
        }
        expect(list?.views.map(({ title }) => title)).toEqual(expect.arrayContaining(found.views.map(({ title }) => title)))
      }),
    )
  })

  it('leaves nobody any right on a list that is not for everybody, whoever had one before', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        const [list] = applied(wanted, siteWith(found)).lists
        if (list?.template !== 100) return
        expect(list.rights).toMatchObject([{ principal: { title: 'Tandem programme team' }, level: 'Tandem read' }])
      }),
    )
  })

  it('is the same for the same site', () => {
    fc.assert(
      fc.property(anySite, (found) => {
        expect(planChanges(wanted, siteWith(found))).toEqual(planChanges(wanted, structuredClone(siteWith(found))))
      }),
    )
  })

  it('creates a list under its key, closes it, and then gives it the title people read', () => {
    const kinds = planChanges(wanted, library && { ...library, lists: [] }).map((change) =>
      change.kind === 'set-list-property' ? change.property : change.kind,
    )
    expect(kinds.slice(0, 4)).toEqual(['create-list', 'own-rights', 'grant', 'title'])
    expect(kinds.indexOf('make-optional')).toBeLessThan(kinds.indexOf('create-column'))
  })

  it('stores JSON and what is sealed in notes without markup, and offers a choice no value of one’s own', () => {
    const site = applied(wanting(lists), emptySite).lists
    const sealed = site.find(({ key }) => key === 'TandemAssessments')?.columns.find(({ name }) => name === 'Levels')
    expect(sealed).toMatchObject({ type: 'Note', richText: false })
    const status = site.find(({ key }) => key === 'TandemSteps')?.columns.find(({ name }) => name === 'Status')
    expect(status).toMatchObject({ type: 'Choice', fillIn: false })
  })

  it('touches nothing in a library that lies at the address of a list', () => {
    const planned = planChanges(wanted, libraryWith('Books', { template: 101, title: 'Files', columns: [] }))
    expect(planned).toHaveLength(1)
    expect(planned[0]).toMatchObject({ kind: 'drift', list: 'Books' })
  })

  it('lets the key of a programme lead to the console where one is named, and leaves it where none is', () => {
    const linked = wanting([{ ...books, leadsToConsole: 'Shelf' }], { consoleUrl: 'https://contoso.sharepoint.com/console' })
    const changes = planChanges(linked, library).filter(isChange)
    expect(changes).toMatchObject([{ kind: 'draw-column', column: 'Shelf' }])
    expect(JSON.parse(String((changes[0] as { drawing: string }).drawing))).toMatchObject({
      elmType: 'a',
      attributes: {
        href: "='https://contoso.sharepoint.com/console#tandem-console=programme%3D' + @currentField + '%26view%3Doverview'",
      },
    })
    const drawn = applied(linked, library)
    expect(planChanges(linked, drawn)).toEqual([])
    expect(planChanges(wanting([{ ...books, leadsToConsole: 'Shelf' }]), drawn)).toEqual([])
  })
})

describe('a plan names exactly what somebody did in the site:', () => {
  const nothing = { id: 5, login: 'x', kind: 'site group' } as const
  const reader = { principal: person, level: 'Read', levelId: 1073741826 }

  it.each([
    [
      'a column was renamed',
      withColumn('Shelf', { title: 'Where' }),
      ['Books', '  ~ safe       call the column Shelf "Shelf", which is called "Where"'],
    ],
    [
      'an index was removed',
      withColumn('Shelf', { indexed: false }),
      ['Books', '  ~ safe       index the column Shelf, which has no index'],
    ],
    [
      'a sealed list goes by the rights on the site',
      libraryWith('Diaries', { rights: undefined }),
      ['Diaries', '  ~ withdraws  take it out of the rights on the site: whoever may read the site can read this sealed list'],
    ],
    [
      'a person was let into a sealed list',
      libraryWith('Diaries', { rights: [reader] }),
      ['Diaries', '  - withdraws  take "Read" from Anna Example, who can read this sealed list'],
    ],
    [
      'a group was let into a sealed list',
      {
        ...libraryWith('Diaries', { rights: [{ ...reader, principal: { ...nothing, title: 'Visitors' } }] }),
        groups: [...library.groups, { ...nothing, title: 'Visitors', description: '', members: [person] }],
      },
      ['Diaries', '  - withdraws  take "Read" from Visitors, who can read this sealed list: Anna Example'],
    ],
    [
      'a sealed list was shown',
      libraryWith('Diaries', { hidden: false, crawled: true }),
      ['Diaries', '  ~ safe       keep it out of search', '  ~ safe       hide it from the contents of the site'],
    ],
    [
      'a permission level was widened',
      { ...library, levels: library.levels.map((level) => ({ ...level, low: level.name === 'Tandem read' ? -1 : level.low })) },
      ['Site', '  ~ withdraws  give the permission level "Tandem read" exactly its permissions again'],
    ],
    [
      'a view shows something else',
      libraryWith('Books', {
        views: library.lists[0]!.views.map((view) =>
          view.title === 'Coming back' ? { ...view, query: '', columns: ['LinkTitle'] } : view,
        ),
      }),
      ['Books', '  ~ safe       give the view "Coming back" its rows and columns again'],
    ],
    [
      'a view was deleted',
      libraryWith('Books', { views: library.lists[0]!.views.filter(({ title }) => title !== 'Coming back') }),
      ['Books', '  + safe       create the view "Coming back"'],
    ],
  ] as const)('%s', (_, site, lines) => {
    expect(said(site)).toEqual(lines)
  })

  it('and says nothing when SharePoint writes the query of a view in its own way', () => {
    const views = library.lists[0]!.views.map((view) => ({
      ...view,
      query: view.query.replaceAll('"/>', '" />').replaceAll('><', '>\n  <').replaceAll('"', "'"),
    }))
    expect(said(libraryWith('Books', { views }))).toEqual([])
  })
})

describe('what loses data', () => {
  it('is left to a person: another type, fewer versions', () => {
    const columns = library.lists[0]!.columns.map((column) => (column.name === 'Shelf' ? { ...column, type: 'Note' } : column))
    expect(said(libraryWith('Books', { rows: 1, versions: 500, columns }))).toEqual([
      'Books',
      '  ! drift      It keeps 500 versions of a row and 20 are planned. A lower limit deletes older versions; --allow-destroy Books.versions lets it.',
      '  ! drift      Shelf: It is of the type Note and Text is planned. Retyping loses its values; --allow-destroy Books.Shelf lets them go.',
    ])
    expect(
      said(libraryWith('Books', { rows: 1, versions: 500, columns }), { mayDestroy: ['Books.Shelf', 'Books.versions'] }),
    ).toEqual([
      'Books',
      '  ~ destroys   keep 20 versions of a row and delete older ones',
      '  - destroys   delete the column Shelf (Note) with all its values, to create it with another type',
      '  + safe       create the column Shelf',
    ])
  })

  it('is never proposed of a column we do not know, unless it is named', () => {
    const columns = [...library.lists[0]!.columns, { ...titleColumn, name: 'Colour', title: 'Colour', deletable: true }]
    const site = libraryWith('Books', { columns })
    expect(said(site)).toEqual([])
    expect(said(site, { mayDestroy: ['Books.Colour'] })).toEqual([
      'Books',
      '  - destroys   delete the column Colour (Text) with all its values',
    ])
  })

  it.each([
    ['Shelf', 'it is as planned'],
    ['Title', 'SharePoint does not let it go'],
    ['Smell', 'there is nothing of it'],
  ])('is not done to %s, though it is named', (column, why) => {
    expect(said(library, { mayDestroy: [`Books.${column}`] })).toEqual([
      'Books',
      `    note       ${column} was named to be destroyed and is not, because ${why}.`,
    ])
  })
})

describe('a list cannot be defined', () => {
  const view = { title: 'All', where: [{ column: 'Shelf', is: ['a'] }], orderBy: 'Shelf', columns: ['Shelf'] } as const
  const list = { ...books, columns: { Shelf: text({ about: '.', indexed: true }), Back: text({ about: '.' }) } }
  it.each([
    ['which begins with a column without an index', { ...view, where: [{ column: 'Back', is: ['a'] }] } as const, 'has no index'],
    ['which names a column the list has not', { ...view, orderBy: 'Colour' }, 'no column of the list'],
    ['which groups three times', { ...view, groupBy: ['Shelf', 'Back', 'Shelf'] }, 'groups more than twice'],
  ])('with a view %s', (_, wrong, sentence) => {
    expect(() => defineList({ ...list, views: [wrong] })).toThrow(sentence)
  })
  it('with a view on a sealed list', () => {
    expect(() => defineList({ ...list, tier: 'sealed', versions: 0, views: [view] })).toThrow('nobody looks at a sealed list')
  })
})
