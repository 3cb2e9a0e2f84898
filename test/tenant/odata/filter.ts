/**
 * The filter dialects of SharePoint REST and Microsoft Graph, read by one grammar: `and` binds tighter than `or`, quotes
 * inside text are doubled, dates come bare, quoted or as datetime'…'. Published OData parsers misread one or the other.
 */
export type Literal = string | number | boolean | null
export type Term =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  /** A `moment` was written as one, bare or as datetime'…', and is compared as one; quoted text is text, whatever it looks like. */
  | { readonly kind: 'value'; readonly value: Literal; readonly moment?: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Term[] }
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly inner: Filter }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Term; readonly right: Term }
  | { readonly kind: 'in'; readonly left: Term; readonly values: readonly Literal[] }
  | { readonly kind: 'holds'; readonly term: Term }
  | { readonly kind: 'any' | 'all'; readonly path: readonly string[]; readonly variable: string; readonly inner: Filter }

type Lambda = Filter & { readonly kind: 'any' | 'all' }

export class FilterSyntax extends Error {}

type Token = {
  readonly kind: 'literal' | 'word' | 'sign'
  readonly text: string
  readonly value: Literal
  readonly moment?: boolean
}

const shapes: readonly [RegExp, (text: string) => Token][] = [
  [/\s+/y, (text) => ({ kind: 'sign', text: ' ', value: text })],
  [
    /(?:datetime|datetimeoffset|guid)?'(?:[^']|'')*'/iy,
    (text) => ({
      kind: 'literal',
      text,
      value: text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'"),
      moment: /^d/i.test(text),
    }),
  ],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy, (text) => ({ kind: 'literal', text, value: text })],
  [
    /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?/iy,
    (text) => ({ kind: 'literal', text, value: text, moment: true }),
  ],
  [/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy, (text) => ({ kind: 'literal', text, value: Number(text) })],
  [/[A-Za-z_@$][\w@.]*/y, (text) => ({ kind: 'word', text, value: null })],
  [/[(),/:]/y, (text) => ({ kind: 'sign', text, value: null })],
]

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const found = shapes.find(([shape]) => {
      shape.lastIndex = at
      return shape.test(text)
    })
    if (!found) throw new FilterSyntax(`The expression "${text}" is not valid.`)
    const end = found[0].lastIndex
    const token = found[1](text.slice(at, end))
    if (token.text !== ' ') tokens.push(token)
    at = end
  }
  return tokens
}

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
const constants: Record<string, Literal> = { true: true, false: false, null: null }

class Reader {
  readonly #tokens: Token[]
  #at = 0

  constructor(readonly text: string) {
    this.#tokens = tokensOf(text)
  }

  whole(): Filter {
    const filter = this.#or()
    if (this.#at < this.#tokens.length) this.#fail()
    return filter
  }

  #or(): Filter {
    let left = this.#and()
    while (this.#takeWord('or')) left = { kind: 'or', left, right: this.#and() }
    return left
  }

  #and(): Filter {
    let left = this.#not()
    while (this.#takeWord('and')) left = { kind: 'and', left, right: this.#not() }
    return left
  }

  /** `not` takes the one thing that follows: `not A eq B` would be `(not A) eq B`, which no service accepts. */
  #not(): Filter {
    if (!this.#takeWord('not')) return this.#comparison()
    const inner = this.#takesNot() ? this.#not() : this.#operand()
    if (this.#comparisonAhead()) this.#fail()
    return { kind: 'not', inner: isTerm(inner) ? { kind: 'holds', term: inner } : inner }
  }

  #comparison(): Filter {
    const left = this.#operand()
    if (!isTerm(left)) return left
    const word = this.#peek()?.text.toLowerCase() ?? ''
    if (comparisons.has(word)) {
      this.#at += 1
      const right = this.#operand()
      if (!isTerm(right)) this.#fail()
      return { kind: 'compare', operator: word as Comparison, left, right }
    }
    if (this.#takeWord('in')) return { kind: 'in', left, values: this.#values() }
    return { kind: 'holds', term: left }
  }

  /** Something in brackets, or a term; a term in brackets is still a term. */
  #operand(): Term | Filter {
    if (!this.#takeSign('(')) return this.#term()
    const inner = this.#or()
    this.#needSign(')')
    return inner.kind === 'holds' ? inner.term : inner
  }

  #takesNot(): boolean {
    return this.#peek()?.kind === 'word' && this.#peek()?.text.toLowerCase() === 'not'
  }

  #comparisonAhead(): boolean {
    const word = this.#peek()?.kind === 'word' ? (this.#peek()?.text.toLowerCase() ?? '') : ''
    return comparisons.has(word) || word === 'in'
  }

  #term(): Term | Lambda {
    const token = this.#peek()
    if (!token) this.#fail()
    this.#at += 1
    if (token.kind === 'literal') return { kind: 'value', value: token.value, ...(token.moment ? { moment: true } : {}) }
    if (token.kind !== 'word') this.#fail()
    if (Object.hasOwn(constants, token.text.toLowerCase()))
      return { kind: 'value', value: constants[token.text.toLowerCase()] ?? null }
    if (this.#takeSign('(')) return this.#call(token.text)
    const path = [token.text]
    while (this.#takeSign('/')) {
      const next = this.#word()
      const kind = next.toLowerCase()
      if ((kind === 'any' || kind === 'all') && this.#takeSign('(')) return this.#lambda(kind, path)
      path.push(next)
    }
    return { kind: 'path', path }
  }

  #call(name: string): Term {
    const given: Term[] = []
    while (!this.#takeSign(')')) {
      if (given.length > 0) this.#needSign(',')
      const term = this.#term()
      if (!isTerm(term)) this.#fail()
      given.push(term)
    }
    return { kind: 'call', name: name.toLowerCase(), arguments: given }
  }

  #lambda(kind: 'any' | 'all', path: string[]): Lambda {
    if (kind === 'any' && this.#takeSign(')')) return { kind, path, variable: '', inner: anything }
    const variable = this.#word()
    this.#needSign(':')
    const inner = this.#or()
    this.#needSign(')')
    return { kind, path, variable, inner }
  }

  #values(): Literal[] {
    this.#needSign('(')
    const values: Literal[] = []
    while (!this.#takeSign(')')) {
      if (values.length > 0) this.#needSign(',')
      const term = this.#term()
      if (term.kind !== 'value') this.#fail()
      values.push(term.value)
    }
    return values
  }

  #word(): string {
    const token = this.#peek()
    if (token?.kind !== 'word') this.#fail()
    this.#at += 1
    return token.text
  }

  #takeWord(word: string): boolean {
    const token = this.#peek()
    const hit = token?.kind === 'word' && token.text.toLowerCase() === word
    if (hit) this.#at += 1
    return hit
  }

  #takeSign(sign: string): boolean {
    const token = this.#peek()
    const hit = token?.kind === 'sign' && token.text === sign
    if (hit) this.#at += 1
    return hit
  }

  #needSign(sign: string): void {
    if (!this.#takeSign(sign)) this.#fail()
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #fail(): never {
    throw new FilterSyntax(`The expression "${this.text}" is not valid.`)
  }
}

const isTerm = (term: Term | Filter): term is Term => term.kind === 'path' || term.kind === 'value' || term.kind === 'call'

/** `any()` asks only whether there is one. */
const anything: Filter = { kind: 'holds', term: { kind: 'value', value: true } }

export const parseFilter = (text: string): Filter => new Reader(text).whole()

/** `a and b and c` as [a, b, c], in the order written. */
export const conjuncts = (filter: Filter): Filter[] =>
  filter.kind === 'and' ? [...conjuncts(filter.left), ...conjuncts(filter.right)] : [filter]

/** Every function a filter calls, in lower case. */
export function callsOf(filter: Filter): string[] {
  const inTerm = (term: Term): string[] => (term.kind === 'call' ? [term.name, ...term.arguments.flatMap(inTerm)] : [])
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...callsOf(filter.left), ...callsOf(filter.right)]
    case 'not':
    case 'any':
    case 'all':
      return callsOf(filter.inner)
    case 'compare':
      return [...inTerm(filter.left), ...inTerm(filter.right)]
    case 'in':
      return inTerm(filter.left)
    case 'holds':
      return inTerm(filter.term)
  }
}

/** Every property a filter speaks of, in the order written. */
export function pathsOf(filter: Filter): string[] {
  const inTerm = (term: Term): string[] =>
    term.kind === 'path' ? [term.path.join('/')] : term.kind === 'call' ? term.arguments.flatMap(inTerm) : []
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...pathsOf(filter.left), ...pathsOf(filter.right)]
    case 'not':
      return pathsOf(filter.inner)
    case 'compare':
      return [...inTerm(filter.left), ...inTerm(filter.right)]
    case 'in':
      return inTerm(filter.left)
    case 'holds':
      return inTerm(filter.term)
    case 'any':
    case 'all':
      return [filter.path.join('/')]
  }
}
