import { flawIn, pathsEngine, poseInstance, simplexEngine, solve, type Instance, type MakeEngine } from '@tandem/domain'
import { Figures, type Bench } from '../figures.js'
import { growthOf } from './growth.js'
import { madeUpCompany, madeUpGraph, type Programme } from './made-up.js'

/** Other things run on this machine too, so the time a processor worked counts and not the time that passed. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

type Run = {
  readonly poseMs: number
  readonly solveMs: number
  readonly flowMs: number
  readonly checkMs: number
  readonly note: string
  readonly total: number
}

/** One whole run: what the rules allow, the four stages, and the check of the proof for every allowed pair. */
function measured(instance: Instance, engine: MakeEngine): Run {
  const posing = cpuMs()
  const { problem } = poseInstance(instance)
  const solving = cpuMs()
  let flowFrom = solving
  let inFlow = false
  const { mentorOf, optimum, certificate, effort } = solve(problem, {
    engine,
    onProgress: ({ phase }) => {
      if (phase === 'total' && !inFlow) {
        inFlow = true
        flowFrom = cpuMs()
      }
    },
  })
  const checking = cpuMs()
  const flaw = flawIn(problem, mentorOf, optimum, certificate)
  const done = cpuMs()
  if (flaw !== null) throw new Error(`The check found a flaw: ${flaw}.`)
  const memory = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most so far`
  return {
    poseMs: solving - posing,
    solveMs: checking - solving,
    flowMs: checking - flowFrom,
    checkMs: done - checking,
    note: `${effort.steps.toLocaleString('en')} steps, ${effort.rounds} rounds, ${memory}`,
    total: optimum.total,
  }
}

const span = (ms: number): string => (ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`)

const sizes: readonly (readonly [Programme, mentees: number, candidates: number, limitMs?: number])[] = [
  ['up to 3', 1000, 50, 300],
  ['up to 3', 5000, 50],
  ['up to 3', 10_000, 50, 1500],
  ['1:1', 10_000, 50],
  ['2 to 4', 10_000, 50],
  ['1:1', 2000, 2000],
]
const long: typeof sizes = [
  ['up to 3', 50_000, 50],
  ['1:1', 50_000, 50],
]

export const matchingBench: Bench = {
  about: 'processor time of the matching engine, certified, and of its second engine on the same rounds',
  run: async (told, { long: isLong }) => {
    const figures = new Figures()
    const growth: { mentees: number; ms: number }[] = []
    await figures.baseline('a thousand million additions', 1, async () => void sums())
    // First and in a fresh process, as somebody with a file would run it.
    told('all pairs of 10,000 × 10,000 people')
    const all = measured(madeUpCompany(10_000), simplexEngine)
    figures.add('all pairs, 10,000 × 10,000', [all.poseMs + all.solveMs + all.checkMs], {
      limitMs: 25_000,
      note: `rules and scores ${span(all.poseMs)}, flow ${span(all.flowMs)}, check ${span(all.checkMs)}, ${all.note}`,
    })
    // Once unmeasured, so that nobody measures the compiler.
    for (const engine of [simplexEngine, pathsEngine]) measured(madeUpGraph('up to 3', 1000, 50), engine)
    for (const [programme, mentees, candidates, limitMs] of [...sizes, ...(isLong ? long : [])]) {
      const name = `${programme}, ${mentees.toLocaleString('en')} × ${candidates.toLocaleString('en')}`
      told(name)
      const instance = madeUpGraph(programme, mentees, candidates)
      const first = measured(instance, simplexEngine)
      const second = measured(instance, pathsEngine)
      if (first.total !== second.total) throw new Error(`${name}: one engine finds ${first.total}, the other ${second.total}.`)
      const compared = `the other's flow ${span(second.flowMs)} (× ${(second.flowMs / first.flowMs).toFixed(1)})`
      figures.add(name, [first.solveMs], {
        ...(limitMs === undefined ? {} : { limitMs }),
        note: `flow ${span(first.flowMs)}, ${compared}, check ${span(first.checkMs)}, ${first.note}`,
      })
      if (programme === 'up to 3') growth.push({ mentees, ms: first.solveMs })
    }
    for (const line of growthOf(growth)) told(line)
    return figures.all
  },
}

/** A fixed piece of work, so that figures of two machines can be compared by their ratios. */
function sums(): number {
  const values = Float64Array.from({ length: 1000 }, (_, at) => at % 7)
  let sum = 0
  for (let turn = 0; turn < 1_000_000; turn++) for (let at = 0; at < 1000; at++) sum += values[at]!
  return sum
}
