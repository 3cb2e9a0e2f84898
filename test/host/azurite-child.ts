import { createRequire } from 'node:module'

/**
 * Azurite as a child that neither outlives its parent nor loses what it holds. Left to itself it stays when the parent
 * is killed, and a second signal (Ctrl-C reaches it, then the parent stops it) breaks off the saving of its files.
 */
let closing = false
const closeOnce = (heard: NodeJS.Signals) => {
  closing = true
  // Azurite's own listener for this signal runs after us; any further signal is heard and left unanswered.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    if (signal !== heard) process.removeAllListeners(signal)
    process.on(signal, () => undefined)
  }
  if (process.connected) process.disconnect()
}
process.once('SIGINT', closeOnce).once('SIGTERM', closeOnce)
process.once('disconnect', () => {
  if (!closing) process.kill(process.pid, 'SIGTERM')
})

createRequire(import.meta.url)('azurite/dist/src/queue/main.js')
