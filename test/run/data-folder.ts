import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What a company on this machine keeps between two starts. */
export type DataFolder = {
  readonly tenantFile: string
  readonly clockFile: string
  readonly queueFolder: string
  readonly sealKey: string
  readonly cardKey: string
  /** Lets the next start have the folder. */
  release(): void
}

/** Opens the folder for this process alone: two starts on one folder would write over each other. */
export function openDataFolder(folder: string): DataFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = path.join(folder, 'in-use-by')
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : undefined
  if (holder !== undefined && holder !== process.pid && isAlive(holder))
    throw new FolderInUse(
      `Tandem already runs on ${folder} (process ${holder}). Stop that one first, with Ctrl-C where it was started.`,
    )
  writeFileSync(lock, String(process.pid))
  return {
    tenantFile: path.join(folder, 'tenant.sqlite'),
    clockFile: path.join(folder, 'clock.json'),
    queueFolder: path.join(folder, 'queues'),
    sealKey: keyIn(path.join(folder, 'seal.key')),
    cardKey: keyIn(path.join(folder, 'card.key')),
    release: () => rmSync(lock, { force: true }),
  }
}

/** Somebody else holds the folder; the message says what to do. */
export class FolderInUse extends Error {}

/** 32 bytes in base64, made once. What was sealed with a key can be read with no other, so it is never made anew over an old one. */
function keyIn(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  const key = readFileSync(file, 'utf8').trim()
  if (Buffer.from(key, 'base64').length === 32) return key
  throw new Error(
    `${file} holds no 32-byte key in base64. Bring it back from a backup, or start anew with "npm start -- --fresh".`,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
