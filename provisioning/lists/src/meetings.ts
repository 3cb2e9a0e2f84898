import { z } from 'zod'
import { choice, date, defineList, json, number, rowSchema, text, type RowOf } from './define-list.js'

export const meetingStatuses = ['planned', 'held', 'missed', 'cancelled'] as const

export const meetings = defineList({
  key: 'TandemMeetings',
  title: 'Reverse mentoring: meetings',
  about: 'One row per Outlook event of a tandem. What was said in a meeting is nowhere in this list.',
  tier: 'team',
  versions: 20,
  crawled: false,
  retentionDays: 365,
  columns: {
    MeetingKey: text({ about: 'tandem/number/attempt.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme, by the mentee.', indexed: true }),
    Tandem: text({ about: 'Key of the tandem.', indexed: true }),
    Mentee: text({ about: 'Directory id.', title: 'Mentee id', indexed: true }),
    Mentor: text({ about: 'Directory id.', title: 'Mentor id', indexed: true }),
    MenteeName: text({ about: 'What the mentee was called when the meeting was booked.', title: 'Mentee', required: false }),
    MentorName: text({ about: 'What the mentor was called when the meeting was booked.', title: 'Mentor', required: false }),
    Number: number({ about: 'Which meeting of the tandem, from 1; the first is the kick-off.' }),
    Attempt: number({ about: 'From 1; a missed or cancelled meeting is tried again under the same number.' }),
    Status: choice(meetingStatuses, { about: 'Whether it stands, took place, was missed or cancelled.', indexed: true }),
    StartsOn: date({ about: 'Beginning, UTC.' }),
    EndsOn: date({ about: 'End, UTC.' }),
    Organizer: text({ about: 'Directory id of the person in whose calendar the event was created.' }),
    EventId: text({ about: "Id of the event in the organiser's calendar." }),
    JoinUrl: json(z.string(), { about: 'Teams link; longer than a text column holds.', required: false }),
    RemovedOn: date({ about: 'When a cancelled event was taken out of the calendars.', required: false }),
    MenteeAskedOn: date({ about: 'When the mentee was asked how it went.', required: false }),
    MentorAskedOn: date({ about: 'When the mentor was asked how it went.', required: false }),
    MenteeAnsweredOn: date({ about: 'When the mentee answered.', required: false }),
    MentorAnsweredOn: date({ about: 'When the mentor answered.', required: false }),
  },
  leadsToConsole: 'Programme',
  views: [
    {
      title: 'Coming',
      where: [
        { column: 'Status', is: ['planned'] },
        { column: 'StartsOn', from: 'today' },
      ],
      orderBy: 'StartsOn',
      columns: ['StartsOn', 'EndsOn', 'MenteeName', 'MentorName', 'Number', 'Programme'],
    },
    {
      // By date and nothing else: no list is sorted by how people behave.
      title: 'Past and cancelled',
      where: [{ column: 'Status', is: ['held', 'missed', 'cancelled'] }],
      groupBy: ['Programme'],
      orderBy: 'StartsOn',
      descending: true,
      columns: ['StartsOn', 'MenteeName', 'MentorName', 'Number', 'Status', 'Programme'],
    },
  ],
})
export type Meeting = RowOf<typeof meetings>
export type MeetingStatus = Meeting['Status']
export const meetingRow = rowSchema(meetings)

export const nextMeetingStatuses: Record<MeetingStatus, readonly MeetingStatus[]> = {
  planned: ['held', 'missed', 'cancelled'],
  held: [],
  missed: [],
  cancelled: [],
}

export const meetingKey = (tandem: string, number: number, attempt: number): string => `${tandem}/${number}/${attempt}`
