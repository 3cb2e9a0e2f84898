import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { locales, speaker } from '@tandem/contract'
import { blueprints } from '@tandem/domain'
import { programmeStatuses, roles, type Message } from '@tandem/lists'
import { texts } from '../../functions/contract/src/texts/index.js'

const root = path.resolve(__dirname, '../..')
const sourcesIn = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'))
const functionsSources = sourcesIn('functions/src')
const domainSources = sourcesIn('functions/domain/src')

/** What the named groups of all matches of a pattern have captured. */
const found = (sources: readonly string[], pattern: RegExp) =>
  [...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1]!)))].sort()

/** One plausible value for every name that occurs in a text. */
const plausible: Message['values'] = {
  about: 'x',
  address: 'jonas@contoso.example',
  approved: 3,
  assessed: 2,
  capacity: 3,
  commonSuperior: 'Annika Bergström',
  competences: ['sharing', 'security'],
  country: 'DE',
  covered: 2,
  days: 10,
  department: 'Sales',
  place: 'Analyst, Sales',
  excluded: 3,
  first: 'Clara',
  gaps: 4,
  hours: 2,
  invited: 9,
  job: 'Analyst',
  kind: 'invite',
  languages: ['en', 'de'],
  left: 1,
  matched: 4,
  meetings: 4,
  mentee: 'Helena Brandt',
  menteeDepartment: 'Sales',
  menteeFunction: 'Head',
  menteeSteps: 1,
  mentor: 'Clara Vogel',
  mentorDepartment: 'Technology',
  mentorFunction: 'Engineer',
  mentorSteps: 3,
  mentors: 2,
  mentorsWithPlaces: 1,
  message: 'Something to do.',
  minutes: 60,
  moment: 'before',
  name: 'Jonas Adeyemi',
  number: 1,
  of: 5,
  office: 'Hamburg',
  other: 'Nele Janssen',
  partner: 'Clara Vogel',
  people: 1,
  places: 3,
  possibleMentees: 2,
  programme: 'First round',
  reader: 'Helena',
  ready: 5,
  rivals: 4,
  role: 'mentor',
  starts: '2027-02-02T14:00:00Z',
  superior: 'Annika Bergström',
  tandems: 2,
  topics: ['automation'],
  volunteered: 5,
}

/** Keys that are written out in the sources, and those that are put together, family by family. */
function keysInUse(): readonly string[] {
  const families = [...new Set(Object.keys(texts.en).map((key) => key.split('.')[0]))].join('|')
  const written = found([...functionsSources, ...domainSources], new RegExp(`'((?:${families})\\.[\\w.-]+)'`, 'g'))
  const mails = [
    ...found(functionsSources, /\bname: '([a-z-]+)',\s+values/g),
    ...roles.flatMap((role) => [`invite-${role}`, `introduce-${role}`]),
  ]
  const reasons = found(domainSources, /\breason\(\s*'([a-z-]+)'/g)
  const rulesOfLeftOut = found(
    domainSources,
    /'((?:mentor-reports-to-mentee|mentee-reports-to-mentor|covers-competences|nobody-[a-z-]+))'/g,
  )
  const places = ['same-office', 'same-country', 'within-one-hour', 'within-three-hours', 'within-six-hours']
  const next = found(domainSources, /\bstep\('[a-z-]+', '([a-z-]+)'/g)
  const conditional = ['waiting-for-team', 'waiting-for-manager', 'kick-off', 'meeting']
  const attention = found(functionsSources, /\badd\('([a-z-]+)'/g)
  const card = (kind: string) => found(functionsSources, new RegExp(`card\\.${kind}\\.(\\w+)`, 'g'))
  const [{ settings }] = blueprints as readonly [(typeof blueprints)[number]]
  return [
    ...written,
    ...mails.flatMap((mail) => ['subject', 'heading', 'body', 'button'].map((part) => `mail.${mail}.${part}`)),
    // Two people who are one person are never told so: they are nobody's possible partner.
    ...[...reasons, ...rulesOfLeftOut, ...places]
      .filter((reason) => reason !== 'same-person')
      .map((reason) => `reason.${reason}`),
    ...[...next, ...conditional].flatMap((name) => [`next.${name}`, `next.${name}.detail`]),
    ...attention.map((name) => `attention.${name}`),
    ...card('answered').map((part) => `card.answered.${part}`),
    ...['assessment', 'evaluation', 'feedback'].map((name) => `card.answered.${name}`),
    ...['heading', 'intro', 'privacy', 'send'].map((part) => `card.assessment.${part}`),
    ...['heading', 'intro', 'worthwhile', 'eyeLevel', 'recommend', 'send'].map((part) => `card.evaluation.${part}`),
    ...['heading', 'intro', 'useful', 'privacy', 'yes', 'no'].map((part) => `card.feedback.${part}`),
    ...roles.map((role) => `approval.effort-${role}`),
    ...programmeStatuses.filter((status) => status !== 'draft').map((status) => `phase.${status}`),
    ...blueprints.flatMap(({ key }) => [`blueprint.${key}`, `blueprint.${key}.about`]),
    ...settings.competences.flatMap(({ key }) => [`competence.${key}`, `competence.${key}.about`]),
    ...settings.topics.map((topic) => `topic.${topic}`),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((level) => `assessment.level.${level}`),
    ...[1, 2, 3, 4, 5].map((value) => `evaluation.five.${value}`),
  ]
}

describe.each(locales)('what the product says in %s', (locale) => {
  const say = speaker(locale)
  const used = [...new Set(keysInUse())].sort()

  it('is collected from the sources, family by family', () => {
    expect(used).toEqual(
      expect.arrayContaining([
        'attention.publish',
        'directory.manager-cycle',
        'event.kick-off',
        'mail.ask-feedback.body',
        'mail.foot',
        'mail.invite-mentee.subject',
        'next.left-out',
        'outcome.time-over',
        'reason.independent-lines',
        'reason.offers-no-place',
        'step.no-slot',
      ]),
    )
  })

  it('has a text for every key that rules and functions use', () => {
    expect(used.filter((key) => !say.known(key))).toEqual([])
  })

  it('can be rendered with plausible values, leaving no gap and no brace', () => {
    const rendered = Object.keys(texts[locale])
      .filter((key) => used.includes(key))
      .map((key) => [key, say({ key, values: plausible })] as const)
    expect(rendered.length).toBeGreaterThan(100)
    for (const [key, sentence] of rendered) {
      expect([key, sentence.trim()]).not.toEqual([key, ''])
      expect([key, /[{}]|undefined|null|\[object/.test(sentence)]).toEqual([key, false])
    }
  })

  it('tells plural from singular', () => {
    expect(say({ key: 'attention.publish', values: { tandems: 1 } })).toBe('One tandem is proposed. Review them, then publish.')
    expect(say({ key: 'attention.publish', values: { tandems: 12 } })).toBe('12 tandems are proposed. Review them, then publish.')
  })

  it('names what a list of keys is about, joined as the language does it', () => {
    expect(say({ key: 'reason.shared-language', values: { languages: ['en', 'de'] } })).toBe(
      'They share languages: English and German.',
    )
    expect(say({ key: 'reason.shared-language', values: { languages: ['en'] } })).toBe('They share a language: English.')
  })

  it('says loudly that a key has no text, instead of showing nothing', () => {
    expect(() => say({ key: 'no.such-key' })).toThrow()
    expect(() => say({ key: 'mail.invite-mentee.subject', values: {} })).toThrow()
  })
})
