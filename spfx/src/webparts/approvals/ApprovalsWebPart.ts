import { TandemWebPart } from '../TandemWebPart.js'
import { Approvals } from './Approvals.js'

export default class ApprovalsWebPart extends TandemWebPart {
  protected readonly screen = Approvals
}
