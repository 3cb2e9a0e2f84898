import { AadHttpClient } from '@microsoft/sp-http'

/** What a screen may know of an answer: enough for the contract's schemas, and the same shape as a fetch Response. */
export type ApiResponse = {
  readonly ok: boolean
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  json(): Promise<unknown>
  text(): Promise<string>
}

export type ApiRequest = {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Sends a request to the Tandem service as the person at the screen; `path` starts with a slash, below the API's base. */
export type Api = (path: string, request?: ApiRequest) => Promise<ApiResponse>

/** The service behind a client that adds the person's token. An empty base address means `/api` of the page's own origin. */
export function apiThrough(client: AadHttpClient, baseUrl: string): Api {
  const base = baseUrl.trim().replace(/\/+$/, '') || '/api'
  return (path, request = {}) => client.fetch(`${base}${path}`, AadHttpClient.configurations.v1, { ...request })
}
