import { assessments, enrolments, evaluations, feedback, meetings, programmes, steps, tandems } from '@tandem/lists'
import type { Site } from '../sharepoint.js'
import { listStore } from './list-store.js'

/** All lists of the site, one store each. */
export const openStores = (site: Site) => ({
  programmes: listStore(site, programmes),
  enrolments: listStore(site, enrolments),
  tandems: listStore(site, tandems),
  meetings: listStore(site, meetings),
  steps: listStore(site, steps),
  assessments: listStore(site, assessments),
  feedback: listStore(site, feedback),
  evaluations: listStore(site, evaluations),
})
export type Stores = ReturnType<typeof openStores>
