export {
  solveInstance,
  type GraphInstance,
  type Instance,
  type InstancePerson,
  type InstanceSolution,
  type PeopleInstance,
} from './instance.js'
export { judge, match, type Judgement } from './match.js'
export * from './match-input.js'
export * from './match-result.js'
export type { Flaw } from './solver/flaw.js'
export type { Optimum } from './solver/problem.js'
export { verifyCertificate } from './verify-certificate.js'
