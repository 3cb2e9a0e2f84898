import type { SPFI } from '@pnp/sp/index.js'

import { appToken, personToken, sharePointClient } from '../tenant/clients'
import { type RunningTenant, startTenant } from '../tenant/index'

type Row = {
  Id: number
  Title: string | null
  Key?: string
  Status?: string
  Score?: number | null
  Due?: string | null
  Open?: boolean | null
  'odata.etag': string
}

const text = (name: string, more = '') => `<Field Name="${name}" StaticName="${name}" DisplayName="${name}" Type="Text" ${more}/>`

let tenant: RunningTenant
let sp: SPFI

const list = (title = 'Enrolments') => sp.web.lists.getByTitle(title)
const rejection = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { status: number; message: string }) => ({ status: error.status, message: error.message }),
  )

beforeAll(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    threshold: 50,
    seed: {
      users: [
        {
          id: 'e1f2a3b4-0000-4000-8000-000000000010',
          displayName: 'Ada Reader',
          userPrincipalName: 'ada@contoso.example',
          mail: 'ada@contoso.example',
        },
      ],
      grants: [{ site: '/sites/mentoring', list: 'Toolkit', principal: 'everyone', access: 'read' }],
    },
  })
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
  await sp.web.lists.ensure('Enrolments', '', 100)
  const { fields } = list()
  await fields.createFieldAsXml({ SchemaXml: text('Key', 'Indexed="TRUE" EnforceUniqueValues="TRUE"'), Options: 8 })
  await fields.createFieldAsXml({ SchemaXml: text('Programme', 'Indexed="TRUE"'), Options: 8 })
  await fields.createFieldAsXml({ SchemaXml: text('Note1'), Options: 8 })
  await fields.createFieldAsXml({
    SchemaXml:
      '<Field Name="Status" StaticName="Status" DisplayName="Status" Type="Choice" Indexed="TRUE"><CHOICES><CHOICE>invited</CHOICE><CHOICE>approved</CHOICE></CHOICES><Default>invited</Default></Field>',
    Options: 8,
  })
  await fields.createFieldAsXml({
    SchemaXml: '<Field Name="Score" StaticName="Score" DisplayName="Score" Type="Number" Indexed="TRUE"/>',
    Options: 8,
  })
  await fields.createFieldAsXml({
    SchemaXml: '<Field Name="Due" StaticName="Due" DisplayName="Due" Type="DateTime" Format="DateTime" Indexed="TRUE"/>',
    Options: 8,
  })
  await fields.createFieldAsXml({
    SchemaXml: '<Field Name="Open" StaticName="Open" DisplayName="Open" Type="Boolean"/>',
    Options: 8,
  })
  await fields.createFieldAsXml({
    SchemaXml: '<Field Name="Plan" StaticName="Plan" DisplayName="Plan" Type="Note" NumLines="6" RichText="FALSE"/>',
    Options: 8,
  })
})

afterAll(() => tenant.close())

describe('a list that is made', () => {
  it('takes its address from its first title and keeps it when renamed', async () => {
    await sp.web.lists.add('Toolkit', 'What mentors use')
    await list('Toolkit').update({ Title: 'Reverse mentoring: toolkit', EnableVersioning: false, NoCrawl: true })
    const found = await sp.web
      .getList('/sites/mentoring/Lists/Toolkit')
      .select('Title', 'NoCrawl', 'EnableVersioning', 'RootFolder/ServerRelativeUrl')
      .expand('RootFolder')()
    expect(found).toMatchObject({
      Title: 'Reverse mentoring: toolkit',
      NoCrawl: true,
      EnableVersioning: false,
      RootFolder: { ServerRelativeUrl: '/sites/mentoring/Lists/Toolkit' },
    })
    expect((await rejection(list('Toolkit')())).status).toBe(404)
  })

  it('is versioned and searchable until someone says otherwise', async () => {
    expect(await list().select('EnableVersioning', 'NoCrawl')()).toMatchObject({ EnableVersioning: true, NoCrawl: false })
  })

  it('cannot be made twice under one title', async () => {
    expect(await rejection(sp.web.lists.add('Enrolments'))).toMatchObject({
      status: 500,
      message: expect.stringContaining('already exists in this Web site'),
    })
  })

  it('refuses a setting SharePoint does not know', async () => {
    expect(await rejection(list().update({ Colour: 'red' } as never))).toMatchObject({
      status: 400,
      message: expect.stringContaining("The property 'Colour' does not exist on type 'SP.List'"),
    })
  })
})

describe('a column', () => {
  it('has the internal name of its XML only when the client asks for that with option 8', async () => {
    await list().fields.createFieldAsXml('<Field Name="Reason" DisplayName="Reason for refusal" Type="Text"/>')
    const names = (await list().fields.filter("Title eq 'Reason for refusal'").select('InternalName', 'Title')()).map(
      ({ InternalName }) => InternalName,
    )
    expect(names).toEqual(['Reason_x0020_for_x0020_refusal'])
  })

  it('is made by the typed calls of @pnp/sp as well, in their verbose dialect', async () => {
    const made = await list().fields.addChoice('Kind', { Choices: ['short', 'long'], Required: false })
    expect(made).toMatchObject({ InternalName: 'Kind', FieldTypeKind: 6 })
    expect(await list().fields.getByInternalNameOrTitle('Kind').select('Choices')()).toMatchObject({ Choices: ['short', 'long'] })
  })

  it('enforces unique values only when it is indexed', async () => {
    const field = list().fields.getByInternalNameOrTitle('Note1')
    expect((await rejection(field.update({ EnforceUniqueValues: true }))).message).toContain('must be indexed')
    await field.update({ Indexed: true, Title: 'First note' })
    expect(await field.select('Indexed', 'Title', 'InternalName')()).toMatchObject({
      Indexed: true,
      Title: 'First note',
      InternalName: 'Note1',
    })
  })
})

describe('an item', () => {
  it('comes back with its number, its defaults and an etag', async () => {
    const added = (await list().items.add({
      Title: 'Ada',
      Key: 'p1/ada',
      Open: true,
      Score: 4.5,
      Due: '2026-03-01T10:00:00.789Z',
      Plan: 'a\nb',
    })) as Row
    expect(added).toMatchObject({
      Title: 'Ada',
      Status: 'invited',
      Open: true,
      Score: 4.5,
      Due: '2026-03-01T10:00:00Z',
      Plan: 'a\nb',
    })
    expect(added['odata.etag']).toMatch(/^"[0-9a-f-]{36},1"$/)
  })

  it('is changed only by who read its newest version', async () => {
    const added = (await list().items.add({ Title: 'Etag', Key: 'p1/etag' })) as Row
    const item = list().items.getById(added.Id)
    const { etag } = (await item.update({ Title: 'second' }, added['odata.etag'])) as { etag: string }
    expect(etag).toBe(added['odata.etag'].replace(',1"', ',2"'))
    expect(await rejection(item.update({ Title: 'third' }, added['odata.etag']))).toMatchObject({
      status: 412,
      message: expect.stringContaining("does not match the object's ETag value"),
    })
    expect(await item.select('Title')()).toMatchObject({ Title: 'second' })
  })

  it('is refused when a unique column already holds its value, in whatever case', async () => {
    await list().items.add({ Title: 'One', Key: 'p1/twin' })
    const { status, message } = await rejection(list().items.add({ Title: 'Two', Key: 'P1/Twin' }))
    expect(status).toBe(500)
    expect(message).toContain('-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException')
    expect(message).toContain('duplicate values were found in the following field(s) in the list: [Key].')
  })

  it('frees its unique value when it is deleted', async () => {
    const added = (await list().items.add({ Title: 'Gone', Key: 'p1/gone' })) as Row
    await list().items.getById(added.Id).delete()
    expect(await list().items.add({ Title: 'New', Key: 'p1/gone' })).toMatchObject({ Title: 'New' })
    expect((await rejection(list().items.getById(added.Id)())).status).toBe(404)
  })

  it.each([
    [
      'a column that is not there',
      { Colour: 'red' },
      "The property 'Colour' does not exist on type 'SP.Data.EnrolmentsListItem'",
    ],
    ['text of more than 255 characters', { Title: 'x'.repeat(256) }, 'Invalid text value.'],
    ['text where a number belongs', { Score: 'many' }, "expected type 'Edm.Double'"],
    ['an object where text belongs', { Title: { a: 1 } }, "An unexpected 'StartObject' node"],
  ])('is refused with %s', async (_, fields, sentence) => {
    expect(await rejection(list().items.add(fields))).toMatchObject({ status: 400, message: expect.stringContaining(sentence) })
  })

  it('may hold what a form would refuse, because REST checks neither choices nor required columns', async () => {
    expect(await list().items.add({ Status: 'no such choice' })).toMatchObject({ Title: null, Status: 'no such choice' })
  })

  it('keeps no empty text', async () => {
    expect(await list().items.add({ Title: '' })).toMatchObject({ Title: null })
  })

  it('keeps its earlier versions until they are deleted', async () => {
    await sp.web.lists.add('Histories')
    const { Id } = (await list('Histories').items.add({ Title: 'first' })) as Row
    await list('Histories').items.getById(Id).update({ Title: 'second' })
    const versions = await list('Histories').items.getById(Id).versions()
    expect(versions.map(({ VersionLabel, Title }: { VersionLabel: string; Title: string }) => [VersionLabel, Title])).toEqual([
      ['2.0', 'second'],
      ['1.0', 'first'],
    ])
  })

  it('tells who wrote it when Author is expanded, and only then', async () => {
    const { Id } = (await list().items.add({ Title: 'Authored' })) as Row
    expect(await list().items.getById(Id).select('Author/Title').expand('Author')()).toMatchObject({
      Author: { Title: 'SharePoint App' },
    })
    expect((await rejection(list().items.getById(Id).select('Author/Title')())).message).toContain(
      '$expand query string must contains Author',
    )
  })
})

describe('a list with 120 items and a threshold of 50', () => {
  beforeAll(async () => {
    await sp.web.lists.add('Steps')
    const { fields } = list('Steps')
    await fields.createFieldAsXml({ SchemaXml: text('Key', 'Indexed="TRUE" EnforceUniqueValues="TRUE"'), Options: 8 })
    await fields.createFieldAsXml({ SchemaXml: text('Bucket', 'Indexed="TRUE"'), Options: 8 })
    await fields.createFieldAsXml({ SchemaXml: text('Free'), Options: 8 })
    await fields.createFieldAsXml({
      SchemaXml: '<Field Name="Due" DisplayName="Due" Type="DateTime" Format="DateTime" Indexed="TRUE"/>',
      Options: 8,
    })
    const [batched, execute] = sp.batched()
    for (let number = 0; number < 120; number += 1) {
      const due = number % 12 === 0 ? { Due: `2026-05-${String(1 + number / 12).padStart(2, '0')}T08:00:00Z` } : {}
      batched.web.lists
        .getByTitle('Steps')
        .items.add({
          Title: `Step ${number}`,
          Key: `k${number}`,
          Bucket: `b${number % 4}`,
          Free: number % 2 ? 'odd' : 'even',
          ...due,
        })
        .catch(() => undefined)
    }
    await execute()
  })

  const titles = async (filter: string, top = 200): Promise<string[]> =>
    (await list('Steps').items.filter(filter).select('Title').top(top)<Row[]>()).map(({ Title }) => Title ?? '')

  it('is paged by the async iterator without losing or repeating a row', async () => {
    const seen: number[] = []
    for await (const page of list('Steps').items.select('Id').top(25)) seen.push(...(page as Row[]).map(({ Id }) => Id))
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })

  it('answers a filter whose first condition an index narrows', async () => {
    expect(await titles("Bucket eq 'B1' and Free eq 'odd'")).toHaveLength(30)
    expect(await titles("Key eq 'k7'")).toEqual(['Step 7'])
    expect(await titles("Due ge '2026-05-03T00:00:00.000Z' and Due lt '2026-05-05T00:00:00.000Z'")).toEqual([
      'Step 24',
      'Step 36',
    ])
    expect(await titles('Due ne null')).toHaveLength(10)
    expect(await titles("startswith(Key,'k11')")).toHaveLength(11)
    expect(await titles("(Key eq 'k1' or Key eq 'k2') and Bucket eq 'b1'")).toEqual(['Step 1'])
  })

  it.each([
    ["Free eq 'odd'", 'no index'],
    ["Free eq 'odd' and Key eq 'k7'", 'the index comes second'],
    ["Key ge 'k'", 'the index leaves more rows than the threshold'],
    ["substringof('7', Key)", 'no index can look inside text'],
    ['Due eq null', 'too many rows are empty'],
  ])('refuses %s, because %s', async (filter) => {
    expect(await rejection(titles(filter))).toMatchObject({
      status: 500,
      message: expect.stringContaining('-2147024860, Microsoft.SharePoint.SPQueryThrottledException'),
    })
  })

  it('sorts what a filter has narrowed, and pages through it', async () => {
    const pages: string[][] = []
    for await (const page of list('Steps').items.filter("Bucket eq 'b0'").orderBy('Title', false).select('Title').top(12))
      pages.push((page as Row[]).map(({ Title }) => Title ?? ''))
    expect(pages.map((page) => page.length)).toEqual([12, 12, 6])
    expect(pages.flat()).toEqual([...pages.flat()].sort().reverse())
  })

  it('refuses to sort everything by a column without index', async () => {
    expect((await rejection(list('Steps').items.orderBy('Free').top(5)())).status).toBe(500)
    expect(await list('Steps').items.orderBy('Key').top(5)()).toHaveLength(5)
  })

  it.each([["Colour eq 'red'"], ["Key eq 'k1' and Colour eq 'red'"]])('names the unknown column of %s', async (filter) => {
    expect(await rejection(titles(filter))).toMatchObject({
      status: 400,
      message: expect.stringContaining("Column 'Colour' does not exist. It may have been deleted by another user."),
    })
  })

  it.each([["Key in ('k1','k2')"], ["Key eq 'k7' and contains(Title,'7')"], ["Key eq 'k1"], ["Key eq 'O'Neil'"]])(
    'does not understand %s',
    async (filter) => {
      expect((await rejection(titles(filter))).status).toBe(400)
    },
  )
})

describe('a batch', () => {
  it('answers each part for itself and undoes nothing when one fails', async () => {
    await sp.web.lists.add('Batches')
    const [batched, execute] = sp.batched()
    const inBatch = () => batched.web.lists.getByTitle('Batches') // an instance can stand in a batch once
    const outcome = Promise.allSettled([
      inBatch().items.add({ Title: "O'Neil – ü" }),
      inBatch().items.add({ Colour: 'red' }),
      inBatch().select('Title')(),
      inBatch().items.getById(99).update({ Title: 'x' }),
    ])
    await execute()
    const [first, second, third, fourth] = await outcome
    expect(first).toMatchObject({ status: 'fulfilled', value: { Id: 1, Title: "O'Neil – ü" } })
    expect(second).toMatchObject({ status: 'rejected', reason: { status: 400 } })
    expect(third).toMatchObject({ status: 'fulfilled', value: { Title: 'Batches' } })
    expect(fourth).toMatchObject({ status: 'rejected', reason: { status: 404 } })
    expect(await list('Batches').items.filter("Title eq 'O''Neil – ü'")()).toHaveLength(1)
  })

  it('updates and deletes with etags', async () => {
    await sp.web.lists.add('Batched changes')
    const one = (await list('Batched changes').items.add({ Title: 'one' })) as Row
    const two = (await list('Batched changes').items.add({ Title: 'two' })) as Row
    const [batched, execute] = sp.batched()
    const items = batched.web.lists.getByTitle('Batched changes').items
    const outcome = Promise.allSettled([
      items.getById(one.Id).update({ Title: 'eins' }, one['odata.etag']),
      items.getById(two.Id).delete(`"${two['odata.etag'].slice(1, 37)},7"`),
    ])
    await execute()
    const [update, remove] = await outcome
    expect(update).toMatchObject({ status: 'fulfilled', value: { etag: one['odata.etag'].replace(',1"', ',2"') } })
    expect(remove).toMatchObject({ status: 'rejected', reason: { status: 412 } })
  })
})

describe('a person on the site', () => {
  let ada: SPFI
  beforeAll(async () => {
    ada = sharePointClient(tenant.url, await personToken(tenant.url, 'ada@contoso.example', `${tenant.url}/.default`))
  })

  it('sees the site and herself', async () => {
    expect(await ada.web.select('Title')()).toMatchObject({ Title: 'Mentoring' })
    expect(await ada.web.currentUser()).toMatchObject({ Title: 'Ada Reader' })
  })

  it('reads a list that is granted to everyone, writes nothing in it, and reads no other', async () => {
    await list('Reverse mentoring: toolkit').items.add({ Title: 'How to listen' })
    const granted = ada.web.lists.getByTitle('Reverse mentoring: toolkit')
    expect(await granted.items.select('Title')()).toMatchObject([{ Title: 'How to listen' }])
    expect(await rejection(granted.items.add({ Title: 'mine' }))).toMatchObject({
      status: 403,
      message: expect.stringContaining('Access denied. You do not have permission to perform this action'),
    })
    expect((await rejection(ada.web.lists.getByTitle('Enrolments').items())).status).toBe(403)
    expect((await ada.web.lists.select('Title')()).map(({ Title }) => Title)).toEqual(['Reverse mentoring: toolkit'])
  })

  it('is let in when a list’s own role assignments name her, and not before', async () => {
    await sp.web.lists.add('Stories')
    const stories = ada.web.lists.getByTitle('Stories')
    expect((await rejection(stories.items())).status).toBe(403)
    await list('Stories').breakRoleInheritance(false, true)
    const { Id } = await sp.web.ensureUser('i:0#.f|membership|ada@contoso.example')
    await list('Stories').roleAssignments.add(Id, 1073741826)
    expect(await stories.items()).toEqual([])
  })
})

describe('a request without a good token', () => {
  it('is refused', async () => {
    const status = async (authorization?: string): Promise<number> =>
      (await fetch(`${tenant.url}/sites/mentoring/_api/web`, authorization ? { headers: { authorization } } : {})).status
    expect(await status()).toBe(401)
    expect(await status('Bearer nonsense')).toBe(401)
    expect(await status(`Bearer ${await appToken(tenant.url, 'https://graph.microsoft.com')}`)).toBe(401)
    expect(await status(`Bearer ${await appToken(tenant.url, tenant.url.replace('127.0.0.1', 'localhost'))}`)).toBe(200)
  })

  it('that meets something missing is told which file to extend', async () => {
    expect(await rejection(fetchMissing())).toMatchObject({
      status: 501,
      message: expect.stringContaining('test/tenant/sharepoint/item-kinds.ts'),
    })
  })
})

async function fetchMissing(): Promise<never> {
  const token = await appToken(tenant.url, tenant.url)
  const response = await fetch(`${tenant.url}/sites/mentoring/_api/web/lists/getByTitle('Enrolments')/items(1)/Comments`, {
    headers: { authorization: `Bearer ${token}` },
  })
  throw Object.assign(new Error(await response.text()), { status: response.status })
}
