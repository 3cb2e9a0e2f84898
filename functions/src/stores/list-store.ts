import { buckets, fieldsOf, rowSchema, type ListDefinition, type NewRow, type RowOf } from '@tandem/lists'
import '@pnp/sp/lists/index.js'
import '@pnp/sp/items/index.js'
import type { Site } from '../sharepoint.js'
import { concurrently } from '../concurrently.js'
import { Conflict, Duplicate, Outage } from '../failures.js'

/** A row with what SharePoint needs to find and protect it. */
export type Stored<Row> = { readonly id: number; readonly etag: string; readonly row: Row }

/** `%name eq value` filters on indexed columns only; the value is quoted here. */
export type Where<L extends ListDefinition> = readonly [keyof L['columns'] & string, string]

export type ListStore<L extends ListDefinition> = {
  readonly find: (...where: Where<L>[]) => Promise<Stored<RowOf<L>>[]>
  readonly byKey: (key: string) => Promise<Stored<RowOf<L>> | undefined>
  readonly byId: (id: number) => Promise<Stored<RowOf<L>> | undefined>
  /** All rows of a programme, slice by slice where they are many. `by` is the column that begins with the slice. */
  readonly inProgramme: (programme: string, by?: keyof L['columns'] & string) => Promise<Stored<RowOf<L>>[]>
  readonly all: () => Promise<Stored<RowOf<L>>[]>
  /** Throws Duplicate when a row with its unique key is there. */
  readonly add: (row: NewRow<L>) => Promise<Stored<RowOf<L>>>
  /** Throws Conflict when somebody wrote the row since it was read. */
  readonly update: (stored: Stored<RowOf<L>>, patch: Partial<RowOf<L>>) => Promise<Stored<RowOf<L>>>
  /** Reads the row, asks what to change and writes it; reads again when somebody was faster. No change: nothing is written. */
  readonly revise: (
    key: string,
    change: (row: RowOf<L>) => Partial<RowOf<L>> | undefined,
  ) => Promise<Stored<RowOf<L>> | undefined>
  readonly remove: (stored: Stored<RowOf<L>>) => Promise<void>
}

const codes = { duplicate: '-2130575169', threshold: '-2147024860' }
const quoted = (value: string) => `'${value.replace(/'/g, "''")}'`
const mostTries = 8
/** What a text column holds. */
const longestText = 255
/** A slice is named by this many digits. */
const sliceDigits = String(buckets - 1).length
/** SharePoint's own page size limit. */
const pageSize = 2000

type Item = { Id: number; 'odata.etag'?: string } & Record<string, unknown>

/** Rows of one list through @pnp/sp. Every row is parsed at this door; behind it nobody checks again. */
export function listStore<L extends ListDefinition>({ sp, path }: Site, list: L): ListStore<L> {
  const schema = rowSchema(list)
  const unique = Object.entries(list.columns).find(([, column]) => column.unique)?.[0]
  if (!unique) throw new Error(`List "${list.key}" has no unique key.`)
  const columns = ['Id', ...Object.keys(list.columns)]
  const items = () => sp.web.getList(`${path}/Lists/${list.key}`).items

  const stored = (item: Item): Stored<RowOf<L>> => {
    const parsed = schema.safeParse(item)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw new Error(`List "${list.key}" item ${item.Id}: column "${issue.path.join('.')}" ${issue.message}.`)
    }
    return { id: item.Id, etag: item['odata.etag'] ?? '*', row: parsed.data }
  }

  const query = async (filter: string | undefined): Promise<Stored<RowOf<L>>[]> => {
    const wanted = items()
      .select(...columns)
      .top(pageSize)
    const found: Stored<RowOf<L>>[] = []
    for await (const page of filter === undefined ? wanted : wanted.filter(filter)) found.push(...(page as Item[]).map(stored))
    return found
  }

  /**
   * Rows in which a column begins with a prefix, by a tenth at a time where they are too many. One condition and no range: SharePoint
   * judges a query by what its first condition leaves, and "from here on" leaves nearly everything.
   */
  const beginning = async (column: string, prefix: string, digitsLeft: number): Promise<Stored<RowOf<L>>[]> => {
    try {
      return await translated(list.key, () => query(`startswith(${column},${quoted(prefix)})`))
    } catch (error) {
      if (!(error instanceof OverThreshold) || digitsLeft === 0) throw error
      const tenths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
      return (await concurrently(tenths, (digit) => beginning(column, `${prefix}${digit}`, digitsLeft - 1))).flat()
    }
  }

  const store: ListStore<L> = {
    find: (...where) =>
      translated(list.key, () => query(where.map(([column, value]) => `${column} eq ${quoted(value)}`).join(' and '))),
    // No row can have a longer one, and the address of the request could not carry it.
    byKey: async (key) =>
      key.length > longestText ? undefined : (await translated(list.key, () => query(`${unique} eq ${quoted(key)}`)))[0],
    byId: (id) =>
      translated(list.key, async () =>
        stored(
          (await items()
            .getById(id)
            .select(...columns)()) as Item,
        ),
      ).catch((error: unknown) => {
        if (error instanceof Absent) return undefined
        throw error
      }),
    inProgramme: (programme, by = 'Bucket') => beginning(by, `${programme}/`, sliceDigits),
    all: () => translated(list.key, () => query(undefined)),
    add: (row) => translated(list.key, async () => stored((await items().add(fieldsOf(list, row as Partial<RowOf<L>>))) as Item)),
    update: (before, patch) =>
      translated(list.key, async () => {
        const { etag } = (await items().getById(before.id).update(fieldsOf(list, patch), before.etag)) as { etag: string }
        return { id: before.id, etag, row: { ...before.row, ...patch } }
      }),
    revise: (key, change) => revising(store)(key, change),
    remove: (before) =>
      translated(list.key, async () => {
        await items().getById(before.id).delete(before.etag)
      }).catch((error: unknown) => {
        // Asked again after an answer that got lost, SharePoint no longer finds what it has deleted.
        if (!(error instanceof Absent)) throw error
      }),
  }
  return store
}

/** Reads a row, asks what to change and writes it; reads again when somebody was faster. */
export const revising =
  <L extends ListDefinition>({ byKey, update }: Pick<ListStore<L>, 'byKey' | 'update'>): ListStore<L>['revise'] =>
  async (key, change) => {
    for (let attempt = 1; ; attempt++) {
      const found = await byKey(key)
      const patch = found && change(found.row)
      if (!found || !patch) return found
      try {
        return await update(found, patch)
      } catch (error) {
        if (!(error instanceof Conflict) || attempt >= mostTries) throw error
      }
    }
  }

class Absent extends Error {}
class OverThreshold extends Error {}

/** SharePoint's refusals in our words; what we do not know is passed on as it came. */
async function translated<Result>(list: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const status = 'status' in cause ? cause.status : undefined
    if (status === 412) throw new Conflict(`A row of list "${list}" changed since it was read.`, { cause })
    if (cause.message.includes(codes.duplicate)) throw new Duplicate(`List "${list}" has a row with this key already.`, { cause })
    if (cause.message.includes(codes.threshold))
      throw new OverThreshold(`A query on list "${list}" exceeds the list view threshold.`, { cause })
    if (status === 404 && cause.message.includes('Item does not exist'))
      throw new Absent(`List "${list}" has no such row.`, { cause })
    if (status === 404)
      throw new Error(
        `List "${list}" is not there. Run "npm run provision -- apply --site <url>"; it adds what is missing and deletes nothing.`,
        { cause },
      )
    if (status === 429 || status === 502 || status === 503 || status === 504)
      throw new Outage(`SharePoint is busy (${status}) on list "${list}".`, { cause })
    throw cause
  }
}
