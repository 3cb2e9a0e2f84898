import { leftOver, pairsOf, type InstanceSolution } from './solve-instance.js'
import { poseInstance, type Instance } from './instance.js'
import { solveStrict, type StrictProof } from './solver/strict.js'
import type { SolveOptions } from './solver/solve.js'

export type StrictSolution = Omit<InstanceSolution, 'certificate'> & { readonly certificate: StrictProof }

/** The other reading of the minimum: a mentor has nobody, or at least as many as they asked for. */
export function solveStrictly(instance: Instance, options: SolveOptions = {}): StrictSolution {
  const posed = poseInstance(instance)
  const { mentorOf, optimum, proof, effort } = solveStrict(posed.problem, options)
  return {
    pairs: pairsOf(posed, mentorOf),
    optimum,
    unmatched: leftOver(posed, mentorOf),
    firstReasonCounts: posed.firstReasonCounts,
    rejectedLocks: posed.rejectedLocks,
    managerGraphIssues: posed.managerGraphIssues,
    certificate: proof,
    effort,
    flaw: null,
  }
}
