import { matchPlace, namesIn, openSite, openStores, organisationOf, sealer, type Organisation } from '@tandem/functions'
import { speaker, type ProgrammeReport } from '@tandem/contract'
import { MatchSecret, type Enrolment, type Meeting, type Tandem } from '@tandem/lists'
import type { GraphUser } from '../tenant/directory.js'

/** One person in each role. */
export type Counted = { readonly mentees: number; readonly mentors: number }

export type PairLine = {
  readonly menteeId: string
  readonly mentorId: string
  readonly status: 'active' | 'completed' | 'ended' | 'suspended'
  readonly score: number
  readonly because: readonly string[]
  readonly proof: {
    readonly commonSuperiorId: string | null
    readonly menteePath: readonly string[]
    readonly mentorPath: readonly string[]
  }
}
export type MeetingLine = {
  readonly menteeId: string
  readonly mentorId: string
  readonly number: number
  readonly startUtc: string
  readonly endUtc: string
  readonly organizerId: string
  readonly eventId: string
  readonly outcome: Meeting['Status']
}
export type UnmatchedLine = { readonly personId: string; readonly role: string; readonly rule: string; readonly sentence: string }

export type Outcome = {
  readonly pairs: readonly PairLine[]
  readonly meetings: readonly MeetingLine[]
  readonly unmatched: readonly UnmatchedLine[]
  readonly found: Counted
}

const say = speaker('en')
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What the site holds at the end, read as the backend reads it; scores are opened with the key of this rehearsal. */
export async function readOutcome(
  source: { readonly siteUrl: string; readonly token: string; readonly sealKey: Buffer; readonly programme: string },
  people: readonly GraphUser[],
): Promise<Outcome> {
  const stores = openStores(
    openSite(source.siteUrl, () => Promise.resolve(source.token)),
    sealer(source.sealKey),
  )
  const rows = async <Row>(stored: Promise<readonly { readonly row: Row }[]>) => (await stored).map(({ row }) => row)
  const [enrolments, tandems, meetings] = await Promise.all([
    rows(stores.enrolments.inProgramme(source.programme)),
    rows(stores.tandems.inProgramme(source.programme)),
    rows(stores.meetings.inProgramme(source.programme)),
  ])
  const organisation = organisationOf(people.map(personOf))
  const published = tandems.filter((tandem) => tandem.PublishedOn !== null)
  const volunteers = enrolments.filter((enrolment) => enrolment.ConsentOn !== null)
  return {
    pairs: published
      .map((tandem) => pairLine(tandem, organisation, source.sealKey))
      .sort((a, b) => byText(a.menteeId, b.menteeId) || byText(a.mentorId, b.mentorId)),
    meetings: meetings
      .map(meetingLine)
      .sort((a, b) => byText(a.menteeId, b.menteeId) || a.number - b.number || byText(a.startUtc, b.startUtc)),
    unmatched: unmatchedLines(volunteers, published, organisation),
    found: {
      mentees: volunteers.filter(({ Role }) => Role === 'mentee').length,
      mentors: volunteers.filter(({ Role }) => Role === 'mentor').length,
    },
  }
}

function pairLine(tandem: Tandem, organisation: Organisation, sealKey: Buffer): PairLine {
  const secret = MatchSecret.parse(sealer(sealKey).open(tandem.Match, matchPlace(tandem)))
  if (tandem.Status === 'proposed') throw new Error(`The tandem "${tandem.TandemKey}" was published and never introduced.`)
  return {
    menteeId: tandem.Mentee,
    mentorId: tandem.Mentor,
    status: tandem.Status,
    score: secret.score,
    because: secret.reasons.map((reason) => say(namesIn(organisation, reason))),
    proof: tandem.Proof,
  }
}

const meetingLine = (meeting: Meeting): MeetingLine => ({
  menteeId: meeting.Mentee,
  mentorId: meeting.Mentor,
  number: meeting.Number,
  startUtc: meeting.StartsOn,
  endUtc: meeting.EndsOn,
  organizerId: meeting.Organizer,
  eventId: meeting.EventId,
  outcome: meeting.Status,
})

/** Everyone who volunteered and has no tandem that meets or has met to the end, each with the rule. */
function unmatchedLines(
  volunteers: readonly Enrolment[],
  tandems: readonly Tandem[],
  organisation: Organisation,
): UnmatchedLine[] {
  const standing = tandems.filter(({ Status }) => Status === 'active' || Status === 'completed')
  const together = new Set(standing.flatMap(({ Mentee, Mentor }) => [Mentee, Mentor]))
  return volunteers
    .filter(({ Person }) => !together.has(Person))
    .map((enrolment) => {
      if (enrolment.Rule === null || enrolment.Reason === null)
        throw new Error(`Nobody told why "${enrolment.EnrolmentKey}" is in no tandem.`)
      return {
        personId: enrolment.Person,
        role: enrolment.Role,
        rule: enrolment.Rule,
        sentence: say(namesIn(organisation, enrolment.Reason)),
      }
    })
    .sort((a, b) => byText(a.personId, b.personId))
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

const personOf = (user: GraphUser) => ({
  id: user.id,
  name: user.displayName,
  mail: user.mail ?? null,
  userPrincipalName: user.userPrincipalName,
  jobTitle: text(user['jobTitle']),
  department: text(user['department']),
  office: text(user['officeLocation']),
  country: text(user['country']),
  language: text(user['preferredLanguage']),
  managerId: user.manager?.id ?? null,
  active: true,
})

export type RehearsalReport = {
  readonly asked: Counted
  readonly found: Counted
  readonly invited: number
  readonly volunteered: number
  readonly approved: number
  readonly refused: number
  readonly assessed: number
  readonly matched: number
  readonly published: number
  readonly meetings: ProgrammeReport['meetings']
  readonly feedback: number
  readonly assessedAfter: number
  readonly change: readonly {
    readonly competence: string
    readonly n: number
    readonly mean: number
    readonly low: number
    readonly high: number
  }[]
  readonly seconds: number
  readonly virtualDays: number
  readonly requests: { readonly sharepoint: number; readonly graph: number; readonly queue: number; readonly api: number }
  readonly peakMemoryMiB: number
}
