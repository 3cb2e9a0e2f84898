import { assessments, evaluations, feedback, meetings, programmes, steps, tandems } from '@tandem/lists'
import type { Sealer } from '../seal.js'
import type { Site } from '../sharepoint.js'
import { enrolmentStore } from './enrolments.js'
import { listStore } from './list-store.js'

/** All lists of the site, one store each. */
export const openStores = (site: Site, sealer: Sealer) => ({
  programmes: listStore(site, programmes),
  enrolments: enrolmentStore(site, sealer),
  tandems: listStore(site, tandems),
  meetings: listStore(site, meetings),
  steps: listStore(site, steps),
  assessments: listStore(site, assessments),
  feedback: listStore(site, feedback),
  evaluations: listStore(site, evaluations),
})
export type Stores = ReturnType<typeof openStores>
