import { type Comparison, type Filter, FilterSyntax, type Literal, type Term } from './filter.js'

/** How a row is looked at while a filter is judged. */
export type Reading = {
  /** The value at a path, null where there is none. */
  readonly value: (path: readonly string[]) => unknown
  /** The elements of a collection, each with its own way of being read; only for `any`. */
  readonly elements?: (path: readonly string[]) => ((path: readonly string[]) => unknown)[]
  /** The functions this service knows; all of them when left out. */
  readonly functions?: ReadonlySet<string>
  /** A literal in the form in which the column it is compared with keeps its values. */
  readonly literal?: (path: readonly string[], value: Literal) => Literal
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

/** Text compares without regard to case, as in SQL Server under SharePoint; two date-times compare as moments. */
export function comparable(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  return String(value).toLowerCase()
}

const moment = (value: unknown): number | undefined => {
  if (typeof value !== 'string' || !isoDate.test(value)) return undefined
  const zoned = /T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? value : value.includes('T') ? `${value}Z` : `${value}T00:00:00Z`
  const ms = Date.parse(zoned)
  return Number.isNaN(ms) ? undefined : ms
}

export function compare(left: unknown, right: unknown): number {
  const [a, b] = [moment(left) ?? comparable(left), moment(right) ?? comparable(right)]
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === typeof b) return a < b ? -1 : 1
  return comparable(String(left))! < comparable(String(right))! ? -1 : 1 // a number against text: as text
}

function meets(operator: Comparison, left: unknown, right: unknown): boolean {
  const missing = left === null || left === undefined
  if (operator === 'eq') return right === null ? missing : !missing && compare(left, right) === 0
  if (operator === 'ne') return right === null ? !missing : missing || compare(left, right) !== 0
  if (missing || right === null || right === undefined) return false
  const order = compare(left, right)
  return operator === 'gt' ? order > 0 : operator === 'ge' ? order >= 0 : operator === 'lt' ? order < 0 : order <= 0
}

const lower = (value: unknown): string => (value === null || value === undefined ? '' : String(value).toLowerCase())

const functions: Record<string, (...given: unknown[]) => unknown> = {
  startswith: (text, start) => text !== null && lower(text).startsWith(lower(start)),
  endswith: (text, end) => text !== null && lower(text).endsWith(lower(end)),
  contains: (text, part) => text !== null && lower(text).includes(lower(part)),
  substringof: (part, text) => text !== null && lower(text).includes(lower(part)),
  tolower: (text) => lower(text),
  toupper: (text) => (text === null || text === undefined ? '' : String(text).toUpperCase()),
}

function valueOf(term: Term, reading: Reading): unknown {
  if (term.kind === 'value') return term.value
  if (term.kind === 'path') return reading.value(term.path) ?? null
  const work = reading.functions && !reading.functions.has(term.name) ? undefined : functions[term.name]
  if (!work)
    throw new FilterSyntax(
      `The function "${term.name}" is not known. The stand-in keeps its filter functions in test/tenant/odata/evaluate.ts.`,
    )
  return work(...term.arguments.map((each) => valueOf(each, reading)))
}

/** Whether a row passes a filter. */
export function passes(filter: Filter, reading: Reading): boolean {
  switch (filter.kind) {
    case 'and':
      return passes(filter.left, reading) && passes(filter.right, reading)
    case 'or':
      return passes(filter.left, reading) || passes(filter.right, reading)
    case 'not':
      return !passes(filter.inner, reading)
    case 'compare': {
      const [left, right] = [filter.left, filter.right]
      const suited = (term: Term, other: Term): unknown =>
        term.kind === 'value' && other.kind === 'path' && reading.literal
          ? reading.literal(other.path, term.value)
          : valueOf(term, reading)
      return meets(filter.operator, suited(left, right), suited(right, left))
    }
    case 'in': {
      const value = valueOf(filter.left, reading)
      return filter.values.some((each) => meets('eq', value, each))
    }
    case 'holds':
      return valueOf(filter.term, reading) === true || valueOf(filter.term, reading) === 1
    case 'any': {
      const elements = reading.elements?.(filter.path) ?? []
      return elements.some((element) =>
        passes(filter.inner, {
          ...reading,
          value: (path) => (path[0] === filter.variable ? element(path.slice(1)) : reading.value(path)),
        }),
      )
    }
  }
}
