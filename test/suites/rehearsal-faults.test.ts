import { oddOrganisation } from './rehearsal/organisation.js'
import { resultsIn, type Results } from './rehearsal/results.js'
import { argumentsWith, type Ran, rehearsalGround } from './rehearsal/run-cli.js'

const ground = rehearsalGround()
afterAll(() => ground.end())

const directory = ground.file('organisation.json', oddOrganisation())
async function rehearse(faults: string): Promise<Ran & { readonly results: Results }> {
  const more = { directory, mentees: '5', mentors: '3', out: ground.at(faults), faults }
  const ran = await ground.run(argumentsWith(more))
  if (ran.code !== 0) throw new Error(`The rehearsal ended with ${ran.code}: ${ran.stderr}\n${ran.stdout}`)
  return { ...ran, results: resultsIn(ground.at(faults)) }
}

describe('a rehearsal on a Microsoft 365 that is slow, throttles, fails and loses answers', () => {
  let well: Results
  let rough: Awaited<ReturnType<typeof rehearse>>

  beforeAll(async () => {
    const [first, second] = await Promise.all([rehearse('none'), rehearse('rough')])
    well = first.results
    rough = second
  }, 170_000)

  const apartFromEvents = ({ meetings }: Results) => meetings.map(({ eventId: _, ...rest }) => rest)

  it('comes to the same pairs, the same people left out and, event ids apart, the same meetings as on one that is well', () => {
    expect(well.pairs.length).toBeGreaterThan(0)
    expect(rough.results.pairs).toEqual(well.pairs)
    expect(rough.results.unmatched).toEqual(well.unmatched)
    expect(apartFromEvents(rough.results)).toEqual(apartFromEvents(well))
  })

  it('has sent no letter twice and put no meeting twice into the calendars', () => {
    expect(rough.stdout).toMatch(/^Checked +\d+ letters sent and \d+ meetings in calendars, none of them twice$/m)
  })

  it('says how many requests met a fault', () => {
    const met = /^Faults +(\d+) requests met one of the profile "rough"$/m.exec(rough.stdout)?.[1]
    expect(Number(met)).toBeGreaterThan(10)
  })
})

it('a rehearsal with faults nobody knows names those there are', async () => {
  const ran = await ground.run(argumentsWith({ directory, faults: 'gentle' }))
  expect(ran.code).toBe(1)
  expect(ran.stderr.trim()).toBe('The argument --faults has to be one of none, mild, rough, brutal, not "gentle".')
})
