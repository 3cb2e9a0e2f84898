import { XMLParser } from 'fast-xml-parser'

import type { Comparison, Filter, Literal } from '../odata/filter.js'
import type { Order } from '../odata/query.js'
import { refused } from './errors.js'

/** What a view's XML asks for, in the words of the OData queries, so that both are answered by one reader of rows. */
export type CamlQuery = {
  readonly filter: Filter | undefined
  readonly orderby: readonly Order[]
  /** Undefined when no RowLimit is given. */
  readonly rowLimit: number | undefined
  readonly paged: boolean
  readonly viewFields: readonly string[]
}

type Node = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Node[]
  readonly text: string
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
})

type Raw = Record<string, unknown>

function nodesOf(raw: readonly Raw[]): Node[] {
  return raw.flatMap((each) => {
    const name = Object.keys(each).find((key) => key !== ':@')
    if (name === undefined || name === '#text') return []
    const inner = (each[name] ?? []) as readonly Raw[]
    const text = inner.map((part) => (part['#text'] === undefined ? '' : String(part['#text']))).join('')
    return [{ name, attributes: (each[':@'] ?? {}) as Record<string, string>, children: nodesOf(inner), text }]
  })
}

const child = (node: Node | undefined, name: string): Node | undefined =>
  node?.children.find((each) => each.name.toLowerCase() === name.toLowerCase())

const broken = (): Error => refused.badCaml()

/** Reads `<View>…</View>`, or the inner `<Where>…` of a view's ViewQuery. `now` and `me` are what `<Today/>` and `<UserID/>` mean. */
export function parseCaml(xml: string, { now, me }: { readonly now: string; readonly me: number }): CamlQuery {
  let roots: Node[]
  try {
    roots = nodesOf(parser.parse(xml.trim() === '' ? '<View/>' : xml) as Raw[])
  } catch {
    throw broken()
  }
  const view = roots.find(({ name }) => name.toLowerCase() === 'view')
  const query = view ? child(view, 'Query') : { name: 'Query', attributes: {}, children: roots, text: '' }
  const where = child(query, 'Where')?.children[0]
  const limit = child(view, 'RowLimit')
  const rowLimit = limit ? Number(limit.text) : undefined
  if (rowLimit !== undefined && !Number.isInteger(rowLimit)) throw broken()
  return {
    filter: where && conditionOf(where, now, me),
    orderby: (child(query, 'OrderBy')?.children ?? []).map((field) => ({
      path: fieldName(field),
      descending: /^false$/i.test(field.attributes['Ascending'] ?? 'TRUE'),
    })),
    rowLimit,
    paged: /^true$/i.test(limit?.attributes['Paged'] ?? 'FALSE'),
    viewFields: (child(view, 'ViewFields')?.children ?? []).map(fieldName),
  }
}

function fieldName(node: Node | undefined): string {
  const name = node?.attributes['Name']
  if (node?.name.toLowerCase() !== 'fieldref' || !name) throw broken()
  return name
}

const comparisons: Readonly<Record<string, Comparison>> = { eq: 'eq', neq: 'ne', gt: 'gt', geq: 'ge', lt: 'lt', leq: 'le' }

function conditionOf(node: Node, now: string, me: number): Filter {
  const name = node.name.toLowerCase()
  if (name === 'and' || name === 'or') {
    const [left, right, ...more] = node.children
    if (!left || !right || more.length > 0) throw broken()
    return { kind: name, left: conditionOf(left, now, me), right: conditionOf(right, now, me) }
  }
  const reference = node.children[0]
  const path = { kind: 'path', path: pathOf(reference) } as const
  if (name === 'isnull' || name === 'isnotnull')
    return { kind: 'compare', operator: name === 'isnull' ? 'eq' : 'ne', left: path, right: { kind: 'value', value: null } }
  if (name === 'in') {
    const values = (node.children[1]?.children ?? []).map((value) => literalOf(value, now, me))
    if (values.length === 0) throw broken()
    return values
      .map((value): Filter => ({ kind: 'compare', operator: 'eq', left: path, right: { kind: 'value', value } }))
      .reduce((left, right) => ({ kind: 'or', left, right }))
  }
  const value = { kind: 'value', value: literalOf(node.children[1], now, me) } as const
  if (name === 'beginswith') return { kind: 'holds', term: { kind: 'call', name: 'startswith', arguments: [path, value] } }
  if (name === 'contains') return { kind: 'holds', term: { kind: 'call', name: 'substringof', arguments: [value, path] } }
  const operator = comparisons[name]
  if (!operator) throw refused.notInStandIn(`CAML operator <${node.name}>`, 'caml.ts')
  return { kind: 'compare', operator, left: path, right: value }
}

/** A person or a lookup is compared by its number when the reference says LookupId. */
function pathOf(reference: Node | undefined): string[] {
  const name = fieldName(reference)
  return /^true$/i.test(reference?.attributes['LookupId'] ?? '') ? [name, 'Id'] : [name]
}

const dayMs = 86_400_000

function literalOf(node: Node | undefined, now: string, me: number): Literal {
  if (node?.name.toLowerCase() !== 'value') throw broken()
  const today = child(node, 'Today')
  if (today) {
    const start = Date.parse(`${now.slice(0, 10)}T00:00:00Z`) + Number(today.attributes['OffsetDays'] ?? 0) * dayMs
    return new Date(start).toISOString()
  }
  if (child(node, 'Now')) return now
  if (child(node, 'UserID')) return me
  const type = (node.attributes['Type'] ?? 'Text').toLowerCase()
  if (type === 'number' || type === 'counter' || type === 'integer' || type === 'currency') return Number(node.text)
  if (type === 'boolean') return node.text === '1' || /^true$/i.test(node.text)
  return node.text
}
