import { bucketOf, feedback, feedbackKey, type FeedbackAnswers } from '@tandem/lists'
import { Duplicate, NotYours, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import { programmeOf } from '../stores/found.js'

/** Stores what one of the two says of a meeting, sealed, and settles whether it took place. Said once, it stands. */
export async function recordFeedback(
  { stores, sealer, now }: Parts,
  person: string,
  meetingKey: string,
  answers: FeedbackAnswers,
): Promise<void> {
  const found = await stores.meetings.byKey(meetingKey)
  if (!found || (found.row.Mentee !== person && found.row.Mentor !== person))
    throw new NotYours('This meeting is not one of yours.')
  const { row: meeting } = found
  if (meeting.Status === 'cancelled') throw new Refusal('This meeting was cancelled, so there is nothing to say about it.')
  if (meeting.EndsOn > now()) throw new Refusal('This meeting is still ahead. Please come back when it is over.')
  const { row: programme } = await programmeOf(stores, meeting.Programme)
  if (programme.Status === 'closed') throw new Refusal('The programme is closed, so nothing more is collected.')
  const key = feedbackKey(meetingKey, person)
  try {
    await stores.feedback.add({
      FeedbackKey: key,
      Programme: meeting.Programme,
      Bucket: bucketOf(meeting.Programme, person),
      Meeting: meetingKey,
      Person: person,
      AnsweredOn: now(),
      Answers: sealer.seal(answers, { list: feedback.key, row: key, owner: person }),
    })
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error
  }
  await stores.meetings.revise(meetingKey, (row) => {
    const answered = row.Mentee === person ? 'MenteeAnsweredOn' : 'MentorAnsweredOn'
    if (row[answered] !== null) return undefined
    return {
      [answered]: now(),
      ...(row.Status === 'planned' ? { Status: answers.tookPlace ? ('held' as const) : ('missed' as const) } : {}),
    }
  })
}
