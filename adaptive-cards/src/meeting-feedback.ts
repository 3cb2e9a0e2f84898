import { z } from 'zod'
import { answerWith, card, choices, heading, label, paragraph, type Ask, type Card } from './actionable.js'

export const MeetingFeedbackAnswer = z.object({
  card: z.literal('meeting-feedback'),
  token: z.string().min(20),
  tookPlace: z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
  /** Left empty is an answer too. */
  useful: z
    .string()
    .regex(/^[1-5]?$/, 'please choose one of the five answers')
    .transform((answer) => (answer === '' ? null : Number(answer))),
})
export type MeetingFeedbackAnswer = z.output<typeof MeetingFeedbackAnswer>

export type MeetingFeedbackCard = Ask & {
  readonly texts: {
    readonly heading: string
    readonly intro: string
    readonly useful: string
    readonly privacy: string
    readonly choose: string
    readonly yes: string
    readonly no: string
  }
  readonly scale: readonly { readonly value: number; readonly name: string }[]
}

/** One question, answered by one of two buttons. */
export function meetingFeedbackCard(ask: MeetingFeedbackCard): Card {
  const body = (tookPlace: 'yes' | 'no') => ({
    card: 'meeting-feedback',
    token: ask.token,
    tookPlace,
    useful: '{{useful.value}}',
  })
  return card(
    ask,
    [
      heading(ask.texts.heading),
      paragraph(ask.texts.intro),
      label(ask.texts.useful),
      choices(
        'useful',
        ask.scale.map(({ value, name }) => ({ title: name, value: String(value) })),
        ask.texts.choose,
      ),
      paragraph(ask.texts.privacy),
    ],
    [answerWith(ask.texts.yes, ask.answerUrl, body('yes')), answerWith(ask.texts.no, ask.answerUrl, body('no'))],
  )
}
