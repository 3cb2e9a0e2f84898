import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import '@pnp/sp/views/index.js'
import type { SPFI } from '@pnp/sp/index.js'

import { appToken, personToken, sharePointClient } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

type ViewInfo = {
  Id: string
  Title: string
  DefaultView: boolean
  RowLimit: number
  Paged: boolean
  ViewQuery: string
  ServerRelativeUrl: string
  ListViewXml: string
  CustomFormatter: string | null
  ViewFields?: { Items: string[]; SchemaXml: string }
}

const byDate = '<OrderBy><FieldRef Name="Due" Ascending="FALSE" /></OrderBy>'
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was not refused',
    (error: Error) => error.message,
  )

let tenant: RunningTenant
let sp: SPFI

const list = () => sp.web.lists.getByTitle('Tandems')
const shown = async (title: string): Promise<string[]> => {
  const { Items } = (await list().views.getByTitle(title).fields()) as unknown as { Items: string[] }
  return Items
}

beforeEach(async () => {
  tenant = await startTenant({
    dataFile: ':memory:',
    seed: {
      users: [
        { id: 'e1f2a3b4-0000-4000-8000-000000000010', displayName: 'Ada Reader', userPrincipalName: 'ada@contoso.example' },
      ],
      grants: [{ site: '/sites/mentoring', list: null, principal: 'everyone', access: 'read' }],
    },
  })
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
  await sp.web.lists.add('Tandems')
  await list().fields.createFieldAsXml({
    SchemaXml: '<Field Name="Due" StaticName="Due" DisplayName="Due on" Type="DateTime" Format="DateOnly" />',
    Options: 8,
  })
})

afterEach(() => tenant.close())

describe('the view a list is born with', () => {
  it('is called All Items, is the default and shows the title as a link', async () => {
    const views = (await list().views.expand('ViewFields')()) as unknown as ViewInfo[]
    expect(views).toHaveLength(1)
    expect(views[0]).toMatchObject({
      Title: 'All Items',
      DefaultView: true,
      RowLimit: 30,
      Paged: true,
      ServerRelativeUrl: '/sites/mentoring/Lists/Tandems/AllItems.aspx',
      ViewFields: { Items: ['LinkTitle'], SchemaXml: '<FieldRef Name="LinkTitle" />' },
    })
    expect(await list().defaultView.select('Id', 'Title')()).toMatchObject({ Id: views[0]?.Id, Title: 'All Items' })
  })

  it('gets a new column only when that is asked for with option 16', async () => {
    const text = (name: string) => `<Field Name="${name}" DisplayName="${name}" Type="Text" />`
    await list().fields.createFieldAsXml({ SchemaXml: text('Unseen'), Options: 8 })
    await list().fields.createFieldAsXml({ SchemaXml: text('Seen'), Options: 8 | 16 })
    expect(await shown('All Items')).toEqual(['LinkTitle', 'Seen'])
  })
})

describe('a view that is added', () => {
  it('has its page from its title and keeps it when renamed', async () => {
    const made = await list().views.add('Due soon', false, { ViewQuery: byDate, RowLimit: 10 })
    expect(made).toMatchObject({ Title: 'Due soon', RowLimit: 10, ViewQuery: byDate, DefaultView: false })
    await list().views.getByTitle('Due soon').update({ Title: 'What is due' })
    expect(await list().views.getByTitle('What is due')()).toMatchObject({
      Id: made.Id,
      ServerRelativeUrl: '/sites/mentoring/Lists/Tandems/Due soon.aspx',
    })
    expect(await refusal(list().views.getByTitle('Due soon')())).toMatch(/\[400\].*The specified view is invalid\./s)
  })

  it('is found by its id in either form, until it is deleted', async () => {
    const { Id } = await list().views.add('Due soon')
    expect(await list().views.getById(Id).select('Title')()).toMatchObject({ Title: 'Due soon' })
    const answer = await sp.web.lists
      .getByTitle('Tandems')
      .views.getById(Id)
      .delete()
      .then(() => list().views.getById(Id)())
      .catch((error: Error) => error.message)
    expect(answer).toMatch(/The specified view is invalid/)
  })

  it('takes over as the default from the one before', async () => {
    await list().views.add('Due soon', false, { DefaultView: true })
    const views = await list().views.select('Title', 'DefaultView')()
    expect(views.map(({ Title, DefaultView }) => [Title, DefaultView])).toEqual([
      ['All Items', false],
      ['Due soon', true],
    ])
    expect(await list().select('DefaultViewUrl')()).toMatchObject({
      DefaultViewUrl: '/sites/mentoring/Lists/Tandems/Due soon.aspx',
    })
  })

  it('says which property it does not know, and which it does not let anybody set', async () => {
    expect(await refusal(list().views.add('Odd', false, { Colour: 'red' } as never))).toMatch(
      /The property 'Colour' does not exist on type 'SP\.View'/,
    )
    expect(await refusal(list().defaultView.update({ ServerRelativeUrl: '/elsewhere' }))).toMatch(/\[400\]/)
  })

  it('can be made the way the CLI for Microsoft 365 makes it, with its columns named by title', async () => {
    const token = await appToken(tenant.url, tenant.url)
    const answer = await fetch(
      `${tenant.url}/sites/mentoring/_api/web/GetList('%2Fsites%2Fmentoring%2FLists%2FTandems')/views/add`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json;odata=nometadata',
          'content-type': 'application/json;odata=verbose',
        },
        body: JSON.stringify({
          parameters: {
            Title: 'By CLI',
            ViewFields: { results: ['Title', 'Due on'] },
            SetAsDefaultView: false,
            Paged: true,
            RowLimit: 5,
          },
        }),
      },
    )
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ Title: 'By CLI', RowLimit: 5 })
    expect(await shown('By CLI')).toEqual(['Title', 'Due'])
  })

  it('is seen by nobody else when it is personal', async () => {
    await list().views.add('Mine', true)
    const mine = await list().views.select('Title')()
    expect(mine.map(({ Title }) => Title)).toContain('Mine')
    const other = sharePointClient(tenant.url, await personToken(tenant.url, 'ada@contoso.example', `${tenant.url}/.default`))
    const theirs = await other.web.lists.getByTitle('Tandems').views.select('Title')()
    expect(theirs.map(({ Title }) => Title)).not.toContain('Mine')
  })
})

describe('the columns of a view', () => {
  beforeEach(() => list().views.add('Due soon'))

  it('are added by internal name or title, moved and removed', async () => {
    const { fields } = list().views.getByTitle('Due soon')
    await fields.removeAll()
    await fields.add('LinkTitle')
    await fields.add('Due on')
    await fields.add('Modified')
    await fields.move('Modified', 0)
    expect(await shown('Due soon')).toEqual(['Modified', 'LinkTitle', 'Due'])
    await fields.remove('LinkTitle')
    expect(await shown('Due soon')).toEqual(['Modified', 'Due'])
  })

  it('have to exist', async () => {
    const { fields } = list().views.getByTitle('Due soon')
    expect(await refusal(fields.add('Nobody'))).toMatch(
      /\[400\].*Column 'Nobody' does not exist\. It may have been deleted by another user\./s,
    )
  })

  it('lose the one that is deleted from the list', async () => {
    await list().views.getByTitle('Due soon').fields.add('Due')
    await list().fields.getByInternalNameOrTitle('Due').delete()
    expect(await shown('Due soon')).toEqual(['LinkTitle'])
  })
})

describe('the XML of a view', () => {
  it('sets columns, query, rows and totals in one', async () => {
    const view = list().defaultView
    await view.setViewXml(
      `<View Scope="RecursiveAll"><ViewFields><FieldRef Name="Title" /><FieldRef Name="Due" /></ViewFields><Query>${byDate}</Query><RowLimit Paged="FALSE">7</RowLimit><Aggregations Value="On"><FieldRef Name="Title" Type="COUNT" /></Aggregations></View>`,
    )
    const info = (await view()) as unknown as ViewInfo
    expect(info).toMatchObject({
      ViewQuery: byDate,
      RowLimit: 7,
      Paged: false,
      Scope: 2,
      Aggregations: '<FieldRef Name="Title" Type="COUNT" />',
      AggregationsStatus: 'On',
    })
    expect(await shown('All Items')).toEqual(['Title', 'Due'])
    await view.setViewXml(info.ListViewXml)
    expect(await view()).toEqual(info)
  })

  it('empties the view when it is written to ListViewXml instead', async () => {
    await list().defaultView.fields.add('Due')
    const { ListViewXml } = (await list().defaultView()) as unknown as ViewInfo
    await list().defaultView.update({ ListViewXml })
    expect(await shown('All Items')).toEqual(['LinkTitle'])
  })

  it('carries the JSON of a formatter unharmed', async () => {
    const formatter = JSON.stringify({ additionalRowClass: "=if([$Due] <= @now, 'sp-field-severity--warning', '') & \"x\"" })
    await list().defaultView.update({ CustomFormatter: formatter })
    const { ListViewXml, CustomFormatter } = (await list().defaultView()) as unknown as ViewInfo
    expect(CustomFormatter).toBe(formatter)
    await list().defaultView.setViewXml(ListViewXml)
    expect(await list().defaultView.select('CustomFormatter')()).toMatchObject({ CustomFormatter: formatter })
  })
})

describe('a tenant that is started again', () => {
  it('has its views and its default as they were', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'views-'))
    const options = { dataFile: path.join(folder, 'tenant.db') }
    const first = await startTenant(options)
    const before = sharePointClient(first.url, await appToken(first.url, first.url))
    await before.web.lists.add('Kept')
    await before.web.lists.getByTitle('Kept').views.add('Due soon', false, { DefaultView: true, ViewQuery: byDate })
    const views = await before.web.lists.getByTitle('Kept').views.expand('ViewFields')()
    await first.close()
    const second = await startTenant(options)
    const after = sharePointClient(second.url, await appToken(second.url, second.url))
    const again = await after.web.lists.getByTitle('Kept').views.expand('ViewFields')()
    const plain = (all: unknown) => JSON.parse(JSON.stringify(all).replace(/http:\/\/127\.0\.0\.1:\d+/g, '')) as unknown
    expect(plain(again)).toEqual(plain(views))
    expect(await after.web.lists.getByTitle('Kept').select('DefaultViewUrl')()).toMatchObject({
      DefaultViewUrl: '/sites/mentoring/Lists/Kept/Due soon.aspx',
    })
    await second.close()
    await rm(folder, { recursive: true })
  })
})

describe('lists read with their views', () => {
  it('come with views and these with their columns, and nothing else of them', async () => {
    const lists = (await sp.web.lists.select('Title', 'Views/Title', 'Views/Id').expand('Views')()) as unknown as {
      Title: string
      Views: Record<string, unknown>[]
    }[]
    const { Views = [] } = lists.find(({ Title }) => Title === 'Tandems') ?? {}
    expect(Views.map((view) => Object.keys(view).filter((key) => !key.startsWith('odata.')))).toEqual([['Title', 'Id']])
    const [found] = (await sp.web.lists.filter("Title eq 'Tandems'").expand('Views/ViewFields')()) as unknown as {
      Views: ViewInfo[]
    }[]
    expect(found?.Views[0]?.ViewFields?.Items).toEqual(['LinkTitle'])
  })
})
