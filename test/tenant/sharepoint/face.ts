import { type Context, Hono } from 'hono'

import { callerOf, TokenRefused } from '../caller.js'
import type { Tenant } from '../tenant.js'
import { type Answer, answerError, contentTypeOf, modeOf } from './answers.js'
import { answerPart } from './batch-part.js'
import { batchAnswer, partsOf, requestOf } from './batch.js'
import { SharePointError } from './errors.js'
import { type ApiRequest, methodOf } from './request.js'
import { openSite, type Site } from './site.js'
import { answer } from './root-kind.js'

/** SharePoint REST under the path of each site. */
export function sharePointFace(tenant: Tenant): { face: Hono; site: Site } {
  const site = openSite(tenant)
  const face = new Hono()
  face.all('/sites/*', (context) => served(site, context))
  return { face, site }
}

async function served(site: Site, context: Context): Promise<Response> {
  const url = new URL(context.req.url)
  const found = /^(\/sites\/[^/]+)\/_api(?:\/|$)/i.exec(url.pathname)
  if (!found?.[1]) return context.text('404 NOT FOUND', 404)
  const mode = modeOf(context.req.header('accept') ?? '')
  const known = site.tenant.store.one<{ path: string }>('select path from sites where path = ?', found[1])
  if (!known) return context.text('404 NOT FOUND', 404)
  try {
    const { req } = context
    const bytes = req.method === 'GET' ? new Uint8Array() : new Uint8Array(await req.arrayBuffer())
    const request: ApiRequest = {
      method: methodOf(req.method, req.header('x-http-method')),
      path: url.pathname.slice(found[0].length),
      parameters: url.searchParams,
      text: new TextDecoder().decode(bytes),
      bytes,
      verboseBody: /odata=verbose/i.test(req.header('content-type') ?? ''),
      ifMatch: req.header('if-match'),
      mode,
      caller: await callerOf(site.tenant, req.header('authorization'), 'sharepoint', url.origin),
      site: known.path,
      webUrl: `${url.origin}${known.path}`,
    }
    if (/^\$batch$/i.test(decodeURIComponent(request.path))) return await batch(site, request, req.header('content-type') ?? '')
    return sent(await answer(site, request), contentTypeOf(mode))
  } catch (error) {
    if (error instanceof TokenRefused) return unauthorised(error.message)
    throw error
  }
}

async function batch(site: Site, request: ApiRequest, contentType: string): Promise<Response> {
  const parts = partsOf(contentType, request.text)
  const tooMany = new SharePointError(
    400,
    '-1, Microsoft.SharePoint.Client.InvalidClientQueryException',
    'The batch is empty or holds more than 100 requests.',
  )
  if (parts.length === 0 || parts.length > 100) return sent(answerError(tooMany, request.mode), contentTypeOf(request.mode))
  const answers: { request: ApiRequest; answer: Answer }[] = []
  for (const part of parts) {
    const inner = requestOf(part, request)
    answers.push({ request: inner, answer: await answerPart(site.tenant, inner, async () => answer(site, inner)) })
  }
  const { contentType: type, text } = batchAnswer(answers)
  return new Response(text, { status: 200, headers: { 'content-type': type } })
}

function sent({ status, body, raw, headers }: Answer, contentType: string): Response {
  if (raw) return new Response(raw.bytes.slice().buffer, { status, headers: { 'content-type': raw.type, ...headers } })
  if (!body) return new Response(null, { status, ...(headers ? { headers } : {}) })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': contentType, ...headers } })
}

function unauthorised(reason: string): Response {
  const expired = /expired/.test(reason)
  const described = expired ? 'Invalid JWT token. The token is expired.' : `Invalid JWT token. ${reason}`
  return new Response(JSON.stringify({ error_description: /^Unsupported/.test(reason) ? reason : described }), {
    status: 401,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'www-authenticate':
        'Bearer realm="stand-in",client_id="00000003-0000-0ff1-ce00-000000000000",trusted_issuers="00000001-0000-0000-c000-000000000000@*"',
      'x-ms-diagnostics': `3000006;reason="${reason.replaceAll('"', "'")}";category="invalid_client"`,
    },
  })
}
