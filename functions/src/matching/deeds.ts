import { enrolmentKey, type Tandem } from '@tandem/lists'
import { cardOf } from '../directory/directory.js'
import { firstName, writerOf } from '../mail/write-to.js'
import type { Parts } from '../parts.js'
import type { Deeds } from '../programme/carry-out.js'
import { programmeOf, settled } from '../stores/found.js'
import { namesIn } from './names-in.js'

/** Introduces tandems, completes and ends them, and tells whoever stayed. */
export function tandemDeeds(parts: Parts): Pick<Deeds, 'introduce' | 'complete-tandem' | 'end-tandem' | 'tell-ended'> {
  const { stores, directory, now } = parts
  const write = writerOf(parts)

  const introduceTo = async (tandem: Tandem, side: 'mentee' | 'mentor', programme: string, key: string, again: boolean) => {
    const organisation = await directory.read()
    const [to, partner] = side === 'mentee' ? [tandem.Mentee, tandem.Mentor] : [tandem.Mentor, tandem.Mentee]
    const { name, jobTitle, department } = cardOf(organisation, partner)
    await write({
      key: `${key}/${side}`,
      to,
      name: `introduce-${side}`,
      values: {
        programme,
        partner: name,
        first: firstName(name),
        place: [jobTitle, department].filter((part) => part !== null).join(', ') || name,
      },
      // A mail lies in clear in two mailboxes; what comes from an assessment stands on the page alone.
      points: (say) => tandem.Reasons.map((reason) => say(namesIn(organisation, reason))),
      page: 'tandem',
      again,
    })
  }

  const standingOf = ({ Programme, Mentee, Mentor }: Tandem) =>
    Promise.all([Mentee, Mentor].map((person) => settled(stores.enrolments, enrolmentKey(Programme, person))))

  const end = (key: string, becomes: 'completed' | 'ended') =>
    stores.tandems.revise(key, (row) =>
      row.Status === 'completed' || row.Status === 'ended' ? undefined : { Status: becomes, EndedOn: now() },
    )

  return {
    async introduce(step, again) {
      const tandem = await settled(stores.tandems, step.Subject)
      // Tried late or again, the step may find the tandem ended, or one of the two withdrawn since the publication.
      if (tandem.Status !== 'proposed' || (await standingOf(tandem)).some(({ Status }) => Status === 'withdrawn')) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      if (tandem.MenteeToldOn === null) {
        await introduceTo(tandem, 'mentee', programme.Name, step.StepKey, again)
        await stores.tandems.revise(step.Subject, (row) => (row.MenteeToldOn === null ? { MenteeToldOn: now() } : undefined))
      }
      if (tandem.MentorToldOn === null) await introduceTo(tandem, 'mentor', programme.Name, step.StepKey, again)
      await stores.tandems.revise(step.Subject, (row) =>
        row.Status === 'proposed'
          ? { Status: 'active', MentorToldOn: now(), PublishedOn: programme.PublishedOn ?? now() }
          : undefined,
      )
    },

    async 'complete-tandem'(step) {
      await end(step.Subject, 'completed')
    },

    async 'end-tandem'(step) {
      const tandem = await settled(stores.tandems, step.Subject)
      await end(step.Subject, 'ended')
      const standing = await standingOf(tandem)
      const { byId } = await directory.read()
      const hasLeft = standing.some(({ Status, Person }) => Status === 'withdrawn' || byId.get(Person)?.active !== true)
      const reason = hasLeft ? 'outcome.partner-left' : 'outcome.time-over'
      for (const person of [tandem.Mentee, tandem.Mentor]) await withoutPartner(parts, tandem, person, reason)
    },

    async 'tell-ended'(step, again) {
      const tandem = await settled(stores.tandems, step.Subject)
      if (tandem.EndingToldOn !== null) return
      const { row: programme } = await programmeOf(stores, step.Programme)
      const organisation = await directory.read()
      for (const { Person: to, Role: side, Status: standing } of await standingOf(tandem)) {
        if (standing === 'withdrawn' || !organisation.byId.get(to)?.active) continue
        await write({
          key: `${step.StepKey}/${side}`,
          to,
          name: 'tandem-ended',
          values: { programme: programme.Name },
          page: 'tandem',
          again,
        })
      }
      await stores.tandems.revise(step.Subject, (row) => (row.EndingToldOn === null ? { EndingToldOn: now() } : undefined))
    },
  }
}

/**
 * Whoever has no other tandem after one has ended carries the reason, so that nobody is silently left out. Somebody who was never
 * introduced to the partner stays without a tandem, and is told so like everybody else of whom that is true.
 */
async function withoutPartner({ stores }: Parts, tandem: Tandem, person: string, reason: string): Promise<void> {
  const { Programme: programme, PublishedOn: introducedOn } = tandem
  const mine = [...(await stores.tandems.find(['Mentee', person])), ...(await stores.tandems.find(['Mentor', person]))]
  const goesOn = mine.some(({ row }) => row.Programme === programme && row.Status !== 'ended')
  if (goesOn) return
  await stores.enrolments.revise(enrolmentKey(programme, person), (row) =>
    row.Rule === null && row.Status === 'matched'
      ? { Status: introducedOn === null ? 'unmatched' : row.Status, Rule: 'withdrew', Reason: { key: reason, values: {} } }
      : undefined,
  )
}
