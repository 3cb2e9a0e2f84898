import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, from wherever below it this file runs: as a source in a test or compiled. */
export const root: string = (() => {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'gulpfile.js'))) return folder
    if (folder === path.dirname(folder)) throw new Error(`There is no gulpfile.js above ${fileURLToPath(import.meta.url)}.`)
  }
})()
