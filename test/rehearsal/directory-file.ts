import { readFileSync } from 'node:fs'
import type { GraphUser } from '../tenant/directory.js'

/** The file cannot be rehearsed with; the message is one sentence that names file and record. */
export class UnusableFile extends Error {}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'you may not open it',
}
const whyUnreadable = (cause: unknown): string => {
  const { code = 'unknown reason' } = cause as NodeJS.ErrnoException
  return causes[code] ?? code
}

type Bag = Readonly<Record<string, unknown>>
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null)

/**
 * Reads people in the form in which Graph answers `GET /users?$expand=manager`. Only what makes the file unusable is refused; gaps and
 * contradictions inside a record are what real directories are made of, and the product has to live with them.
 */
export function readDirectoryFile(file: string): readonly GraphUser[] {
  let content: string
  try {
    content = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UnusableFile(`The directory file "${file}" cannot be read: ${whyUnreadable(cause)}.`, { cause })
  }
  let document: unknown
  try {
    // Windows tools begin a file with a byte order mark.
    document = JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new UnusableFile(`The directory file "${file}" is not JSON: ${oneLine(cause)}.`, { cause })
  }
  const value = isBag(document) ? document['value'] : undefined
  if (!Array.isArray(value))
    throw new UnusableFile(`The directory file "${file}" has no list "value" of users, as Microsoft Graph answers it.`)
  if (value.length === 0) throw new UnusableFile(`The directory file "${file}" is empty: its list "value" holds nobody.`)
  const recordOf = new Map<string, number>()
  return value.map((record: unknown, at) => {
    if (!isBag(record))
      throw new UnusableFile(`The directory file "${file}" holds something in record ${at + 1} that is not a user.`)
    const id = text(record['id'])
    if (id === null) throw new UnusableFile(`The directory file "${file}" has no id in record ${at + 1}${nameIn(record)}.`)
    const first = recordOf.get(id)
    if (first !== undefined)
      throw new UnusableFile(`The directory file "${file}" has the id "${id}" in record ${first} and again in record ${at + 1}.`)
    recordOf.set(id, at + 1)
    return userOf(id, record)
  })
}

/** What the parser says may quote several lines of the file. */
const oneLine = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ')

const nameIn = (record: Bag): string => {
  const name = text(record['displayName'])
  return name === null ? '' : ` ("${name}")`
}

/** A record with the two properties Graph never leaves out, and a manager that is an id or nobody. */
function userOf(id: string, record: Bag): GraphUser {
  const manager = isBag(record['manager']) ? text(record['manager']['id']) : null
  const mailbox = record['mailboxSettings']
  return {
    ...record,
    id,
    displayName: text(record['displayName']) ?? id,
    userPrincipalName: text(record['userPrincipalName']) ?? `${id}@unknown.invalid`,
    mail: text(record['mail']),
    manager: manager === null ? null : { id: manager },
    mailboxSettings: isBag(mailbox) && text(mailbox['timeZone']) !== null ? { timeZone: String(mailbox['timeZone']) } : {},
  }
}
