import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import type { Bench } from './figures.js'
import { tableOf } from './table.js'

/** Every bench by the name it is asked for; each is loaded only when it is. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  tenant: async () => (await import('./tenant/bench.js')).tenantBench,
  matching: async () => (await import('./matching/bench.js')).matchingBench,
}

const usage = `call "npm run bench -- NAME [--long] [--json]"; NAME is ${Object.keys(benches).join(' or ')}`

/** Something about the arguments is wrong; the message is one sentence. */
class WrongArguments extends Error {}

function asked(): { name: string; open: () => Promise<Bench>; json: boolean; long: boolean } {
  try {
    const options = { json: { type: 'boolean', default: false }, long: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const [name = '', ...others] = positionals
    const open = Object.hasOwn(benches, name) ? benches[name] : undefined
    if (!open || others.length > 0) throw new WrongArguments(`There is no bench "${positionals.join(' ')}": ${usage}.`)
    return { name, open, json: values.json, long: values.long }
  } catch (cause) {
    if (cause instanceof WrongArguments) throw cause
    throw new WrongArguments(`${cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause)}: ${usage}.`, {
      cause,
    })
  }
}

async function main(): Promise<void> {
  const { name, open, json, long } = asked()
  const bench = await open()
  console.error(`${name}: ${bench.about}`)
  const figures = await bench.run((line) => console.error(`  ${line}`), { long })
  const machine = { node: process.version, platform: `${process.platform}-${process.arch}`, cores: availableParallelism() }
  console.log(
    json
      ? JSON.stringify({ bench: name, machine, figures }, null, 2)
      : `${tableOf(figures)}\n\nNode ${machine.node}, ${machine.platform}, ${machine.cores} cores`,
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof WrongArguments ? error.message : error)
  process.exitCode = 1
})
