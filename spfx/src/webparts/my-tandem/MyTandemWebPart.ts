import { MyTandem } from '../../my-tandem/my-tandem'
import { TandemWebPart } from '../TandemWebPart'

export default class MyTandemWebPart extends TandemWebPart {
  protected readonly screen = MyTandem
}
