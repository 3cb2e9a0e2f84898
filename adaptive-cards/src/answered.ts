import { card, heading, paragraph, type Card } from './actionable.js'

/** Takes the place of a card that has been answered. */
export const answeredCard = (texts: { readonly heading: string; readonly text: string }, originator: string): Card =>
  card({ originator }, [heading(texts.heading), paragraph(texts.text)])
