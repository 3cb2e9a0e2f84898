import { MyTandem } from '../../my-tandem/my-tandem'
import { TandemWebPart } from '../TandemWebPart.js'

export default class MyTandemWebPart extends TandemWebPart {
  protected readonly screen = MyTandem
}
