import { z } from 'zod'
import { answerWith, card, choices, heading, label, paragraph, type Ask, type Card } from './actionable.js'

const Stars = z
  .string()
  .regex(/^[1-5]$/, 'please answer all three questions')
  .transform(Number)

export const EvaluationAnswer = z.object({
  card: z.literal('evaluation'),
  token: z.string().min(20),
  worthwhile: Stars,
  eyeLevel: Stars,
  recommend: Stars,
})
export type EvaluationAnswer = z.output<typeof EvaluationAnswer>

export type EvaluationCard = Ask & {
  readonly texts: {
    readonly heading: string
    readonly intro: string
    readonly worthwhile: string
    readonly eyeLevel: string
    readonly recommend: string
    readonly choose: string
    readonly send: string
  }
  readonly scale: readonly { readonly value: number; readonly name: string }[]
}

/** Three questions, one button; takes the place of the answered second assessment. */
export function evaluationCard(ask: EvaluationCard): Card {
  const scale = ask.scale.map(({ value, name }) => ({ title: name, value: String(value) }))
  const questions = ['worthwhile', 'eyeLevel', 'recommend'] as const
  return card(
    ask,
    [
      heading(ask.texts.heading),
      paragraph(ask.texts.intro),
      ...questions.flatMap((key) => [label(ask.texts[key]), choices(key, scale, ask.texts.choose)]),
    ],
    [
      answerWith(ask.texts.send, ask.answerUrl, {
        card: 'evaluation',
        token: ask.token,
        ...Object.fromEntries(questions.map((key) => [key, `{{${key}.value}}`])),
      }),
    ],
  )
}
