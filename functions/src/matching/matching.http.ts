import { publishMatching, runMatching, viewMatching } from '@tandem/contract'
import { words } from '@tandem/lists'
import { cardOf } from '../directory/directory.js'
import { Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import { beginPhase } from '../programme/deeds.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { namesIn } from './names-in.js'
import { proofView } from './proof-view.js'
import { runMatch } from './run.js'

/** The programme team runs the matching, reviews and publishes it. Scores stay sealed; it reads one word. */
export function registerMatching(serve: Serve, parts: Parts): void {
  const { stores, directory, now } = parts

  serve(runMatching, async ({ params, say }) => {
    const { row: programme } = await programmeOf(stores, params['programme']!)
    if (programme.Status !== 'matching')
      throw new Refusal('The matching can be run when the first assessment is closed and until the tandems are published.')
    const { result, proven } = await runMatch(parts, programme)
    const values = { matched: result.pairs.length, left: result.unmatched.length }
    return {
      matched: result.pairs.length,
      unmatched: result.unmatched.length,
      proven,
      sentence: say({ key: 'matching.ran', values }),
    }
  })

  serve(viewMatching, async ({ params, say }) => {
    const key = params['programme']!
    const [programme, tandems, enrolments, organisation] = await Promise.all([
      programmeOf(stores, key),
      stores.tandems.inProgramme(key),
      stores.enrolments.inProgramme(key),
      directory.read(),
    ])
    const name = (id: string) => cardOf(organisation, id).name
    const shown = tandems
      .map(({ row }) => row)
      .sort((a, b) => name(a.Mentee).localeCompare(name(b.Mentee)) || (a.TandemKey < b.TandemKey ? -1 : 1))
    const published = programme.row.PublishedOn !== null
    const left = enrolments
      .map(({ row }) => row)
      .filter(
        (row) => row.ConsentOn !== null && row.Rule !== null && row.Reason !== null && (published || row.Status !== 'withdrawn'),
      )
    return {
      ranOn: programme.row.MatchedOn,
      published,
      tandems: shown.map((row) => ({
        key: row.TandemKey,
        status: row.Status,
        mentee: cardOf(organisation, row.Mentee),
        mentor: cardOf(organisation, row.Mentor),
        word: row.Word,
        reasons: row.Reasons.map((reason) => say(namesIn(organisation, reason))),
        proof: proofView(organisation, row, say),
      })),
      unmatched: left.map((row) => ({
        person: cardOf(organisation, row.Person),
        role: row.Role,
        rule: row.Rule!,
        sentence: say(namesIn(organisation, row.Reason!)),
      })),
      words: Object.fromEntries(words.map((word) => [word, shown.filter((row) => row.Word === word).length])) as Record<
        (typeof words)[number],
        number
      >,
    }
  })

  /**
   * One write opens the running phase; everything else follows as steps. Consent and independence are proven once more before it.
   * A matching that brought nobody together is published too: those who are left out are told why, and the programme can end.
   */
  serve(publishMatching, async ({ params, soon }) => {
    const key = params['programme']!
    const { row: programme } = await programmeOf(stores, key)
    const [tandems, enrolments, organisation] = await Promise.all([
      stores.tandems.inProgramme(key),
      stores.enrolments.inProgramme(key),
      directory.readFresh(),
    ])
    const proposed = tandems.map(({ row }) => row).filter((row) => row.Status === 'proposed')
    if (programme.PublishedOn !== null) return { published: tandems.length }
    const missing = () => new Refusal('There is no proposal to publish. Run the matching first.')
    if (programme.MatchedOn === null) throw missing()
    const standing = new Map(enrolments.map(({ row }) => [row.Person, row.Status]))
    for (const { Mentee, Mentor } of proposed) {
      const [mentee, mentor] = [cardOf(organisation, Mentee).name, cardOf(organisation, Mentor).name]
      const stays = (person: string) => standing.get(person) === 'matched' && organisation.byId.get(person)?.active === true
      if (!stays(Mentee) || !stays(Mentor))
        throw new Refusal('Somebody has left the programme since the matching was run. Run it again, then publish.')
      const { lines } = organisation
      if (lines.isAbove(Mentee, Mentor) || lines.isAbove(Mentor, Mentee) || lines.sameManager(Mentee, Mentor))
        throw new Refusal(
          `The organisation has changed: ${mentee} and ${mentor} are no longer independent of one another. Run the matching again, then publish.`,
        )
    }
    if (enrolments.some(({ row }) => row.Status === 'ready'))
      throw new Refusal('Somebody is ready and not in the matching yet. Run it again, then publish.')
    // A run that has begun since takes its proposals back first; of the two, whoever writes first goes on.
    await stores.programmes.revise(key, (row) => {
      if (row.MatchedOn === null) throw missing()
      return beginPhase(row, 'running', now())
    })
    soon(key)
    return { published: proposed.length }
  })
}
