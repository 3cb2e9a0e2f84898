import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readArguments, WrongArguments } from './arguments.js'
import { readDirectoryFile, UnusableFile } from './directory-file.js'
import { rehearse, type Rehearsal } from './rehearse.js'
import { summaryOf } from './summary.js'

/** Plays a whole programme on a real organisation without anybody of it noticing, and writes down what would come of it. */
async function main(): Promise<void> {
  const request = readArguments(process.argv.slice(2))
  const people = readDirectoryFile(request.directory)
  const rehearsal = await rehearse(request, people, (line) => console.error(line))
  write(request.out, rehearsal)
  console.log(summaryOf(rehearsal))
}

function write(folder: string, { outcome, report, problems }: Rehearsal): void {
  mkdirSync(folder, { recursive: true })
  const files = { pairs: outcome.pairs, meetings: outcome.meetings, unmatched: outcome.unmatched, report, directory: problems }
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`)
}

main().catch((error: unknown) => {
  const expected = error instanceof WrongArguments || error instanceof UnusableFile
  console.error(expected ? error.message : error)
  process.exitCode = 1
})
