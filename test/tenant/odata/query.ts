import { type Filter, parseFilter } from './filter.js'

export type Order = { readonly path: string; readonly descending: boolean }

export type Query = {
  readonly select: readonly string[]
  readonly expand: readonly string[]
  readonly filter: Filter | undefined
  readonly orderby: readonly Order[]
  readonly top: number | undefined
  readonly skip: number
  readonly skipToken: string | undefined
  readonly count: boolean
}

/** Splits at commas that stand outside brackets and quotes: `a,b($select=c,d)` is two. */
export function splitList(text: string): string[] {
  const parts: string[] = []
  let [depth, quoted, from] = [0, false, 0]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === "'") quoted = !quoted
    else if (quoted) continue
    else if (sign === '(') depth += 1
    else if (sign === ')') depth -= 1
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

export function parseQuery(parameters: URLSearchParams): Query {
  const given = (name: string): string | undefined => parameters.get(`$${name}`) ?? undefined
  const number = (name: string): number | undefined => {
    const text = given(name)
    return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
  }
  const filter = given('filter')
  return {
    select: splitList(given('select') ?? ''),
    expand: splitList(given('expand') ?? ''),
    filter: filter ? parseFilter(filter) : undefined,
    orderby: splitList(given('orderby') ?? '').map((part) => ({
      path: part.split(/\s+/)[0] ?? '',
      descending: /\sdesc$/i.test(part),
    })),
    top: number('top'),
    skip: number('skip') ?? 0,
    skipToken: given('skiptoken'),
    count: given('count') === 'true',
  }
}

/** `manager($select=id,displayName;$levels=max)` taken apart. */
export function parseExpand(text: string): { name: string; options: URLSearchParams } {
  const open = text.indexOf('(')
  if (open < 0) return { name: text, options: new URLSearchParams() }
  const options = new URLSearchParams()
  for (const part of text.slice(open + 1, -1).split(';')) {
    const at = part.indexOf('=')
    if (at > 0) options.set(part.slice(0, at).trim(), part.slice(at + 1).trim())
  }
  return { name: text.slice(0, open), options }
}
