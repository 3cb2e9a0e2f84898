import { approvalTexts } from './approval.js'
import { assessmentTexts } from './assessment.js'
import { consoleTexts } from './console.js'
import { enrolmentTexts } from './enrolment.js'
import { evaluationTexts } from './evaluation.js'
import { matchingTexts } from './matching.js'
import { meetingTexts } from './meetings.js'
import { pageTexts } from './pages.js'
import { programmeTexts } from './programme.js'

/** Every sentence of the product, by language and key, in ICU message syntax. */
export const texts: Readonly<Record<'en', Readonly<Record<string, string>>>> = {
  en: {
    ...approvalTexts.en,
    ...assessmentTexts.en,
    ...consoleTexts.en,
    ...enrolmentTexts.en,
    ...evaluationTexts.en,
    ...matchingTexts.en,
    ...meetingTexts.en,
    ...pageTexts.en,
    ...programmeTexts.en,
  },
}
