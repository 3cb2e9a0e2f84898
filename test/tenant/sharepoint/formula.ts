import { refused } from './errors.js'

export type FormulaValue = string | number | boolean | null

/** A formula that was read once; `columns` are the names it asks for, as they were written. */
export type Formula = {
  readonly columns: readonly string[]
  readonly result: (column: (name: string) => FormulaValue, now: string) => FormulaValue
}

type Scope = { readonly column: (name: string) => FormulaValue; readonly now: string }
type Step = (scope: Scope) => FormulaValue

class Wrong extends Error {}

const numberOf = (value: FormulaValue): number => {
  if (value === null || value === '') return 0
  const number = typeof value === 'string' && value.includes('-') && !/^-?\d/.test(value) ? Number.NaN : Number(value)
  if (Number.isNaN(number)) throw new Wrong('#VALUE!')
  return number
}
const textOf = (value: FormulaValue): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value)
const truthOf = (value: FormulaValue): boolean => (typeof value === 'string' ? /^true$/i.test(value) : Boolean(value))

function order(left: FormulaValue, right: FormulaValue): number {
  if (typeof left === 'number' || typeof right === 'number') return Math.sign(numberOf(left) - numberOf(right))
  const [a, b] = [textOf(left).toLowerCase(), textOf(right).toLowerCase()]
  return a === b ? 0 : a < b ? -1 : 1
}

const date = (value: FormulaValue): Date => {
  const day = new Date(textOf(value))
  if (Number.isNaN(day.getTime())) throw new Wrong('#VALUE!')
  return day
}

/** Those that lists are written with most; another one is answered with 501. */
const functions: Readonly<Record<string, (given: readonly FormulaValue[], scope: Scope) => FormulaValue>> = {
  AND: (given) => given.every(truthOf),
  OR: (given) => given.some(truthOf),
  NOT: ([value = null]) => !truthOf(value),
  ISBLANK: ([value = null]) => value === null || value === '',
  LEN: ([value = null]) => textOf(value).length,
  CONCATENATE: (given) => given.map(textOf).join(''),
  UPPER: ([value = null]) => textOf(value).toUpperCase(),
  LOWER: ([value = null]) => textOf(value).toLowerCase(),
  TRIM: ([value = null]) => textOf(value).trim().replace(/ +/g, ' '),
  LEFT: ([value = null, count = 1]) => textOf(value).slice(0, numberOf(count)),
  RIGHT: ([value = null, count = 1]) => textOf(value).slice(Math.max(textOf(value).length - numberOf(count), 0)),
  ROUND: ([value = null, places = 0]) =>
    Number(`${Math.round(Number(`${numberOf(value)}e${numberOf(places)}`))}e-${numberOf(places)}`),
  ABS: ([value = null]) => Math.abs(numberOf(value)),
  SUM: (given) => given.reduce<number>((sum, value) => sum + numberOf(value), 0),
  MIN: (given) => Math.min(...given.map(numberOf)),
  MAX: (given) => Math.max(...given.map(numberOf)),
  YEAR: ([value = null]) => date(value).getUTCFullYear(),
  MONTH: ([value = null]) => date(value).getUTCMonth() + 1,
  DAY: ([value = null]) => date(value).getUTCDate(),
  TODAY: (_given, { now }) => `${now.slice(0, 10)}T00:00:00Z`,
  NOW: (_given, { now }) => now,
  TRUE: () => true,
  FALSE: () => false,
}

const token = /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"]|"")*)"|\[([^\]]+)\]|([A-Za-z_][\w.]*)|(<>|<=|>=|[-+*/^&=<>(),;%]))/y

type Token = { readonly kind: 'number' | 'text' | 'column' | 'word' | 'sign' | 'end'; readonly text: string }

function tokensOf(formula: string): Token[] {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (formula.slice(token.lastIndex).trim() !== '') {
    const found = token.exec(formula)
    if (!found) throw refused.badFormula()
    const [, number, text, column, word, sign] = found
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll('""', '"') })
    else if (column !== undefined) tokens.push({ kind: 'column', text: column })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else tokens.push({ kind: 'sign', text: sign ?? '' })
  }
  return [...tokens, { kind: 'end', text: '' }]
}

const strength: Readonly<Record<string, number>> = {
  '=': 1,
  '<>': 1,
  '<': 1,
  '>': 1,
  '<=': 1,
  '>=': 1,
  '&': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
  '^': 5,
}

function joined(sign: string, left: FormulaValue, right: FormulaValue): FormulaValue {
  switch (sign) {
    case '&':
      return textOf(left) + textOf(right)
    case '+':
      return numberOf(left) + numberOf(right)
    case '-':
      return numberOf(left) - numberOf(right)
    case '*':
      return numberOf(left) * numberOf(right)
    case '/':
      if (numberOf(right) === 0) throw new Wrong('#DIV/0!')
      return numberOf(left) / numberOf(right)
    case '^':
      return numberOf(left) ** numberOf(right)
    case '=':
      return order(left, right) === 0
    case '<>':
      return order(left, right) !== 0
    case '<':
      return order(left, right) < 0
    case '>':
      return order(left, right) > 0
    case '<=':
      return order(left, right) <= 0
    default:
      return order(left, right) >= 0
  }
}

class Reader {
  readonly columns = new Set<string>()
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(formula: string) {
    this.#tokens = tokensOf(formula)
  }

  whole(): Step {
    const step = this.#expression(0)
    if (this.#next.kind !== 'end') throw refused.badFormula()
    return step
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' }
  }

  #take(): Token {
    const taken = this.#next
    this.#at += 1
    return taken
  }

  #accept(sign: string): boolean {
    const found = this.#next.kind === 'sign' && this.#next.text === sign
    if (found) this.#at += 1
    return found
  }

  #expression(weakest: number): Step {
    let left = this.#operand()
    for (;;) {
      const { kind, text: sign } = this.#next
      const power = kind === 'sign' ? strength[sign] : undefined
      if (power === undefined || power <= weakest) return left
      this.#take()
      const [first, second] = [left, this.#expression(power)]
      left = (scope) => joined(sign, first(scope), second(scope))
    }
  }

  #operand(): Step {
    const { kind, text } = this.#take()
    if (kind === 'number') return () => Number(text)
    if (kind === 'text') return () => text
    if (kind === 'column') return this.#column(text)
    if (kind === 'sign' && text === '-') {
      const inner = this.#expression(4)
      return (scope) => -numberOf(inner(scope))
    }
    if (kind === 'sign' && text === '(') {
      const inner = this.#expression(0)
      if (!this.#accept(')')) throw refused.badFormula()
      return inner
    }
    if (kind === 'word') return this.#accept('(') ? this.#call(text.toUpperCase()) : this.#word(text)
    throw refused.badFormula()
  }

  #word(text: string): Step {
    if (/^(true|false)$/i.test(text)) return () => /^true$/i.test(text)
    return this.#column(text)
  }

  #column(name: string): Step {
    this.columns.add(name)
    return ({ column }) => column(name)
  }

  #call(name: string): Step {
    const given: Step[] = []
    while (!this.#accept(')')) {
      given.push(this.#expression(0))
      if (!this.#accept(',') && !this.#accept(';') && !(this.#next.kind === 'sign' && this.#next.text === ')'))
        throw refused.badFormula()
    }
    if (name === 'IF') {
      const [test, then, otherwise] = given
      if (!test || !then) throw refused.badFormula()
      return (scope) => (truthOf(test(scope)) ? then(scope) : (otherwise?.(scope) ?? false))
    }
    const work = functions[name]
    if (!work) throw refused.notInStandIn(`function ${name} in formulas`, 'formula.ts')
    return (scope) =>
      work(
        given.map((each) => each(scope)),
        scope,
      )
  }
}

/** Reads `=IF([Score]>3,"good","")`. A value that cannot be worked out is text like `#VALUE!`, as in a sheet. */
export function parseFormula(formula: string): Formula {
  const reader = new Reader(formula.trim().replace(/^=/, ''))
  const step = reader.whole()
  return {
    columns: [...reader.columns],
    result: (column, now) => {
      try {
        return step({ column, now })
      } catch (error) {
        if (error instanceof Wrong) return error.message
        throw error
      }
    },
  }
}
