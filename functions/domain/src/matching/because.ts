import { topicsShared, type Field, type FieldMentee, type FieldMentor } from './field.js'
import { nearness } from './fit.js'
import type { IndependenceProof } from '../directory/index.js'
import type { Reason } from './match-result.js'
import { reason } from './rules/rule.js'
import { languagesShared } from './rules/shared-language.js'

/** Why these two, most telling first: what is learned, what is wished, where they meet, how free they are, and that they can talk at all. */
export function becauseOf(field: Field, mentee: FieldMentee, mentor: FieldMentor, proof: IndependenceProof): Reason[] {
  const found = [
    learning(field, mentee, mentor),
    wishes(mentee, mentor),
    place(mentee, mentor),
    independence(proof),
    worlds(mentee, mentor),
    reason('shared-language', { languages: languagesShared({ mentee, mentor }) }),
  ]
  return found.filter((one) => one !== null)
}

/** Competences by how much the mentor adds, then by name. */
function learning({ competences, required }: Field, mentee: FieldMentee, mentor: FieldMentor): Reason | null {
  const gaps = competences
    .map((key, at) => ({
      key,
      gap: required[at]! - mentee.own[at]!,
      adds: Math.min(required[at]!, mentor.own[at]!) - mentee.own[at]!,
    }))
    .filter(({ gap }) => gap > 0)
  if (gaps.length === 0) return reason('meets-standard-already', {}, true)
  const covered = gaps.filter(({ adds }) => adds > 0).sort((a, b) => b.adds - a.adds || (a.key < b.key ? -1 : 1))
  if (covered.length === 0) return null
  return reason(
    'covers-competences',
    { competences: covered.map(({ key }) => key), covered: covered.length, gaps: gaps.length },
    true,
  )
}

function wishes(mentee: FieldMentee, mentor: FieldMentor): Reason | null {
  const topics = topicsShared(mentee, mentor)
  return topics.length === 0 ? null : reason('shared-topics', { topics })
}

function place(mentee: FieldMentee, mentor: FieldMentor): Reason | null {
  const near = nearness(mentee.org, mentor.org)
  if (near === 'far') return null
  if (near === 'same-office') return reason(near, { office: mentee.org?.office ?? '' })
  if (near === 'same-country') return reason(near, { country: mentee.org?.country ?? '' })
  return reason(near, { hours: Math.abs((mentee.org?.utcOffsetHours ?? 0) - (mentor.org?.utcOffsetHours ?? 0)) })
}

function independence({ commonSuperiorId, menteePath, mentorPath }: IndependenceProof): Reason {
  if (commonSuperiorId === null) return reason('no-common-superior', {})
  return reason('independent-lines', { commonSuperiorId, menteeSteps: menteePath.length, mentorSteps: mentorPath.length })
}

function worlds(mentee: FieldMentee, mentor: FieldMentor): Reason {
  const departments = { menteeDepartment: mentee.org?.department ?? '', mentorDepartment: mentor.org?.department ?? '' }
  const own = mentee.org?.jobFunction ?? null
  const other = mentor.org?.jobFunction ?? null
  if (own === null || other === null || own === other) return reason('different-departments', departments)
  return reason('different-worlds', { ...departments, menteeFunction: own, mentorFunction: other })
}
