import type { Line } from '../../directory/index.js'
import type { OrgPerson, Volunteer } from '../match-input.js'
import type { ExclusionRule, Reason } from '../match-result.js'

/** Somebody who is not in the directory has neither `org` nor `line`, and nothing can be proven about them. */
export type Side = Volunteer & { readonly org: OrgPerson | null; readonly line: Line | null }
export type Couple = { readonly mentee: Side; readonly mentor: Side }

/** `broken` is asked for every possible pair, millions of times; `reason` only for those somebody reads about. */
export type Rule = {
  readonly name: ExclusionRule
  readonly broken: (couple: Couple) => boolean
  readonly reason: (couple: Couple) => Reason
}

export function reason(key: string, values: Reason['values'], fromAssessment = false): Reason {
  return { key, values, fromAssessment }
}
