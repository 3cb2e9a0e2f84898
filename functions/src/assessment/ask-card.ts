import { assessmentCard, evaluationCard, type Card } from '@tandem/cards'
import type { CompetenceView, Say } from '@tandem/contract'
import type { Moment, Settings } from '@tandem/lists'
import type { Parts } from '../parts.js'

/** The eight steps in words, and nothing before them. */
export const scaleOf = (say: Say) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8].map((level) => ({ level, name: say({ key: `assessment.level.${level}` }) }))

export const competencesOf = (settings: Settings, say: Say): CompetenceView[] =>
  settings.competences.map(({ key, required }) => ({
    key,
    required,
    // A competence the programme team added has no text of ours and is shown under the name it was given.
    name: say.known(`competence.${key}`) ? say({ key: `competence.${key}` }) : key,
    about: say.known(`competence.${key}.about`) ? say({ key: `competence.${key}.about` }) : '',
  }))

/** One to five in words. */
export const fiveOf = (say: Say) => [1, 2, 3, 4, 5].map((value) => ({ value, name: say({ key: `evaluation.five.${value}` }) }))

type Asking = Pick<Parts, 'cardTokens' | 'environment'>

export async function askAssessment(
  { cardTokens, environment }: Asking,
  subject: { about: string; person: string; moment: Moment },
  settings: Settings,
  say: Say,
): Promise<Card> {
  const text = (part: string) => say({ key: `card.assessment.${part}`, values: { moment: subject.moment } })
  return assessmentCard({
    token: await cardTokens.issue({ card: `assessment-${subject.moment}`, about: subject.about, person: subject.person }),
    answerUrl: `${environment.TANDEM_API_URL}/cards`,
    originator: environment.TANDEM_ORIGINATOR,
    moment: subject.moment,
    texts: {
      heading: text('heading'),
      intro: text('intro'),
      privacy: text('privacy'),
      choose: say({ key: 'card.choose' }),
      send: text('send'),
    },
    competences: competencesOf(settings, say),
    scale: scaleOf(say),
  })
}

export async function askEvaluation(
  { cardTokens, environment }: Asking,
  subject: { about: string; person: string },
  say: Say,
): Promise<Card> {
  const text = (part: string) => say({ key: `card.evaluation.${part}` })
  return evaluationCard({
    token: await cardTokens.issue({ card: 'evaluation', about: subject.about, person: subject.person }),
    answerUrl: `${environment.TANDEM_API_URL}/cards`,
    originator: environment.TANDEM_ORIGINATOR,
    texts: {
      heading: text('heading'),
      intro: text('intro'),
      worthwhile: text('worthwhile'),
      eyeLevel: text('eyeLevel'),
      recommend: text('recommend'),
      choose: say({ key: 'card.choose' }),
      send: text('send'),
    },
    scale: fiveOf(say),
  })
}
