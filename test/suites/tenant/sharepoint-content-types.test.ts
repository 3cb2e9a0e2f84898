import '@pnp/sp/content-types/index.js'
import type { SPFI } from '@pnp/sp/index.js'

import { appToken, backendToken, sharePointClient } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

type Type = { Name: string; StringId: string; Id: { StringValue: string }; Group: string; Scope: string }

const memo = '0x01008D19F38845B0884EBEBE239FDF359184'
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was not refused',
    (error: Error) => error.message,
  )

let tenant: RunningTenant
let sp: SPFI

const list = () => sp.web.lists.getByTitle('Notes')
const names = (types: unknown): string[] => (types as Type[]).map(({ Name }) => Name)

beforeEach(async () => {
  tenant = await startTenant({ dataFile: ':memory:' })
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
  await sp.web.lists.add('Notes', '', 100, true)
})

afterEach(() => tenant.close())

describe('a new list', () => {
  it('has children of Item and Folder as its content types', async () => {
    const types = (await list().contentTypes()) as unknown as Type[]
    expect(names(types)).toEqual(['Item', 'Folder'])
    expect(types[0]?.StringId).toMatch(/^0x0100[0-9A-F]{32}$/)
    expect(types[1]?.StringId).toMatch(/^0x012000[0-9A-F]{32}$/)
    expect(types[0]).toMatchObject({ Id: { StringValue: types[0]?.StringId }, Scope: '/sites/mentoring/Lists/Notes' })
  })

  it('gives its rows the first of them', async () => {
    const { Id } = (await list().items.add({ Title: 'one' })) as { Id: number }
    const [{ StringId }] = (await list().contentTypes()) as unknown as [Type]
    expect(await list().items.getById(Id).select('ContentTypeId', 'ContentType/Name').expand('ContentType')()).toMatchObject({
      ContentTypeId: StringId,
      ContentType: { Name: 'Item' },
    })
    expect(await list().items.getById(Id).contentType()).toMatchObject({ Name: 'Item' })
  })

  it('comes with them when they are expanded', async () => {
    const [found] = (await sp.web.lists
      .filter("Title eq 'Notes'")
      .select('ContentTypes/Name')
      .expand('ContentTypes')()) as unknown as {
      ContentTypes: Type[]
    }[]
    expect(names(found?.ContentTypes)).toEqual(['Item', 'Folder'])
  })
})

describe('a content type of a site', () => {
  it('is found by its id and knows its parent', async () => {
    await sp.web.contentTypes.add(memo, 'Memo', 'Something to remember', 'Tandem')
    expect(await sp.web.contentTypes.getById(memo)()).toMatchObject({
      Name: 'Memo',
      StringId: memo,
      Group: 'Tandem',
      Scope: '/sites/mentoring',
    })
    expect(await sp.web.contentTypes.getById(memo).parent()).toMatchObject({ Name: 'Item', StringId: '0x01' })
    expect(names(await sp.web.contentTypes())).toEqual(expect.arrayContaining(['Item', 'Document', 'Folder', 'Memo']))
  })

  it('that is missing is nothing and no error', async () => {
    expect(await sp.web.contentTypes.getById(memo)()).toEqual({ 'odata.null': true })
  })

  it('is refused a second time, by name or by id', async () => {
    await sp.web.contentTypes.add(memo, 'Memo')
    expect(await refusal(sp.web.contentTypes.add(`${memo}01`, 'Memo'))).toMatch(
      /-2130575183.*A duplicate content type \\"Memo\\" was found\./s,
    )
  })

  it('can be changed by those who manage the site, and only in what is theirs to change', async () => {
    await sp.web.contentTypes.add(memo, 'Memo')
    await sp.web.contentTypes.getById(memo).update({ Name: 'Minute', Hidden: true })
    expect(await sp.web.contentTypes.getById(memo).select('Name', 'Hidden')()).toMatchObject({ Name: 'Minute', Hidden: true })
    expect(await refusal(sp.web.contentTypes.getById(memo).update({ Colour: 'red' }))).toMatch(
      /'Colour' does not exist on type 'SP\.ContentType'/,
    )
    const backend = sharePointClient(tenant.url, await backendToken(tenant.url, tenant.url))
    expect(await refusal(backend.web.contentTypes.add(`${memo}02`, 'Other'))).toMatch(/\[403\]/)
  })
})

describe('a content type taken into a list', () => {
  beforeEach(async () => {
    await sp.web.contentTypes.add(memo, 'Memo')
    await list().contentTypes.addAvailableContentType(memo)
  })

  it('gets an id of its own below that of the site', async () => {
    const types = (await list().contentTypes()) as unknown as Type[]
    expect(names(types)).toEqual(['Item', 'Folder', 'Memo'])
    expect(types[2]?.StringId).toMatch(new RegExp(`^${memo}00[0-9A-F]{32}$`))
    expect(await refusal(list().contentTypes.addAvailableContentType(memo))).toMatch(/duplicate content type/)
  })

  it('keeps the one of the site from being deleted, until it is gone itself', async () => {
    expect(await refusal(sp.web.contentTypes.getById(memo).delete())).toMatch(/The content type is in use\./)
    const types = (await list().contentTypes()) as unknown as Type[]
    await list()
      .contentTypes.getById(types[2]?.StringId ?? '')
      .delete()
    await sp.web.contentTypes.getById(memo).delete()
    expect(names(await list().contentTypes())).toEqual(['Item', 'Folder'])
    expect(names(await sp.web.contentTypes())).not.toContain('Memo')
  })

  it('shows which columns belong to it', async () => {
    await list().fields.addText('Body')
    const types = (await list().contentTypes()) as unknown as Type[]
    const links = await list()
      .contentTypes.getById(types[2]?.StringId ?? '')
      .fieldLinks()
    expect(links.map(({ Name }) => Name)).toEqual(['ContentType', 'Title', 'Body'])
  })
})
