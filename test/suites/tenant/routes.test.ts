import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { type OpenTenant, openTenant } from '../../tenant/index'
import { routesBegin, routesChapter, routesEnd } from '../../tenant/routes'

let tenant: OpenTenant

beforeAll(() => {
  tenant = openTenant({ dataFile: ':memory:' })
})
afterAll(() => tenant.close())

describe('everything the stand-in serves', () => {
  const text = readFileSync(join(__dirname, '../../tenant/DIFFERENCES.md'), 'utf8').replaceAll('\r\n', '\n')
  const listed = () => text.slice(text.indexOf(routesBegin), text.indexOf(routesEnd) + routesEnd.length)

  it('is listed in DIFFERENCES.md with how it is known and who may call it; “npm run tenant -- --routes” writes the list', () => {
    expect(listed()).toBe(routesChapter(tenant.served))
  })

  it('is not listed when it is not there', () => {
    expect(listed().match(/^\| (GET|POST|PATCH|PUT|DELETE) /gm)).toHaveLength(tenant.served.graph.length)
  })
})
