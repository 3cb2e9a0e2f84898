import { createServer } from 'node:net'

/** A port of this machine that nobody uses: the wanted one, else one of those after it, else (`0`) any. */
export async function freePort(wanted = 0, tries = 20): Promise<number> {
  for (let port = wanted; port < wanted + tries; port++) {
    const got = await listened(port)
    if (got !== undefined) return got
  }
  throw new Error(
    `The ports ${wanted} to ${wanted + tries - 1} are all in use. Name another one: npm start -- --port ${wanted + 1000}`,
  )
}

function listened(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
