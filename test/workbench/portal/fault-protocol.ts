/** What the portal's server tells its page of faults. */

export type FaultSubject = 'person' | 'mailbox' | 'list' | 'route'

export const faultKindsShown = ['throttled', 'slow', 'error', 'lost', 'duplicate', 'gone', 'full', 'forbidden'] as const
export type FaultKindShown = (typeof faultKindsShown)[number]

export type FaultView = {
  readonly id: string
  readonly on: FaultSubject
  /** Of the person or the list; the expression of a route. */
  readonly name: string
  readonly kind: FaultKindShown
  readonly lasting: boolean
  /** How many requests it has met. */
  readonly met: number
  /** How many it will meet yet; null until somebody takes it away. */
  readonly left: number | null
  readonly afterSeconds: number | null
}

export type FaultsView = { readonly faults: readonly FaultView[]; readonly lists: readonly string[] }

export type FaultWish = {
  readonly on: FaultSubject
  readonly what: string
  readonly kind: FaultKindShown
  readonly times: number | null
  readonly afterSeconds: number | null
}
