import { viewMe, type Participation, type Say, type TandemView } from '@tandem/contract'
import { knownStatus, nextStep } from '@tandem/domain'
import { MatchSecret, nextEnrolmentStatuses, type Enrolment, type Meeting, type Programme, type Tandem } from '@tandem/lists'
import { competencesOf } from '../assessment/ask-card.js'
import { cardOf, type Organisation } from '../directory/directory.js'
import { matchPlace } from '../matching/match-place.js'
import { namesIn } from '../matching/names-in.js'
import { proofView } from '../matching/proof-view.js'
import type { Parts } from '../parts.js'
import { phasesOf } from '../programme/phases-of.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { consentVersion } from './consent.js'

const languages = ['en', 'de', 'fr', 'nl', 'cy', 'es', 'it', 'pl', 'pt', 'sv', 'da', 'fi', 'tr', 'ga', 'ro']

/** Everything one person sees of their own, and of nobody else but the partner's name and place. */
export function registerMe(serve: Serve, parts: Parts): void {
  const { stores, directory, sealer, now } = parts

  const tandemView = (
    person: string,
    tandem: Tandem,
    meetings: readonly Meeting[],
    programme: Programme,
    organisation: Organisation,
    say: Say,
  ): TandemView => {
    const secret = MatchSecret.parse(sealer.open(tandem.Match, matchPlace(tandem)))
    const mentee = tandem.Mentee === person
    return {
      key: tandem.TandemKey,
      status: tandem.Status,
      partner: cardOf(organisation, mentee ? tandem.Mentor : tandem.Mentee),
      reasons: secret.reasons.map((reason) => say(namesIn(organisation, reason))),
      proof: proofView(organisation, tandem, say),
      meetingsInAll: programme.Settings.meetings,
      meetings: [...meetings]
        .sort((a, b) => (a.StartsOn < b.StartsOn ? -1 : 1))
        .map((meeting) => {
          const gaveFeedback = (mentee ? meeting.MenteeAnsweredOn : meeting.MentorAnsweredOn) !== null
          return {
            key: meeting.MeetingKey,
            number: meeting.Number,
            attempt: meeting.Attempt,
            status: meeting.Status,
            startsOn: meeting.StartsOn,
            endsOn: meeting.EndsOn,
            joinUrl: meeting.JoinUrl,
            mayCancel: meeting.Status === 'planned' && meeting.StartsOn > now(),
            mayGiveFeedback:
              !gaveFeedback && programme.Status !== 'closed' && meeting.Status !== 'cancelled' && meeting.EndsOn <= now(),
            gaveFeedback,
          }
        }),
    }
  }

  const participation = async (enrolment: Enrolment, organisation: Organisation, say: Say): Promise<Participation> => {
    const { row: programme } = await programmeOf(stores, enrolment.Programme)
    const side = enrolment.Role === 'mentee' ? 'Mentee' : 'Mentor'
    const found = (await stores.tandems.find([side, enrolment.Person])).map(({ row }) => row)
    // A proposal is not known to anyone but the programme team until it is published.
    const tandems = found.filter((row) => row.Programme === enrolment.Programme && row.PublishedOn !== null)
    const meetings = await Promise.all(
      tandems.map(async (row) => (await stores.meetings.find(['Tandem', row.TandemKey])).map((one) => one.row)),
    )
    const next = nextStep(programme, enrolment, { tandems, meetings: meetings.flat() }, now())
    const settled = next.name === 'left-out' && enrolment.Reason !== null
    // Topics are worded for the middle of a sentence; alone they begin one.
    const alone = (name: string) => name.charAt(0).toLocaleUpperCase() + name.slice(1)
    const option = (thing: string) => (key: string) => ({
      key,
      name: say.known(`${thing}.${key}`) ? alone(say({ key: `${thing}.${key}` })) : key,
    })
    return {
      programme: { key: programme.ProgrammeKey, name: programme.Name, blueprint: programme.Blueprint, status: programme.Status },
      role: enrolment.Role,
      status: knownStatus(programme, enrolment),
      next: {
        action: next.action,
        sentence: say({ key: `next.${next.name}`, values: { ...next.values, role: enrolment.Role, programme: programme.Name } }),
        detail: say({
          key: `next.${next.name}.detail`,
          values: { ...next.values, role: enrolment.Role, programme: programme.Name },
        }),
        minutes: next.minutes,
        meeting: next.meeting,
      },
      phases: phasesOf(programme, say),
      consent: {
        version: consentVersion,
        text: say({ key: 'enrolment.consent', values: { programme: programme.Name } }),
        givenOn: enrolment.ConsentOn,
      },
      wishes: enrolment.Wishes,
      capacity: enrolment.Capacity,
      mostCapacity: programme.Settings.mentorCapacity,
      topics: programme.Settings.topics.map(option('topic')),
      languages: languages.map(option('language')),
      outcome: settled ? { sentence: say(enrolment.Reason) } : null,
      tandems: tandems.map((tandem, at) =>
        tandemView(enrolment.Person, tandem, meetings[at] ?? [], programme, organisation, say),
      ),
      competences: competencesOf(programme.Settings, say),
      mayWithdraw: enrolment.ConsentOn !== null && nextEnrolmentStatuses[enrolment.Status].includes('withdrawn'),
    }
  }

  serve(viewMe, async ({ caller, say }) => {
    const [enrolments, asked, organisation] = await Promise.all([
      stores.enrolments.find(['Person', caller.id]),
      stores.enrolments.find(['Approver', caller.id]),
      directory.read(),
    ])
    return {
      person: cardOf(organisation, caller.id),
      isTeam: caller.isTeam,
      approvals: asked.filter(({ row }) => row.Status === 'volunteered').length,
      participations: await Promise.all(enrolments.map(({ row }) => participation(row, organisation, say))),
      now: now(),
    }
  })
}
