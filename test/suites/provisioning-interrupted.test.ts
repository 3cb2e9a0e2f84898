import { assessments, enrolments, toolkit } from '@tandem/lists'
import { product, provision, tokenFor, type Wanted } from '@tandem/provisioning'
import { sharePointClient } from '../tenant/clients.js'
import { startTenant } from '../tenant/index.js'
import { openLine } from './fixtures/line.js'
import { wholeSite } from './fixtures/whole-site.js'

const [records] = product.lists.slice(-1)
/** One list of each tier with what they have in common: columns, views, rights, rows we ship and our own records. */
const wanted: Wanted = {
  lists: [enrolments, assessments, toolkit, records!],
  content: product.content.filter(({ list }) => list === toolkit),
  migrations: [],
}

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

type Opened = Awaited<ReturnType<typeof open>>

/** With a site of its own, which is closed however it ends. */
async function onASite<Result>(work: (site: Opened) => Promise<Result>): Promise<Result> {
  const site = await open()
  try {
    return await work(site)
  } finally {
    await site.close()
  }
}

async function open() {
  const tenant = await startTenant({ port: 0, dataFile: ':memory:' })
  const line = await openLine(tenant.url)
  const apply = async (url: string, log: (line: string) => void = () => {}) => {
    const site = `${url}/sites/mentoring`
    return provision({ site, token: await tokenFor(site, {}), apply: true, wanted, log })
  }
  return {
    line,
    overTheLine: (log?: (said: string) => void) => apply(line.url, log),
    directly: () => apply(tenant.url),
    whole: async () => wholeSite(sharePointClient(tenant.url, await tokenFor(`${tenant.url}/sites/mentoring`, {}))),
    async close() {
      await line.close()
      await tenant.close()
    },
  }
}

describe('an apply that is killed', () => {
  let undisturbed: unknown
  let requests: number

  beforeAll(() =>
    onASite(async (site) => {
      await site.overTheLine()
      requests = site.line.sent()
      undisturbed = await site.whole()
    }),
  )

  const random = seeded(3)
  const points = Array.from({ length: 20 }, (_, nth) => ({
    percent: Math.floor(random() * 100),
    how: nth % 2 === 0 ? ('cut before' as const) : ('cut after' as const),
  }))

  it.each(points)('and is repeated leaves the same site: $how, $percent % of the way', ({ percent, how }) =>
    onASite(async (site) => {
      // The first request is for the token; whoever is killed before has done nothing.
      const last = 2 + Math.floor((percent / 100) * (requests - 2))
      site.line.decide((nth) => (nth < last ? 'through' : how))
      await expect(site.overTheLine()).rejects.toThrow('cannot be reached')
      await site.directly()
      expect(await site.whole()).toEqual(undisturbed)
    }),
  )

  it('again and again, each time a little further on, leaves the same site', () =>
    onASite(async (site) => {
      for (const patience of [10, 20, 30, 40]) {
        site.line.decide((nth) => (nth < patience ? 'through' : 'cut after'))
        await expect(site.overTheLine()).rejects.toThrow('cannot be reached')
      }
      await site.directly()
      expect(await site.whole()).toEqual(undisturbed)
    }))

  it('or rather is not killed and only loses answers now and then does nothing twice', () =>
    onASite(async (site) => {
      site.line.decide((nth) => (nth > 1 && nth % 7 === 0 ? 'answer lost' : 'through'))
      await site.overTheLine()
      expect(await site.whole()).toEqual(undisturbed)
    }))
})
