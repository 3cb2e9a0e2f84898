import { body, headers } from '@pnp/queryable/index.js'
import { spPost, spPostMerge, type SPFI } from '@pnp/sp/index.js'

import { appToken, sharePointClient } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

type Field = {
  Id: string
  InternalName: string
  Title: string
  TypeAsString: string
  FieldTypeKind: number
  SchemaXml: string
  Choices?: string[]
  Hidden: boolean
  ReadOnlyField: boolean
  FromBaseType: boolean
  CanBeDeleted: boolean
}
type Row = Record<string, unknown> & { Id: number }

const ada = 'e1f2a3b4-0000-4000-8000-000000000010'
const ben = 'e1f2a3b4-0000-4000-8000-000000000011'
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was not refused',
    (error: Error) => error.message,
  )

let tenant: RunningTenant
let sp: SPFI

const list = () => sp.web.lists.getByTitle('Devices')
const field = (name: string) => list().fields.getByInternalNameOrTitle(name)
const info = async (name: string): Promise<Field> => (await field(name)()) as unknown as Field
const xml = (attributes: string, inside = '') => ({ SchemaXml: `<Field ${attributes}>${inside}</Field>`, Options: 8 })
const add = async (row: Record<string, unknown>): Promise<Row> => (await list().items.add(row)) as Row
const titles = async (filter: string): Promise<unknown[]> =>
  ((await list().items.filter(filter).select('Title')()) as Row[]).map(({ Title }) => Title)

async function raw(path: string, init: { method?: string; body?: unknown; accept?: string; merge?: boolean } = {}) {
  const token = await appToken(tenant.url, tenant.url)
  return fetch(`${tenant.url}/sites/mentoring/_api/${path}`, {
    method: init.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      accept: init.accept ?? 'application/json',
      'content-type': 'application/json',
      ...(init.merge ? { 'x-http-method': 'MERGE' } : {}),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
}

beforeEach(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: {
      users: [
        { id: ada, displayName: 'Ada Reader', userPrincipalName: 'ada@contoso.example', mail: 'ada@contoso.example' },
        { id: ben, displayName: 'Ben Writer', userPrincipalName: 'ben@contoso.example', mail: 'ben@contoso.example' },
      ],
    },
  })
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
  await sp.web.lists.add('Devices')
})

afterEach(() => tenant.close())

describe('a column made by its title', () => {
  it('has the title escaped as its internal name and keeps that when renamed', async () => {
    await list().fields.addText('Device Type')
    expect(await info('Device Type')).toMatchObject({
      InternalName: 'Device_x0020_Type',
      EntityPropertyName: 'Device_x0020_Type',
    })
    await field('Device Type').update({ Title: 'Kind of device' })
    await add({ Title: 'one', Device_x0020_Type: 'phone' })
    expect(await titles("Device_x0020_Type eq 'phone'")).toEqual(['one'])
    expect(await info('Device_x0020_Type')).toMatchObject({ Title: 'Kind of device' })
  })

  it('is cut at 32 characters', async () => {
    await list().fields.addText('What the mentor thinks of the mentee')
    expect((await info('What the mentor thinks of the mentee')).InternalName).toBe('What_x0020_the_x0020_mentor_x002')
  })

  it('is refused when the list shows another one of that title', async () => {
    await list().fields.addText('Status')
    expect(await refusal(list().fields.addText('Status'))).toMatch(
      /-2130575214, Microsoft\.SharePoint\.SPException.*A duplicate field name \\"Status\\" was found\./s,
    )
    expect(await refusal(list().fields.addText('Modified By'))).toMatch(/duplicate field name/)
  })

  it('gets a number at its internal name when only that is taken', async () => {
    await list().fields.addText('Status')
    await field('Status').update({ Title: 'State' })
    await list().fields.addText('Status')
    const names = ((await list().fields.select('InternalName', 'Title')()) as unknown as Field[]).map(
      ({ InternalName, Title }) => `${InternalName}=${Title}`,
    )
    expect(names).toEqual(expect.arrayContaining(['Status=State', 'Status0=Status']))
    const { InternalName } = (await list().fields.createFieldAsXml(
      xml('Name="Status" DisplayName="Third" Type="Text"'),
    )) as unknown as Field
    expect(InternalName).toBe('Status1')
  })
})

describe('columns of every kind', () => {
  it('keep and show what is written to them, each in its form', async () => {
    const { fields } = list()
    await fields.addText('T')
    await fields.addMultilineText('N')
    await fields.addDateTime('D', { DisplayFormat: 1 } as never)
    await fields.addChoice('C', { Choices: ['a', 'b'] })
    await fields.addMultiChoice('MC', { Choices: ['a', 'b', 'c'] })
    await fields.addBoolean('B')
    await fields.addNumber('Num')
    await fields.addCurrency('Cur')
    await fields.addUrl('U')
    const { Id } = await add({
      T: 'text',
      N: 'many\nlines',
      D: '2026-03-01T10:00:00.000Z',
      C: 'not offered',
      MC: ['a', 'c'],
      B: true,
      Num: 1.5,
      Cur: 9.99,
      U: { Url: 'https://contoso.example', Description: 'Contoso' },
    })
    expect(await list().items.getById(Id)()).toMatchObject({
      T: 'text',
      N: 'many\nlines',
      D: '2026-03-01T10:00:00Z',
      C: 'not offered',
      MC: ['a', 'c'],
      B: true,
      Num: 1.5,
      Cur: 9.99,
      U: { Url: 'https://contoso.example', Description: 'Contoso' },
    })
    const kinds = ((await fields()) as unknown as Field[])
      .filter(({ FromBaseType }) => !FromBaseType)
      .map(({ InternalName, TypeAsString, FieldTypeKind }) => [InternalName, TypeAsString, FieldTypeKind])
    expect(kinds).toEqual([
      ['T', 'Text', 2],
      ['N', 'Note', 3],
      ['D', 'DateTime', 4],
      ['C', 'Choice', 6],
      ['MC', 'MultiChoice', 15],
      ['B', 'Boolean', 8],
      ['Num', 'Number', 9],
      ['Cur', 'Currency', 10],
      ['U', 'URL', 11],
    ])
  })

  it('refuse a value of another kind', async () => {
    await list().fields.addNumber('Num')
    await list().fields.addDateTime('D')
    await list().fields.addMultiChoice('MC', { Choices: ['a'] })
    await list().fields.addUrl('U')
    expect(await refusal(add({ Num: '1' }))).toMatch(/\[400\].*expected type 'Edm\.Double'/s)
    expect(await refusal(add({ D: 'soon' }))).toMatch(/\[400\].*expected type 'Edm\.DateTime'/s)
    expect(await refusal(add({ MC: 'a' }))).toMatch(/'PrimitiveValue' node was found.*A 'StartArray' node was expected/s)
    expect(await refusal(add({ MC: { results: ['a'] } }))).toMatch(
      /'StartObject' node was found.*A 'StartArray' node was expected/s,
    )
    expect(await refusal(add({ U: 'https://contoso.example' }))).toMatch(/A 'StartObject' node was expected/)
  })

  it('say of themselves in XML what makes the same column again', async () => {
    const made = [
      xml(
        'Name="S" DisplayName="State &amp; more" Type="Choice" Format="RadioButtons" FillInChoice="TRUE"',
        '<CHOICES><CHOICE>a&lt;b</CHOICE></CHOICES><Default>a&lt;b</Default>',
      ),
      xml('Name="P" DisplayName="P" Type="UserMulti" Mult="TRUE" UserSelectionMode="PeopleOnly"'),
      xml('Name="Nu" DisplayName="Nu" Type="Number" Min="1" Max="5" Decimals="0" Indexed="TRUE"'),
      xml('Name="Da" DisplayName="Da" Type="DateTime" Format="DateOnly" FriendlyDisplayFormat="Disabled"'),
    ]
    for (const each of made) await list().fields.createFieldAsXml(each)
    await sp.web.lists.add('Copies')
    for (const name of ['S', 'P', 'Nu', 'Da']) {
      const { SchemaXml, ...original } = (await field(name)()) as unknown as Field & Record<string, unknown>
      const copies = sp.web.lists.getByTitle('Copies').fields
      await copies.createFieldAsXml({ SchemaXml, Options: 8 })
      const copy = await copies.getByInternalNameOrTitle(name)()
      const { 'odata.id': _id, 'odata.editLink': _link, 'odata.metadata': _meta, ...same } = original
      expect(copy).toMatchObject(same)
    }
  })
})

describe('a change of a column', () => {
  beforeEach(async () => {
    await list().fields.addChoice('C', { Choices: ['a'] })
  })

  it('cannot set choices without naming the type that has them', async () => {
    expect(await refusal(field('C').update({ Choices: ['a', 'b'] } as never))).toMatch(
      /The property 'Choices' does not exist on type 'SP\.Field'/,
    )
    await spPostMerge(field('C'), body({ '@odata.type': '#SP.FieldChoice', Choices: ['a', 'b'] }))
    expect((await info('C')).Choices).toEqual(['a', 'b'])
  })

  it('sets them in the verbose form, which has to name the type', async () => {
    const verbose = headers({ Accept: 'application/json;odata=verbose', 'Content-Type': 'application/json;odata=verbose' })
    await spPostMerge(field('C'), body({ __metadata: { type: 'SP.FieldChoice' }, Choices: { results: ['x'] } }, verbose))
    expect((await info('C')).Choices).toEqual(['x'])
    expect(await refusal(spPostMerge(field('C'), body({ Required: true }, verbose)))).toMatch(
      /An entry without a type name was found/,
    )
  })

  it('cannot change what SharePoint gave it', async () => {
    expect(await refusal(field('C').update({ InternalName: 'Other' } as never))).toMatch(/\[400\].*InternalName/s)
    expect((await info('C')).InternalName).toBe('C')
  })

  it('takes new XML', async () => {
    await field('C').update({
      SchemaXml:
        '<Field Type="Choice" Name="C" DisplayName="Colour" Description="Of the case"><CHOICES><CHOICE>red</CHOICE></CHOICES></Field>',
    } as never)
    expect(await info('C')).toMatchObject({ Title: 'Colour', Description: 'Of the case', Choices: ['red'], InternalName: 'C' })
  })
})

describe('indexes', () => {
  it.each([
    ['text of several lines', () => list().fields.addMultilineText('X')],
    ['several choices', () => list().fields.addMultiChoice('X', { Choices: ['a'] })],
    ['links', () => list().fields.addUrl('X')],
    ['formulas', () => list().fields.addCalculated('X', { Formula: '=[Title]' })],
    ['several people', () => list().fields.createFieldAsXml(xml('Name="X" DisplayName="X" Type="UserMulti" Mult="TRUE"'))],
  ])('cannot be put on %s', async (_, make) => {
    await make()
    expect(await refusal(field('X').update({ Indexed: true }))).toMatch(/\[500\].*cannot be indexed/s)
  })

  it('are a condition for unique values, and twenty are enough', async () => {
    await list().fields.addText('Key')
    expect(await refusal(field('Key').update({ EnforceUniqueValues: true }))).toMatch(/\[500\]/)
    await field('Key').update({ Indexed: true, EnforceUniqueValues: true })
    for (let number = 1; number < 20; number += 1)
      await list().fields.createFieldAsXml(xml(`Name="I${number}" DisplayName="I${number}" Type="Text" Indexed="TRUE"`))
    await list().fields.addUser('Who')
    expect(await refusal(field('Who').update({ Indexed: true }))).toMatch(/maximum number of indexed columns \(20\)/)
  })
})

describe('people and lookups', () => {
  let person: { Id: number }
  let other: { Id: number }

  beforeEach(async () => {
    await sp.web.lists.add('Makers')
    const makers = sp.web.lists.getByTitle('Makers')
    await makers.fields.addText('City')
    await makers.items.add({ Title: 'Acme', City: 'Ulm' })
    await makers.items.add({ Title: 'Blitz', City: 'Bonn' })
    const { Id } = await makers.select('Id')()
    await list().fields.addLookup('Maker', { LookupListId: Id, LookupFieldName: 'Title' })
    await list().fields.addUser('Owner')
    await list().fields.createFieldAsXml(
      xml(`Name="Parts" DisplayName="Parts" Type="LookupMulti" Mult="TRUE" List="{${Id}}" ShowField="Title"`),
    )
    await list().fields.createFieldAsXml(xml('Name="Team" DisplayName="Team" Type="UserMulti" Mult="TRUE"'))
    person = (await sp.web.ensureUser('i:0#.f|membership|ada@contoso.example')) as unknown as { Id: number }
    other = (await sp.web.ensureUser('i:0#.f|membership|ben@contoso.example')) as unknown as { Id: number }
    await add({ Title: 'phone', MakerId: 1, OwnerId: person.Id, PartsId: [1, 2], TeamId: [person.Id, other.Id] })
    await add({ Title: 'lamp', MakerId: 2, OwnerId: other.Id, PartsId: [2], TeamId: [] })
    await add({ Title: 'stone' })
  })

  it('are read as numbers under the name with Id', async () => {
    const [phone, , stone] = (await list().items()) as Row[]
    expect(phone).toMatchObject({
      MakerId: 1,
      OwnerId: person.Id,
      OwnerStringId: String(person.Id),
      PartsId: [1, 2],
      TeamId: [person.Id, other.Id],
    })
    expect(stone).toMatchObject({ MakerId: null, OwnerId: null, PartsId: [] })
  })

  it('show what they lead to only when both selected and expanded', async () => {
    const rows = await list()
      .items.select('Title', 'Maker/Title', 'Maker/City', 'Owner/Title', 'Owner/EMail', 'Parts/Title', 'Team/Title')
      .expand('Maker', 'Owner', 'Parts', 'Team')()
    expect(rows).toMatchObject([
      {
        Title: 'phone',
        Maker: { Title: 'Acme', City: 'Ulm' },
        Owner: { Title: 'Ada Reader', EMail: 'ada@contoso.example' },
        Parts: [{ Title: 'Acme' }, { Title: 'Blitz' }],
        Team: [{ Title: 'Ada Reader' }, { Title: 'Ben Writer' }],
      },
      { Title: 'lamp', Maker: { Title: 'Blitz' }, Team: [] },
      { Title: 'stone', Maker: null, Owner: null },
    ])
    expect(await refusal(list().items.select('Maker/Title')())).toMatch(/The \$expand query string must contains Maker/i)
    expect(await refusal(list().items.select('Maker')())).toMatch(/\[400\]/)
  })

  it.each([
    ['MakerId eq 1', ['phone']],
    ['Maker/Id eq 2', ['lamp']],
    ["Maker/Title eq 'Acme'", ['phone']],
    ["Owner/EMail eq 'ben@contoso.example'", ['lamp']],
    ["Parts/Title eq 'Blitz'", ['phone', 'lamp']],
    ['PartsId eq 1', ['phone']],
    ['OwnerId eq null', ['stone']],
    ["startswith(Author/Title, 'Nobody')", []],
  ])('are filtered by %s', async (filter, found) => {
    expect(await titles(filter)).toEqual(found)
  })

  it('are found by an index too', async () => {
    await field('Maker').update({ Indexed: true })
    expect(await titles('MakerId eq 2')).toEqual(['lamp'])
    expect(await titles('Maker/Id eq 2')).toEqual(['lamp'])
  })

  it('are filtered by a property and never as a whole, which only CAML can', async () => {
    expect(await refusal(titles("Maker eq 'Acme'"))).toMatch(
      /The field 'Maker' of type 'Lookup' cannot be used in the query filter expression\./,
    )
    const where = (field: string, value: string) => ({
      ViewXml: `<View><Query><Where><Eq><FieldRef Name="${field}" ${value}</Eq></Where></Query></View>`,
    })
    const byText = await list().getItemsByCAMLQuery(where('Maker', '/><Value Type="Lookup">Acme</Value>'))
    const byId = await list().getItemsByCAMLQuery(where('Maker', 'LookupId="TRUE" /><Value Type="Lookup">2</Value>'))
    expect([byText, byId].map((rows: Row[]) => rows.map(({ Title }) => Title))).toEqual([['phone'], ['lamp']])
  })

  it('are painted by views with what they show, and taken from forms', async () => {
    await list().addValidateUpdateItemUsingPath(
      [
        { FieldName: 'Title', FieldValue: 'radio' },
        { FieldName: 'Parts', FieldValue: '1;#2' },
        { FieldName: 'Team', FieldValue: JSON.stringify([{ Key: 'i:0#.f|membership|ada@contoso.example' }]) },
      ],
      '/sites/mentoring/Lists/Devices',
    )
    const ViewXml =
      '<View><Query><OrderBy><FieldRef Name="ID" Ascending="FALSE" /></OrderBy></Query><ViewFields><FieldRef Name="LinkTitle" /><FieldRef Name="Parts" /><FieldRef Name="Team" /></ViewFields></View>'
    const { Row: rows } = (await list().renderListDataAsStream({ ViewXml })) as unknown as { Row: Row[] }
    expect(rows[0]).toMatchObject({
      Title: 'radio',
      Parts: [
        { lookupId: 1, lookupValue: 'Acme' },
        { lookupId: 2, lookupValue: 'Blitz' },
      ],
      Team: [{ id: String(person.Id), title: 'Ada Reader', email: 'ada@contoso.example' }],
    })
  })

  it('are no value under their bare name, and no text', async () => {
    expect(await refusal(add({ Maker: 1 }))).toMatch(/trying to read the start of an entry/)
    expect(await refusal(add({ MakerId: 'Acme' }))).toMatch(/expected type 'Edm\.Int32'/)
  })

  it('lend more of what they lead to to dependent columns', async () => {
    const { Id } = await info('Maker')
    await list().fields.addDependentLookupField('Maker:City', Id, 'City')
    expect(await info('Maker:City')).toMatchObject({
      InternalName: 'Maker_x003a_City',
      ReadOnlyField: true,
      IsDependentLookup: true,
    })
    const [row] = await list().items.select('Maker_x003a_City/City').expand('Maker_x003a_City')()
    expect(row).toMatchObject({ Maker_x003a_City: { City: 'Ulm' } })
  })

  it('have to be added with the call that says what is looked up', async () => {
    expect(await refusal(list().fields.add('Plain', 7))).toMatch(/Please use addfield to add a lookup field\./)
  })

  it('are refused in one question when there are more than twelve', async () => {
    for (let number = 1; number <= 7; number += 1) await list().fields.addUser(`P${number}`)
    expect(await refusal(list().items())).toMatch(
      /\[500\].*-2147024749, Microsoft\.SharePoint\.SPQueryThrottledException.*exceeds the lookup column threshold\./s,
    )
    expect(await list().items.select('Title', 'P1Id')()).toHaveLength(3)
  })
})

describe('formulas', () => {
  it('are worked out anew whenever a row is read', async () => {
    await list().fields.addNumber('Score')
    await list().fields.addCalculated('Mark', { Formula: '=IF([Score]>=3,[Title]&" good",UPPER([Title]))' })
    await list().fields.addCalculated('Twice', { Formula: '=[Score]*2+1', OutputType: 9 } as never)
    const { Id } = await add({ Title: 'phone', Score: 3, Mark: 'sent in vain' })
    expect(await list().items.getById(Id).select('Mark', 'Twice')()).toMatchObject({
      Mark: 'phone good',
      Twice: '7.00000000000000',
    })
    await list().items.getById(Id).update({ Score: 1 })
    expect(await titles("Mark eq 'PHONE'")).toEqual(['phone'])
  })

  it('that cannot be read, or ask for what is not there, are refused; unknown functions are not pretended', async () => {
    await list().fields.addMultilineText('Notes')
    expect(await refusal(list().fields.addCalculated('X', { Formula: '=[Title' }))).toMatch(/syntax error or is not supported/)
    expect(await refusal(list().fields.addCalculated('X', { Formula: '=[Nobody]' }))).toMatch(/-2130575273.*does not exist/s)
    expect(await refusal(list().fields.addCalculated('X', { Formula: '=[Notes]' }))).toMatch(
      /data type that is not supported in formulas/,
    )
    expect(await refusal(list().fields.addCalculated('X', { Formula: '=DATEDIF([Created],[Modified],"d")' }))).toMatch(
      /\[501\].*formula\.ts/s,
    )
  })

  it('that a list or a column is to keep to are kept to by plain REST writes', async () => {
    await list().fields.addNumber('Score')
    await field('Score').update({ ValidationFormula: '=[Score]<=5', ValidationMessage: 'Five is the most.' } as never)
    await list().update({ ValidationFormula: '=[Title]<>"forbidden"' })
    await add({ Title: 'fine', Score: 5 })
    const broken = /\[500\].*-2130575162, Microsoft\.SharePoint\.SPListDataValidationException/s
    expect(await refusal(add({ Title: 'forbidden' }))).toMatch(broken)
    expect(await refusal(list().items.getById(1).update({ Score: 6 }))).toMatch(broken)
  })
})

describe('the columns a list is born with', () => {
  it('are there with their types, and none of them can be deleted', async () => {
    const all = (await list().fields()) as unknown as Field[]
    expect(all.length).toBeGreaterThan(55)
    const named = (name: string) => all.find(({ InternalName }) => InternalName === name)
    expect(named('Author')).toMatchObject({ Title: 'Created By', TypeAsString: 'User', FieldTypeKind: 20, ReadOnlyField: true })
    expect(named('_UIVersionString')).toMatchObject({ Title: 'Version', EntityPropertyName: 'OData__UIVersionString' })
    expect(named('FileRef')).toMatchObject({ TypeAsString: 'Lookup', Hidden: true })
    expect(named('LinkTitle')).toMatchObject({ TypeAsString: 'Computed', Title: 'Title' })
    expect(all.filter(({ FromBaseType }) => FromBaseType).every(({ CanBeDeleted }) => !CanBeDeleted)).toBe(true)
    expect(await list().fields.getByTitle('Created By').select('InternalName')()).toMatchObject({ InternalName: 'Author' })
    expect(await refusal(field('Title').delete())).toMatch(/\[400\]/)
    const hidden = await list().fields.filter('Hidden eq false and ReadOnlyField eq false').select('InternalName')()
    expect(hidden.map(({ InternalName }) => InternalName)).toEqual(['ContentType', 'Attachments', 'Title'])
  })

  it('can be selected from a row', async () => {
    const { Id } = await add({ Title: 'one' })
    expect(await list().items.getById(Id).select('FileRef', 'FileLeafRef', 'FileDirRef')()).toMatchObject({
      FileRef: '/sites/mentoring/Lists/Devices/1_.000',
      FileLeafRef: '1_.000',
      FileDirRef: '/sites/mentoring/Lists/Devices',
    })
  })

  it('that are missing are told as invalid arguments, not as absent', async () => {
    expect(await refusal(field('Nobody')())).toMatch(/\[400\].*Column 'Nobody' does not exist/s)
  })
})

describe('ways of asking', () => {
  it('reach the same column by id, in any case, by alias and as a property', async () => {
    await list().fields.addText('Key')
    const { Id } = await info('Key')
    const listId = (await list().select('Id')()).Id
    const paths = [
      `web/lists/getByTitle('Devices')/fields(guid'${Id}')`,
      `Web/LISTS(guid'${listId}')/Fields/GetById('${Id}')`,
      `web/getList(@l)/fields/getbytitle(@f)?@l='%2Fsites%2Fmentoring%2FLists%2FDevices'&@f='Key'`,
      `web/GetListUsingPath(DecodedUrl=@a1)/fields/getbyinternalnameortitle('Key')?@a1='%2Fsites%2Fmentoring%2FLists%2FDevices'`,
    ]
    for (const path of paths) expect(await (await raw(path)).json()).toMatchObject({ InternalName: 'Key', Id })
    expect(await (await raw(`${paths[0]}/SchemaXml`)).json()).toMatchObject({
      value: expect.stringContaining('Name="Key"') as string,
    })
  })

  it('answer in three kinds of metadata', async () => {
    const path = "web/lists/getByTitle('Devices')/fields/getByInternalNameOrTitle('Title')?$select=Title"
    expect(await (await raw(path, { accept: 'application/json;odata=nometadata' })).json()).toEqual({ Title: 'Title' })
    const minimal = await (await raw(path)).json()
    expect(minimal).toMatchObject({ 'odata.type': 'SP.FieldText', Title: 'Title' })
    const verbose = (await (await raw(path, { accept: 'application/json;odata=verbose' })).json()) as {
      d: Record<string, unknown>
    }
    expect(verbose.d).toMatchObject({ __metadata: { type: 'SP.FieldText' }, Title: 'Title' })
  })
})

describe('a list', () => {
  it('refuses a change of what SharePoint counts or names by itself', async () => {
    expect(await refusal(list().update({ ItemCount: 7 }))).toMatch(/\[400\].*ItemCount/s)
    expect(await refusal(list().update({ Colour: 'red' } as never))).toMatch(
      /The property 'Colour' does not exist on type 'SP\.List'/,
    )
  })

  it('can be a library, with its address beside and its view below', async () => {
    await sp.web.lists.add('Papers', '', 101)
    const papers = sp.web.lists.getByTitle('Papers')
    expect(await papers()).not.toHaveProperty('DefaultViewUrl') // nor are OnQuickLaunch and ReadSecurity there unasked
    expect(await papers.select('*', 'DefaultViewUrl')()).toMatchObject({
      BaseTemplate: 101,
      BaseType: 1,
      DefaultViewUrl: '/sites/mentoring/Papers/Forms/AllItems.aspx',
      EntityTypeName: 'Papers',
      ListItemEntityTypeFullName: 'SP.Data.PapersItem',
    })
    expect(await refusal(papers.items.add({ Title: 'no file' }))).toMatch(/\[501\]/)
  })

  it('comes with its columns when they are expanded', async () => {
    const [found] = (await sp.web.lists
      .filter("Title eq 'Devices'")
      .select('Title', 'Fields/InternalName')
      .expand('Fields')()) as unknown as {
      Fields: Record<string, unknown>[]
    }[]
    expect(found?.Fields.map(({ InternalName }) => InternalName)).toContain('Title')
    const answer = await spPost(list().fields, body({ Title: 'Plain', FieldTypeKind: 2 }))
    expect(answer).toMatchObject({ InternalName: 'Plain', TypeAsString: 'Text' })
  })
})
