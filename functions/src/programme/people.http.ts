import { invitePeople, listCandidates, listPeople } from '@tandem/contract'
import { proposeCandidates } from '@tandem/domain'
import { bucketOf, enrolmentKey, type Role } from '@tandem/lists'
import { concurrently } from '../concurrently.js'
import { cardOf, type Organisation } from '../directory/directory.js'
import { Duplicate, Refusal } from '../failures.js'
import { isForTheTeam } from '../approval/is-for-the-team.js'
import { namesIn } from '../matching/names-in.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { beginPhase } from './deeds.js'

/** Why a person cannot be invited, as a text key; null when they can. */
function hindrance(organisation: Organisation, personId: string, sender: string): string | null {
  const person = organisation.byId.get(personId)
  if (!person || !person.active || personId === sender) return 'invitation.not-active'
  if (person.mail === null) return 'directory.no-mail'
  return organisation.doubled.has(personId) ? 'invitation.doubled' : null
}

/** Who can be invited, inviting them, and where everyone stands. */
export function registerPeople(serve: Serve, parts: Parts): void {
  const { stores, directory, environment, now } = parts

  serve(listCandidates, async ({ params, body, say }) => {
    const key = params['programme']!
    const [{ row: programme }, organisation, enrolments] = await Promise.all([
      programmeOf(stores, key),
      directory.read(),
      stores.enrolments.asWritten(key),
    ])
    const standing = new Map(enrolments.map(({ row }) => [row.Person, row.Status]))
    const people = organisation.people
      .filter((person) => hindrance(organisation, person.id, environment.TANDEM_SENDER) === null)
      .map((person) => ({
        ...person,
        directReports: organisation.lines.directReports(person.id).length,
        reportsBelow: organisation.lines.reportsBelow(person.id),
      }))
    const proposed = proposeCandidates(body.role, people, programme.Settings.selection)
    return {
      candidates: proposed.slice(0, body.top).map(({ id, reportsBelow }) => ({
        person: cardOf(organisation, id),
        reportsBelow,
        enrolment: standing.get(id) ?? null,
      })),
      eligible: proposed.length,
      problems: organisation.problems.map(({ personId, key: problem, values }) => ({
        personId,
        key: problem,
        sentence: say({ key: problem, values }),
      })),
    }
  })

  const enrol = async (programme: string, person: string, name: string | null, role: Role): Promise<'invited' | 'already'> => {
    try {
      await stores.enrolments.add({
        EnrolmentKey: enrolmentKey(programme, person),
        Programme: programme,
        Bucket: bucketOf(programme, person),
        Person: person,
        PersonName: name,
        Role: role,
        Status: 'invited',
      })
      return 'invited'
    } catch (error) {
      if (error instanceof Duplicate) return 'already'
      throw error
    }
  }

  /** The first invitation launches the programme; more can follow while it invites. */
  serve(invitePeople, async ({ params, body, say, soon }) => {
    const key = params['programme']!
    const [{ row: programme }, organisation] = await Promise.all([programmeOf(stores, key), directory.read()])
    if (programme.Status !== 'draft' && programme.Status !== 'inviting')
      throw new Refusal('Invitations can be sent until the first assessment opens.')
    const once = new Map(body.people.map((one) => [one.personId, one]))
    const checked = [...once.values()].map((one) => ({
      ...one,
      problem: hindrance(organisation, one.personId, environment.TANDEM_SENDER),
    }))
    const possible = checked.filter(({ problem }) => problem === null)
    const results = await concurrently(possible, ({ personId, role }) =>
      enrol(key, personId, organisation.byId.get(personId)?.name.slice(0, 255) ?? null, role),
    )
    if (programme.Status === 'draft' && possible.length > 0)
      await stores.programmes.revise(key, (row) => beginPhase(row, 'inviting', now()))
    soon(key)
    return {
      invited: results.filter((result) => result === 'invited').length,
      already: results.filter((result) => result === 'already').length,
      rejected: checked.flatMap(({ personId, problem }) =>
        problem === null
          ? []
          : [{ personId, sentence: say({ key: problem, values: { name: cardOf(organisation, personId).name } }) }],
      ),
    }
  })

  serve(listPeople, async ({ params, say }) => {
    const key = params['programme']!
    const [, enrolments, tandems, organisation] = await Promise.all([
      programmeOf(stores, key),
      // Until publication whoever withdraws does so silently: the programme team reads a number, not a name.
      stores.enrolments.asWritten(key),
      stores.tandems.inProgramme(key),
      directory.read(),
    ])
    const partners = new Map<string, string[]>()
    for (const { row } of tandems) {
      if (row.Status === 'ended') continue
      partners.set(row.Mentee, [...(partners.get(row.Mentee) ?? []), row.Mentor])
      partners.set(row.Mentor, [...(partners.get(row.Mentor) ?? []), row.Mentee])
    }
    return {
      people: enrolments.map(({ row }) => ({
        person: cardOf(organisation, row.Person),
        role: row.Role,
        status: row.Status,
        gate: row.AssessedOn === null ? ('not-yet' as const) : ('ready' as const),
        partners: (partners.get(row.Person) ?? []).map((id) => cardOf(organisation, id)),
        rule: row.Rule,
        sentence: row.Reason === null ? null : say(namesIn(organisation, row.Reason)),
        needsDecision: row.Status === 'volunteered' && isForTheTeam(row, organisation),
        enrolment: row.EnrolmentKey,
      })),
    }
  })
}
