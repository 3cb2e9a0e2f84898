import { bucketOf, enrolmentKey, evaluations, type EvaluationAnswers } from '@tandem/lists'
import { enrolmentOf } from '../enrolment/enrolment-of.js'
import { Duplicate, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import { programmeOf } from '../stores/found.js'

/** Stores how a person looks back, sealed; once. */
export async function recordEvaluation(
  { stores, sealer, now }: Parts,
  person: string,
  programmeKey: string,
  answers: EvaluationAnswers,
): Promise<void> {
  const [programme, enrolment] = await Promise.all([programmeOf(stores, programmeKey), enrolmentOf(stores, programmeKey, person)])
  if (programme.row.Status !== 'evaluating' || enrolment.row.Status !== 'matched')
    throw new Refusal('The evaluation is not open for you at the moment.')
  const key = `${programmeKey}/${person}`
  try {
    await stores.evaluations.add({
      EvaluationKey: key,
      Programme: programmeKey,
      Bucket: bucketOf(programmeKey, person),
      Person: person,
      AnsweredOn: now(),
      Answers: sealer.seal(answers, { list: evaluations.key, row: key, owner: person }),
    })
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error
  }
  await stores.enrolments.revise(enrolmentKey(programmeKey, person), (row) =>
    row.EvaluatedOn === null ? { EvaluatedOn: now() } : undefined,
  )
}
