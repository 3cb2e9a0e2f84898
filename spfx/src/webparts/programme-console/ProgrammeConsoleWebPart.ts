import { ProgrammeConsole } from '../../programme-console/programme-console'
import { TandemWebPart } from '../TandemWebPart'

export default class ProgrammeConsoleWebPart extends TandemWebPart {
  protected readonly screen = ProgrammeConsole
}
