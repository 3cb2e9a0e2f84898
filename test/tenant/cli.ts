import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { type GraphUser, usersOf } from './directory.js'
import { startTenant } from './index.js'

const usage = 'Use: --port N --data FILE [--directory FILE] [--threshold N].'

class Misuse extends Error {}

const because = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > most)
    throw new Misuse(`--${name} must be a whole number up to ${most}, not "${text}". ${usage}`)
  return number
}

function options(): { port: number; dataFile: string; directory: GraphUser[]; threshold?: number } {
  const text = { type: 'string' } as const
  let values: { port?: string; data?: string; directory?: string; threshold?: string }
  try {
    values = parseArgs({ options: { port: text, data: text, directory: text, threshold: text } }).values
  } catch (error) {
    throw new Misuse(`${because(error).split('\n')[0]?.replace(/\.?$/, '.') ?? ''} ${usage}`)
  }
  if (!values.port || !values.data) throw new Misuse(`--port and --data are needed. ${usage}`)
  const threshold = values.threshold === undefined ? {} : { threshold: wholeNumber('threshold', values.threshold, 5000) }
  return {
    port: wholeNumber('port', values.port, 65535),
    dataFile: values.data,
    directory: values.directory ? people(values.directory) : [],
    ...threshold,
  }
}

function people(file: string): GraphUser[] {
  try {
    return usersOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Misuse(
      `The directory file "${file}" cannot be used: ${because(error)}. It must hold users as Microsoft Graph lists them, {"value": […]}.`,
    )
  }
}

try {
  const given = options()
  const tenant = await startTenant(given).catch((error: unknown) => {
    throw new Misuse(
      `The stand-in tenant cannot start on port ${given.port} with the data file "${given.dataFile}": ${because(error)}.`,
    )
  })
  console.log(`Stand-in tenant ready at ${tenant.url}`)
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    tenant.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`The stand-in tenant could not close its data file: ${because(error)}.`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
} catch (error) {
  if (!(error instanceof Misuse)) throw error
  console.error(error.message)
  process.exitCode = 1
}
