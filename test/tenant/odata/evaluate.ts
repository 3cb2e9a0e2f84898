import { type Comparison, type Filter, FilterSyntax, type Literal, type Term } from './filter.js'

/** How a row is looked at while a filter is judged. */
export type Reading = {
  /** The value at a path, null where there is none. */
  readonly value: (path: readonly string[]) => unknown
  /** The elements of a collection, each with its own way of being read; only for `any` and `all`. */
  readonly elements?: (path: readonly string[]) => ((path: readonly string[]) => unknown)[]
  /** The functions this service knows; all of them when left out. */
  readonly functions?: ReadonlySet<string>
  /** A literal in the form in which the column it is compared with keeps its values. */
  readonly literal?: (path: readonly string[], value: Literal) => Literal
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i

/** Text compares without regard to case, as in SQL Server under SharePoint. */
export function comparable(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  return String(value).toLowerCase()
}

/** What is written without a zone is UTC, wherever this machine stands. */
const moment = (value: unknown): number | undefined => {
  if (typeof value !== 'string' || !isoDate.test(value)) return undefined
  const zoned = /T.*(Z|[+-]\d\d:\d\d)$/i.test(value) ? value : /T/i.test(value) ? `${value}Z` : `${value}T00:00:00Z`
  const ms = Date.parse(zoned)
  return Number.isNaN(ms) ? undefined : ms
}

/** By code point, as SQLite orders its indexes; JavaScript by itself puts what lies beyond U+FFFF before U+E000. */
function compareText(left: string, right: string): number {
  let at = 0
  while (at < left.length && at < right.length && left.charCodeAt(at) === right.charCodeAt(at)) at += 1
  if (at === left.length || at === right.length) return left.length - right.length
  const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)]
  const high = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
  return high(a) === high(b) ? a - b : high(a) ? (b >= 0xe000 ? 1 : a - b) : a >= 0xe000 ? -1 : a - b
}

/** Nothing comes before everything. */
export function compare(left: unknown, right: unknown): number {
  const [a, b] = [comparable(left), comparable(right)]
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : 1
  return compareText(String(a), String(b)) // a number against text: as text
}

/** Several values (people, choices) meet what one of them meets; they are unequal to what none of them is. */
function meets(operator: Comparison, left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && left.length > 0)
    return operator === 'ne' ? !left.some((each) => meets('eq', each, right)) : left.some((each) => meets(operator, each, right))
  if (Array.isArray(left)) return meets(operator, null, right)
  const [none, nothing] = [left === null || left === undefined, right === null || right === undefined]
  if (operator === 'eq') return none || nothing ? none && nothing : compare(left, right) === 0
  if (operator === 'ne') return none || nothing ? none !== nothing : compare(left, right) !== 0
  if (none || nothing) return false
  const order = compare(left, right)
  return operator === 'gt' ? order > 0 : operator === 'ge' ? order >= 0 : operator === 'lt' ? order < 0 : order <= 0
}

const lower = (value: unknown): string => String(value).toLowerCase()

const partOf =
  (from: number, to: number) =>
  (value: unknown): number | null => {
    const ms = moment(value)
    return ms === undefined ? null : Number(new Date(ms).toISOString().slice(from, to))
  }

/** None of them is asked about nothing: a function of null is null. */
const functions: Record<string, (...given: unknown[]) => unknown> = {
  startswith: (text, start) => lower(text).startsWith(lower(start)),
  endswith: (text, end) => lower(text).endsWith(lower(end)),
  contains: (text, part) => lower(text).includes(lower(part)),
  substringof: (part, text) => lower(text).includes(lower(part)),
  tolower: lower,
  toupper: (text) => String(text).toUpperCase(),
  year: partOf(0, 4),
  month: partOf(5, 7),
  day: partOf(8, 10),
  hour: partOf(11, 13),
  minute: partOf(14, 16),
  second: partOf(17, 19),
}

function valueOf(term: Term, reading: Reading): unknown {
  if (term.kind === 'value') return term.value
  if (term.kind === 'path') return reading.value(term.path) ?? null
  const work = reading.functions && !reading.functions.has(term.name) ? undefined : functions[term.name]
  if (!work)
    throw new FilterSyntax(
      `The function "${term.name}" is not known. The stand-in keeps its filter functions in test/tenant/odata/evaluate.ts.`,
    )
  const given = term.arguments.map((each) => valueOf(each, reading))
  return given.some((each) => each === null || each === undefined) ? null : work(...given)
}

/** Graph's start/dateTime is text by its type and a moment to everybody, Exchange included. */
const isMoment = (term: Term): boolean =>
  (term.kind === 'value' && term.moment === true) ||
  (term.kind === 'path' && term.path.length > 1 && term.path.at(-1) === 'dateTime')

function judgeComparison(filter: Filter & { kind: 'compare' }, reading: Reading): boolean {
  const suited = (term: Term, other: Term): unknown =>
    term.kind === 'value' && other.kind === 'path' && reading.literal
      ? reading.literal(other.path, term.value)
      : valueOf(term, reading)
  const [left, right] = [suited(filter.left, filter.right), suited(filter.right, filter.left)]
  if (reading.literal || ![filter.left, filter.right].some(isMoment)) return meets(filter.operator, left, right)
  return meets(filter.operator, moment(left) ?? left, moment(right) ?? right)
}

/** True, false, or null where a function or a switch was asked about nothing: `not` makes nothing else of that. */
function judge(filter: Filter, reading: Reading): boolean | null {
  switch (filter.kind) {
    case 'and': {
      const left = judge(filter.left, reading)
      if (left === false) return false
      const right = judge(filter.right, reading)
      return right === false ? false : left === null || right === null ? null : true
    }
    case 'or': {
      const left = judge(filter.left, reading)
      if (left === true) return true
      const right = judge(filter.right, reading)
      return right === true ? true : left === null || right === null ? null : false
    }
    case 'not': {
      const inner = judge(filter.inner, reading)
      return inner === null ? null : !inner
    }
    case 'compare':
      return judgeComparison(filter, reading)
    case 'in': {
      const value = valueOf(filter.left, reading)
      return filter.values.some((each) => meets('eq', value, each))
    }
    case 'holds': {
      const value = valueOf(filter.term, reading)
      return value === null ? null : value === true || value === 1
    }
    case 'any':
    case 'all': {
      const holds = (element: (path: readonly string[]) => unknown): boolean =>
        passes(filter.inner, {
          ...reading,
          value: (path) => (path[0] === filter.variable ? element(path.slice(1)) : reading.value(path)),
        })
      const elements = reading.elements?.(filter.path) ?? []
      return filter.kind === 'any' ? elements.some(holds) : elements.every(holds)
    }
  }
}

/** Whether a row passes a filter. */
export const passes = (filter: Filter, reading: Reading): boolean => judge(filter, reading) === true
