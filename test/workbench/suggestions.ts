import { call, listPeople, listProgrammes, viewMe, viewProgramme, type ProgrammePerson } from '@tandem/contract'
import { asPerson } from '../run/api.js'
import type { Stack } from '../run/stack.js'
import type { Colleague, Suggestion } from './portal/protocol.js'
import type { Colleagues } from './colleagues.js'

type Role = ProgrammePerson['role']

/** More than this many people are not asked what they have to do; the portal would keep its visitor waiting. */
const mostAsked = 12

/** Four people through whose eyes the programme is worth a look just now: a mentor, a mentee, a manager, and HR. */
export async function suggestPeople(stack: Stack, colleagues: Colleagues): Promise<Suggestion[]> {
  const send = asPerson(stack, stack.programmeLead)
  const { programmes } = await call(send, listProgrammes)
  const programme = [...programmes].reverse().find(({ status }) => status !== 'closed') ?? programmes.at(-1)
  const people = programme ? (await call(send, listPeople, { params: { programme: programme.key } })).people : []
  const [mentor, mentee] = await Promise.all(
    (['mentor', 'mentee'] as const).map((role) => participant(stack, colleagues, people, role)),
  )
  const [manager, lead] = await Promise.all([
    managerOf(stack, colleagues, people),
    programmeTeam(stack, colleagues, programme?.key),
  ])
  return [mentor, mentee, manager, lead].filter((suggestion) => suggestion !== undefined)
}

const names: Record<Role, string> = { mentor: 'Mentor', mentee: 'Mentee' }

/** Someone on that side who has something to do; else someone who takes part; else someone who might. */
async function participant(stack: Stack, colleagues: Colleagues, people: readonly ProgrammePerson[], role: Role) {
  const onSide = people.filter((one) => one.role === role && one.status !== 'withdrawn').sort((a, b) => progress(b) - progress(a))
  let first: Suggestion | undefined
  for (const one of spread(onSide, mostAsked)) {
    const person = colleagues.find(one.person.id)
    if (!person) continue
    const me = await call(asPerson(stack, person.id), viewMe)
    const next = me.participations.find((participation) => participation.role === role)?.next
    const suggestion: Suggestion = {
      person,
      as: names[role],
      sentence: next?.sentence ?? 'Takes part in the programme.',
      tab: 'intranet',
    }
    if (next && next.action !== 'wait' && next.action !== 'none') return suggestion
    first ??= suggestion
  }
  return first ?? candidate(stack, colleagues, role)
}

/** People further along come first: they show more of the product. */
const order: readonly ProgrammePerson['status'][] = [
  'refused',
  'expired',
  'invited',
  'unmatched',
  'finished',
  'volunteered',
  'approved',
  'ready',
  'matched',
]
const progress = ({ status }: ProgrammePerson): number => order.indexOf(status)

/** Evenly from a long list, so that not everybody asked stands at the same point. */
const spread = <T>(all: readonly T[], most: number): readonly T[] =>
  all.filter((_, i) => i % Math.ceil(all.length / most || 1) === 0)

function candidate(stack: Stack, colleagues: Colleagues, role: Role): Suggestion | undefined {
  const lead = colleagues.find(stack.programmeLead)
  const fits = colleagues.all.filter(({ id, department }) => {
    const reports = colleagues.reportsOf(id).length
    return id !== stack.programmeLead && department !== lead?.department && (role === 'mentor' ? reports === 0 : reports > 2)
  })
  const person = fits[role === 'mentor' ? 0 : Math.floor(fits.length / 2)]
  const sentence = `Can be invited as a ${role}; nothing to do until ${lead?.name ?? 'the programme lead'} has begun a programme.`
  return person && { person, as: names[role], sentence, tab: 'intranet' }
}

/** A manager who is asked something; else the manager of someone who takes part. */
async function managerOf(
  stack: Stack,
  colleagues: Colleagues,
  people: readonly ProgrammePerson[],
): Promise<Suggestion | undefined> {
  const applicants = [...people].sort((a, b) => Number(b.status === 'volunteered') - Number(a.status === 'volunteered'))
  const managers = new Set(applicants.flatMap(({ person }) => colleagues.managerOf(person.id) ?? []))
  const suggestion = (person: Colleague, sentence: string): Suggestion => ({ person, as: 'Manager', sentence, tab: 'approvals' })
  for (const person of [...managers].slice(0, mostAsked)) {
    const { approvals } = await call(asPerson(stack, person.id), viewMe)
    if (approvals > 0)
      return suggestion(
        person,
        approvals === 1 ? 'One request waits for a yes or no.' : `${approvals} requests wait for a yes or no.`,
      )
  }
  const person =
    [...managers][0] ??
    colleagues.all.find(({ id }) => colleagues.reportsOf(id).some((one) => colleagues.reportsOf(one.id).length === 0))
  return person && suggestion(person, 'Nothing to decide at the moment; requests come when somebody in the team volunteers.')
}

async function programmeTeam(
  stack: Stack,
  colleagues: Colleagues,
  programme: string | undefined,
): Promise<Suggestion | undefined> {
  const person = colleagues.find(stack.programmeLead)
  if (!person) return undefined
  const suggestion = (sentence: string): Suggestion => ({ person, as: 'HR, programme lead', sentence, tab: 'console' })
  if (!programme) return suggestion('Begins here: choose a blueprint, create the first programme and invite people.')
  const { attention } = await call(asPerson(stack, person.id), viewProgramme, { params: { programme } })
  return suggestion(attention[0]?.sentence ?? 'Everything runs; see how the programme is doing.')
}
