import type { LeftOver } from '@tandem/domain'
import type { Say } from '@tandem/contract'

/** More names than this are no longer read. */
const namesAtMost = 5

/** Why somebody has no mentor, for whoever reads the solution file. Numbers of a graph are named as such. */
export function sentenceFor({ id, rule, competition, onlyLanguage }: LeftOver, say: Say): string {
  const mentee = nameOf(id, 'mentee')
  if (competition === null) {
    const key = rule === 'no_candidate' && typeof id === 'number' ? 'unmatched.not-listed' : keys[rule]
    return say({ key, values: { mentee } })
  }
  const mentees = competition.mentees.map((one) => nameOf(one, 'mentee'))
  const mentors = competition.mentors.map((one) => nameOf(one, 'mentor'))
  const values = {
    mentee,
    rivals: mentees.length,
    mentors: mentors.length,
    places: competition.places,
    people: listed(mentees, say),
    other: listed(mentors, say),
  }
  // With enough places for all of them it is the minimum that keeps somebody out.
  if (mentees.length <= competition.places) return say({ key: 'unmatched.minimum', values })
  return onlyLanguage === null
    ? say({ key: keys[rule], values })
    : say({ key: 'unmatched.competition-in-language', values: { ...values, languages: [onlyLanguage] } })
}

const keys: Readonly<Record<LeftOver['rule'], string>> = {
  same_person: 'unmatched.same-person',
  reporting_line: 'unmatched.reporting-line',
  same_manager: 'unmatched.same-manager',
  same_department: 'unmatched.same-department',
  no_shared_language: 'unmatched.no-shared-language',
  veto: 'unmatched.veto',
  forbidden: 'unmatched.forbidden',
  no_candidate: 'unmatched.no-candidate',
  competition: 'unmatched.competition',
}

const nameOf = (id: string | number, role: 'mentee' | 'mentor'): string => (typeof id === 'number' ? `${role} ${id}` : id)

function listed(names: readonly string[], say: Say): string {
  const people = names.slice(0, namesAtMost)
  const left = names.length - people.length
  return left === 0
    ? say({ key: 'unmatched.names', values: { people } })
    : say({ key: 'unmatched.names-and-more', values: { people, left } })
}
