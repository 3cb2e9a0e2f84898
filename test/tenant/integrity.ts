import { type Column, indexValue } from './sharepoint/columns.js'
import { type Bag, type Store } from './store.js'

/** What must be true of the store between any two requests, whatever happened in between: each sentence is something that is not. */
export function inconsistencies(store: Store): string[] {
  const file = store.all<{ integrity_check: string }>('pragma integrity_check').map((row) => row.integrity_check)
  return [...file.filter((line) => line !== 'ok'), ...inLists(store), ...inCalendars(store), ...inProperties(store)]
}

function inLists(store: Store): string[] {
  const lists = store.all<{ id: string; title: string; lastId: number; count: number }>(
    'select id, title, lastId, count from lists',
  )
  const stray = ['items', 'columns', 'item_index', 'item_versions'].flatMap((table) =>
    store
      .all<{ listId: string }>(`select distinct listId from ${table} where listId not in (select id from lists)`)
      .map(({ listId }) => `${table} holds rows of the list ${listId}, which is not there`),
  )
  return [...stray, ...lists.flatMap((list) => inList(store, list))]
}

function inList(store: Store, list: { id: string; title: string; lastId: number; count: number }): string[] {
  const faults: string[] = []
  const items = store.all<{ id: number; fields: string }>('select id, fields from items where listId = ? order by id', list.id)
  if (items.length !== list.count) faults.push(`the list "${list.title}" counts ${list.count} items and has ${items.length}`)
  if ((items.at(-1)?.id ?? 0) > list.lastId) faults.push(`the list "${list.title}" gives out a number again that is in use`)
  const columns = store
    .all<{ definition: string }>('select definition from columns where listId = ?', list.id)
    .map(({ definition }) => JSON.parse(definition) as Column)
  const kept = new Set(
    store
      .all<{ name: string; value: unknown; itemId: number }>(
        'select name, value, itemId from item_index where listId = ?',
        list.id,
      )
      .map(({ name, value, itemId }) => JSON.stringify([name, value, itemId])),
  )
  const wanted = new Set<string>()
  for (const column of columns.filter(({ indexed }) => indexed))
    for (const { id, fields } of items) {
      const value = indexValue(column, (JSON.parse(fields) as Bag)[column.name])
      if (value !== null) wanted.add(JSON.stringify([column.name, value, id]))
    }
  for (const entry of wanted) if (!kept.has(entry)) faults.push(`the index of "${list.title}" lacks ${entry}`)
  for (const entry of kept) if (!wanted.has(entry)) faults.push(`the index of "${list.title}" has ${entry} for nothing`)
  return faults
}

function inCalendars(store: Store): string[] {
  return store
    .all<{ iCalUId: string; organisers: number }>(
      'select iCalUId, sum(isOrganizer) as organisers from events group by iCalUId having organisers <> 1',
    )
    .map(({ iCalUId, organisers }) => `the event ${iCalUId} has ${organisers} organisers`)
}

function inProperties(store: Store): string[] {
  return store
    .all<{ ownerId: string }>(
      'select distinct ownerId from extended where ownerId not in (select id from events union all select id from messages)',
    )
    .map(({ ownerId }) => `the extended properties of ${ownerId} belong to nothing`)
}
