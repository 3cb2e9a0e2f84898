import type { OrgPerson, Weights } from './match-input.js'
import type { FitWord } from './match-result.js'

/** What a mentor adds to a mentee, competence by competence in the order of `required`. */
export function coverage(
  required: readonly number[],
  own: readonly number[],
  mentor: readonly number[],
): { gap: number; covered: number } {
  let gap = 0
  let covered = 0
  for (let at = 0; at < required.length; at++) {
    const wanted = required[at]!
    const has = own[at]!
    if (wanted <= has) continue
    gap += wanted - has
    covered += Math.max(0, Math.min(wanted, mentor[at]!) - has)
  }
  return { gap, covered }
}

export type Nearness = 'same-office' | 'within-one-hour' | 'within-three-hours' | 'within-six-hours' | 'same-country' | 'far'

/**
 * Offices of one name in two countries are two offices. Without both time zones the same country is taken for up to three
 * hours: more would favour people of whom we know less.
 */
export function nearness(a: OrgPerson | null, b: OrgPerson | null): Nearness {
  if (a === null || b === null) return 'far'
  const countriesDiffer = a.country !== null && b.country !== null && a.country !== b.country
  if (a.office !== null && a.office === b.office && !countriesDiffer) return 'same-office'
  if (a.utcOffsetHours !== undefined && b.utcOffsetHours !== undefined) {
    const hours = Math.abs(a.utcOffsetHours - b.utcOffsetHours)
    return hours <= 1 ? 'within-one-hour' : hours <= 3 ? 'within-three-hours' : hours <= 6 ? 'within-six-hours' : 'far'
  }
  return a.country !== null && a.country === b.country ? 'same-country' : 'far'
}

export function pointsForPlace(place: Nearness, weights: Weights): number {
  switch (place) {
    case 'same-office':
      return weights.samePlace
    case 'within-one-hour':
      return weights.withinOneHour
    case 'within-three-hours':
    case 'same-country':
      return weights.withinThreeHours
    case 'within-six-hours':
      return weights.withinSixHours
    case 'far':
      return 0
  }
}

export type Fit = {
  readonly gap: number
  readonly covered: number
  readonly topics: number
  readonly place: Nearness
  readonly otherFunction: boolean
}

/** A whole number from 0, so that sums of any order are the same and an optimum can be proven. */
export function scoreOf({ gap, covered, topics, place, otherFunction }: Fit, weights: Weights): number {
  const points =
    (gap === 0 ? weights.noGap : Math.floor((weights.coverage * covered) / gap)) +
    weights.topic * Math.min(weights.topicsCounted, topics) +
    pointsForPlace(place, weights) +
    (otherFunction ? weights.otherFunction : 0)
  return Math.max(0, Math.round(points))
}

/** The share of what the best mentor imaginable would score for this mentee. The only place where the words are defined. */
const strongFrom = 0.7
const goodFrom = 0.45

export function wordFor(score: number, gap: number, weights: Weights): FitWord {
  const best =
    (gap === 0 ? weights.noGap : weights.coverage) +
    weights.topic * weights.topicsCounted +
    weights.samePlace +
    weights.otherFunction
  if (score >= strongFrom * best) return 'strong'
  return score >= goodFrom * best ? 'good' : 'enough'
}
