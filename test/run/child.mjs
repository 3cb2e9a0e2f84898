import { spawn } from 'node:child_process'

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }
let signalled
let current
let graceMs

// A signal is the child's to answer: it may have things to put away. Ctrl-C reaches it twice, from the terminal and from here, and
// whoever is started here treats the second as the first.
for (const signal of Object.keys(numbers)) {
  process.on(signal, () => {
    signalled ??= signal
    if (!current) process.exit(128 + numbers[signal])
    current.kill(signal)
    setTimeout(() => current?.kill('SIGKILL'), graceMs).unref()
  })
}

/** True once someone asked us to stop: nothing further may be started. */
export function interrupted() {
  return signalled !== undefined
}

/**
 * Runs a program to its end and answers with its exit code; 128 + n when signal n ended it, as shells do. A program that was told to
 * stop has `patienceMs` to do so.
 */
export function run(program, args, { patienceMs = 10_000, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, options)
    current = child
    graceMs = patienceMs
    const end = (code) => {
      if (current === child) current = undefined
      resolve(code)
    }
    child.on('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`)
      end(1)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + (numbers[signal] ?? 9)))
  })
}
