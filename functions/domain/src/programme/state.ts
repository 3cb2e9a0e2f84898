import type { Enrolment, Meeting, Programme, StepKind, Tandem } from '@tandem/lists'
import type { Instant } from '../time.js'

/** Everything a decision rests on. */
export type ProgrammeState = {
  readonly programme: Programme
  readonly enrolments: readonly Enrolment[]
  readonly tandems: readonly Tandem[]
  readonly meetings: readonly Meeting[]
  /** Keys of the steps that are named and not done, refused and stuck ones included: they are not named again. */
  readonly namedSteps: ReadonlySet<string>
  /** Those of them that somebody is about to carry out. */
  readonly stepsUnderWay: ReadonlySet<string>
  /** People who are in the lists but no longer active in the directory. */
  readonly gone: ReadonlySet<string>
}

/** Something to be done at a moment, now or later. Carried out elsewhere; naming it twice is harmless. */
export type Planned = {
  readonly kind: StepKind
  /** Key of the enrolment, tandem, meeting or programme it is about. */
  readonly subject: string
  readonly person: string | null
  /** Tells repetitions apart: number and attempt of a meeting, else `1`. */
  readonly generation: string
  readonly due: Instant
}

export type Step = Planned & { readonly key: string }

/** programme/what/who/generation: subjects already begin with the programme's key. */
export const stepKey = (planned: Planned): string => `${planned.subject}/${planned.kind}/${planned.generation}`

export const once = (kind: StepKind, subject: string, person: string | null, due: Instant): Planned => ({
  kind,
  subject,
  person,
  generation: '1',
  due,
})

/** The rows of one person or tandem, found without walking the whole list each time. */
export function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
