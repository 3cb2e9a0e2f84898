import type { ManagerGraphIssues } from '../directory/index.js'
import { circlesOf, menteesByMentor } from './circles.js'
import { poseInstance, type Instance, type Name, type PosedInstance } from './instance.js'
import type { TableReason } from './pair-table.js'
import { boundOf, flawIn, type Flaw } from './solver/flaw.js'
import { afterLocks, nextScore, type Certificate, type Cover, type Optimum } from './solver/problem.js'
import { solve, type Effort, type SolveOptions } from './solver/solve.js'

/** The people a mentee competes with, and the mentors they all compete for: more people than places. */
export type Competition = { readonly mentees: readonly Name[]; readonly mentors: readonly Name[]; readonly places: number }

export type LeftOver = {
  readonly id: Name
  readonly role: 'mentee'
  readonly rule: TableReason | 'no_candidate' | 'competition'
  readonly competition: Competition | null
  /** A language that all of these mentees and mentors speak, where it is the only one that brings them together. */
  readonly onlyLanguage: string | null
}

export type Proof = {
  /** The total of the plan, and the total no plan can exceed that is as good in the stages before. */
  readonly primal: number
  readonly dual: number
  readonly equal: boolean
  readonly floorProof: {
    readonly floor: number
    /** The next score there is; with it as floor `lost` gets smaller, whatever plan. Null when no pair is better. */
    readonly nextThreshold: number | null
    readonly lost: 'matched' | 'shortfall'
    /** They touch every pair above the floor and have `room` places, `needed` are filled. */
    readonly mentees: readonly Name[]
    readonly mentors: readonly Name[]
    readonly room: number
    readonly needed: number
  } | null
  readonly matched: { readonly mentees: readonly Name[]; readonly mentors: readonly Name[] }
  readonly shortfall: { readonly mentees: readonly Name[]; readonly mentors: readonly Name[] }
  readonly prices: Certificate['total']
}

export type InstanceSolution = {
  readonly pairs: readonly (readonly [mentee: Name, mentor: Name])[]
  readonly optimum: Optimum
  readonly unmatched: readonly LeftOver[]
  readonly firstReasonCounts: Readonly<Record<string, number>>
  readonly rejectedLocks: PosedInstance['rejectedLocks']
  readonly managerGraphIssues: ManagerGraphIssues
  readonly certificate: Proof
  readonly effort: Effort
  /** What the separate check says about this solution; null is what it should say. */
  readonly flaw: Flaw | null
}

export function solveInstance(instance: Instance, options: SolveOptions = {}): InstanceSolution {
  const posed = poseInstance(instance)
  const { problem } = posed
  const { mentorOf, optimum, certificate, effort } = solve(problem, options)
  return {
    pairs: pairsOf(posed, mentorOf),
    optimum,
    unmatched: leftOver(posed, mentorOf),
    firstReasonCounts: posed.firstReasonCounts,
    rejectedLocks: posed.rejectedLocks,
    managerGraphIssues: posed.managerGraphIssues,
    certificate: proofOf(posed, mentorOf, optimum, certificate, options.totalBeforeFloor ?? false),
    effort,
    flaw: flawIn(problem, mentorOf, optimum, certificate, options.totalBeforeFloor),
  }
}

export function pairsOf({ mentees, mentors }: PosedInstance, mentorOf: Int32Array): (readonly [Name, Name])[] {
  return mentees.flatMap((mentee, index) => {
    const mentor = mentors[mentorOf[index]!]
    return mentor === undefined ? [] : [[mentee, mentor] as const]
  })
}

/** Everybody without a mentor, with the one thing that kept them from having one. */
export function leftOver(posed: PosedInstance, mentorOf: Int32Array): LeftOver[] {
  const { mentees, mentors, problem, onlyReason } = posed
  const circleWith = circlesOf(problem, mentorOf, menteesByMentor(mentorOf, mentors.length))
  return mentees.flatMap((id, mentee): LeftOver[] => {
    if (mentorOf[mentee]! >= 0) return []
    if (problem.rows[mentee]!.mentors.length === 0)
      return [{ id, role: 'mentee', rule: onlyReason(mentee) ?? 'no_candidate', competition: null, onlyLanguage: null }]
    const circle = circleWith(mentee)
    const competition = {
      mentees: [...circle.mentees].sort((a, b) => a - b).map((index) => mentees[index]!),
      mentors: [...circle.mentors].sort((a, b) => a - b).map((index) => mentors[index]!),
      places: circle.places,
    }
    return [
      { id, role: 'mentee', rule: 'competition', competition, onlyLanguage: languageOf(posed, circle.mentees, circle.mentors) },
    ]
  })
}

/** Somebody who speaks nothing else has no way round the mentors who speak it. */
function languageOf({ languages }: PosedInstance, mentees: readonly number[], mentors: readonly number[]): string | null {
  const [ofMentees, ofMentors] = languages
  const [first, ...others] = mentees
  if (first === undefined || mentors.length === 0) return null
  const only = new Set(ofMentees[first] ?? [])
  if (only.size !== 1) return null
  const [language] = only
  const speaks = (spoken: readonly string[] | undefined): boolean => spoken?.includes(language!) ?? false
  return others.every((mentee) => speaks(ofMentees[mentee])) && mentors.every((mentor) => speaks(ofMentors[mentor]))
    ? language!
    : null
}

function proofOf(
  { mentees, mentors, problem }: PosedInstance,
  mentorOf: Int32Array,
  { floor, total }: Optimum,
  { matched, shortfall, floor: floorProof, total: prices }: Certificate,
  totalBeforeFloor: boolean,
): Proof {
  const { places, firstPlaces, free } = afterLocks(problem)
  const load = new Int32Array(mentors.length)
  mentorOf.forEach((mentor, mentee) => {
    if (mentor >= 0 && free[mentee]) load[mentor]! += 1
  })
  const named = (cover: Cover) => ({
    mentees: cover.mentees.map((index) => mentees[index]!),
    mentors: cover.mentors.map((index) => mentors[index]!),
  })
  const lowest = floor === null ? Number.POSITIVE_INFINITY : totalBeforeFloor ? 0 : floor
  const dual = Number(boundOf(problem, load, lowest, prices) ?? Number.NaN)
  return {
    primal: total,
    dual,
    equal: dual === total,
    floorProof:
      floorProof === null || floor === null
        ? null
        : {
            floor,
            nextThreshold: nextScore(problem.rows, free, floor),
            lost: floorProof.lost,
            ...named(floorProof.cover),
            room: roomOf(floorProof.cover, floorProof.lost === 'matched' ? places : firstPlaces),
            needed: load.reduce(
              (sum, own, at) => sum + (floorProof.lost === 'matched' ? own : Math.min(own, firstPlaces[at]!)),
              0,
            ),
          },
    matched: named(matched),
    shortfall: named(shortfall),
    prices,
  }
}

const roomOf = ({ mentees, mentors }: Cover, places: Int32Array): number =>
  mentors.reduce((sum, mentor) => sum + places[mentor]!, mentees.length)
