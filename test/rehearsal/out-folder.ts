import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Nothing can be written there; the message is one sentence. */
export class UnusableFolder extends Error {}

export type OutFolder<Name extends string> = {
  write(contents: Readonly<Record<Name, unknown>>): void
  /** Takes away what opening has made, as long as nobody has put anything into it. */
  abandon(): void
}

/**
 * Makes the folder and makes sure that every file can be written into it, before minutes are spent on what could not be kept. What
 * stands in it stays as it is until there is something to write.
 */
export function openOutFolder<Name extends string>(given: string, names: readonly Name[]): OutFolder<Name> {
  const folder = path.resolve(given)
  const fileOf = (name: Name) => path.join(folder, `${name}.json`)
  const made = attempt(given, () => mkdirSync(folder, { recursive: true }))
  const abandon = () => void (made !== undefined && removeEmpty(folder, path.resolve(made)))
  try {
    attempt(given, () => rmdirSync(mkdtempSync(path.join(folder, '.tandem-'))))
    for (const name of names) attempt(fileOf(name), () => closeIfThere(fileOf(name)))
  } catch (error) {
    abandon()
    throw error
  }
  return {
    abandon,
    write: (contents) => {
      for (const name of names)
        attempt(fileOf(name), () => writeFileSync(fileOf(name), `${JSON.stringify(contents[name], null, 2)}\n`))
    },
  }
}

function attempt<Result>(place: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    throw new UnusableFolder(`The results cannot be written to "${place}": ${code}.`, { cause })
  }
}

/** Opening for writing what is not there would make it. */
function closeIfThere(file: string): void {
  try {
    closeSync(openSync(file, 'r+'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function removeEmpty(lowest: string, highest: string): void {
  for (let folder = lowest; folder.length >= highest.length; folder = path.dirname(folder)) {
    try {
      rmdirSync(folder)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return
      throw error
    }
  }
}
