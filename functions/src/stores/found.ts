import type { ListDefinition, Programme, RowOf } from '@tandem/lists'
import { Missing } from '../failures.js'
import type { ListStore, Stored } from './list-store.js'
import type { Stores } from './stores.js'

/** The programme of a call or step; a wrong key is something the caller can mend. */
export async function programmeOf(stores: Pick<Stores, 'programmes'>, key: string): Promise<Stored<Programme>> {
  const found = await stores.programmes.byKey(key)
  if (!found) throw new Missing(`There is no programme "${key}". Choose one from the list of programmes.`)
  return found
}

/** A row that a step is about has to be there: nothing of ours deletes it. */
export async function settled<L extends ListDefinition>(store: ListStore<L>, key: string): Promise<RowOf<L>> {
  const found = await store.byKey(key)
  if (!found) throw new Error(`The row "${key}" that a step is about is not in its list.`)
  return found.row
}
