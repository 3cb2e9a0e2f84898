import { Approvals } from '../../approvals/approvals'
import { TandemWebPart } from '../TandemWebPart'

export default class ApprovalsWebPart extends TandemWebPart {
  protected readonly screen = Approvals
}
