import type { SQLInputValue } from 'node:sqlite'

import { compare, passes, type Reading } from '../odata/evaluate.js'
import { callsOf, type Comparison, type Filter, FilterSyntax, type Literal, pathsOf, type Term } from '../odata/filter.js'
import type { Order, Query } from '../odata/query.js'
import { wholeSeconds } from '../clock.js'
import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { isReference } from './column-values.js'
import { type Column, indexValue, literalFor } from './columns.js'
import { refused } from './errors.js'
import { valueIn } from './item-values.js'
import { itemFields, type ItemRow } from './items.js'
import { folderUrl, type SpList } from './lists.js'
import type { Condition } from './permissions.js'
import { referenceColumn, type ReferencePath, referencePath, referenceValues } from './reference-query.js'

type Narrowed = { readonly sql: string; readonly values: readonly SQLInputValue[] }
type Page = { readonly rows: ItemRow[]; readonly next: string | undefined }

const always: Record<string, (row: ItemRow) => unknown> = {
  id: (row) => row.id,
  created: (row) => row.created,
  modified: (row) => row.modified,
  authorid: (row) => row.author,
  editorid: (row) => row.editor,
  guid: (row) => row.guid,
}

/** https://learn.microsoft.com/sharepoint/dev/sp-add-ins/use-odata-query-operations-in-sharepoint-rest-requests */
const known = new Set(['startswith', 'substringof', 'day', 'month', 'year', 'hour', 'minute', 'second'])
/** Dates that every row has, kept as date columns keep theirs. */
const ownDates = new Set(['created', 'modified'])

const signs: Record<Comparison, string> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }
const turned: Record<Comparison, Comparison> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' }

/**
 * Lists as SharePoint queries them: an index narrows, the rest of the filter is judged row by row, and above the list view
 * threshold whatever is not narrowed by its first condition is refused.
 */
export class ItemQuery {
  readonly #tenant: Tenant
  readonly #list: SpList
  readonly #sight: Narrowed | undefined

  /** `sight` are the rows the caller may see; without it, all. */
  constructor(tenant: Tenant, list: SpList, sight?: Condition) {
    this.#tenant = tenant
    this.#list = list
    this.#sight = sight
  }

  page(query: Query): Page {
    const { filter, orderby } = query
    const top = query.top ?? 100
    if (top > 5000 && this.#big) throw refused.throttled()
    if (filter) guardDialect(filter)
    for (const path of [...(filter ? pathsOf(filter) : []), ...orderby.map((order) => order.path)]) this.#known(path)
    const narrowed = filter && this.#narrow(filter)
    if (this.#big) this.#guardThreshold(filter, orderby)
    const token = new URLSearchParams(query.skipToken ?? '')
    const after = Number(token.get('p_ID') ?? 0)
    const byId = orderby.length === 0 || (orderby[0]?.path.toLowerCase() === 'id' && !orderby[0].descending)
    return byId ? this.#inIdOrder(filter, narrowed, after, top) : this.#sorted(filter, narrowed, orderby, token, top)
  }

  #inIdOrder(filter: Filter | undefined, narrowed: Narrowed | undefined, after: number, top: number): Page {
    const rows: ItemRow[] = []
    let last = after
    for (;;) {
      const chunk = this.#rows(narrowed, last, filter ? Math.max(500, top + 1) : top + 1)
      for (const row of chunk) {
        if (!filter || this.#passes(filter, row)) rows.push(row)
        if (rows.length > top) return { rows: rows.slice(0, top), next: `Paged=TRUE&p_ID=${rows[top - 1]?.id ?? after}` }
      }
      last = chunk.at(-1)?.id ?? last
      if (chunk.length < (filter ? Math.max(500, top + 1) : top + 1)) return { rows, next: undefined }
    }
  }

  #sorted(
    filter: Filter | undefined,
    narrowed: Narrowed | undefined,
    orderby: readonly Order[],
    token: URLSearchParams,
    top: number,
  ): Page {
    const found = this.#rows(narrowed, 0, -1).filter((row) => !filter || this.#passes(filter, row))
    const keyed = found.map((row) => {
      const fields = JSON.parse(row.fields) as Bag
      return { row, keys: orderby.map((order) => this.#value(order.path, row, fields)) }
    })
    keyed.sort((left, right) => {
      for (const [at, order] of orderby.entries()) {
        const difference = compare(left.keys[at], right.keys[at])
        if (difference !== 0) return order.descending ? -difference : difference
      }
      return left.row.id - right.row.id
    })
    const after = Number(token.get('p_ID') ?? 0)
    const at = after === 0 ? -1 : keyed.findIndex(({ row }) => row.id === after)
    const from = after === 0 ? 0 : at >= 0 ? at + 1 : Number(token.get('p_Pos') ?? 0)
    const rows = keyed.slice(from, from + top).map(({ row }) => row)
    const more = from + top < keyed.length
    return { rows, next: more ? `Paged=TRUE&p_Pos=${from + top}&p_ID=${rows.at(-1)?.id ?? 0}` : undefined }
  }

  #rows(narrowed: Narrowed | undefined, afterId: number, limit: number): ItemRow[] {
    const within = narrowed ? ` and id in (${narrowed.sql})` : ''
    const seen = this.#sight ? ` and ${this.#sight.sql}` : ''
    const sql = `select ${itemFields} from items where listId = ? and id > ?${within}${seen} order by id limit ?`
    const values = [...(narrowed?.values ?? []), ...(this.#sight?.values ?? [])]
    return this.#tenant.store.all<ItemRow>(sql, this.#list.id, afterId, ...values, limit)
  }

  get #big(): boolean {
    return this.#list.count > this.#tenant.threshold
  }

  /** The first condition must hit an index and leave no more rows than the threshold; without one, only an indexed order may be asked. */
  #guardThreshold(filter: Filter | undefined, orderby: readonly Order[]): void {
    if (!filter) {
      if (orderby.some(({ path }) => path.toLowerCase() !== 'id' && !this.#list.columns.get(path.toLowerCase())?.indexed))
        throw refused.throttled()
      return
    }
    let first = filter
    while (first.kind === 'and') first = first.left
    const narrowed = this.#narrow(first)
    if (!narrowed) throw refused.throttled()
    const { many } = this.#tenant.store.one<{ many: number }>(
      `select count(*) as many from (${narrowed.sql} limit ?)`,
      ...narrowed.values,
      this.#tenant.threshold + 1,
    ) ?? { many: 0 }
    if (many > this.#tenant.threshold) throw refused.throttled()
  }

  /** The ids an index can answer a condition with; undefined when no index can. */
  #narrow(filter: Filter): Narrowed | undefined {
    switch (filter.kind) {
      case 'and': {
        const narrowed = partsOf(filter, 'and').flatMap((part) => this.#narrow(part) ?? [])
        return narrowed.length > 0 ? joined(narrowed, 'intersect') : undefined
      }
      case 'or': {
        const parts = partsOf(filter, 'or')
        const narrowed = parts.flatMap((part) => this.#narrow(part) ?? [])
        return narrowed.length === parts.length ? joined(narrowed, 'union') : undefined
      }
      case 'compare':
        if (filter.left.kind === 'path' && filter.right.kind === 'value')
          return this.#compared(filter.left, filter.operator, filter.right.value)
        if (filter.right.kind === 'path' && filter.left.kind === 'value')
          return this.#compared(filter.right, turned[filter.operator], filter.left.value)
        return undefined
      case 'holds':
        return this.#starting(filter.term)
      default:
        return undefined
    }
  }

  #compared(term: Term & { kind: 'path' }, operator: Comparison, literal: Literal): Narrowed | undefined {
    const name = term.path.join('/').toLowerCase()
    if (name === 'id' && literal !== null && operator !== 'ne')
      return {
        sql: `select id as itemId from items where listId = ? and id ${signs[operator]} ?`,
        values: [this.#list.id, Number(literal)],
      }
    const column = this.#column(name)
    if (!column?.indexed) return undefined
    const indexed: Narrowed = {
      sql: 'select itemId from item_index where listId = ? and name = ?',
      values: [this.#list.id, column.name],
    }
    if (literal === null) {
      if (operator === 'ne') return indexed
      return operator === 'eq'
        ? {
            sql: `select id as itemId from items where listId = ? and id not in (${indexed.sql})`,
            values: [this.#list.id, ...indexed.values],
          }
        : undefined
    }
    if (operator === 'ne') return undefined
    const value = indexValue(column, suited(column, literal))
    return { sql: `${indexed.sql} and value ${signs[operator]} ?`, values: [...indexed.values, value] }
  }

  #starting(term: Term): Narrowed | undefined {
    if (term.kind !== 'call' || term.name !== 'startswith') return undefined
    const [path, text] = term.arguments
    const column = path?.kind === 'path' ? this.#list.columns.get(path.path.join('/').toLowerCase()) : undefined
    const isText = column?.type === 'Text' || column?.type === 'Choice' // the index of the others is not what they read like
    if (!column?.indexed || !isText || text?.kind !== 'value' || typeof text.value !== 'string') return undefined
    const start = text.value.toLowerCase()
    return {
      sql: 'select itemId from item_index where listId = ? and name = ? and value >= ? and value < ?',
      values: [this.#list.id, column.name, start, `${start}\u{10ffff}`],
    }
  }

  #passes(filter: Filter, row: ItemRow): boolean {
    const fields = JSON.parse(row.fields) as Bag
    const reading: Reading = {
      functions: known,
      value: (path) => this.#value(path.join('/'), row, fields),
      literal: (path, value) => {
        const column = this.#column(path.join('/'))
        if (column) return suited(column, value)
        return ownDates.has(path.join('/').toLowerCase()) && value !== null ? secondsOf(String(value)) : value
      },
    }
    return passes(filter, reading)
  }

  #value(path: string, row: ItemRow, fields: Bag = JSON.parse(row.fields) as Bag): unknown {
    const own = always[personPath(path)]
    if (own) return own(row)
    const column = this.#column(path)
    if (column) return valueIn(this.#list, column, fields, row)
    const reference = referencePath(this.#list, path)
    return reference ? referenceValues(this.#tenant.store, reference, this.#ids(reference, row, fields)) : null
  }

  #ids({ column }: ReferencePath, row: ItemRow, fields: Bag): unknown {
    return typeof column === 'string' ? row[column] : valueIn(this.#list, column, fields, row)
  }

  #column(path: string): Column | undefined {
    const column = this.#list.columns.get(path.replace(/^OData_/, '').toLowerCase())
    return column && !isReference(column) ? column : referenceColumn(this.#list, path)
  }

  #known(path: string): void {
    if (Object.hasOwn(always, personPath(path)) || this.#column(path) || referencePath(this.#list, path)) return
    throw refused.noSuchField(path, folderUrl(this.#list))
  }
}

/** `Author/Id` and `AuthorId` are one. */
const personPath = (path: string): string => path.toLowerCase().replace(/^(author|editor)\/id$/, '$1id')

/** `a and b and c`, in the order written, however it is bracketed. */
const partsOf = (filter: Filter, kind: 'and' | 'or'): Filter[] =>
  filter.kind === kind ? [...partsOf(filter.left, kind), ...partsOf(filter.right, kind)] : [filter]

/** SQLite takes 500 selects side by side; what is longer is put together from shorter ones. */
function joined(all: readonly Narrowed[], how: 'intersect' | 'union'): Narrowed {
  const [first] = all
  if (first && all.length === 1) return first
  if (all.length > 400) return joined([joined(all.slice(0, 400), how), ...all.slice(400)], how)
  return {
    sql: all.map(({ sql }) => `select itemId from (${sql})`).join(` ${how} `),
    values: all.flatMap(({ values }) => values),
  }
}

/** `in`, `any`, `all` and most functions are Graph's; SharePoint says so before it looks at a row. */
function guardDialect(filter: Filter): void {
  const kinds = (each: Filter): Filter['kind'][] =>
    each.kind === 'and' || each.kind === 'or'
      ? [...kinds(each.left), ...kinds(each.right)]
      : each.kind === 'not'
        ? kinds(each.inner)
        : [each.kind]
  const foreign = kinds(filter).find((kind) => kind === 'in' || kind === 'any' || kind === 'all')
  if (foreign) throw refused.invalidExpression(`The operator "${foreign}" is not supported.`)
  const call = callsOf(filter).find((name) => !known.has(name))
  if (call) throw new FilterSyntax(`The function "${call}" is not supported.`)
}

function secondsOf(text: string): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw refused.invalidExpression(`The string '${text}' is not a valid date and time.`)
  return wholeSeconds(ms)
}

function suited(column: Column, literal: Literal): Literal {
  const value = literalFor(column, literal)
  if (typeof value === 'number' && Number.isNaN(value))
    throw refused.invalidExpression(`The string '${String(literal)}' is not a valid number.`)
  return value
}
