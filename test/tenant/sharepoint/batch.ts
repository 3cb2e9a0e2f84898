import { randomUUID } from 'node:crypto'

import { type Answer, contentTypeOf, modeOf } from './answers.js'
import { type ApiRequest, methodOf } from './request.js'

type Part = { readonly method: string; readonly url: string; readonly headers: Headers; readonly body: string }

/**
 * A $batch as @pnp/sp writes one: reads directly in the batch, runs of writes in change sets, absolute addresses, lines ended
 * by LF or CRLF. Every part stands for itself; a change set is no transaction, in SharePoint Online neither.
 */
export function partsOf(contentType: string, text: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (!boundary) return []
  return text
    .replaceAll('\r\n', '\n')
    .split(`--${boundary}`)
    .flatMap((section) => {
      const inner = /^\s*Content-Type:\s*multipart\/mixed;\s*boundary="?([^";\n]+)"?/i.exec(section)?.[0]
      if (inner) return partsOf(inner, section.slice(section.indexOf(inner) + inner.length))
      const part = requestIn(section)
      return part ? [part] : []
    })
}

function requestIn(section: string): Part | undefined {
  const found = /^([A-Z]+) (\S+) HTTP\/1\.1\n/m.exec(section)
  if (!found?.[1] || !found[2]) return undefined
  const after = section.slice(found.index + found[0].length)
  const blank = after.indexOf('\n\n')
  const [head, body] = blank < 0 ? [after, ''] : [after.slice(0, blank), after.slice(blank + 2)]
  const headers = new Headers()
  for (const line of head.split('\n')) {
    const at = line.indexOf(':')
    if (at > 0) headers.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return { method: found[1], url: found[2], headers, body: body.trim() }
}

/** The part as a request of its own; the token is that of the whole. */
export function requestOf(part: Part, outer: ApiRequest): ApiRequest {
  const url = new URL(part.url, `${outer.webUrl}/`)
  const at = url.pathname.toLowerCase().indexOf('/_api/')
  return {
    ...outer,
    method: methodOf(part.method, part.headers.get('x-http-method') ?? undefined),
    path: url.pathname.slice(at + '/_api/'.length),
    parameters: url.searchParams,
    text: part.body,
    bytes: new TextEncoder().encode(part.body),
    verboseBody: /odata=verbose/i.test(part.headers.get('content-type') ?? ''),
    ifMatch: part.headers.get('if-match') ?? undefined,
    mode: modeOf(part.headers.get('accept') ?? ''),
  }
}

const reasons: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  412: 'Precondition Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

export function batchAnswer(answers: readonly { readonly answer: Answer; readonly request: ApiRequest }[]): {
  contentType: string
  text: string
} {
  const boundary = `batchresponse_${randomUUID()}`
  const parts = answers.map(({ answer, request }) => {
    const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => `${name.toUpperCase()}: ${value}\r\n`)
    const contentType = answer.body ? contentTypeOf(request.mode) : answer.raw?.type
    const type = contentType === undefined ? '' : `CONTENT-TYPE: ${contentType}\r\n`
    const body = answer.body ? JSON.stringify(answer.body) : answer.raw ? new TextDecoder().decode(answer.raw.bytes) : ''
    const status = `HTTP/1.1 ${answer.status} ${reasons[answer.status] ?? 'Unknown'}\r\n`
    return `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${status}${type}${headers.join('')}\r\n${body}\r\n`
  })
  return { contentType: `multipart/mixed; boundary=${boundary}`, text: `${parts.join('')}--${boundary}--\r\n` }
}
