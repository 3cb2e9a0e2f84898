import type { Levels } from '@tandem/lists'

/** The smallest group whose mean the programme team may read; the size Viva Insights uses too. */
export const smallestGroup = 5

/** Two-sided 95 % quantiles of Student's t for 1 … 30 degrees of freedom; beyond that the normal one is close enough. */
const t95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101,
  2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

export type Change = {
  readonly competence: string
  readonly n: number
  readonly mean: number
  readonly low: number
  readonly high: number
}

const round = (value: number) => Math.round(value * 100) / 100

/**
 * Mean change per competence, in levels, of the people who assessed themselves twice, with the 95 % interval of the mean of paired
 * differences. Competences with fewer than five such people are withheld.
 */
export function changes(
  competences: readonly string[],
  pairs: readonly { readonly before: Levels; readonly after: Levels }[],
): { readonly shown: readonly Change[]; readonly withheld: readonly string[] } {
  const shown: Change[] = []
  const withheld: string[] = []
  for (const competence of competences) {
    const differences = pairs.flatMap(({ before, after }) => {
      const [from, to] = [before[competence], after[competence]]
      return from === undefined || to === undefined ? [] : [to - from]
    })
    const n = differences.length
    if (n < smallestGroup) {
      withheld.push(competence)
      continue
    }
    const mean = differences.reduce((sum, one) => sum + one, 0) / n
    const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1)
    const half = (t95[n - 2] ?? 1.96) * Math.sqrt(variance / n)
    shown.push({ competence, n, mean: round(mean), low: round(mean - half), high: round(mean + half) })
  }
  return { shown, withheld }
}

/** The mean of answers, or null when fewer than five gave one. */
export const meanOf = (answers: readonly number[]): number | null =>
  answers.length < smallestGroup ? null : round(answers.reduce((sum, one) => sum + one, 0) / answers.length)
