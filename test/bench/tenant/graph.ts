import { type Figures, timed } from '../figures.js'
import { dice, mailOf, userId } from './made-up.js'
import type { Wire } from './wire.js'

type Page = { readonly '@odata.nextLink'?: string; readonly '@odata.deltaLink'?: string }

const select = 'id,displayName,mail,userPrincipalName,jobTitle,department,officeLocation,accountEnabled,userType'
const pathOf = (link: string | undefined): string | undefined => link?.replace('https://graph.microsoft.com', '')
const users = (expand: string, way: string): string => `/v1.0/users?$select=${select}${expand}&$top=999${way}`

export async function measureDirectory(figures: Figures, graph: Wire, people: number): Promise<void> {
  // Every page of the directory once, in the order in which a nightly reading asks for them.
  const ways: string[] = ['']
  for (let link: string | undefined = users('', ''); link;) {
    link = pathOf((JSON.parse(await graph.get(link)) as Page)['@odata.nextLink'])
    const token = link && new URL(link, 'http://127.0.0.1').searchParams.get('$skiptoken')
    if (token) ways.push(`&$skiptoken=${encodeURIComponent(token)}`)
  }
  const page = (expand: string) => (turn: number) => graph.get(users(expand, ways[turn % ways.length] ?? ''))
  await figures.measure('page of 999 users with managers', ways.length, page('&$expand=manager($select=id)'), { limitMs: 20 })
  await figures.measure('page of 999 users', ways.length, page(''))
  await figures.measure('page of 999 users by a filter', 20, page("&$filter=department eq 'Research'"))
  const roll = dice(7)
  await figures.measure('one user by id', 200, () => graph.get(`/v1.0/users/${userId(roll(people))}`))
  await figures.measure('one user with the whole line of managers', 200, () =>
    graph.text(
      'GET',
      `/v1.0/users/${userId(roll(people))}?$select=id&$expand=manager($levels=max;$select=id)&$count=true`,
      undefined,
      {
        consistencylevel: 'eventual',
      },
    ),
  )
  await figures.measure('one user by mail', 200, () => graph.get(`/v1.0/users?$filter=mail eq '${mailOf(roll(people))}'`))
}

/** The first round of a delta tells everybody with their manager, a later one only what has changed. */
export async function measureDelta(figures: Figures, graph: Wire): Promise<void> {
  const first = `/v1.0/users/delta?$select=${select},manager`
  if (!(await graph.serves(first))) return
  const taken: number[] = []
  let [next, delta]: (string | undefined)[] = [first]
  while (next) {
    const asked: string = next
    const { ms, outcome } = await timed(() => graph.get(asked))
    const page = JSON.parse(outcome) as Page
    taken.push(ms)
    ;[next, delta] = [pathOf(page['@odata.nextLink']), pathOf(page['@odata.deltaLink'])]
  }
  figures.add('page of a first delta with managers', taken)
  if (delta === undefined) throw new Error('The first round of the delta did not end with a deltaLink.')
  const later = delta
  await figures.measure('delta with nothing new', 50, () => graph.get(later))
}

const day = 86_400_000
const monday = Date.UTC(2027, 1, 1)

const utc = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })

export async function measureCalendars(figures: Figures, graph: Wire): Promise<void> {
  const roll = dice(11)
  const owners = 200
  const events = Array.from({ length: owners * 40 }, (_, number) => {
    const from = monday + roll(28) * day + (8 + roll(9)) * 3_600_000
    return { userId: userId(number % owners), subject: `Taken ${number}`, start: utc(from), end: utc(from + 3_600_000) }
  })
  await graph.post('/_tenant/seed', { events })
  await figures.measure(
    'getSchedule of 20 mailboxes over four weeks',
    50,
    (turn) =>
      graph.post(`/v1.0/users/${userId(0)}/calendar/getSchedule`, {
        schedules: Array.from({ length: 20 }, (_, number) => mailOf((turn * 20 + number) % owners)),
        startTime: utc(monday),
        endTime: utc(monday + 28 * day),
        availabilityViewInterval: 30,
      }),
    { note: '40 events each' },
  )
  await figures.measure('an event with one attendee', 100, (turn) =>
    graph.post(`/v1.0/users/${userId(turn)}/events`, {
      subject: `Meeting ${turn}`,
      start: utc(monday + turn * 3_600_000),
      end: utc(monday + (turn + 1) * 3_600_000),
      attendees: [{ type: 'required', emailAddress: { address: mailOf(turn + 200) } }],
    }),
  )
  await figures.measure('a mail sent', 100, (turn) =>
    graph.post(`/v1.0/users/${userId(0)}/sendMail`, {
      message: {
        subject: `Letter ${turn}`,
        body: { contentType: 'html', content: '<p>Good morning.</p>' },
        toRecipients: [{ emailAddress: { address: mailOf(turn + 1) } }],
      },
    }),
  )
}
