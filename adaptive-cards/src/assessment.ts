import { z } from 'zod'
import { answerWith, card, choices, heading, label, paragraph, type Ask, type Card } from './actionable.js'

/** A level as a card sends it: text, and empty when nothing was chosen. */
const ChosenLevel = z
  .string()
  .regex(/^[0-8]$/, 'please choose a level for each competence')
  .transform(Number)

export const AssessmentAnswer = z.object({
  card: z.literal('assessment'),
  token: z.string().min(20),
  moment: z.enum(['before', 'after']),
  levels: z.record(z.string(), ChosenLevel),
})
export type AssessmentAnswer = z.output<typeof AssessmentAnswer>

export type AssessmentCard = Ask & {
  readonly moment: AssessmentAnswer['moment']
  readonly texts: {
    readonly heading: string
    readonly intro: string
    readonly privacy: string
    readonly choose: string
    readonly send: string
  }
  readonly competences: readonly { readonly key: string; readonly name: string }[]
  readonly scale: readonly { readonly level: number; readonly name: string }[]
}

/** Card renderers fill in `{{id.value}}` for ids of letters, digits and underscores only. */
const inputOf = (competence: string) => competence.replace(/[^A-Za-z0-9]/g, '_')

/** All competences on one card, each with the same scale, and one button. */
export function assessmentCard(ask: AssessmentCard): Card {
  const scale = ask.scale.map(({ level, name }) => ({ title: name, value: String(level) }))
  const levels = Object.fromEntries(ask.competences.map(({ key }) => [key, `{{${inputOf(key)}.value}}`]))
  return card(
    ask,
    [
      heading(ask.texts.heading),
      paragraph(ask.texts.intro),
      ...ask.competences.flatMap(({ key, name }) => [label(name), choices(inputOf(key), scale, ask.texts.choose)]),
      paragraph(ask.texts.privacy),
    ],
    [answerWith(ask.texts.send, ask.answerUrl, { card: 'assessment', token: ask.token, moment: ask.moment, levels })],
  )
}
