/** What a long run tells while it lasts. `bound` is a total that no plan can exceed, once one is known. */
export type Progress = {
  readonly phase: 'candidates' | 'matched' | 'shortfall' | 'floor' | 'total' | 'strict minimum'
  readonly pairsPriced: number
  readonly bound: number | null
}

/** `goOn` is asked every now and then; a run it stops throws `MatchingStopped`, as half a plan is of no use. */
export type Watch = { readonly onProgress?: (progress: Progress) => void; readonly goOn?: () => boolean }

export class MatchingStopped extends Error {
  constructor() {
    super('The matching was stopped before it was done. Nothing of it was kept.')
    this.name = 'MatchingStopped'
  }
}

export function tell({ onProgress, goOn }: Watch, phase: Progress['phase'], pairsPriced = 0, bound: number | null = null): void {
  if (goOn && !goOn()) throw new MatchingStopped()
  onProgress?.({ phase, pairsPriced, bound })
}
