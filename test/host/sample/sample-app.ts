import { setTimeout as delay } from 'node:timers/promises'
import { appendFileSync } from 'node:fs'
import { app, output } from '@azure/functions'
import { currentClock } from '../clock.js'

/** A function app that exists to show what the host does: each function is one behaviour a suite asks about. */
const note = (line: string) => appendFileSync(process.env['SAMPLE_NOTES'] ?? '/dev/null', `${line}\n`)
const connection = 'AzureWebJobsStorage'
const to = (queueName: string) => output.storageQueue({ queueName, connection })
const hop = to('hop')

app.http('echo', {
  methods: ['POST', 'GET'],
  authLevel: 'anonymous',
  route: 'people/{id:int}/{part?}',
  handler: async (request) => ({
    status: 201,
    headers: { 'x-sample': 'yes' },
    jsonBody: {
      params: request.params,
      search: request.query.get('search'),
      claimed: request.headers.get('x-ms-client-principal-id'),
      body: await request.text(),
    },
  }),
})
app.http('plain', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'people/{name}',
  handler: ({ params }) => ({ jsonBody: params }),
})
app.http('guarded', { methods: ['GET'], authLevel: 'function', handler: () => ({ body: 'in' }) })
app.http('silent', { methods: ['GET'], authLevel: 'anonymous', handler: () => undefined as never })
app.http('broken', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: () => Promise.reject(new Error('the cellar is flooded')),
})
app.http('time', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: currentClock().now().toISOString() }) })
app.http('send', {
  methods: ['POST'],
  authLevel: 'anonymous',
  extraOutputs: [hop],
  handler: async (request, context) => {
    context.extraOutputs.set(hop, await request.json())
    return { status: 202 }
  },
})

app.storageQueue('hop', { queueName: 'hop', connection, return: to('landing'), handler: (message) => ({ hopped: message }) })
app.storageQueue('landing', { queueName: 'landing', connection, handler: (message) => note(`landed ${JSON.stringify(message)}`) })
app.storageQueue('doomed', {
  queueName: 'doomed',
  connection,
  handler: (message, context) => {
    note(`attempt ${String(context.triggerMetadata?.['dequeueCount'])} at ${JSON.stringify(message)}`)
    throw new Error('this message cannot be handled')
  },
})
app.storageQueue('buried', {
  queueName: 'doomed-poison',
  connection,
  handler: (message) => note(`buried ${JSON.stringify(message)}`),
})
app.storageQueue('slow', {
  queueName: 'slow',
  connection,
  handler: async (message) => {
    note(`began ${JSON.stringify(message)}`)
    await delay(Number(process.env['SAMPLE_SLOW_MS'] ?? 0))
    note(`ended ${JSON.stringify(message)}`)
  },
})

app.timer('hourly', {
  schedule: '0 0 * * * *',
  handler: (timer) => note(`hourly ${currentClock().now().toISOString()} late=${timer.isPastDue}`),
})
app.timer('weekly', { schedule: '0 30 7 * * MON', handler: () => note('weekly') })
app.timer('unlucky', { schedule: '0 0 9 13 * FRI', handler: () => Promise.reject(new Error('it is Friday the thirteenth')) })
