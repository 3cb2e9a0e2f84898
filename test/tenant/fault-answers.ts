import { randomUUID } from 'node:crypto'

import type { Addressed } from './addressed.js'
import type { Met } from './faults.js'
import { type GraphRefusal, refused as graphRefused } from './graph/errors.js'
import { refused as sharePointRefused, SharePointError } from './sharepoint/errors.js'

/** How a service says no to this request: each face and each service behind it in its own words. */
export function answerFault(fault: Met, about: Addressed): Response {
  const { kind, retryAfterSeconds } = fault
  if (kind === 'throttled') return throttled(about, retryAfterSeconds ?? 1)
  if (kind === 'error' || kind === 'lost') return outage(about, fault.status ?? (kind === 'lost' ? 504 : 503), retryAfterSeconds)
  return about.face === 'sharepoint' ? sharePointNo(sharePointRefusal(kind, about), about) : graphNo(graphRefusal(kind, about))
}

/** 429 with the wait in whole seconds; `headers` are those of the limit that was exceeded. */
export function throttled(about: Addressed, retryAfterSeconds: number, headers: Readonly<Record<string, string>> = {}): Response {
  const all = { 'retry-after': String(retryAfterSeconds), ...headers }
  // SharePoint's front door answers before anything reads the Accept header.
  if (about.face === 'sharepoint')
    return new Response('429 TOO MANY REQUESTS', {
      status: 429,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...all },
    })
  return graphNo(throttledGraph(about), 429, all)
}

const throttledGraph = (about: Addressed): { readonly code: string; readonly message: string } => {
  if (about.inMailbox) return { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' }
  if (/^\/(sites|drives?)(\/|$)/.test(about.path))
    return { code: 'activityLimitReached', message: 'The request has been throttled' }
  return {
    code: 'TooManyRequests',
    message: `Too many requests from Identifier:${about.appId ?? 'unknown'} under category:throttle.aad.ags.appId.large. Please try again later.`,
  }
}

const graphOutages: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  429: { code: 'TooManyRequests', message: 'Too many requests.' },
  500: { code: 'InternalServerError', message: 'The server encountered an internal error while processing the request.' },
  502: { code: 'BadGateway', message: 'The gateway received an invalid answer from the service behind it.' },
  503: { code: 'ServiceUnavailable', message: 'The service is temporarily unavailable.' },
  504: { code: 'GatewayTimeout', message: 'The service behind the gateway did not answer in time.' },
}

function outage(about: Addressed, status: number, retryAfterSeconds: number | undefined): Response {
  const headers = status === 503 || status === 429 ? { 'retry-after': String(retryAfterSeconds ?? 1) } : {}
  if (about.face !== 'sharepoint') return graphNo(graphOutages[status] ?? { code: 'UnknownError', message: '' }, status, headers)
  if (status === 500)
    return sharePointNo(new SharePointError(500, '-2146232832, Microsoft.SharePoint.SPException', 'Unknown Error'), about)
  // Said by the web server and its gateway, which know nothing of OData.
  const title =
    { 429: 'Too Many Requests', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' }[status] ?? 'Error'
  const reason = status === 503 ? 'The service is unavailable.' : `${title}.`
  const html = `<!DOCTYPE HTML>\r\n<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\r\n<BODY><h2>${title}</h2>\r\n<hr><p>HTTP Error ${status}. ${reason}</p>\r\n</BODY></HTML>\r\n`
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=us-ascii', ...headers } })
}

type Lasting = 'gone' | 'full' | 'forbidden'
const lastingOf = (kind: Met['kind']): Lasting => (kind === 'gone' || kind === 'full' ? kind : 'forbidden')

function graphRefusal(
  kind: Met['kind'],
  about: Addressed,
): { readonly status: number; readonly code: string; readonly message: string } {
  const lasting = lastingOf(kind)
  if (lasting === 'full')
    return { status: 507, code: 'ErrorQuotaExceeded', message: 'Mailbox has exceeded maximum mailbox size.' }
  if (lasting === 'forbidden') return about.inMailbox ? graphRefused.mailboxAccess() : graphRefused.privileges()
  if (about.inMailbox) return graphRefused.noMailbox()
  return about.person === undefined
    ? { status: 404, code: 'itemNotFound', message: 'The resource could not be found.' }
    : graphRefused.noSuchUser(about.person)
}

function sharePointRefusal(kind: Met['kind'], { list, origin, url, path }: Addressed): SharePointError {
  const lasting = lastingOf(kind)
  if (lasting === 'forbidden') return sharePointRefused.accessDenied()
  if (lasting === 'full')
    return new SharePointError(
      500,
      '-2130575223, Microsoft.SharePoint.SPException',
      'Your changes could not be saved because this SharePoint Web site has exceeded the storage quota limit.\n\nYou must save your work to another location.  Contact your administrator to change the quota limits for the Web site.',
    )
  if (list?.by === 'title') return sharePointRefused.noSuchList(list.key, siteUrl(origin, url))
  if (list?.by === 'id') return sharePointRefused.noSuchListId()
  return list ? sharePointRefused.noSuchFile() : sharePointRefused.noSuchResource(path.replace(/^\//, ''))
}

const siteUrl = (origin: string, url: string): string => `${origin}${/\/sites\/[^/]+/i.exec(url)?.[0] ?? ''}`

function sharePointNo({ status, code, message }: SharePointError, { verbose }: Addressed): Response {
  const inner = { code, message: { lang: 'en-US', value: message } }
  return new Response(JSON.stringify(verbose ? { error: inner } : { 'odata.error': inner }), {
    status,
    headers: { 'content-type': `application/json;odata=${verbose ? 'verbose' : 'minimalmetadata'};streaming=true;charset=utf-8` },
  })
}

function graphNo(
  refusal: GraphRefusal | { readonly status?: number; readonly code: string; readonly message: string },
  status = refusal.status ?? 500,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { code, message } = refusal
  const id = randomUUID()
  const innerError = { date: new Date().toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id }
  return new Response(JSON.stringify({ error: { code, message, innerError } }), {
    status,
    headers: { 'content-type': 'application/json', 'request-id': id, 'client-request-id': id, ...headers },
  })
}
