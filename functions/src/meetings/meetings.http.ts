import { cancelMeeting, giveFeedback } from '@tandem/contract'
import { NotYours, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { recordFeedback } from './record-feedback.js'

/** What the two of a tandem may do with their meetings; the programme team may do none of it. */
export function registerMeetings(serve: Serve, parts: Parts): void {
  const { stores, now } = parts

  serve(cancelMeeting, async ({ caller, body }) => {
    const found = await stores.meetings.byKey(body.meeting)
    if (!found || (found.row.Mentee !== caller.id && found.row.Mentor !== caller.id))
      throw new NotYours('This meeting is not one of yours.')
    if (found.row.Status === 'cancelled') return {}
    if (found.row.Status !== 'planned' || found.row.StartsOn <= now())
      throw new Refusal('This meeting has begun or is over, so it can no longer be cancelled.')
    await stores.meetings.revise(body.meeting, (row) => (row.Status === 'planned' ? { Status: 'cancelled' } : undefined))
    return {}
  })

  serve(giveFeedback, async ({ caller, body }) => {
    await recordFeedback(parts, caller.id, body.meeting, { tookPlace: body.tookPlace, useful: body.useful })
    return {}
  })
}
