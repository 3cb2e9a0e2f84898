import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { defaultApps, defaultTenantId } from '../../tenant/identities'
import { type RunningTenant, startTenant } from '../../tenant/index'

const appCalled = (name: string) => defaultApps.find(({ displayName }) => displayName === name)
let tenant: RunningTenant
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'front-'))
  const person = (number: number) => ({
    id: `e1f2a3b4-0000-4000-8000-00000000001${number}`,
    displayName: `Person ${number}`,
    userPrincipalName: `person${number}@contoso.example`,
  })
  tenant = await startTenant({ dataFile: ':memory:', front: {}, seed: { users: [1, 2, 3, 4, 5].map(person) } })
  writeFileSync(join(folder, 'front.pem'), tenant.front?.certificate ?? '')
})
afterAll(async () => {
  await tenant.close()
  rmSync(folder, { recursive: true })
})

describe('a process that knows only Microsoft’s own host names', () => {
  it('signs in, pages through the directory and makes a list with unmodified clients', async () => {
    const [reader, builder] = [appCalled('Tandem backend'), appCalled('Tandem provisioning')]
    const script = join(__dirname, '../fixtures/unmodified-clients.mjs')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, defaultTenantId, reader?.appId ?? '', builder?.appId ?? '', reader?.secret ?? ''],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          NODE_USE_ENV_PROXY: '1',
          HTTPS_PROXY: tenant.front?.proxyUrl,
          https_proxy: tenant.front?.proxyUrl,
          NO_PROXY: '',
          no_proxy: '',
          NODE_EXTRA_CA_CERTS: join(folder, 'front.pem'),
        },
      },
    )
    expect(JSON.parse(stdout)).toEqual({
      people: expect.arrayContaining(['Person 1', 'Person 2', 'Person 3', 'Person 4', 'Person 5']),
      list: 'Made from outside',
    })
  })

  it('reaches nothing else through the proxy', async () => {
    const { port, hostname } = new URL(tenant.front?.proxyUrl ?? '')
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('CONNECT example.com:443 HTTP/1.1\r\n\r\n'))
      socket.once('data', (data: Buffer) => {
        resolve(data.toString())
        socket.destroy()
      })
      socket.once('error', reject)
    })
    expect(answer).toContain('403')
    expect(answer).toContain('does not answer for example.com')
  })
})
