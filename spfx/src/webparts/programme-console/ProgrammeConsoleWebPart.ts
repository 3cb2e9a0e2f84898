import { TandemWebPart } from '../TandemWebPart.js'
import { ProgrammeConsole } from './ProgrammeConsole.js'

export default class ProgrammeConsoleWebPart extends TandemWebPart {
  protected readonly screen = ProgrammeConsole
}
