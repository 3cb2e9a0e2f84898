import type { Caller } from '../caller.js'
import { FilterSyntax } from '../odata/filter.js'
import { parseQuery, type Query } from '../odata/query.js'
import { type Bag, isBag } from '../store.js'
import { type Mode } from './answers.js'
import { refused } from './errors.js'
import { parsePath, type Segment } from './path.js'

/** A request to `_api` with its transport peeled off: alone on the wire and as a part of a $batch it is the same. */
export type ApiRequest = {
  readonly method: string
  /** What follows `/_api/`, still escaped, without the query. */
  readonly path: string
  readonly parameters: URLSearchParams
  readonly text: string
  /** The body as it came: attachments are no text. */
  readonly bytes: Uint8Array
  readonly verboseBody: boolean
  readonly ifMatch: string | undefined
  readonly mode: Mode
  readonly caller: Caller
  readonly site: string
  /** `http://127.0.0.1:4100/sites/mentoring` */
  readonly webUrl: string
}

export const segmentsOf = (request: ApiRequest): Segment[] => parsePath(request.path, request.parameters)

export function queryOf(request: ApiRequest): Query {
  try {
    return parseQuery(request.parameters)
  } catch (error) {
    if (error instanceof FilterSyntax) throw refused.invalidExpression(error.message)
    throw error
  }
}

export function bodyOf(request: ApiRequest): Bag {
  if (request.text.trim() === '') return {}
  let body: unknown
  try {
    body = JSON.parse(request.text)
  } catch {
    throw refused.invalidJson()
  }
  if (!isBag(body)) throw refused.invalidJson()
  return body
}

/** What is meant: a POST can carry another method in its header, and PATCH is MERGE. */
export function methodOf(method: string, header: string | undefined): string {
  const meant = (method.toUpperCase() === 'POST' ? (header ?? method) : method).toUpperCase()
  return meant === 'PATCH' ? 'MERGE' : meant
}
