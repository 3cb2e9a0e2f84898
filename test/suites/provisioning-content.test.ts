import { contentLists, toolkit } from '@tandem/lists'
import { product, type Wanted } from '@tandem/provisioning'
import { openProvisionedSite, type ProvisionedSite } from './fixtures/provisioned-site.js'

const records = product.lists.find(({ key }) => key === 'TandemProvisioning')!
const shipped = product.content.find(({ list }) => list === toolkit)!
const small: Wanted = { lists: [toolkit, records], content: [shipped], migrations: [] }

/** The next version of the product, in which a guide reads differently. */
const renewed: Wanted = {
  ...small,
  content: [
    {
      list: toolkit,
      rows: shipped.rows.map((row) => ({ ...row, fields: { ...row.fields, Guide: `${String(row.fields['Guide'])}\n99. New.` } })),
    },
  ],
}

describe('starter content', () => {
  let site: ProvisionedSite
  beforeEach(async () => {
    site = await openProvisionedSite()
    expect(await site.runWanting(small, 'apply')).toBe(0)
  })
  afterEach(() => site.close())

  const guides = async () =>
    (await site.list('TandemToolkit').items.orderBy('Position')()) as {
      Id: number
      GuideKey: string
      Name: string
      Guide: string
    }[]
  const guide = async (key: string) => (await guides()).find(({ GuideKey }) => GuideKey === key)!

  it('is there after an apply, once, and no list has a row without words', async () => {
    expect((await guides()).map(({ GuideKey }) => GuideKey)).toEqual(shipped.rows.map(({ key }) => key))
    await site.runWanting(small, 'apply')
    expect(site.printed).toEqual(['There is nothing to do.'])
    for (const { list, rows } of product.content) {
      expect(contentLists).toContain(list)
      expect(rows.length).toBeGreaterThan(4)
      for (const { fields } of rows)
        for (const [name, value] of Object.entries(fields)) {
          expect(list.columns[name]).toBeDefined()
          expect(String(value).length).toBeGreaterThan(0)
        }
    }
  })

  it('stays as the programme team edited it, and a newer version names the row it left alone', async () => {
    const edited = await guide('stuck')
    await site.list('TandemToolkit').items.getById(edited.Id).update({ Name: 'When we are stuck' })
    await site.runWanting(small, 'apply')
    expect(site.printed).toEqual(['There is nothing to do.'])
    expect(await site.runWanting(renewed, 'apply')).toBe(0)
    expect(site.printed.slice(-3)).toEqual([
      'TandemToolkit',
      '    note       "stuck" was edited here and is left as it is, though there is a newer one.',
      `${shipped.rows.length - 1} changes: ${shipped.rows.length - 1} safe.`,
    ])
    expect(await guide('stuck')).toMatchObject({ Name: 'When we are stuck', Guide: edited.Guide })
    expect((await guide('agreement')).Guide).toContain('99. New.')
    expect(await site.runWanting(renewed, 'verify')).toBe(0)
  })

  it('is not taken for edited when a form only changed the line ends', async () => {
    const row = await guide('agreement')
    await site
      .list('TandemToolkit')
      .items.getById(row.Id)
      .update({ Guide: `${row.Guide.replaceAll('\n', '\r\n')}\r\n` })
    await site.runWanting(renewed, 'apply')
    expect((await guide('agreement')).Guide).toContain('99. New.')
  })

  it('is not brought back where the programme team removed it', async () => {
    await site
      .list('TandemToolkit')
      .items.getById((await guide('show-me')).Id)
      .delete()
    await site.runWanting(small, 'apply')
    expect(site.printed).toEqual(['There is nothing to do.'])
    await site.runWanting(renewed, 'apply')
    expect(site.printed).toContain('    note       "show-me" was removed here and is not brought back.')
    expect(await guide('show-me')).toBeUndefined()
  })

  it('leaves a row alone that had the key before us', async () => {
    const other = await openProvisionedSite()
    await other.runWanting({ ...small, content: [] }, 'apply')
    await other.list('TandemToolkit').items.add({ GuideKey: 'stuck', Name: 'Ours' })
    await other.runWanting(small, 'apply')
    expect(other.printed).toContain('    note       "stuck" was here before us and is left as it is.')
    const [first] = await other.list('TandemToolkit').items()
    expect(first).toMatchObject({ Name: 'Ours' })
    await other.close()
  })
})
