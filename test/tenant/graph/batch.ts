import { type Bag, isBag } from '../store.js'
import { refused } from './errors.js'

type Inner = {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: unknown
  readonly dependsOn: readonly string[]
}

type Send = (request: Request) => Promise<Response>

/** Up to twenty requests in one, each answered for itself; who depends on a failure fails with 424. */
export async function answerBatch(body: Bag, origin: string, authorization: string, send: Send): Promise<Bag> {
  const requests = requestsOf(body)
  const failed = new Set<string>()
  const responses: Bag[] = []
  for (const { id, method, url, headers, body: inner, dependsOn } of requests) {
    if (dependsOn.some((each) => failed.has(each))) {
      failed.add(id)
      responses.push({
        id,
        status: 424,
        headers: {},
        body: { error: { code: 'failedDependency', message: 'A request this one depends on has failed.' } },
      })
      continue
    }
    const path = `/v1.0/${url.replace(/^\/?(v1\.0\/)?/, '')}`
    const text = inner === undefined ? undefined : JSON.stringify(inner)
    const response = await send(
      new Request(`${origin}${path}`, {
        method,
        headers: { ...headers, authorization },
        ...(text === undefined ? {} : { body: text }),
      }),
    )
    if (response.status >= 400) failed.add(id)
    const answer = await response.text()
    responses.push({
      id,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      ...(answer === '' ? {} : { body: JSON.parse(answer) as unknown }),
    })
  }
  return { responses }
}

function requestsOf(body: Bag): Inner[] {
  const { requests } = body
  if (!Array.isArray(requests) || requests.length === 0) throw refused.badRequest('Invalid batch payload format.')
  if (requests.length > 20) throw refused.badRequest('Number of batch request steps exceeds the maximum value of 20.')
  const read = (requests as unknown[]).map((each): Inner => {
    if (!isBag(each) || typeof each['id'] !== 'string' || typeof each['url'] !== 'string' || typeof each['method'] !== 'string')
      throw refused.badRequest('Invalid batch payload format.')
    const headers = isBag(each['headers'])
      ? Object.fromEntries(Object.entries(each['headers']).map(([name, value]) => [name.toLowerCase(), String(value)]))
      : {}
    if (each['body'] !== undefined && !headers['content-type'])
      throw refused.badRequest('Write request id : ' + each['id'] + ' does not contain Content-Type header or body.')
    return {
      id: each['id'],
      method: each['method'],
      url: each['url'],
      headers,
      body: each['body'],
      dependsOn: Array.isArray(each['dependsOn']) ? each['dependsOn'].map(String) : [],
    }
  })
  if (new Set(read.map(({ id }) => id)).size < read.length) throw refused.badRequest('Request Id values must be unique.')
  return read
}
