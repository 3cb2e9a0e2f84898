/**
 * A change to rows that are there already, made once per site: a new column filled from others, a value written another way. What
 * only adds columns or lists is no migration; `apply` does that.
 *
 * A run can end after any row and the next one begins again at the last page, so `change` sees some rows twice: what it makes of a
 * row it has to make of the result as well. It says `undefined` for rows that are fine.
 */
export type Migration = {
  /** Never changed and never used again; the order of the list is the order in which they run. */
  readonly id: string
  /** What it is for, as people read it in the plan. */
  readonly about: string
  readonly list: string
  /** The columns it looks at. */
  readonly columns: readonly string[]
  readonly change: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, string | number | null>> | undefined
}

/** None so far: every column the product ever stored is still stored the same way. The mechanism is tested with migrations of the tests. */
export const migrations: readonly Migration[] = []
