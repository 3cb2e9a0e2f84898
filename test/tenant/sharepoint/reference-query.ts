import type { Store } from '../store.js'
import { type Bag } from '../store.js'
import { isReference } from './column-values.js'
import type { Column } from './columns.js'
import { refused } from './errors.js'
import type { SpList } from './lists.js'

/** `Lk/Title` in a filter or an order: a property of what a column leads to. CAML means the same with `Lk` alone. */
export type ReferencePath = { readonly name: string; readonly column: Column | 'author' | 'editor'; readonly property: string }

/** What is known of a person at the place where items name one, and where it is kept. */
const ofPerson: Readonly<Record<string, string>> = { title: 'title', name: 'login', email: 'mail' }

/** People and lookups alone, and text of several lines, cannot be filtered by with OData; CAML can. */
export function guardFilter(list: SpList, paths: readonly string[]): void {
  for (const path of paths) {
    const column = list.columns.get(path.replace(/^OData_/, '').toLowerCase())
    if (column && (column.type === 'Note' || isReference(column))) throw refused.notForFilter(column.name, column.type)
  }
}

/** The column whose number a path means: `LkId` and `Lk/Id` are one. */
export function referenceColumn(list: SpList, path: string): Column | undefined {
  const name = path.replace(/^OData_/, '').toLowerCase()
  const key = name.endsWith('/id') ? name.slice(0, -3) : name.endsWith('id') ? name.slice(0, -2) : ''
  const column = list.columns.get(key)
  return column && isReference(column) ? column : undefined
}

/** Which property of what it leads to a column shows. */
export const shownProperty = ({ properties }: Column): string => String(properties['LookupField'] || 'Title').toLowerCase()

export function referencePath(list: SpList, path: string): ReferencePath | undefined {
  const [name = '', property = 'title', ...more] = path
    .replace(/^OData_/, '')
    .toLowerCase()
    .split('/')
  if (property === 'id' || more.length > 0) return undefined
  if ((name === 'author' || name === 'editor') && ofPerson[property]) return { name, column: name, property }
  const column = list.columns.get(name)
  if (!column || !isReference(column)) return undefined
  return column.type === 'User' && !ofPerson[property] ? undefined : { name, column, property }
}

/** The property of everything the row leads to there. */
export function referenceValues(store: Store, { column, property }: ReferencePath, ids: unknown): unknown {
  const many = Array.isArray(ids)
  const all = (many ? ids : [ids]).filter((id): id is number => typeof id === 'number')
  const values = all.map((id) => (isPerson(column) ? personValue(store, id, property) : lookedUp(store, column, id, property)))
  return many ? values : (values[0] ?? null)
}

const isPerson = (column: ReferencePath['column']): column is 'author' | 'editor' =>
  typeof column === 'string' || column.type === 'User'

const personValue = (store: Store, id: number, property: string): unknown =>
  store.one<Record<string, unknown>>('select title, login, mail from principals where id = ?', id)?.[ofPerson[property] ?? ''] ??
  null

function lookedUp(store: Store, column: Column, id: number, property: string): unknown {
  const listId = String(column.properties['LookupList']).replace(/[{}]/g, '').toLowerCase()
  const row = store.one<{ fields: string }>('select fields from items where listId = ? and id = ?', listId, id)
  const fields = row ? (JSON.parse(row.fields) as Bag) : {}
  return Object.entries(fields).find(([name]) => name.toLowerCase() === property)?.[1] ?? null
}
