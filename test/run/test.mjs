/**
 * `npm test [-- jest arguments]`: eslint with the import directions, then every suite, and at the very end `N passed, N failed`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { interrupted, run } from './child.mjs'
import { eslint, jest } from './tools.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'tandem-test-'))
const report = path.join(folder, 'jest.json')

/** jest repeats its whole JSON on standard output; the person watching wants the other half, which it writes to standard error. */
const watched = { stdio: ['ignore', 'ignore', 1] }

try {
  const counts = { passed: 0, failed: 0 }
  const tally = (ok, n = 1) => (counts[ok ? 'passed' : 'failed'] += n)

  const lint = await run(process.execPath, eslint, { stdio: 'inherit' })
  tally(lint === 0)
  if (lint === 0) process.stdout.write('Lint: imports point where they may, nothing else to say.\n')

  if (!interrupted()) {
    const code = await run(process.execPath, [...jest, '--json', '--outputFile', report, ...process.argv.slice(2)], watched)
    const result = readReport()
    tally(true, result?.numPassedTests ?? 0)
    tally(false, (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0))
    if (result?.numPendingTests) process.stdout.write(`${result.numPendingTests} skipped: no browser for the page suites here.\n`)
    // Open handles, a bad configuration: jest failed without a failed test, and that counts.
    if (code !== 0 && counts.failed === (lint === 0 ? 0 : 1)) tally(false)
  }
  process.exitCode = counts.failed > 0 || interrupted() ? 1 : 0
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
