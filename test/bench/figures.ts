/** One line of a bench: what was done, how often, how long it took, and what it may take. */
export type Figure = {
  readonly name: string
  readonly times: number
  readonly medianMs: number
  readonly worstMs: number
  /** The median as a multiple of the baseline of the same run: what is left when the machine is taken away. */
  readonly ratio: number | null
  /** What the median may take, where somebody has said so. */
  readonly limitMs: number | null
  /** A rate, a size: whatever says more than the time does. */
  readonly note: string
}

export type Bench = {
  readonly about: string
  /** `told` hears what is going on: benches take their time. `long` asks for what takes minutes as well. */
  readonly run: (told: (line: string) => void, asked: { readonly long: boolean }) => Promise<Figure[]>
}

type Wanted = { readonly limitMs?: number; readonly note?: string }

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? 0, sorted[middle] ?? 0]
  return (low + high) / 2
}

/** How long one run of some work takes, with its outcome. */
export async function timed<Outcome>(work: () => Promise<Outcome>): Promise<{ ms: number; outcome: Outcome }> {
  const from = performance.now()
  const outcome = await work()
  return { ms: performance.now() - from, outcome }
}

/** Figures against one baseline, in the order in which they are taken. */
export class Figures {
  readonly all: Figure[] = []
  #baselineMs: number | undefined

  /** Times work that has been done a few times already, so that nobody measures the compiler. */
  async measure(name: string, times: number, work: (turn: number) => Promise<unknown>, wanted: Wanted = {}): Promise<Figure> {
    for (let turn = 0; turn < Math.min(5, times); turn += 1) await work(turn)
    const taken: number[] = []
    for (let turn = 0; turn < times; turn += 1) taken.push((await timed(() => work(turn))).ms)
    return this.add(name, taken, wanted)
  }

  add(name: string, takenMs: readonly number[], { limitMs, note = '' }: Wanted = {}): Figure {
    const medianMs = medianOf(takenMs)
    const figure: Figure = {
      name,
      times: takenMs.length,
      medianMs,
      worstMs: Math.max(...takenMs),
      ratio: this.#baselineMs === undefined ? null : medianMs / this.#baselineMs,
      limitMs: limitMs ?? null,
      note,
    }
    this.all.push(figure)
    return figure
  }

  async baseline(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
    const { medianMs } = await this.measure(name, times, work, { note: 'the baseline' })
    this.#baselineMs = medianMs
  }
}
