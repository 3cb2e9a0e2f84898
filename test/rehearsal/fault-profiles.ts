import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from '../tenant/faults.js'
import { root } from '../run/root.js'
import type { Stack, StackOptions } from '../run/stack.js'

export const faultProfiles = ['none', 'mild', 'rough', 'brutal'] as const
export type FaultProfile = (typeof faultProfiles)[number]

/** Graph and SharePoint, not the sign-in: a backend without a token does not come to ask. */
const everywhere = '/v1\\.0/|/_api/'

/** `share` of all requests meets it. */
type Kind = Pick<Fault, 'kind' | 'status' | 'retryAfterSeconds' | 'afterMs'> & {
  readonly share: number
  readonly method?: string
}

const throttled = (share: number): Kind => ({ kind: 'throttled', retryAfterSeconds: 1, share })
const down = (status: 500 | 502 | 503 | 504, share: number): Kind => ({ kind: 'error', status, share })
const lost = (share: number): Kind => ({ kind: 'lost', status: 504, share, method: 'POST' })
const slow = (afterMs: number, share: number): Kind => ({ kind: 'slow', afterMs, share })

/** Passing faults only: whatever waits and asks again comes to the same end. */
const kindsOf: Readonly<Record<FaultProfile, readonly Kind[]>> = {
  none: [],
  mild: [throttled(0.005), slow(40, 0.02)],
  rough: [throttled(0.01), down(503, 0.005), down(502, 0.005), lost(0.005), slow(60, 0.03)],
  brutal: [throttled(0.03), down(503, 0.02), down(502, 0.004), down(500, 0.002), lost(0.02), slow(120, 0.08)],
}

/** Which requests a fault meets is drawn from the seed of the rehearsal. */
export function faultsOf(profile: FaultProfile, seed: number): readonly Fault[] {
  return kindsOf[profile].map(({ share, method, ...kind }) => ({
    id: [profile, kind.kind, ...(kind.status === undefined ? [] : [kind.status])].join('-'),
    target: { route: everywhere, ...(method === undefined ? {} : { method }) },
    ...kind,
    probability: share,
    seed,
  }))
}

/**
 * What waits for minutes in Azure, on real time, waits for seconds here: a message that failed, and a step whose worker did not come back.
 * Written into `folder`.
 */
export function hurried(profile: FaultProfile, folder: string): Pick<StackOptions, 'hostJson' | 'env'> {
  if (profile === 'none') return {}
  const host = JSON.parse(readFileSync(path.join(root, 'functions/host.json'), 'utf8')) as {
    readonly extensions: { readonly queues: object }
  }
  const queues = { ...host.extensions.queues, visibilityTimeout: '00:00:01' }
  const hostJson = path.join(folder, 'host.json')
  writeFileSync(hostJson, JSON.stringify({ ...host, extensions: { ...host.extensions, queues } }))
  return { hostJson, env: { TANDEM_LEASE_SECONDS: '10' } }
}

export type FaultsMet = { readonly profile: FaultProfile; readonly met: number }

/** Puts the faults of a profile into the tenant; what is given back takes them out again and says how many requests met one. */
export async function beset(stack: Stack, profile: FaultProfile, seed: number): Promise<() => Promise<FaultsMet>> {
  const url = `${stack.tenantUrl}/_tenant/faults`
  const ask = async (method: string, body?: unknown): Promise<string> => {
    const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`The tenant took no faults (${answer.status}): ${text}`)
    return text
  }
  await ask('PUT', { value: faultsOf(profile, seed) })
  return async () => {
    const { value } = JSON.parse(await ask('GET')) as { value: readonly { readonly met: number }[] }
    await ask('DELETE')
    return { profile, met: value.reduce((sum, { met }) => sum + met, 0) }
  }
}
