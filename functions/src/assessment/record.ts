import {
  assessmentKey,
  assessments,
  bucketOf,
  enrolmentKey,
  Levels,
  nextEnrolmentStatuses,
  type Assessment,
  type Moment,
  type Settings,
} from '@tandem/lists'
import { Duplicate, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import { enrolmentOf } from '../enrolment/enrolment-of.js'
import type { SealedPlace } from '../seal.js'
import { programmeOf } from '../stores/found.js'

const place = (row: Pick<Assessment, 'AssessmentKey' | 'Person'>): SealedPlace => ({
  list: assessments.key,
  row: row.AssessmentKey,
  owner: row.Person,
})

export const openLevels = ({ sealer }: Pick<Parts, 'sealer'>, row: Assessment): Levels =>
  Levels.parse(sealer.open(row.Levels, place(row)))

/** Which assessment a person may answer now; null when none is open. */
export function openMoment(programme: { Status: string }, enrolment: { Status: string }): Moment | null {
  if (programme.Status === 'assessing' && (enrolment.Status === 'approved' || enrolment.Status === 'ready')) return 'before'
  if (programme.Status === 'evaluating' && enrolment.Status === 'matched') return 'after'
  return null
}

/** Every competence of the programme, no other, each from 0 to 8. */
function complete(levels: Levels, settings: Settings): Levels {
  const missing = settings.competences.filter(({ key }) => levels[key] === undefined)
  if (missing.length > 0)
    throw new Refusal(
      `Please choose a level for each competence; ${missing.length} of ${settings.competences.length} are still empty.`,
    )
  return Object.fromEntries(settings.competences.map(({ key }) => [key, levels[key]!]))
}

/** Stores what a person says of themselves, sealed; answering again replaces the answer while the assessment is open. */
export async function recordAssessment(
  parts: Parts,
  person: string,
  programmeKey: string,
  moment: Moment,
  given: Levels,
): Promise<void> {
  const { stores, sealer, now } = parts
  const [programme, enrolment] = await Promise.all([programmeOf(stores, programmeKey), enrolmentOf(stores, programmeKey, person)])
  if (openMoment(programme.row, enrolment.row) !== moment)
    throw new Refusal(
      moment === 'before'
        ? 'The first assessment is not open for you at the moment.'
        : 'The second assessment is not open for you at the moment.',
    )
  const levels = complete(given, programme.row.Settings)
  const key = assessmentKey(programmeKey, person, moment)
  const sealed = { Levels: sealer.seal(levels, place({ AssessmentKey: key, Person: person })), AnsweredOn: now() }
  const row: Assessment = {
    AssessmentKey: key,
    Programme: programmeKey,
    Bucket: bucketOf(programmeKey, person),
    Person: person,
    Moment: moment,
    ...sealed,
  }
  try {
    await stores.assessments.add(row)
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error
    await stores.assessments.revise(key, () => sealed)
  }
  await stores.enrolments.revise(enrolmentKey(programmeKey, person), (current) => {
    if (moment === 'after') return current.AssessedAfterOn === null ? { AssessedAfterOn: now() } : undefined
    if (!nextEnrolmentStatuses[current.Status].includes('ready')) return undefined
    return { Status: 'ready', AssessedOn: now() }
  })
}
