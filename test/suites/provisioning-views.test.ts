import { lists, meetings, steps, tandems, type ListDefinition } from '@tandem/lists'
import { z } from 'zod'
import { openProvisionedSite, type ProvisionedSite } from './fixtures/provisioned-site.js'

/** Rows a query may touch here; SharePoint allows 5,000. */
const threshold = 20
const teamLists = lists.filter(({ tier }) => tier === 'team')

describe('what the programme team looks up in SharePoint itself', () => {
  let site: ProvisionedSite
  beforeAll(async () => {
    site = await openProvisionedSite({}, ':memory:', threshold)
    await site.run('apply')
  })
  afterAll(() => site.close())

  /** What a view shows, as the page of the list asks for it. */
  const shown = async ({ key }: ListDefinition, view: string): Promise<Record<string, unknown>[]> => {
    const { ViewQuery } = await site.list(key).views.getByTitle(view).select('ViewQuery')()
    return site.list(key).getItemsByCAMLQuery({ ViewXml: `<View><Query>${ViewQuery}</Query></View>` })
  }
  const add = (key: string, rows: readonly Record<string, unknown>[]) =>
    Promise.all(rows.map((row) => site.list(key).items.add({ ...row })))

  it('has names, statuses and dates in each view, and a way to the programme', () => {
    for (const { key, views = [], columns, leadsToConsole = '' } of teamLists) {
      expect([key, views.length > 0]).toEqual([key, true])
      for (const view of views) {
        expect(view.columns).toContain(leadsToConsole)
        expect(view.columns.some((name) => columns[name]?.kind === 'date' || name === 'Word')).toBe(true)
        expect(view.columns.filter((name) => /id$/i.test(columns[name]?.title ?? name))).toEqual([])
      }
    }
  })

  it('shows the steps that need a person, though far more rows are in the list than a view may touch', async () => {
    const statuses = ['done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'stuck', 'refused']
    await add(
      steps.key,
      Array.from({ length: threshold * 2 }, (_, at) => ({
        StepKey: `s${at}`,
        Kind: 'invite',
        Status: statuses[at % 10],
        NamedOn: '2027-01-01T00:00:00Z',
      })),
    )
    const rows = await shown(steps, 'Needing a person')
    expect(new Set(rows.map(({ Status }) => Status))).toEqual(new Set(['stuck', 'refused']))
    expect(rows).toHaveLength((threshold * 2) / 5)
  })

  it('shows the meetings that are still to come, the next one first', async () => {
    const moment = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
    await add(meetings.key, [
      { MeetingKey: 'late', Status: 'planned', StartsOn: moment(9) },
      { MeetingKey: 'soon', Status: 'planned', StartsOn: moment(2) },
      { MeetingKey: 'past', Status: 'planned', StartsOn: moment(-3) },
      { MeetingKey: 'off', Status: 'cancelled', StartsOn: moment(4) },
    ])
    expect((await shown(meetings, 'Coming')).map(({ MeetingKey }) => MeetingKey)).toEqual(['soon', 'late'])
  })

  it('shows the tandems that are running', async () => {
    await add(tandems.key, [
      { TandemKey: 'a', Status: 'active', MenteeName: 'Zoe', Programme: 'p' },
      { TandemKey: 'b', Status: 'suspended', MenteeName: 'Adam', Programme: 'p' },
      { TandemKey: 'c', Status: 'ended', MenteeName: 'Eve', Programme: 'p' },
    ])
    expect((await shown(tandems, 'Running')).map(({ MenteeName }) => MenteeName)).toEqual(['Adam', 'Zoe'])
  })

  it('leads to the programme console from each row, once it is known where that is', async () => {
    await site.run('apply', '--console', 'https://contoso.sharepoint.com/sites/mentoring/SitePages/Console.aspx')
    expect(site.printed.at(-1)).toBe('5 changes: 5 safe.')
    const column: unknown = await site.column(meetings.key, 'Programme').select('CustomFormatter')()
    const { CustomFormatter } = z.object({ CustomFormatter: z.string() }).parse(column)
    expect(JSON.parse(CustomFormatter)).toMatchObject({ elmType: 'a', txtContent: '@currentField' })
    await site.run('apply')
    expect(site.printed).toEqual(['There is nothing to do.'])
  })

  it('never names who withdrew: no view shows that, whatever the list holds', () => {
    for (const { views = [] } of teamLists)
      for (const { where } of views)
        for (const condition of where) if ('is' in condition) expect(condition.is).not.toContain('withdrawn')
  })
})
