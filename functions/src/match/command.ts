import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  MinimumUnreachable,
  ScoresTooFarApart,
  solveInstance,
  solveStrictly,
  type InstanceSolution,
  type Progress,
} from '@tandem/domain'
import { speaker } from '@tandem/contract'
import { instanceFrom } from './read-instance.js'
import { sentenceFor } from './sentences.js'
import { NotAnInstance } from './wrong.js'

const usage = 'npm run match -- --in instance.json --out solution.json [--strict] [--quiet]'

/** Where the command talks to: `progress` only when a person is watching a terminal. */
export type Surroundings = {
  /** Relative names of files begin here. */
  readonly folder: string
  readonly progress: ((text: string) => void) | null
  readonly complain: (line: string) => void
}

/** Matches the people of a file, without a tenant. Answers with the exit code: 0 when solved, 2 when the file or a word of the command is wrong. */
export async function runMatch(args: readonly string[], { folder, progress, complain }: Surroundings): Promise<number> {
  try {
    const { from, to, strict, quiet } = asked(args, folder)
    const text = await textOf(from)
    // The plan of an earlier run must not be taken for the one of this run, should this run fail.
    await written(to, () => rm(to, { force: true }))
    const instance = instanceFrom(text)
    const show = progress !== null && !quiet ? shownOn(progress) : undefined
    const solution = strict
      ? solveStrictly(instance, show ? { onProgress: show } : {})
      : solveInstance(instance, show ? { onProgress: show } : {})
    if (show) progress?.('\r\u001b[K')
    await written(to, () => writeFile(to, `${JSON.stringify(inWords(solution))}\n`))
    return 0
  } catch (error) {
    const told = error instanceof NotAnInstance || error instanceof MinimumUnreachable || error instanceof ScoresTooFarApart
    if (!told) throw error
    complain(error.message)
    return 2
  }
}

function asked(args: readonly string[], folder: string): { from: string; to: string; strict: boolean; quiet: boolean } {
  const options = {
    in: { type: 'string' },
    out: { type: 'string' },
    strict: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  } as const
  try {
    const { values } = parseArgs({ args: [...args], options })
    if (values.in === undefined || values.out === undefined) throw new NotAnInstance(`Two files are needed: ${usage}`)
    return {
      from: path.resolve(folder, values.in),
      to: path.resolve(folder, values.out),
      strict: values.strict,
      quiet: values.quiet,
    }
  } catch (cause) {
    if (cause instanceof NotAnInstance) throw cause
    throw new NotAnInstance(`${cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause)}: ${usage}`, {
      cause,
    })
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const why = codeOf(cause) === 'ENOENT' ? 'there is no such file' : codeOf(cause)
    throw new NotAnInstance(`"${file}" cannot be read: ${why}.`, { cause })
  }
}

async function written(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw new NotAnInstance(`The solution cannot be written to "${file}" (${codeOf(cause)}).`, { cause })
  }
}

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause)

function shownOn(write: (text: string) => void): (progress: Progress) => void {
  return ({ phase, pairsPriced, bound }) => {
    const priced = pairsPriced > 0 ? `, ${pairsPriced.toLocaleString('en')} pairs priced` : ''
    const limit = bound === null ? '' : `, no plan exceeds ${bound.toLocaleString('en')}`
    write(`\r\u001b[K${phase}${priced}${limit}`)
  }
}

function inWords({
  unmatched,
  flaw,
  effort,
  firstReasonCounts,
  ...solution
}: ReturnType<typeof solveInstance | typeof solveStrictly>) {
  if (flaw !== null) throw new Error(`The check of the solution found a flaw: ${flaw}. Nothing was written.`)
  const say = speaker('en')
  const left = unmatched.map((one: InstanceSolution['unmatched'][number]) => ({
    id: one.id,
    role: one.role,
    rule: one.rule,
    sentence: sentenceFor(one, say),
  }))
  return { ...solution, unmatched: left, firstReasonCounts, effort }
}
