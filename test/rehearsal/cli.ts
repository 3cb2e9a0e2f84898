import { readArguments, WrongArguments } from './arguments.js'
import { readDirectoryFile, UnusableFile } from './directory-file.js'
import { openOutFolder, UnusableFolder } from './out-folder.js'
import { Stopped, stopSignal } from './stop-signal.js'
import { summaryOf } from './summary.js'

/** Plays a whole programme on a real organisation without anybody of it noticing, and writes down what would come of it. */
async function main(): Promise<void> {
  const signal = stopSignal()
  const request = readArguments(process.argv.slice(2))
  const people = readDirectoryFile(request.directory)
  const out = openOutFolder(request.out, ['pairs', 'meetings', 'unmatched', 'report', 'problems'])
  try {
    // Only now, so that a wrong argument is told at once.
    const { rehearse } = await import('./rehearse.js')
    const rehearsal = await rehearse(request, people, { told: (line) => console.error(line), signal })
    const { outcome, report, problems } = rehearsal
    out.write({ pairs: outcome.pairs, meetings: outcome.meetings, unmatched: outcome.unmatched, report, problems })
    console.log(summaryOf(rehearsal))
    if (rehearsal.check.faults.length > 0) process.exitCode = 1
  } finally {
    out.abandon()
  }
}

/** What went wrong outside of us is one sentence; anything else is ours to mend and comes with where it happened. */
const expected = [WrongArguments, UnusableFile, UnusableFolder, Stopped]

main()
  .catch((error: unknown) => {
    const sentence = expected.some((kind) => error instanceof kind) && error instanceof Error
    console.error(sentence ? error.message : error)
    process.exitCode = error instanceof Stopped ? error.exitCode : 1
  })
  // What was interrupted may still be waiting for an answer; nothing of it is needed any more.
  .finally(() => setTimeout(() => process.exit(), 500).unref())
