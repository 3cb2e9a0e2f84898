import { z } from 'zod'

/**
 * Who may read a list in SharePoint itself. `everyone`: content, read with the reader's own rights. `team`: the programme team
 * reads, nobody writes but the API. `sealed`: no person has any right, and what people confide is ciphertext besides.
 */
export type Tier = 'everyone' | 'team' | 'sealed'

type Common = {
  /** What people read above the column; the name in words unless said otherwise. Queries and code go by the name. */
  readonly title?: string
  /** What the column is for; becomes its description in SharePoint and the line of the privacy register. */
  readonly about: string
  /** Indexed columns are the only ones a query may begin with once a list holds more rows than the list view threshold. */
  readonly indexed?: true
  /** Implies an index. SharePoint refuses a second row with the same value, which is what makes a repeated write harmless. */
  readonly unique?: true
}

export type TextColumn = Common & { readonly kind: 'text'; readonly required: boolean }
export type NumberColumn = Common & { readonly kind: 'number'; readonly required: boolean }
export type DateColumn = Common & { readonly kind: 'date'; readonly required: boolean }
export type ChoiceColumn<Choice extends string = string> = Common & {
  readonly kind: 'choice'
  readonly required: boolean
  readonly choices: readonly Choice[]
}
export type JsonColumn<Schema extends z.ZodType = z.ZodType> = Common & {
  readonly kind: 'json'
  readonly required: boolean
  readonly schema: Schema
}
/** Ciphertext in a plain-text note. Only the backend's `seal` and `open` know what is inside; `schema` says what that is. */
export type SealedColumn<Schema extends z.ZodType = z.ZodType> = Common & {
  readonly kind: 'sealed'
  readonly required: boolean
  readonly schema: Schema
}
/** Several lines of plain text, written and read by people. */
export type NoteColumn = Common & { readonly kind: 'note'; readonly required: boolean }
export type Column = TextColumn | NumberColumn | DateColumn | ChoiceColumn | JsonColumn | SealedColumn | NoteColumn

type Options<Required extends boolean> = {
  about: string
  title?: string
  indexed?: true
  unique?: true
  required?: Required
}

const common = (options: Options<boolean>) => ({
  about: options.about,
  ...(options.title === undefined ? {} : { title: options.title }),
  required: options.required ?? true,
  ...(options.unique ? { unique: true as const, indexed: true as const } : options.indexed ? { indexed: true as const } : {}),
})

// NoInfer: the context `Column` would otherwise widen R to boolean and every column would read as nullable.
export const text = <R extends boolean = true>(options: Options<R>) =>
  ({ kind: 'text', ...common(options) }) as TextColumn & { required: NoInfer<R> }
export const number = <R extends boolean = true>(options: Options<R>) =>
  ({ kind: 'number', ...common(options) }) as NumberColumn & { required: NoInfer<R> }
/** An instant in UTC, to the second: `YYYY-MM-DDTHH:MM:SSZ`, the form in which SharePoint gives it back. */
export const date = <R extends boolean = true>(options: Options<R>) =>
  ({ kind: 'date', ...common(options) }) as DateColumn & { required: NoInfer<R> }
export const choice = <const C extends string, R extends boolean = true>(choices: readonly C[], options: Options<R>) =>
  ({ kind: 'choice', choices, ...common(options) }) as ChoiceColumn<C> & { required: NoInfer<R> }
export const json = <S extends z.ZodType, R extends boolean = true>(schema: S, options: Options<R>) =>
  ({ kind: 'json', schema, ...common(options) }) as JsonColumn<S> & { required: NoInfer<R> }
export const sealed = <S extends z.ZodType, R extends boolean = true>(schema: S, options: Options<R>) =>
  ({ kind: 'sealed', schema, ...common(options) }) as SealedColumn<S> & { required: NoInfer<R> }

export const note = <R extends boolean = true>(options: Options<R>) =>
  ({ kind: 'note', ...common(options) }) as NoteColumn & { required: NoInfer<R> }

export type Columns = Readonly<Record<string, Column>>

/** Rows in which a column holds one of these values, or a moment from today on. */
export type ViewCondition =
  { readonly column: string; readonly is: readonly [string, ...string[]] } | { readonly column: string; readonly from: 'today' }

/** How people look at a list in SharePoint itself. The first view of a list is the one that opens. */
export type ViewDefinition = {
  readonly title: string
  /** Above the rows of one group stands the value they share; SharePoint groups twice at most. */
  readonly groupBy?: readonly string[]
  /** All have to hold. The first goes by an indexed column, or the view fails once the list holds more rows than the threshold. */
  readonly where: readonly [ViewCondition, ...ViewCondition[]]
  readonly orderBy: string
  readonly descending?: true
  readonly columns: readonly [string, ...string[]]
}

export type ListDefinition<C extends Columns = Columns> = {
  /** The URL segment. Renaming it orphans the list in every tenant we run in. */
  readonly key: string
  readonly title: string
  readonly about: string
  readonly tier: Tier
  /** How many versions SharePoint keeps of a row; 0 switches versioning off. Sealed lists keep none: an old version cannot be erased. */
  readonly versions: number
  /** Whether search may crawl the list. Only content for everyone is crawled. */
  readonly crawled: boolean
  /** How long a row may be kept after its programme is closed, in days. Nothing erases rows by itself so far; who does goes by this. */
  readonly retentionDays: number
  readonly columns: C
  /** Lists without views of their own show SharePoint's "All Items". */
  readonly views?: readonly ViewDefinition[]
  /** The column with the key of the programme; in SharePoint it leads to that programme in the console, where rows are changed. */
  readonly leadsToConsole?: string
}

/** `AssessedAfterOn` is read "Assessed after on": what a column says of itself before anybody gives it a title. */
export const titleOf = (name: string, column?: Column): string => {
  if (column?.title !== undefined) return column.title
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ')
  return words.map((word, at) => (at === 0 ? word : word.toLowerCase())).join(' ')
}

/** SharePoint allows 20 indexes a list; two are left for what an administrator may need. */
const mostIndexes = 18

/** Checks what SharePoint or our own rules would refuse later, so that a wrong definition fails the moment it is imported. */
export function defineList<C extends Columns>(list: ListDefinition<C>): ListDefinition<C> {
  const indexes = Object.values(list.columns).filter((column) => column.indexed).length
  if (indexes > mostIndexes)
    throw new Error(`List "${list.key}" wants ${indexes} indexes; SharePoint allows 20, we plan for ${mostIndexes}.`)
  if (list.tier !== 'everyone' && list.crawled)
    throw new Error(`List "${list.key}" is of the tier ${list.tier} and must not be crawled.`)
  if (list.tier === 'sealed' && list.versions > 0) throw new Error(`List "${list.key}" is sealed and must not keep versions.`)
  for (const [name, column] of Object.entries(list.columns)) {
    if (!/^[A-Z][A-Za-z0-9]{0,31}$/.test(name))
      throw new Error(`Column "${list.key}.${name}" needs a name of at most 32 letters and digits.`)
    if (column.indexed && ['json', 'sealed', 'note'].includes(column.kind))
      throw new Error(`Column "${list.key}.${name}" is a note and cannot be indexed in SharePoint.`)
  }
  for (const view of list.views ?? []) checkView(list, view)
  return list
}

function checkView({ key, tier, columns }: ListDefinition, view: ViewDefinition): void {
  const here = `View "${view.title}" of list "${key}"`
  if (tier === 'sealed') throw new Error(`${here}: nobody looks at a sealed list.`)
  const named = [...view.columns, ...(view.groupBy ?? []), view.orderBy, ...view.where.map(({ column }) => column)]
  const unknown = named.find((column) => !columns[column])
  if (unknown) throw new Error(`${here} names "${unknown}", which is no column of the list.`)
  if (!columns[view.where[0].column]?.indexed)
    throw new Error(`${here} begins with "${view.where[0].column}", which has no index, and would fail on a long list.`)
  if ((view.groupBy ?? []).length > 2) throw new Error(`${here} groups more than twice.`)
}

type ValueOf<C extends Column> = C extends { kind: 'text' | 'date' | 'sealed' | 'note' }
  ? string
  : C extends { kind: 'number' }
    ? number
    : C extends ChoiceColumn<infer Choice>
      ? Choice
      : C extends JsonColumn<infer Schema>
        ? z.output<Schema>
        : never

/** A row as the code sees it: JSON notes parsed, sealed notes still ciphertext, empty optional columns null. */
export type RowOf<L extends ListDefinition> = {
  readonly [Name in keyof L['columns']]: L['columns'][Name] extends { required: true }
    ? ValueOf<L['columns'][Name]>
    : ValueOf<L['columns'][Name]> | null
}

type RequiredName<L extends ListDefinition> = {
  [Name in keyof L['columns']]: L['columns'][Name] extends { required: true } ? Name : never
}[keyof L['columns']]

/** What a new row has to say; the columns that may be empty begin so. */
export type NewRow<L extends ListDefinition> = Pick<RowOf<L>, RequiredName<L>> & Partial<RowOf<L>>

/** The longest JSON we put into a note; SharePoint's REST answers slowly above it and a row's sum is limited too. */
export const longestNote = 60_000

const jsonText = (schema: z.ZodType) =>
  z
    .string()
    .max(longestNote)
    .transform((value, context) => {
      try {
        return schema.parse(JSON.parse(value))
      } catch (cause) {
        context.addIssue({
          code: 'custom',
          message: `is not the JSON we store here: ${cause instanceof Error ? cause.message : String(cause)}`,
        })
        return z.NEVER
      }
    })

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
  .transform((value) => value.replace(/\.\d+Z$/, 'Z'))

function valueSchema(column: Column): z.ZodType {
  switch (column.kind) {
    case 'text':
      return z.string().max(255)
    case 'sealed':
      return z.string()
    case 'note':
      return z.string().max(longestNote)
    case 'date':
      return instant
    case 'number':
      return z.number()
    case 'choice':
      return z.enum(column.choices as [string, ...string[]])
    case 'json':
      return jsonText(column.schema)
  }
}

/** What we accept back from SharePoint for one item of the list. Unknown keys (OData metadata, SharePoint's own columns) are dropped. */
export function rowSchema<L extends ListDefinition>(list: L): z.ZodType<RowOf<L>> {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, column] of Object.entries(list.columns)) {
    const value = valueSchema(column)
    shape[name] = column.required ? value : value.nullish().transform((given) => (given === '' ? null : (given ?? null)))
  }
  return z.object(shape) as unknown as z.ZodType<RowOf<L>>
}

/** The other direction: a row, or the part of one that changes, as the fields SharePoint stores. */
export function fieldsOf<L extends ListDefinition>(list: L, row: Partial<RowOf<L>>): Record<string, string | number | null> {
  const fields: Record<string, string | number | null> = {}
  for (const [name, value] of Object.entries(row)) {
    const column = list.columns[name]
    if (!column) throw new Error(`List "${list.key}" has no column "${name}".`)
    if (value === undefined) continue
    const stored = value !== null && column.kind === 'json' ? JSON.stringify(value) : (value as string | number | null)
    if (typeof stored === 'string' && stored.length > longestNote)
      throw new Error(`Column "${list.key}.${name}" would hold ${stored.length} characters; ${longestNote} are allowed.`)
    fields[name] = stored
  }
  return fields
}
