/** What the directory knows of a person. Level, age or length of service are not here: nothing may be decided on them. */
export type OrgPerson = {
  readonly id: string
  readonly managerId: string | null
  readonly department: string | null
  readonly office: string | null
  readonly country: string | null
  readonly utcOffsetHours?: number
  readonly jobFunction?: string | null
}

/** What somebody who takes part told us: `levels` are competence key → 0..8, a competence that is not named counts as 0. */
export type Volunteer = {
  readonly personId: string
  readonly languages: readonly string[]
  readonly topics: readonly string[]
  readonly levels: Readonly<Record<string, number>>
}

/** `minLoad` is one when it is not given, so that as many mentors as possible get a mentee. */
export type VolunteerMentor = Volunteer & { readonly capacity: number; readonly minLoad?: number }

export type PairOfIds = { readonly menteeId: string; readonly mentorId: string }

export type Weights = {
  readonly coverage: number
  /** For a mentee who has no gap left to cover. */
  readonly noGap: number
  readonly topic: number
  readonly topicsCounted: number
  readonly samePlace: number
  readonly withinOneHour: number
  readonly withinThreeHours: number
  readonly withinSixHours: number
  readonly otherFunction: number
}

export const defaultWeights: Weights = {
  coverage: 600,
  noGap: 300,
  topic: 40,
  topicsCounted: 3,
  samePlace: 80,
  withinOneHour: 60,
  withinThreeHours: 40,
  withinSixHours: 15,
  otherFunction: 60,
}

/**
 * People and volunteers are named once; should an id come twice, its last entry counts. `required` is the minimum standard
 * per competence, 1..8. Locks are taken in the order given and never override a rule.
 */
export type MatchInput = {
  readonly people: readonly OrgPerson[]
  readonly mentees: readonly Volunteer[]
  readonly mentors: readonly VolunteerMentor[]
  readonly required: Readonly<Record<string, number>>
  readonly forbidden?: readonly PairOfIds[]
  readonly locked?: readonly PairOfIds[]
  readonly weights?: Partial<Weights>
  /** The best sum of all pairs first, and only then the best worst pair. The other way round when it is not asked for. */
  readonly totalBeforeFloor?: boolean
}
