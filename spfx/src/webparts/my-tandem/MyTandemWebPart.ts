import { TandemWebPart } from '../TandemWebPart.js'
import { MyTandem } from './MyTandem.js'

export default class MyTandemWebPart extends TandemWebPart {
  protected readonly screen = MyTandem
}
