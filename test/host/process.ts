import { parseArgs } from 'node:util'
import { openClock } from './clock.js'
import { startHost } from './start-host.js'

/** The function host as a process of its own: it can be killed in the middle of its work and started again. */
const { values } = parseArgs({
  options: {
    app: { type: 'string' },
    port: { type: 'string', default: '0' },
    queue: { type: 'string' },
    clock: { type: 'string' },
    'host-json': { type: 'string' },
    'lease-seconds': { type: 'string', default: '30' },
  },
})
if (!values.app || !values.queue) {
  process.stderr.write(
    'Usage: node test/lib/host/process.js --app <entry> --queue <connection string> ' +
      '[--port 0] [--clock <file>] [--host-json <file>] [--lease-seconds 30]\n',
  )
  process.exit(2)
}

const host = await startHost({
  entry: values.app,
  ...(values['host-json'] && { hostJson: values['host-json'] }),
  port: Number(values.port),
  queueConnection: values.queue,
  clock: openClock(values.clock),
  leaseSeconds: Number(values['lease-seconds']),
})

// Ctrl-C reaches the whole process group, and the parent signals as well: the second call joins the first.
const end = () =>
  void host.stop().then(
    () => process.exit(0),
    (error) => {
      process.stderr.write(`The host did not stop cleanly: ${String(error)}\n`)
      process.exit(1)
    },
  )
process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end)
// A parent that was killed while we started cannot disconnect a second time.
if (process.connected === false) end()
process.stdout.write(`Function host ready at ${host.url}\n`)
