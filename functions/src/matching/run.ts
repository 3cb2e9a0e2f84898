import { match, verifyCertificate, type MatchInput, type MatchResult } from '@tandem/domain'
import {
  assessmentKey,
  bucketOf,
  enrolmentKey,
  tandemKey,
  type Enrolment,
  type Message,
  type NewRow,
  type Programme,
  type Tandem,
  type tandems,
} from '@tandem/lists'
import { openLevels } from '../assessment/record.js'
import { concurrently } from '../concurrently.js'
import type { Organisation } from '../directory/directory.js'
import { Duplicate, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import type { Stored } from '../stores/list-store.js'
import { matchPlace } from './match-place.js'

/** Statuses from which a person may come into the match; a repeated run takes everyone in again. */
const inTheMatch = (enrolment: Enrolment) =>
  enrolment.AssessedOn !== null &&
  (enrolment.Status === 'ready' ||
    enrolment.Status === 'matched' ||
    (enrolment.Status === 'unmatched' && enrolment.Rule !== 'no_assessment'))

/**
 * Runs the matching and stores what it proposes. Nobody but the programme team sees a proposal. Run again, it replaces what was proposed;
 * interrupted halfway, running it again completes it.
 */
export async function runMatch(parts: Parts, programme: Programme): Promise<{ result: MatchResult; proven: boolean }> {
  const { stores, directory, now } = parts
  const key = programme.ProgrammeKey
  const [organisation, enrolments, assessed, tandems] = await Promise.all([
    directory.readFresh(),
    stores.enrolments.inProgramme(key),
    stores.assessments.inProgramme(key),
    stores.tandems.inProgramme(key),
  ])
  const waiting = enrolments.filter(
    ({ row }) => (row.Status === 'approved' && row.AssessedOn === null) || row.Status === 'volunteered',
  )
  if (waiting.length > 0)
    throw new Refusal(
      `${waiting.length} people are just being told that their time to answer ran out. Please run the matching again in a minute.`,
    )
  const levels = new Map(assessed.map(({ row }) => [row.AssessmentKey, row]))
  const takers = enrolments.filter(({ row }) => inTheMatch(row) && organisation.byId.get(row.Person)?.active === true)
  const volunteer = ({ row }: Stored<Enrolment>) => {
    const assessment = levels.get(assessmentKey(key, row.Person, 'before'))
    if (!assessment)
      throw new Error(`The assessment of enrolment "${row.EnrolmentKey}" is marked as answered and not in its list.`)
    const wishes = row.Wishes ?? { languages: [], topics: [] }
    return { personId: row.Person, ...wishes, levels: openLevels(parts, assessment) }
  }
  const { mentorCapacity, minLoad, competences } = programme.Settings
  const input: MatchInput = {
    people: organisation.people.map(orgPerson),
    mentees: takers.filter(({ row }) => row.Role === 'mentee').map(volunteer),
    mentors: takers
      .filter(({ row }) => row.Role === 'mentor')
      .map((one) => ({ ...volunteer(one), capacity: one.row.Capacity ?? mentorCapacity, minLoad })),
    required: Object.fromEntries(competences.map((competence) => [competence.key, competence.required])),
  }
  const result = match(input)
  const proven = verifyCertificate(input, result) === null
  // While proposals are replaced there is none to publish: a run that is interrupted here has to be run again first.
  await stores.programmes.revise(key, (row) => {
    if (row.Status !== 'matching') throw new Refusal('The tandems have been published in the meantime. Nothing was changed.')
    return { MatchedOn: null }
  })
  await store(parts, key, result, takers, tandems)
  await stores.programmes.revise(key, () => ({ MatchedOn: now() }))
  return { result, proven }
}

const orgPerson = ({ id, managerId, department, office, country }: Organisation['people'][number]) => ({
  id,
  managerId,
  department,
  office,
  country,
})

const plain = ({
  key,
  values,
}: {
  key: string
  values: Readonly<Record<string, string | number | readonly string[]>>
}): Message => ({
  key: `reason.${key}`,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  ),
})

async function store(
  { stores, sealer }: Parts,
  programme: string,
  result: MatchResult,
  takers: readonly Stored<Enrolment>[],
  before: readonly Stored<Tandem>[],
): Promise<void> {
  const nameOf = new Map(takers.map(({ row }) => [row.Person, row.PersonName]))
  const rows = result.pairs.map((pair): NewRow<typeof tandems> => {
    const identity = { TandemKey: tandemKey(programme, pair.menteeId, 1), Mentee: pair.menteeId, Mentor: pair.mentorId }
    const { commonSuperiorId, menteePath, mentorPath } = pair.proof
    return {
      ...identity,
      MenteeName: nameOf.get(pair.menteeId) ?? null,
      MentorName: nameOf.get(pair.mentorId) ?? null,
      Programme: programme,
      Bucket: bucketOf(programme, pair.menteeId),
      Status: 'proposed',
      Word: pair.word,
      Reasons: pair.because.filter((reason) => !reason.fromAssessment).map(plain),
      Proof: { commonSuperiorId, menteePath: [...menteePath], mentorPath: [...mentorPath] },
      Match: sealer.seal({ score: pair.score, reasons: pair.because.map(plain) }, matchPlace(identity)),
    }
  })
  const proposed = new Map(before.filter(({ row }) => row.Status === 'proposed').map((one) => [one.row.TandemKey, one]))
  const kept = new Set(rows.map((row) => row.TandemKey))
  // A proposal is no history: nobody ever heard of it, so it leaves the list when the next run does without it.
  await concurrently(
    [...proposed.values()].filter(({ row }) => !kept.has(row.TandemKey)),
    (one) => stores.tandems.remove(one),
  )
  await concurrently(rows, async (row) => {
    const there = proposed.get(row.TandemKey)
    if (there) return void (await stores.tandems.update(there, row))
    await stores.tandems.add(row).catch((error: unknown) => {
      if (!(error instanceof Duplicate)) throw error
    })
  })
  const matched = new Set(result.pairs.flatMap((pair) => [pair.menteeId, pair.mentorId]))
  const left = new Map(result.unmatched.map((one) => [one.personId, one]))
  await concurrently(takers, async ({ row }) => {
    const out = left.get(row.Person)
    await stores.enrolments.revise(enrolmentKey(programme, row.Person), (current) => {
      if (current.Status === 'withdrawn') return undefined
      if (matched.has(row.Person)) return { Status: 'matched', Rule: null, Reason: null }
      if (!out) throw new Error(`The matching lost sight of the enrolment "${row.EnrolmentKey}".`)
      // The programme team itself ruled out everybody who was left; to the person that is a question of who else was there.
      return { Status: 'unmatched', Rule: out.rule === 'forbidden' ? 'competition' : out.rule, Reason: plain(out.reason) }
    })
  })
}
