import type { GraphUser } from '../../tenant/directory.js'

/** Numbers from a seed (mulberry32), so that every run measures the same company and the same rows. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const given = [
  'Ada',
  'Ben',
  'Chiara',
  'Deniz',
  'Emil',
  'Fatima',
  'Goran',
  'Hanna',
  'Ines',
  'Jonas',
  'Kemal',
  'Lena',
  'Mila',
  'Noor',
]
const family = [
  'Albrecht',
  'Brandt',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Horvat',
  'Ilić',
  'Jansen',
  'Kowalski',
  'Lund',
]
const departments = ['Finance', 'Legal', 'Logistics', 'Marketing', 'Production', 'Research', 'Sales', 'Service']
const offices = ['Dublin', 'Hamburg', 'Helsinki', 'Lisbon', 'Warsaw']
const zones = ['GMT Standard Time', 'W. Europe Standard Time', 'FLE Standard Time']

const hex = (number: number): string => number.toString(16).padStart(12, '0')
export const userId = (number: number): string => `4b1d0000-0000-4000-8000-${hex(number)}`
export const mailOf = (number: number): string => `person.${number}@contoso.example`

/** A company in which everybody but the first has a manager, and every manager eight reports. */
export function companyOf(many: number): GraphUser[] {
  const roll = dice(many)
  const pick = (from: readonly string[]): string => from[roll(from.length)] ?? ''
  return Array.from({ length: many }, (_, number): GraphUser => {
    const [givenName, surname, department] = [pick(given), pick(family), pick(departments)]
    return {
      id: userId(number),
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
      mail: mailOf(number),
      userPrincipalName: mailOf(number),
      jobTitle: roll(4) === 0 ? `Head of ${department}` : `${department} specialist`,
      department,
      officeLocation: pick(offices),
      companyName: 'Contoso',
      country: 'Ireland',
      employeeId: String(100_000 + number),
      employeeHireDate: `${2000 + roll(26)}-0${1 + roll(9)}-01T00:00:00Z`,
      manager: number === 0 ? null : { id: userId((number - 1) >> 3) },
      mailboxSettings: { timeZone: pick(zones) },
    }
  })
}

export const programmes = 500
const statuses = ['invited', 'volunteered', 'approved', 'matched', 'finished']

export type Row = {
  readonly Title: string
  readonly Key: string
  readonly Programme: string
  readonly Person: string
  readonly Status: string
  readonly Due: string
  readonly Score: number
  readonly Body: string
}

export const programmeName = (number: number): string => `programme-${number % programmes}`

/** Rows of a list as products keep them: a key of their own, a programme that a hundred share, a status that a fifth share. */
export function rowsOf(many: number): Row[] {
  const roll = dice(many + 1)
  return Array.from({ length: many }, (_, number): Row => ({
    Title: `Row ${number}`,
    Key: `key-${number}`,
    Programme: programmeName(number),
    Person: userId(roll(60_000)),
    Status: statuses[roll(statuses.length)] ?? 'invited',
    Due: new Date(Date.UTC(2027, 0, 1) + roll(365) * 86_400_000).toISOString(),
    Score: roll(1000),
    Body: 'Lorem ipsum dolor sit amet, consetetur sadipscing elitr. '.repeat(1 + roll(6)),
  }))
}
