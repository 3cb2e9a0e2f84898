import type { Store } from './store.js'

type ClockState = { readonly offsetMs: number; readonly frozenAtMs: number | null }

/** The tenant's time. It moves with real time unless someone has set it off or stopped it; tokens never use it. */
export class Clock {
  readonly #store: Store
  #state: ClockState

  constructor(store: Store) {
    this.#store = store
    const kept = store.meta('clock')
    this.#state = kept ? (JSON.parse(kept) as ClockState) : { offsetMs: 0, frozenAtMs: null }
  }

  get frozen(): boolean {
    return this.#state.frozenAtMs !== null
  }

  nowMs(): number {
    return this.#state.frozenAtMs ?? Date.now() + this.#state.offsetMs
  }

  /** Microsoft 365 shows whole seconds. */
  now(): string {
    return wholeSeconds(this.nowMs())
  }

  set(nowMs: number, frozen: boolean): void {
    const state: ClockState = { offsetMs: nowMs - Date.now(), frozenAtMs: frozen ? nowMs : null }
    this.#store.setMeta('clock', JSON.stringify(state))
    this.#state = state
  }
}

export const wholeSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
