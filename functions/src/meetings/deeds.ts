import { meetingFeedbackCard } from '@tandem/cards'
import type { Say } from '@tandem/contract'
import { findSlot, nextBooking, searchWindow } from '@tandem/domain'
import { bucketOf, enrolmentKey, meetingKey, type Meeting, type Tandem } from '@tandem/lists'
import { fiveOf } from '../assessment/ask-card.js'
import { cardOf } from '../directory/directory.js'
import { Duplicate, Refusal } from '../failures.js'
import { firstName, writerOf } from '../mail/write-to.js'
import type { Parts } from '../parts.js'
import type { Deeds } from '../programme/carry-out.js'
import { programmeOf, settled } from '../stores/found.js'
import { eventHtml, eventSubject } from './event-text.js'

/** Books, cancels and settles meetings, and asks how they went. */
export function meetingDeeds(parts: Parts): Pick<Deeds, 'book-meeting' | 'cancel-event' | 'ask-feedback' | 'settle-meeting'> {
  const { stores, directory, calendars, now } = parts
  const write = writerOf(parts)

  const feedbackCard = async (meeting: Meeting, person: string, partner: string, say: Say) => {
    const text = (part: string) =>
      say({ key: `card.feedback.${part}`, values: { partner: firstName(partner), number: meeting.Number } })
    return meetingFeedbackCard({
      token: await parts.cardTokens.issue({ card: 'meeting-feedback', about: meeting.MeetingKey, person }),
      answerUrl: `${parts.environment.TANDEM_API_URL}/cards`,
      originator: parts.environment.TANDEM_ORIGINATOR,
      texts: {
        heading: text('heading'),
        intro: text('intro'),
        useful: text('useful'),
        privacy: text('privacy'),
        choose: say({ key: 'card.choose' }),
        yes: text('yes'),
        no: text('no'),
      },
      scale: fiveOf(say),
    })
  }

  /** An event that a try before this one created, and did not live to record, is in the way when the tandem has ended since. */
  const removeUnrecorded = async (tandem: Tandem, meetings: readonly Meeting[], generation: string) => {
    const [number, attempt] = generation.split('.').map(Number)
    const key = meetingKey(tandem.TandemKey, number!, attempt!)
    if (meetings.some((meeting) => meeting.MeetingKey === key)) return
    const event = await calendars.findBooked(tandem.Mentor, key)
    if (event) await calendars.cancel(tandem.Mentor, event.id, '')
  }

  /** People move and delete meetings in Outlook. What the calendar says counts; undefined when there is nothing to ask about yet or any more. */
  const asItStands = async (meeting: Meeting): Promise<Meeting | undefined> => {
    if (meeting.Status !== 'planned') return meeting
    const event = await calendars.find(meeting.Organizer, meeting.EventId)
    if (event === undefined) {
      await stores.meetings.revise(meeting.MeetingKey, (row) =>
        row.Status === 'planned' ? { Status: 'cancelled', RemovedOn: now() } : undefined,
      )
      return undefined
    }
    const { from, to } = event.slot
    if (from === meeting.StartsOn && to === meeting.EndsOn) return meeting
    await stores.meetings.revise(meeting.MeetingKey, () => ({ StartsOn: from, EndsOn: to }))
    return to > now() ? undefined : { ...meeting, StartsOn: from, EndsOn: to }
  }

  return {
    async 'book-meeting'(step, again) {
      const tandem = await settled(stores.tandems, step.Subject)
      const { row: programme } = await programmeOf(stores, step.Programme)
      const meetings = (await stores.meetings.find(['Tandem', tandem.TandemKey])).map(({ row }) => row)
      const booking = nextBooking(tandem, meetings, programme.Settings)
      const generation = step.StepKey.split('/').at(-1)!
      if (!booking || generation !== `${booking.number}.${booking.attempt}`) {
        if (again) await removeUnrecorded(tandem, meetings, generation)
        return
      }
      const key = meetingKey(tandem.TandemKey, booking.number, booking.attempt)
      const organisation = await directory.read()
      const [mentee, mentor] = [tandem.Mentee, tandem.Mentor].map((id) => {
        const person = organisation.byId.get(id)
        if (!person?.mail)
          throw new Refusal(`${person?.name ?? id} has no mailbox.`, {
            key: 'step.no-mail',
            values: { name: person?.name ?? id },
          })
        return { name: person.name, mail: person.mail }
      }) as [{ name: string; mail: string }, { name: string; mail: string }]

      const known = again ? await calendars.findBooked(tandem.Mentor, key) : undefined
      const found = known ?? (await bookNew())
      try {
        await stores.meetings.add({
          MeetingKey: key,
          Programme: step.Programme,
          Bucket: bucketOf(step.Programme, tandem.Mentee),
          Tandem: tandem.TandemKey,
          Mentee: tandem.Mentee,
          Mentor: tandem.Mentor,
          MenteeName: mentee.name.slice(0, 255),
          MentorName: mentor.name.slice(0, 255),
          Number: booking.number,
          Attempt: booking.attempt,
          Status: 'planned',
          StartsOn: found.slot.from,
          EndsOn: found.slot.to,
          Organizer: tandem.Mentor,
          EventId: found.id,
          JoinUrl: found.joinUrl,
        })
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error
      }

      async function bookNew() {
        const window = searchWindow(booking!, now())
        // Whoever asked for another time does not mean the same one again, though it is free now.
        const unsuitable = meetings
          .filter(({ Number: number }) => number === booking!.number)
          .map(({ StartsOn: from, EndsOn: to }) => ({ from, to }))
        const [hers, his] = await calendars.availability([mentee.mail, mentor.mail], window)
        const slot = findSlot(
          window,
          programme.Settings.meetingMinutes,
          [hers!.working, his!.working],
          [...hers!.busy, ...his!.busy, ...unsuitable],
        )
        if (!slot) {
          const values = { mentee: mentee.name, mentor: mentor.name }
          throw new Refusal(`${mentee.name} and ${mentor.name} have no common free time.`, { key: 'step.no-slot', values })
        }
        const about = { number: booking!.number, mentee: mentee.name, mentor: mentor.name }
        const request = {
          key,
          organizerId: tandem.Mentor,
          slot,
          attendee: mentee,
          subject: eventSubject(about),
          html: eventHtml(about),
        }
        return calendars.book(request)
      }
    },

    async 'cancel-event'(step) {
      const meeting = await settled(stores.meetings, step.Subject)
      // Tried again after it took place, there is nothing to take out of the calendars any more.
      if (meeting.RemovedOn !== null || meeting.Status === 'held' || meeting.Status === 'missed') return
      await calendars.cancel(meeting.Organizer, meeting.EventId, '')
      await stores.meetings.revise(step.Subject, (row) =>
        row.RemovedOn === null ? { Status: 'cancelled', RemovedOn: now() } : undefined,
      )
    },

    async 'ask-feedback'(step, again) {
      const meeting = await asItStands(await settled(stores.meetings, step.Subject))
      if (meeting === undefined) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const organisation = await directory.read()
      for (const side of ['mentee', 'mentor'] as const) {
        const [person, partner] = side === 'mentee' ? [meeting.Mentee, meeting.Mentor] : [meeting.Mentor, meeting.Mentee]
        const answered = side === 'mentee' ? meeting.MenteeAnsweredOn : meeting.MentorAnsweredOn
        if (answered !== null || !organisation.byId.get(person)?.active) continue
        const { Status: standing } = await settled(stores.enrolments, enrolmentKey(step.Programme, person))
        if (standing === 'withdrawn') continue
        const { name } = cardOf(organisation, partner)
        await write({
          key: `${step.StepKey}/${side}`,
          to: person,
          name: 'ask-feedback',
          values: { programme: programme.Name, partner: firstName(name), number: meeting.Number },
          page: 'tandem',
          card: (say) => feedbackCard(meeting, person, name, say),
          again,
        })
      }
      await stores.meetings.revise(step.Subject, (row) =>
        row.MenteeAskedOn === null ? { MenteeAskedOn: now(), MentorAskedOn: now() } : undefined,
      )
    },

    async 'settle-meeting'(step) {
      await stores.meetings.revise(step.Subject, (row) => (row.Status === 'planned' ? { Status: 'held' } : undefined))
    },
  }
}
