import { z } from 'zod'
import { endpoint } from './endpoint.js'

/** Every actionable card posts here; which card it is stands in the body, and each card file has the schema of its own answer. */
export const answerCard = endpoint({
  name: 'answerCard',
  who: 'card',
  method: 'POST',
  path: 'cards',
  request: z.object({ card: z.string(), token: z.string() }).loose(),
  /** The card that takes the place of the answered one. */
  response: z.record(z.string(), z.unknown()),
})
