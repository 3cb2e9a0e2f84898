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

/** Up to twenty requests in one, each answered for itself and after those it depends on; who depends on a failure fails with 424. */
export async function answerBatch(
  body: Bag,
  { origin, version, authorization }: { readonly origin: string; readonly version: string; readonly authorization: string },
  send: Send,
): Promise<Bag> {
  const failed = new Set<string>()
  const responses: Bag[] = []
  for (const { id, method, url, headers, body: inner, dependsOn } of inOrder(requestsOf(body))) {
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
    // Clients write the version into the address or leave it out; left out, it is the batch's own.
    const [, own = version, path = ''] = /^\/?(?:(v1\.0|beta)(?=\/|$))?\/?(.*)$/is.exec(url) ?? []
    const text = inner === undefined ? undefined : JSON.stringify(inner)
    const response = await send(
      new Request(`${origin}/${own.toLowerCase()}/${path}`, {
        method,
        headers: { ...headers, authorization },
        ...(text === undefined ? {} : { body: text }),
      }),
    )
    if (response.status >= 400) failed.add(id)
    responses.push({
      id,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      ...(await bodyIn(response)),
    })
  }
  return { responses }
}

async function bodyIn(response: Response): Promise<Bag> {
  const text = await response.text()
  if (text === '') return {}
  return { body: response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text }
}

/** As they were written, but nobody before those they depend on. */
function inOrder(requests: readonly Inner[]): Inner[] {
  const waiting = [...requests]
  const ordered: Inner[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ dependsOn }) => dependsOn.every((id) => ordered.some((each) => each.id === id)))
    const [request] = next < 0 ? [] : waiting.splice(next, 1)
    if (!request) throw refused.badRequest('Invalid batch payload format: a request depends on one that does not come before it.')
    ordered.push(request)
  }
  return ordered
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
