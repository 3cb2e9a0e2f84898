import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { startTenantProcess, type TenantProcess } from '../../run/tenant-process.js'
import { appToken } from '../../tenant/clients.js'
import { graphResource } from '../../tenant/identities.js'
import { type Bench, Figures, timed } from '../figures.js'
import { companyOf } from './made-up.js'
import { measureCalendars, measureDelta, measureDirectory } from './graph.js'
import { measureList } from './list.js'
import { Wire } from './wire.js'

const people = 60_000

/** The stand-in as a process of its own with its data on disk, asked over HTTP on this machine. */
export const tenantBench: Bench = {
  about: `the stand-in tenant with ${people} users and a list of 50,000 rows`,
  async run(told) {
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-bench-'))
    const started: TenantProcess[] = []
    const start = async (options: { readonly directoryFile?: string }): Promise<TenantProcess> => {
      const tenant = await startTenantProcess({
        dataFile: path.join(folder, 'tenant.sqlite'),
        readyWithinMs: 300_000,
        ...options,
      })
      started.push(tenant)
      return tenant
    }
    try {
      const directoryFile = path.join(folder, 'people.json')
      writeFileSync(directoryFile, JSON.stringify({ value: companyOf(people) }))
      const figures = new Figures()

      told('starts with the whole directory')
      const first = await timed(() => start({ directoryFile }))
      const tenant = first.outcome
      const graph = new Wire(tenant.url, await appToken(tenant.url, graphResource))
      const sharePoint = new Wire(tenant.url, await appToken(tenant.url, tenant.url))
      for (let turn = 0; turn < 500; turn += 1) await graph.get('/_tenant/clock') // both sides compiled
      await figures.baseline('an empty request', 500, () => graph.get('/_tenant/clock'))
      figures.add(`start with ${people} users to load`, [first.ms], { limitMs: 20_000, note: perSecond(people, first.ms) })

      told('reads the directory')
      await measureDirectory(figures, graph, people)
      await measureDelta(figures, graph)
      told('fills a list')
      await measureList(figures, sharePoint)
      told('reads calendars')
      await measureCalendars(figures, graph)

      told('is killed and started again')
      await tenant.kill()
      const bytes = statSync(path.join(folder, 'tenant.sqlite')).size
      const again = await timed(() => start({}))
      figures.add('start on the same data after a kill', [again.ms], { note: `${Math.round(bytes / 2 ** 20)} MiB` })
      return figures.all
    } finally {
      await Promise.all(started.map((tenant) => tenant.stop()))
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

export const perSecond = (many: number, ms: number): string => `${Math.round((many / ms) * 1000)} a second`
