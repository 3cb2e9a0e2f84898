import { refused } from './errors.js'

/** One step of an API path: `getByTitle('O''Neil')` is a name, in lower case, with its arguments. */
export type Segment = {
  readonly name: string
  readonly text: string
  readonly values: readonly string[] | undefined
  readonly named: Readonly<Record<string, string>>
}

const unquote = (text: string): string =>
  /^(guid)?'.*'$/is.test(text) ? text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'") : text

/** Names are case-insensitive, a slash inside quotes (`%2F`) is no separator, arguments are positional, named or `@aliases`. */
export function parsePath(encoded: string, query: URLSearchParams): Segment[] {
  const path = decodeURIComponent(encoded.replace(/\+/g, '%2B'))
  const pieces: string[] = []
  let [depth, quoted, from] = [0, false, 0]
  for (let at = 0; at <= path.length; at += 1) {
    const sign = path[at]
    if (sign === undefined || (sign === '/' && !quoted && depth === 0)) {
      if (at > from) pieces.push(path.slice(from, at))
      from = at + 1
    } else if (sign === "'") quoted = !quoted
    else if (!quoted && sign === '(') depth += 1
    else if (!quoted && sign === ')') depth -= 1
  }
  if (quoted || depth !== 0) throw refused.invalidExpression(`The expression "${path}" is not valid.`)
  return pieces.map((piece) => segmentOf(piece, query))
}

function segmentOf(piece: string, query: URLSearchParams): Segment {
  const open = piece.indexOf('(')
  if (open < 0) return { name: piece.toLowerCase(), text: piece, values: undefined, named: {} }
  const name = piece.slice(0, open)
  const values: string[] = []
  const named: Record<string, string> = {}
  for (const part of splitArguments(piece.slice(open + 1, piece.lastIndexOf(')')))) {
    const assigned = /^(\w+)\s*=\s*(.*)$/s.exec(part)
    const raw = (assigned ? assigned[2] : part) ?? ''
    const value = unquote(raw.startsWith('@') ? (query.get(raw) ?? '') : raw)
    if (assigned?.[1]) named[assigned[1].toLowerCase()] = value
    values.push(value)
  }
  return { name: name.toLowerCase(), text: piece, values, named }
}

function splitArguments(text: string): string[] {
  const parts: string[] = []
  let [quoted, from] = [false, 0]
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted
    else if (text[at] === ',' && !quoted) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
