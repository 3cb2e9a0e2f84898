import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Server } from 'node:http'

export type Serving = { readonly url: string; close(): Promise<void> }

/** Listens on this machine only. */
export async function serve(app: Hono, port: number): Promise<Serving> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    close: () =>
      new Promise((resolve, reject) => {
        // A browser keeps its connections open for its next page, and would keep us from ending.
        server.closeAllConnections()
        server.close((error) =>
          error && (error as NodeJS.ErrnoException).code !== 'ERR_SERVER_NOT_RUNNING' ? reject(error) : resolve(),
        )
      }),
  }
}
