import type { PairOfIds } from '../match-input.js'
import { differentDepartment } from './different-department.js'
import { differentManager } from './different-manager.js'
import { notRuledOut } from './not-ruled-out.js'
import { outsideReportingLine } from './outside-reporting-line.js'
import type { Rule } from './rule.js'
import { sharedLanguage } from './shared-language.js'
import { twoPeople } from './two-people.js'

/** In the order in which they are asked: what cannot be repaired comes before what a word with somebody can change. */
export function rulesFor(forbidden: readonly PairOfIds[]): readonly Rule[] {
  return [twoPeople, outsideReportingLine, differentManager, differentDepartment, sharedLanguage, notRuledOut(forbidden)]
}
