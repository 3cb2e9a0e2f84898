import { idOf, offices, person } from '../../people.js'
import type { GraphUser } from '../../tenant/directory.js'

const departments = ['Sales', 'Operations', 'Technology', 'Finance', 'Research', 'Service']
const places = Object.keys(offices) as (keyof typeof offices)[]
const teams = 4
const members = 5

type Record = Partial<GraphUser> & { readonly id: string }

/** Six departments of four teams below one chief: 151 people, before anything odd happens to them. */
function ordinary(): GraphUser[] {
  const chief = person('Chief', { department: 'Board', jobTitle: 'Chief' })
  const people = [chief]
  departments.forEach((department, at) => {
    const office = places[at % places.length]!
    const head = person(`Head ${department}`, { department, office, manager: chief })
    people.push(head)
    for (let team = 0; team < teams; team++) {
      const lead = person(`Lead ${letters(team)} ${department}`, { department, office, manager: head })
      people.push(lead)
      for (let member = 0; member < members; member++)
        people.push(
          person(`Member ${letters(team)} ${letters(member)} ${department}`, {
            department,
            office: places[member % 3]!,
            manager: lead,
          }),
        )
    }
  })
  return people
}

const letters = (number: number) => String.fromCharCode(97 + number).repeat(2)
const named = (name: string) => person(name).id

/** Who is odd, by what is odd about them. Heads and leads are among those a programme invites first. */
export const odd = {
  ownManager: named('Head Sales'),
  unknownManager: named('Head Operations'),
  ring: [named('Head Technology'), named('Lead aa Technology'), named('Lead bb Technology')],
  noDepartment: [named('Head Finance'), named('Member aa aa Service'), named('Member bb cc Service')],
  noMail: named('Head Research'),
  sameMail: { first: named('Lead aa Sales'), later: named('Lead bb Sales') },
  sameName: { first: named('Lead aa Service'), later: named('Lead bb Service') },
  /** Nothing is known of this one but the id. */
  bare: idOf('bare'),
  guest: named('Lead cc Service'),
  leaver: named('Lead dd Service'),
  strangeZone: named('Lead aa Finance'),
} as const

/** About 150 people as Graph would list them, with whatever real directories have and no form forbids. */
export function oddOrganisation(): { readonly value: readonly Record[] } {
  const people = new Map<string, Record>(ordinary().map((one) => [one.id, one]))
  const change = (id: string, properties: Partial<GraphUser>) => people.set(id, { ...people.get(id), ...properties, id })
  change(odd.ownManager, { manager: { id: odd.ownManager } })
  change(odd.unknownManager, { manager: { id: idOf('left the company') } })
  odd.ring.forEach((id, at) => change(id, { manager: { id: odd.ring[(at + 1) % odd.ring.length]! } }))
  change(odd.noDepartment[0], { department: null })
  change(odd.noDepartment[1], { department: '' })
  change(odd.noDepartment[2], { department: '  ' })
  change(odd.noMail, { mail: '' })
  change(odd.sameMail.later, { mail: String(people.get(odd.sameMail.first)?.mail).toUpperCase() })
  change(odd.sameName.later, { userPrincipalName: people.get(odd.sameName.first)!.userPrincipalName! })
  change(odd.guest, { userType: 'Guest' })
  change(odd.leaver, { accountEnabled: false })
  change(odd.strangeZone, { mailboxSettings: { timeZone: 'Nowhere Standard Time' } })
  people.set(odd.bare, { id: odd.bare })
  return { value: [...people.values()] }
}
