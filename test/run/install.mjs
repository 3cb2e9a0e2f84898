import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { interrupted, run } from './child.mjs'

/** Brings node_modules to what package-lock.json says, unless it is there already. Answers with npm's exit code. */
export async function install(root) {
  const stamp = path.join(root, 'node_modules/.tandem-lock')
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === lock) return 0

  rmSync(stamp, { force: true })
  const start = Date.now()
  const seconds = () => Math.round((Date.now() - start) / 1000)
  say('Installing what package-lock.json names (about two minutes the first time) …')
  const ticking = setInterval(() => say(`installing… ${seconds()} s`), 10_000)
  // Nothing we use needs an install script, and what does not run cannot fail.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const [program, ...first] = npm()
  // npm would undo half an install for a long time; the next run begins anew anyway.
  const options = { stdio: ['ignore', 2, 2], shell: program === 'npm.cmd', patienceMs: 1000 }
  const code = await run(program, [...first, ...args], options)
  clearInterval(ticking)
  if (interrupted()) return code || 130
  if (code !== 0) {
    say(`npm ci ended with ${code}. Its messages stand above; once they are dealt with, run the same command again.`)
    return code
  }
  writeFileSync(stamp, `${lock}\n`)
  say(`installed in ${seconds()} s`)
  return 0
}

/** The npm that started us, else the one on the PATH. */
function npm() {
  const ours = process.env.npm_execpath
  if (ours && path.basename(ours) === 'npm-cli.js') return [process.execPath, ours]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}
