import { answeredCard, AssessmentAnswer, EvaluationAnswer, MeetingFeedbackAnswer } from '@tandem/cards'
import { answerCard, type Say } from '@tandem/contract'
import { z } from 'zod'
import { askEvaluation } from '../assessment/ask-card.js'
import { recordAssessment } from '../assessment/record.js'
import { recordEvaluation } from '../evaluation/record-evaluation.js'
import { NotYours } from '../failures.js'
import { recordFeedback } from '../meetings/record-feedback.js'
import type { Parts } from '../parts.js'
import { BadRequest, type Serve } from '../serve.js'

const Answer = z.discriminatedUnion('card', [AssessmentAnswer, EvaluationAnswer, MeetingFeedbackAnswer])

const programmeIn = (key: string) => key.split('/')[0] ?? ''

/** What a card asked: the two assessments are two questions, though one card. */
const questionOf = (answer: z.output<typeof Answer>) =>
  answer.card === 'assessment' ? `assessment-${answer.moment}` : answer.card

/** Every answer from Outlook. The person is Outlook's, the question is ours; both have to fit before anything is stored. */
export function registerCards(serve: Serve, parts: Parts): void {
  const answered = (say: Say, name: string) =>
    answeredCard(
      { heading: say({ key: `card.answered.${name}` }), text: say({ key: 'card.answered.text' }) },
      parts.environment.TANDEM_ORIGINATOR,
    )

  serve(
    answerCard,
    async ({ caller, body, say }) => {
      const parsed = Answer.safeParse(body)
      if (!parsed.success)
        throw new BadRequest(`Nothing was stored: ${parsed.error.issues[0]?.message ?? 'the answer is not complete'}.`)
      const answer = parsed.data
      const subject = await parts.cardTokens.read(answer.token, caller.id)
      if (subject.card !== questionOf(answer)) throw new NotYours('This answer belongs to another card.')
      const programme = programmeIn(subject.about)
      switch (answer.card) {
        case 'assessment':
          await recordAssessment(parts, caller.id, programme, answer.moment, answer.levels)
          return answer.moment === 'after'
            ? askEvaluation(parts, { about: subject.about, person: caller.id }, say)
            : answered(say, 'assessment')
        case 'evaluation':
          await recordEvaluation(parts, caller.id, programme, answer)
          return answered(say, 'evaluation')
        case 'meeting-feedback':
          await recordFeedback(parts, caller.id, subject.about, { tookPlace: answer.tookPlace, useful: answer.useful })
          return answered(say, 'feedback')
      }
    },
    { 'card-update-in-body': 'true' },
  )
}
