export { runCommand } from './command.js'
export { tokenFor } from './credential.js'
export { describeChange } from './describe.js'
export {
  isChange,
  isDrift,
  planChanges,
  type Change,
  type Drift,
  type FoundColumn,
  type FoundList,
  type Planned,
} from './plan.js'
export { provision, type Provisioned, type Provisioning } from './provision.js'
export { Stopped } from './stopped.js'
