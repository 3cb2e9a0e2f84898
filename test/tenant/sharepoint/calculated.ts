import { type Bag } from '../store.js'
import type { Column } from './columns.js'
import { refused } from './errors.js'
import { type Formula, type FormulaValue, parseFormula } from './formula.js'
import type { SpList } from './lists.js'

/** What a formula knows of a row, beside its columns. */
export type Known = { readonly id: number; readonly created: string; readonly modified: string }

const usable = new Set(['Text', 'Choice', 'Number', 'Currency', 'DateTime', 'Boolean', 'Calculated'])
const ownOfRow: Readonly<Record<string, (row: Known) => FormulaValue>> = {
  id: ({ id }) => id,
  created: ({ created }) => created,
  modified: ({ modified }) => modified,
}

const read = new Map<string, Formula>()

function formulaOf(text: string): Formula {
  const known = read.get(text)
  if (known) return known
  const formula = parseFormula(text)
  read.set(text, formula)
  return formula
}

const columnNamed = (list: SpList, name: string): Column | undefined =>
  [...list.columns.values()].find(({ properties }) => properties['Title'] === name) ?? list.columns.get(name.toLowerCase())

/** Refuses a formula that cannot be read, or that asks for columns there are not or that no formula may use. */
export function guardFormula(list: SpList, text: string, self?: string): void {
  for (const name of formulaOf(text).columns) {
    const column = columnNamed(list, name)
    if (!column && Object.hasOwn(ownOfRow, name.toLowerCase())) continue
    if (!column || column.name === self) throw refused.noColumnForFormula()
    if (!usable.has(column.type)) throw refused.columnNotForFormula()
  }
}

function worked(list: SpList, text: string, fields: Bag, row: Known, now: string): FormulaValue {
  return formulaOf(text).result((name) => {
    const column = columnNamed(list, name)
    if (!column) return ownOfRow[name.toLowerCase()]?.(row) ?? null
    if (column.type === 'Calculated') return worked(list, String(column.properties['Formula']), fields, row, now)
    return (fields[column.name] as FormulaValue | undefined) ?? null // formulas may only name columns that keep plain values
  }, now)
}

/** A calculated value as REST gives it: always text, numbers with all their digits. */
export function calculatedValue(list: SpList, column: Column, fields: Bag, row: Known): string | null {
  const value = worked(list, String(column.properties['Formula']), fields, row, row.modified)
  if (value === null) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return value.toPrecision(15)
  return value
}

/** The rules of a list and of its columns that are formulas; REST writes keep to them, as to nothing else. */
export function guardRules(list: SpList, fields: Bag, row: Known, now: string): void {
  const rules = [
    list.settings['ValidationFormula'],
    ...[...list.columns.values()].map((each) => each.properties['ValidationFormula']),
  ]
  for (const rule of rules) {
    if (typeof rule !== 'string' || rule === '') continue
    const held = worked(list, rule, fields, row, now)
    if (held !== true && held !== 1) throw refused.rulesBroken()
  }
}
