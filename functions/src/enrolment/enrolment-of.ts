import { enrolmentKey, type Enrolment } from '@tandem/lists'
import { NotYours } from '../failures.js'
import type { Stored } from '../stores/list-store.js'
import type { Stores } from '../stores/stores.js'

/** The caller's own enrolment; whoever was not invited learns no more than that. */
export async function enrolmentOf(
  stores: Pick<Stores, 'enrolments'>,
  programme: string,
  person: string,
): Promise<Stored<Enrolment>> {
  const found = await stores.enrolments.byKey(enrolmentKey(programme, person))
  if (!found) throw new NotYours('You have no invitation to this programme.')
  return found
}
