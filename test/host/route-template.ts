/**
 * ASP.NET Core route templates as Functions writes them (`{id}`, `{id?}`, `{id:int}`, `{page=1}`, `{*rest}`) put into
 * the words of hono. Constraints are checked after the match: hono's own would lose the difference between int and length.
 */
export interface RouteTemplate {
  /** hono patterns, longest first: an optional last segment makes two of one template. */
  readonly patterns: readonly string[]
  /** Sorts routes as ASP.NET does, segment by segment: literal, constrained, plain, catch-all. */
  readonly rank: string
  /** The parameters with defaults filled in, or undefined when a constraint says that this is another route. */
  accept(found: Readonly<Record<string, string>>): Record<string, string> | undefined
}

type Constraint = (value: string) => boolean

const numbersOf = (argument: string) => argument.split(',').map(Number)
const within = (value: number, [low = -Infinity, high = Infinity]: number[]) => value >= low && value <= high

const constraints: Readonly<Record<string, (argument: string) => Constraint>> = {
  int: () => (value) => /^-?\d{1,10}$/.test(value),
  long: () => (value) => /^-?\d{1,19}$/.test(value),
  bool: () => (value) => /^(true|false)$/i.test(value),
  alpha: () => (value) => /^[a-z]+$/i.test(value),
  guid: () => (value) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  minlength: (argument) => (value) => value.length >= Number(argument),
  maxlength: (argument) => (value) => value.length <= Number(argument),
  length: (argument) => (value) =>
    within(value.length, argument.includes(',') ? numbersOf(argument) : [Number(argument), Number(argument)]),
  min: (argument) => (value) => Number(value) >= Number(argument),
  max: (argument) => (value) => Number(value) <= Number(argument),
  range: (argument) => (value) => within(Number(value), numbersOf(argument)),
  regex: (argument) => (value) => new RegExp(argument, 'i').test(value),
}

interface Segment {
  readonly pattern: string
  readonly rank: string
  readonly name?: string
  readonly mayBeAbsent: boolean
  readonly fallback: string | undefined
  readonly constraints: readonly Constraint[]
}

const constraintPattern = /:([a-z]+)(?:\(((?:[^()]|\([^()]*\))*)\))?/gi
const parameterPattern = /^\{(\*{0,2})([A-Za-z_]\w*)((?::[a-z]+(?:\((?:[^()]|\([^()]*\))*\))?)*)(?:=([^?}]*))?(\?)?\}$/i

function parseSegment(text: string, template: string): Segment {
  if (!/[{}]/.test(text)) return { pattern: text, rank: '0', mayBeAbsent: false, fallback: undefined, constraints: [] }
  const [matched, stars = '', name = '', constraintText = '', fallback, question] = parameterPattern.exec(text) ?? []
  if (matched === undefined)
    throw new Error(`Route "${template}": the local host cannot read segment "${text}"; give each parameter its own.`)
  const found = [...constraintText.matchAll(constraintPattern)].map(([, kind = '', argument = '']) => {
    const make = constraints[kind.toLowerCase()]
    if (!make) throw new Error(`Route "${template}" has an unknown constraint "${kind}".`)
    return make(argument)
  })
  return {
    name,
    pattern: stars ? `:${name}{.+}` : `:${name}`,
    rank: stars ? '3' : found.length > 0 ? '1' : '2',
    mayBeAbsent: question !== undefined || fallback !== undefined || stars !== '',
    fallback: stars ? '' : fallback,
    constraints: found,
  }
}

export function parseRoute(template: string): RouteTemplate {
  const segments = template
    .split('/')
    .filter(Boolean)
    .map((text) => parseSegment(text, template))
  const lastNeeded = segments.map(({ mayBeAbsent }) => mayBeAbsent).lastIndexOf(false)
  const lengths = Array.from({ length: segments.length - lastNeeded }, (_, fewer) => segments.length - fewer)
  return {
    patterns: lengths.map(
      (length) =>
        '/' +
        segments
          .slice(0, length)
          .map(({ pattern }) => pattern)
          .join('/'),
    ),
    rank: segments.map(({ rank }) => rank).join('') + '4',
    accept(found) {
      const values: Record<string, string> = {}
      for (const { name, fallback, constraints } of segments) {
        if (name === undefined) continue
        const given = found[name]
        if (given !== undefined && !constraints.every((holds) => holds(given))) return undefined
        const value = given ?? fallback
        if (value !== undefined) values[name] = value
      }
      return values
    },
  }
}
