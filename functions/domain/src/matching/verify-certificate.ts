import { fieldOf, pose } from './field.js'
import type { MatchInput } from './match-input.js'
import type { MatchCertificate, MatchResult } from './match-result.js'
import { flawIn, type Flaw } from './solver/flaw.js'
import { scoreIn, type Certificate, type Cover } from './solver/problem.js'

/**
 * Whether a kept plan is allowed and the best there is for this input; null when it is. It asks the rules again and then
 * only adds and compares, so it also tells when people, rules or a figure were changed after the plan was made.
 */
export function verifyCertificate(
  input: MatchInput,
  { pairs, optimum, certificate }: Pick<MatchResult, 'pairs' | 'optimum' | 'certificate'>,
): Flaw | null {
  const field = fieldOf(input)
  const { problem } = pose(field, input)
  const menteeAt = new Map(field.mentees.map(({ personId }, index) => [personId, index]))
  const mentorAt = new Map(field.mentors.map(({ personId }, index) => [personId, index]))
  const mentorOf = new Int32Array(field.mentees.length).fill(-1)
  for (const { menteeId, mentorId } of pairs) {
    const mentee = menteeAt.get(menteeId)
    const mentor = mentorAt.get(mentorId)
    if (mentee === undefined || mentor === undefined || mentorOf[mentee]! >= 0) return 'pair-not-allowed'
    mentorOf[mentee] = mentor
  }
  const flaw = flawIn(problem, mentorOf, optimum, numbered(certificate, menteeAt, mentorAt), input.totalBeforeFloor)
  if (flaw !== null) return flaw
  const rows = pairs.map(
    ({ menteeId, mentorId, score }) => scoreIn(problem.rows[menteeAt.get(menteeId)!]!, mentorAt.get(mentorId)!) === score,
  )
  return rows.every(Boolean) ? null : 'figures-differ'
}

type Places = ReadonlyMap<string, number>

/** Somebody the input does not know gets -1, which touches no pair; a price that is missing is no number and fits nothing. */
function numbered({ matched, shortfall, floor, total }: MatchCertificate, mentees: Places, mentors: Places): Certificate {
  const cover = (people: MatchCertificate['matched']): Cover => ({
    mentees: people.mentees.map((id) => mentees.get(id) ?? -1),
    mentors: people.mentors.map((id) => mentors.get(id) ?? -1),
  })
  const prices = (side: Places, values: Readonly<Record<string, number>>) =>
    [...side.keys()].map((id) => values[id] ?? Number.NaN)
  return {
    matched: cover(matched),
    shortfall: cover(shortfall),
    floor: floor && { cover: cover(floor.cover), lost: floor.lost },
    total: { ...total, mentees: prices(mentees, total.mentees), mentors: prices(mentors, total.mentors) },
  }
}
