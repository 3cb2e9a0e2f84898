import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { DateTime } from 'luxon'
import type { SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/attachments/index.js'
import '@pnp/sp/recycle-bin/index.js'
import '@pnp/sp/subscriptions/index.js'

import { appToken, sharePointClient } from '../../tenant/clients'
import { type RunningTenant, startTenant } from '../../tenant/index'

type Row = { Id: number; Title: string; Team: string; Score: number | null }
type FormValue = { FieldName: string; HasException: boolean; ErrorCode: number; ErrorMessage: string | null }
type Change = { ItemId: number; ChangeType: number; ChangeToken: { StringValue: string } }

let tenant: RunningTenant
let sp: SPFI

const list = () => sp.web.lists.getByTitle('Rows')
const refusal = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    ({ status, message }: { status: number; message: string }) => ({ status, message }),
  )
const view = (inner: string, limit = '') => `<View><Query>${inner}</Query>${limit}</View>`
const where = (inner: string) => view(`<Where>${inner}</Where><OrderBy><FieldRef Name="Score" Ascending="FALSE"/></OrderBy>`)
const is = (operator: string, name: string, type: string, value: string) =>
  `<${operator}><FieldRef Name="${name}"/><Value Type="${type}">${value}</Value></${operator}>`

beforeAll(async () => {
  tenant = await startTenant({ dataFile: ':memory:' })
  sp = sharePointClient(tenant.url, await appToken(tenant.url, tenant.url))
})
beforeEach(async () => {
  await sp.web.lists.add('Rows', '', 100)
  for (const field of [
    '<Field Name="Team" DisplayName="Team" Type="Choice" Required="TRUE" Indexed="TRUE"><CHOICES><CHOICE>red</CHOICE><CHOICE>blue</CHOICE></CHOICES></Field>',
    '<Field Name="Score" DisplayName="Score" Type="Number" Min="0" Max="100"/>',
    '<Field Name="Due" DisplayName="Due" Type="DateTime" Format="DateTime"/>',
  ])
    await list().fields.createFieldAsXml({ SchemaXml: field, Options: 8 })
  for (let number = 1; number <= 40; number += 1)
    await list().items.add({ Title: `row ${number}`, Team: number % 2 ? 'red' : 'blue', Score: number === 40 ? null : number })
})
afterEach(() => list().delete())
afterAll(() => tenant.close())

describe('a CAML query', () => {
  const found = async (xml: string) => ((await list().getItemsByCAMLQuery({ ViewXml: xml })) as Row[]).map(({ Title }) => Title)

  it.each([
    ['equality', is('Eq', 'Title', 'Text', 'row 7'), ['row 7']],
    ['comparison', is('Gt', 'Score', 'Number', '37'), ['row 39', 'row 38']],
    [
      'beginnings',
      `<And>${is('BeginsWith', 'Title', 'Text', 'row 3')}${is('Eq', 'Team', 'Choice', 'red')}</And>`,
      ['row 39', 'row 37', 'row 35', 'row 33', 'row 31', 'row 3'],
    ],
    ['either', `<Or>${is('Eq', 'Score', 'Number', '1')}${is('Eq', 'Score', 'Number', '2')}</Or>`, ['row 2', 'row 1']],
    [
      'one of several',
      '<In><FieldRef Name="Score"/><Values><Value Type="Number">5</Value><Value Type="Number">9</Value></Values></In>',
      ['row 9', 'row 5'],
    ],
    ['emptiness', '<IsNull><FieldRef Name="Score"/></IsNull>', ['row 40']],
    ['a part of the text', is('Contains', 'Title', 'Text', 'w 12'), ['row 12']],
  ])('finds rows by %s', async (_, condition, titles) => {
    expect(await found(where(condition))).toEqual(titles)
  })

  it('gives no more rows than its limit', async () => {
    expect(await found(view('', '<RowLimit>3</RowLimit>'))).toEqual(['row 1', 'row 2', 'row 3'])
  })

  it('is refused as a whole when it cannot be read', async () => {
    expect(await refusal(found('<View><Query><Where><Eq><FieldRef/></Eq></Where></Query></View>'))).toMatchObject({ status: 500 })
  })

  it('names a column that is not there', async () => {
    expect(await refusal(found(where(is('Eq', 'Colour', 'Text', 'x'))))).toMatchObject({
      message: expect.stringContaining("Column 'Colour' does not exist"),
    })
  })
})

describe('a list painted as a stream', () => {
  const stream = (xml: string, paging = '') =>
    list().renderListDataAsStream({ ViewXml: xml, RenderOptions: 2, ...(paging ? { Paging: paging } : {}) }) as Promise<{
      Row: Record<string, string>[]
      NextHref?: string
      FirstRow: number
      LastRow: number
    }>

  it('gives every value as text, and the number beside it', async () => {
    const { Row } = await stream(view('', '<RowLimit>1</RowLimit>'))
    expect(Row[0]).toMatchObject({ ID: '1', Title: 'row 1', Team: 'red', Score: '1', FSObjType: '0' })
  })

  it('is paged by its own next address until every row was seen once', async () => {
    const seen: string[] = []
    let paging = ''
    do {
      const page = await stream('<View><RowLimit Paged="TRUE">15</RowLimit></View>', paging)
      expect(page.FirstRow).toBe(seen.length + 1)
      seen.push(...page.Row.map(({ ID }) => ID ?? ''))
      expect(page.LastRow).toBe(seen.length)
      paging = page.NextHref ?? ''
    } while (paging !== '')
    expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => String(at + 1)))
  })
})

describe('a row saved as a form saves it', () => {
  const saved = (values: Record<string, string>) =>
    list().addValidateUpdateItemUsingPath(
      Object.entries(values).map(([FieldName, FieldValue]) => ({ FieldName, FieldValue })),
      '/sites/mentoring/Lists/Rows',
    ) as Promise<FormValue[]>

  it('is kept, with the day before the month', async () => {
    const answer = await saved({ Title: 'by form', Team: 'red', Score: '12', Due: '9/2/2027 14:30' })
    expect(answer.filter(({ HasException }) => HasException)).toEqual([])
    const [row] = await list().items.filter("Title eq 'by form'")<{ Score: number; Due: string }[]>()
    expect(row).toMatchObject({ Score: 12, Due: '2027-02-09T14:30:00Z' })
  })

  it.each([
    ['a choice that is none', { Title: 'x', Team: 'green' }, 'Team'],
    ['a number outside its bounds', { Title: 'x', Team: 'red', Score: '101' }, 'Score'],
    ['no value where one is required', { Title: 'x' }, 'Team'],
    ['a column that is not there', { Title: 'x', Team: 'red', Colour: 'red' }, 'Colour'],
  ])('is not kept with %s, and the answer is 200 all the same', async (_, values, field) => {
    const answer = await saved(values as Record<string, string>)
    expect(answer.filter(({ HasException }) => HasException).map(({ FieldName }) => FieldName)).toEqual([field])
    expect(await list().items.filter("Title eq 'x'")()).toEqual([])
  })

  it('is checked again when it is changed', async () => {
    const answer = (await list()
      .items.getById(1)
      .validateUpdateListItem([{ FieldName: 'Team', FieldValue: 'green' }])) as FormValue[]
    expect(answer).toMatchObject([{ HasException: true, ErrorCode: -2130575155 }])
    expect(await list().items.getById(1)<Row>()).toMatchObject({ Team: 'red' })
  })
})

describe('what hangs on a row', () => {
  const files = () => list().items.getById(1).attachmentFiles

  it('comes back byte by byte, can be replaced and removed', async () => {
    await files().add("it's ours.txt", 'first')
    expect((await files()()).map(({ FileName }) => FileName)).toEqual(["it's ours.txt"])
    await files().getByName("it's ours.txt").setContent('second')
    expect(await files().getByName("it's ours.txt").getText()).toBe('second')
    await files().getByName("it's ours.txt").delete()
    expect(await files()()).toEqual([])
  })

  it('is refused under a name that is taken, and under none at all', async () => {
    await files().add('a.txt', 'x')
    expect(await refusal(files().add('a.txt', 'y'))).toMatchObject({ message: expect.stringContaining('already in use') })
    expect(await refusal(files().getByName('b.txt').getText())).toMatchObject({ status: 404 })
  })
})

describe('the recycle bin', () => {
  it('gives a row back under its old number', async () => {
    await list().items.getById(3).recycle()
    expect(await refusal(list().items.getById(3)())).toMatchObject({ status: 404 })
    const [entry] = await sp.web.recycleBin()
    expect(entry).toMatchObject({ Title: 'row 3' })
    await sp.web.recycleBin.getById(String(entry?.Id)).restore()
    expect(await list().items.getById(3)<Row>()).toMatchObject({ Title: 'row 3', Team: 'red' })
    expect(await sp.web.recycleBin()).toEqual([])
  })

  it('gives back what was found by an index', async () => {
    await list().items.getById(3).recycle()
    const [entry] = await sp.web.recycleBin()
    await sp.web.recycleBin.getById(String(entry?.Id)).restore()
    expect((await list().items.filter("Team eq 'red'").top(100)()).length).toBe(20)
  })
})

describe('the changes of a list', () => {
  const since = (token?: string) =>
    list().getChanges({
      Add: true,
      Update: true,
      DeleteObject: true,
      Item: true,
      ...(token ? { ChangeTokenStart: { StringValue: token } } : {}),
    } as never) as Promise<Change[]>

  it('are told from a token on, in order, each with what it was', async () => {
    const before = (await since()).at(-1)
    await list().items.getById(2).update({ Title: 'changed' })
    await list().items.add({ Title: 'new', Team: 'red' })
    await list().items.getById(5).delete()
    const changes = await since(before?.ChangeToken.StringValue)
    expect(changes.map(({ ItemId, ChangeType }) => [ItemId, ChangeType])).toEqual([
      [2, 2],
      [41, 1],
      [5, 3],
    ])
    expect(await since(changes.at(-1)?.ChangeToken.StringValue)).toEqual([])
  })

  it('are refused from a token of another list', async () => {
    expect(await refusal(since('1;3;00000000-0000-4000-8000-000000000000;638000000000000000;5'))).toMatchObject({ status: 500 })
  })
})

describe('a webhook', () => {
  let listener: Server
  let calls: { validation: string | null; body: string }[]
  let echoes: boolean
  const url = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
  const inDays = (days: number) => DateTime.utc().plus({ days }).toISO()
  const settled = () => fetch(`${tenant.url}/_tenant/deliveries?settle=true`)

  beforeEach(async () => {
    calls = []
    echoes = true
    listener = createServer((request, response) => {
      const validation = new URL(request.url ?? '/', 'http://x').searchParams.get('validationtoken')
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        calls.push({ validation, body })
        response.setHeader('content-type', 'text/plain')
        response.end(echoes ? (validation ?? '') : 'no')
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise((resolve) => listener.close(resolve)))

  it('is called with the list and nothing of what happened in it, once it has proved itself', async () => {
    await list().subscriptions.add(url(), inDays(30), 'our secret')
    expect(calls.map(({ validation }) => typeof validation)).toEqual(['string'])
    await list().items.add({ Title: 'private', Team: 'red' })
    await settled()
    const { Id } = await list()<{ Id: string }>()
    expect(calls).toHaveLength(2)
    expect(JSON.parse(calls[1]?.body ?? '')).toMatchObject({
      value: [{ resource: Id, clientState: 'our secret', siteUrl: '/sites/mentoring' }],
    })
    expect(calls[1]?.body).not.toContain('private')
  })

  it('is not made when the listener does not repeat the token', async () => {
    echoes = false
    expect(await refusal(list().subscriptions.add(url(), inDays(30)))).toMatchObject({
      status: 400,
      message: expect.stringContaining('Failed to validate the notification URL'),
    })
    expect(await list().subscriptions()).toEqual([])
  })

  it('lives half a year at most', async () => {
    expect(await refusal(list().subscriptions.add(url(), inDays(181)))).toMatchObject({ status: 400 })
  })

  it('is renewed and removed', async () => {
    await list().subscriptions.add(url(), inDays(30))
    const [made] = (await list().subscriptions()) as { id: string; expirationDateTime: string }[]
    await list()
      .subscriptions.getById(made?.id ?? '')
      .update(inDays(90))
    const [renewed] = (await list().subscriptions()) as { expirationDateTime: string }[]
    expect(Date.parse(renewed?.expirationDateTime ?? '')).toBeGreaterThan(Date.parse(made?.expirationDateTime ?? ''))
    await list()
      .subscriptions.getById(made?.id ?? '')
      .delete()
    expect(await list().subscriptions()).toEqual([])
  })
})
