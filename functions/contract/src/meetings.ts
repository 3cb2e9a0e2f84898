import { meetingStatuses } from '@tandem/lists'
import { z } from 'zod'
import { endpoint, Nothing } from './endpoint.js'

export const MeetingView = z.object({
  key: z.string(),
  number: z.number(),
  attempt: z.number(),
  status: z.enum(meetingStatuses),
  startsOn: z.string(),
  endsOn: z.string(),
  joinUrl: z.string().nullable(),
  mayCancel: z.boolean(),
  mayGiveFeedback: z.boolean(),
  gaveFeedback: z.boolean(),
})
export type MeetingView = z.output<typeof MeetingView>

/** Takes the meeting out of both calendars and looks for another time; the partner learns only that there will be a new one. */
export const cancelMeeting = endpoint({
  name: 'cancelMeeting',
  who: 'person',
  method: 'POST',
  path: 'meetings/cancellation',
  request: z.object({ meeting: z.string() }),
  response: Nothing,
})

export const giveFeedback = endpoint({
  name: 'giveFeedback',
  who: 'person',
  method: 'POST',
  path: 'meetings/feedback',
  request: z.object({ meeting: z.string(), tookPlace: z.boolean(), useful: z.number().int().min(1).max(5).nullable() }),
  response: Nothing,
})
