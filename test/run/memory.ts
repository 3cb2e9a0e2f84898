import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Resident memory of another process; 0 when it has gone. */
export function memoryMiBOf(pid: number): number {
  const status = `/proc/${pid}/status`
  if (existsSync('/proc/self/status')) {
    if (!existsSync(status)) return 0
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024
  }
  if (process.platform === 'win32') {
    const line = execFileSync('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'], { encoding: 'utf8' })
    return Number((/"([^"]*)"\s*$/.exec(line)?.[1] ?? '').replace(/\D/g, '')) / 1024
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
