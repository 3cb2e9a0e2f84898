import { createHash } from 'node:crypto'
import type { GraphUser } from './tenant/directory.js'

const domain = 'contoso.example'

/** The mailbox our mails come from; nobody signs in to it. */
export const serviceMailbox: GraphUser = {
  id: '00000000-7a4d-4e00-8000-000000000001',
  displayName: 'Tandem',
  userPrincipalName: `tandem@${domain}`,
  mail: `tandem@${domain}`,
  accountEnabled: false,
  userType: 'Member',
  jobTitle: null,
  department: null,
  manager: null,
}

/** The same address has the same object id in every run, as it has in a real directory. */
export function idOf(address: string): string {
  const hex = createHash('sha256').update(address).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const plainLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ø: 'o', ł: 'l', ı: 'i', ř: 'r' }

/** `Zoë Müller` → `zoe.mueller@contoso.example` */
export function addressOf(name: string): string {
  const letters = name.toLowerCase().replace(/[äöüßøłıř]/g, (letter) => plainLetters[letter] ?? letter)
  const ascii = letters.normalize('NFD').replace(/[^a-z ]/g, '')
  return `${ascii.trim().replace(/ +/g, '.')}@${domain}`
}

export type PersonOptions = {
  readonly manager?: GraphUser | null
  readonly jobTitle?: string | null
  readonly department?: string | null
  readonly office?: keyof typeof offices
  readonly preferredLanguage?: string
}

/** Three offices in three time zones, named as Exchange names them. */
export const offices = {
  Hamburg: { country: 'DE', language: 'de-DE', timeZone: 'W. Europe Standard Time' },
  Dublin: { country: 'IE', language: 'en-IE', timeZone: 'GMT Standard Time' },
  Helsinki: { country: 'FI', language: 'fi-FI', timeZone: 'FLE Standard Time' },
} as const

/** Someone for a test: `person('Junior', { manager: head })`. Whatever is not said is ordinary. */
export function person(name: string, options: PersonOptions = {}): GraphUser {
  const { manager = null, jobTitle = 'Specialist', department = 'Operations', office = 'Hamburg' } = options
  const [givenName = name, ...rest] = name.split(' ')
  const { country, language, timeZone } = offices[office]
  const address = addressOf(name)
  return {
    id: idOf(address),
    displayName: name,
    givenName,
    surname: rest.join(' ') || null,
    userPrincipalName: address,
    mail: address,
    jobTitle,
    department,
    companyName: 'Contoso',
    officeLocation: office,
    city: office,
    country,
    usageLocation: country,
    preferredLanguage: options.preferredLanguage ?? language,
    accountEnabled: true,
    userType: 'Member',
    mailboxSettings: {
      timeZone,
      workingHours: {
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        startTime: '09:00:00.0000000',
        endTime: '17:00:00.0000000',
        timeZone: { name: timeZone },
      },
    },
    manager: manager && { id: manager.id },
  }
}

type Team = {
  readonly lead: readonly [name: string, jobTitle: string]
  readonly office: keyof typeof offices
  readonly members: readonly (readonly [name: string, jobTitle: string, language?: string])[]
}
type Department = {
  readonly name: string
  readonly head: readonly [name: string, jobTitle: string, office: keyof typeof offices]
  readonly teams: readonly Team[]
}

const departments: readonly Department[] = [
  {
    name: 'Sales',
    head: ['Helena Brandt', 'Chief Sales Officer', 'Hamburg'],
    teams: [
      {
        lead: ['Stefan Kowalski', 'Head of Key Accounts'],
        office: 'Hamburg',
        members: [
          ['Jonas Adeyemi', 'Sales Analyst'],
          ['Elif Yıldız', 'Account Manager'],
          ['Marie Petersen', 'Junior Account Manager'],
          ['Tobias Wolff', 'Account Manager'],
        ],
      },
      {
        lead: ['Orla Brennan', 'Head of Online Sales'],
        office: 'Dublin',
        members: [
          ['Cian Murphy', 'Campaign Specialist'],
          ['Agnieszka Nowak', 'Web Analyst', 'pl-PL'],
          ['Rafael Costa', 'Content Designer', 'pt-PT'],
        ],
      },
    ],
  },
  {
    name: 'Operations',
    head: ['Matti Virtanen', 'Chief Operating Officer', 'Helsinki'],
    teams: [
      {
        lead: ['Kirsi Lehtonen', 'Head of Logistics'],
        office: 'Helsinki',
        members: [
          ['Aino Korhonen', 'Supply Planner'],
          ['Linh Nguyen', 'Process Analyst'],
          ['Oskar Sandberg', 'Automation Engineer', 'sv-FI'],
          ['Eero Mäkinen', 'Logistics Coordinator'],
        ],
      },
      {
        lead: ['Bernd Hoffmann', 'Head of Customer Service'],
        office: 'Hamburg',
        members: [
          ['Fatima El Amrani', 'Service Designer'],
          ['Lukas Schäfer', 'Customer Adviser'],
          ['Nele Janssen', 'Customer Adviser'],
        ],
      },
      {
        lead: ['Declan Walsh', 'Head of Facilities'],
        office: 'Dublin',
        members: [
          ['Sadhbh Kelly', 'Facilities Planner'],
          ['Piotr Zieliński', 'Technician', 'pl-PL'],
        ],
      },
    ],
  },
  {
    name: 'Technology',
    head: ['Ingrid Solberg', 'Chief Technology Officer', 'Hamburg'],
    teams: [
      {
        lead: ['Mehmet Demir', 'Head of Software'],
        office: 'Hamburg',
        members: [
          ['Clara Vogel', 'Software Engineer'],
          ['Nikolai Petrov', 'Software Engineer'],
          ['Amira Haddad', 'UX Designer'],
          ['Finn Christensen', 'Apprentice Developer'],
        ],
      },
      {
        lead: ['Sanna Heikkinen', 'Head of Data'],
        office: 'Helsinki',
        members: [
          ['Emil Lindqvist', 'Data Scientist', 'sv-FI'],
          ['Yasmin Okafor', 'Machine Learning Engineer'],
          ['Juha Rantanen', 'Data Engineer'],
        ],
      },
      {
        lead: ['Gareth Doyle', 'Head of IT Services'],
        office: 'Dublin',
        members: [
          ['Niamh Byrne', 'Cloud Engineer'],
          ['Daniel Popescu', 'Security Analyst', 'ro-RO'],
          ['Aoife Gallagher', 'Support Engineer'],
        ],
      },
    ],
  },
  {
    name: 'Finance',
    head: ['Ulrich von Arnim', 'Chief Financial Officer', 'Hamburg'],
    teams: [
      {
        lead: ['Catherine Leclerc', 'Head of Controlling'],
        office: 'Hamburg',
        members: [
          ['Paul Neumann', 'Controller'],
          ['Svenja Krüger', 'Financial Analyst'],
          ['Giulia Romano', 'Financial Analyst', 'it-IT'],
        ],
      },
      {
        lead: ['Pauliina Salo', 'Head of Accounting'],
        office: 'Helsinki',
        members: [
          ['Ville Nieminen', 'Accountant'],
          ['Hanna Laine', 'Accountant'],
        ],
      },
      {
        lead: ['Eamon Nolan', 'Head of Procurement'],
        office: 'Dublin',
        members: [
          ['Ifeoma Eze', 'Procurement Specialist'],
          ['Marek Dvořák', 'Contract Analyst', 'cs-CZ'],
          ['Saoirse Flynn', 'Procurement Assistant'],
        ],
      },
    ],
  },
  {
    name: 'People and Culture',
    head: ['Siobhán O’Connor', 'Chief People Officer', 'Dublin'],
    teams: [
      {
        lead: ['Maren Albrecht', 'Head of Learning'],
        office: 'Hamburg',
        members: [
          ['Theo Lindner', 'Learning Designer'],
          ['Zoë Fischer', 'Recruiter'],
        ],
      },
      {
        lead: ['Ronan Fitzgerald', 'Head of HR Services'],
        office: 'Dublin',
        members: [
          ['Katarzyna Wójcik', 'HR Specialist', 'pl-PL'],
          ['Liam Keane', 'Communications Specialist'],
        ],
      },
    ],
  },
]

function generateCompany(): GraphUser[] {
  const chief = person('Annika Bergström', { jobTitle: 'Chief Executive Officer', department: 'Executive Board' })
  const people = [chief]
  for (const { name: department, head, teams } of departments) {
    const [headName, headTitle, office] = head
    const above = person(headName, { jobTitle: headTitle, department, office, manager: chief })
    people.push(above)
    for (const { lead, office, members } of teams) {
      const leader = person(lead[0], { jobTitle: lead[1], department, office, manager: above })
      people.push(leader)
      for (const [name, jobTitle, preferredLanguage] of members)
        people.push(
          person(name, { jobTitle, department, office, manager: leader, ...(preferredLanguage && { preferredLanguage }) }),
        )
    }
  }
  return [...people, ...oddities(people)]
}

/** Every real directory has these: a person nobody manages, and one whom nobody gave a department. */
function oddities(people: readonly GraphUser[]): GraphUser[] {
  const hofmann = named(people, 'Bernd Hoffmann')
  return [
    person('Florentine Becker', { jobTitle: 'Working student', department: 'Technology', manager: null }),
    person('Milan Horváth', { jobTitle: 'Trainee', department: null, manager: hofmann }),
  ]
}

function named(people: readonly GraphUser[], name: string): GraphUser {
  const found = people.find(({ displayName }) => displayName === name)
  if (!found) throw new Error(`Nobody in the company is called ${name}.`)
  return found
}

/** Contoso: 59 people in five departments, three offices and up to four levels, the same in every run. */
export const company: readonly GraphUser[] = generateCompany()

export const colleague = (name: string): GraphUser => named(company, name)

/** Runs the programmes: holds the app role Programme.Admin. */
export const programmeLead = colleague('Maren Albrecht')

/** The form in which Graph answers and the stand-in reads a directory. */
export const directory = (people: readonly GraphUser[] = company) => ({ value: [serviceMailbox, ...people] })
