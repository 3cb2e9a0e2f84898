import { assessments } from './assessments.js'
import type { ListDefinition } from './define-list.js'
import { enrolments } from './enrolments.js'
import { evaluations } from './evaluations.js'
import { feedback } from './feedback.js'
import { meetings } from './meetings.js'
import { programmes } from './programmes.js'
import { steps } from './steps.js'
import { tandems } from './tandems.js'
import { withdrawals } from './withdrawals.js'

export * from './assessments.js'
export * from './bucket.js'
export * from './content.js'
export * from './define-list.js'
export * from './enrolments.js'
export * from './evaluations.js'
export * from './feedback.js'
export * from './meetings.js'
export * from './message.js'
export * from './programmes.js'
export * from './settings.js'
export * from './steps.js'
export * from './tandems.js'
export * from './withdrawals.js'

/** Every list the product stores anything in, in the order in which they are provisioned. */
export const lists: readonly ListDefinition[] = [
  programmes,
  enrolments,
  tandems,
  meetings,
  steps,
  assessments,
  feedback,
  evaluations,
  withdrawals,
]
