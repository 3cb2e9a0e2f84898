import { addressedBy } from '../addressed.js'
import type { Tenant } from '../tenant.js'
import type { Answer } from './answers.js'
import type { ApiRequest } from './request.js'

/** Limits and faults meet the parts of a batch one by one, as they would meet each alone. */
export async function answerPart({ gate }: Tenant, request: ApiRequest, answer: () => Promise<Answer>): Promise<Answer> {
  const { method, path, parameters, caller, webUrl, mode } = request
  const about = addressedBy({ method, url: `${webUrl}/_api/${path}?${parameters}`, accept: `odata=${mode}` })
  const callerId = caller.kind === 'person' ? caller.id.toLowerCase() : undefined
  const { refusal, lost, headers, done } = await gate.admit({ ...about, appId: caller.appId, callerId })
  if (refusal) return answerOf(refusal)
  try {
    const given = await answer()
    return lost ? await answerOf(lost) : { ...given, headers: { ...given.headers, ...headers } }
  } finally {
    done()
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const { 'content-type': type = 'text/plain', ...headers } = Object.fromEntries(response.headers)
  return { status: response.status, raw: { bytes: new Uint8Array(await response.arrayBuffer()), type }, headers }
}
