import { AadHttpClient } from '@microsoft/sp-http'
import { ApiError, type Send } from '@tandem/contract'

/** The service could not be reached at all: no network, a proxy, an address that is wrong. */
export class Unreachable extends Error {
  constructor(readonly cause: unknown) {
    super('The Tandem service cannot be reached.')
    this.name = 'Unreachable'
  }
}

/** The service behind a client that adds the person's token. `baseUrl` ends before the routes of the contract; empty means `/api` here. */
export function sendThrough(client: AadHttpClient, baseUrl: string): Send {
  const base = baseUrl.trim().replace(/\/+$/, '') || '/api'
  return async (method, path, body) => {
    const response = await client
      .fetch(`${base}/${path}`, AadHttpClient.configurations.v1, {
        method,
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      .catch((cause: unknown) => {
        throw new Unreachable(cause)
      })
    const text = await response.text()
    // A gateway in between answers in HTML; the status alone must do then.
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return { status: response.status, body: isJson && text ? (JSON.parse(text) as unknown) : undefined }
  }
}

export type Failure =
  { readonly kind: 'unreachable' | 'bug' } | { readonly kind: 'said'; readonly message: string; readonly mayRetry: boolean }

/** What a page may tell of an error. What the service words for people is shown as it is; anything else is a bug of ours and is logged. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Unreachable) return { kind: 'unreachable' }
  if (error instanceof ApiError && error.kind !== 'bug')
    return { kind: 'said', message: error.message, mayRetry: error.kind === 'outage' }
  console.error(error)
  return { kind: 'bug' }
}
