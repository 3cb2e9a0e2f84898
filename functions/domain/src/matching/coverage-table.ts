/**
 * How much of a mentee's gaps each mentor covers, for millions of pairs. Levels are few, so several competences of a mentor
 * are one code, and a mentee needs one look into a table for each group of them instead of a comparison for each competence.
 */
export type CoverageTable = {
  /** From here on `coveredBy` speaks of this mentee. */
  readonly turnTo: (mentee: number) => void
  readonly coveredBy: (mentor: number) => number
  readonly gap: () => number
}

const entriesAtMost = 1024

type Levels = readonly number[]

/** @param wanted and `own` of each mentee and `mentors`, the levels of each mentor, in one order of competences */
export function coverageTable(wanted: readonly Levels[], own: readonly Levels[], mentors: readonly Levels[]): CoverageTable {
  const competences = mentors[0]?.length ?? 0
  const values = [...new Set(mentors.flat())].sort((a, b) => a - b)
  const rank = new Map(values.map((value, at) => [value, at]))
  const whole = [...values, ...new Set(wanted.flat()), ...new Set(own.flat())].every((value) => Number.isInteger(value))
  // Sums of fractions depend on their order, so these are added one by one, as for a single pair.
  let width = 1
  while (whole && width < competences && values.length ** (width + 1) <= entriesAtMost) width += 1
  const groups = Math.ceil(competences / width)
  const entries = values.length ** width

  const codes = new Int32Array(mentors.length * groups)
  mentors.forEach((levels, mentor) => {
    for (let competence = competences - 1; competence >= 0; competence--) {
      const at = mentor * groups + Math.floor(competence / width)
      codes[at] = codes[at]! * values.length + rank.get(levels[competence]!)!
    }
  })

  const table = new Float64Array(groups * entries)
  let gap = 0
  return {
    turnTo: (mentee) => {
      const needs = wanted[mentee]!
      const has = own[mentee]!
      gap = 0
      for (let competence = 0; competence < competences; competence++) gap += Math.max(0, needs[competence]! - has[competence]!)
      for (let group = 0; group < groups; group++) {
        const start = group * entries
        let size = 1
        table[start] = 0
        for (let competence = group * width; competence < Math.min(competences, (group + 1) * width); competence++) {
          // Each further competence repeats what is there once for each of its levels, and adds what that level covers.
          for (let at = values.length - 1; at >= 0; at--) {
            const covered = Math.max(0, Math.min(needs[competence]!, values[at]!) - has[competence]!)
            for (let code = 0; code < size; code++) table[start + at * size + code] = table[start + code]! + covered
          }
          size *= values.length
        }
      }
    },
    coveredBy: (mentor) => {
      let covered = 0
      const start = mentor * groups
      for (let group = 0; group < groups; group++) covered += table[group * entries + codes[start + group]!]!
      return covered
    },
    gap: () => gap,
  }
}
