import { createServer as createProxy, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { generate } from 'selfsigned'

/** The hosts the stand-in answers for. Whatever else a client asks the proxy for is refused, so nothing leaves this machine by it. */
const hosts = ['login.microsoftonline.com', 'graph.microsoft.com', 'contoso.sharepoint.com', 'contoso-admin.sharepoint.com']

export type Front = {
  /** For HTTPS_PROXY. */
  readonly proxyUrl: string
  /** What a client has to trust (NODE_EXTRA_CA_CERTS), in PEM form. It is made at every start and kept nowhere. */
  readonly certificate: string
  close(): Promise<void>
}

/**
 * The tenant behind TLS under Microsoft's own host names, for clients that take no other address: they are given a proxy, and the
 * tunnel they ask it for ends here. Plain HTTP clients and tests do not need it.
 */
export async function startFront(app: Hono, { port = 0 }: { readonly port?: number } = {}): Promise<Front> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Stand-in tenant' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, keyEncipherment: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  })
  const secure = await listening((ready) =>
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', createServer: createSecure, serverOptions: { key, cert } }, ready),
  )
  const proxy = createProxy((_request, response) => {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('This proxy only opens tunnels to the stand-in tenant.\n')
  })
  // Once a tunnel is open the proxy no longer counts it among its connections.
  const tunnels = new Set<Duplex>()
  proxy.on('connect', ({ url = '' }, client: Duplex) => {
    const host = url.split(':')[0] ?? ''
    if (!hosts.includes(host.toLowerCase())) {
      client.end(`HTTP/1.1 403 Forbidden\r\n\r\nThe stand-in tenant does not answer for ${host}.\r\n`)
      return
    }
    const inner = connect(secure.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      inner.pipe(client)
      client.pipe(inner)
    })
    inner.on('error', () => client.destroy())
    client.on('error', () => inner.destroy())
    tunnels.add(client)
    client.on('close', () => {
      tunnels.delete(client)
      inner.destroy()
    })
  })
  const outer = await listening((ready) => proxy.listen(port, '127.0.0.1', ready))
  return {
    proxyUrl: `http://127.0.0.1:${outer.port}`,
    certificate: cert,
    close: async () => {
      for (const tunnel of tunnels) tunnel.destroy()
      await outer.close()
      await secure.close()
    },
  }
}

async function listening(start: (ready: () => void) => unknown): Promise<{ port: number; close: () => Promise<void> }> {
  const server = await new Promise<Server>((resolve, reject) => {
    const starting = start(() => resolve(starting)) as Server
    starting.once('error', reject)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}
