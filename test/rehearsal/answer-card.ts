import { ApiError } from '@tandem/contract'
import { decodeJwt } from 'jose'
import { sendCardAction } from '../workbench/card-actions.js'
import type { Stack } from '../run/stack.js'
import { cardOf, type CardInMail } from './mailbox.js'

/** What a card asks, as its reader understands it: the question, and the enrolment or meeting it is about. */
export type Question = { readonly kind: string; readonly about: string }

export function questionOf(card: CardInMail): Question | null {
  const body = card.actions[0]?.body
  if (body === undefined) return null
  const { token } = JSON.parse(body) as { token: string }
  const { card: kind, about } = decodeJwt<{ card: string; about: string }>(token)
  return { kind, about }
}

/** Fills the inputs in as Outlook does and presses the button; gives the card that takes the answered one's place. */
export async function pressButton(
  stack: Stack,
  person: string,
  card: CardInMail,
  button: number,
  values: Readonly<Record<string, string>>,
): Promise<CardInMail | null> {
  const action = card.actions[button]
  if (!action) throw new Error(`The card has no button ${button + 1}.`)
  const body = action.body.replace(/\{\{([a-zA-Z0-9_$@]+)\.value\}\}/g, (_, input: string) => values[input] ?? '')
  const result = await sendCardAction(stack, { person, method: 'POST', url: action.url, body, headers: {} })
  if (!result.ok) {
    const kind = result.status === 409 ? 'refusal' : result.status === 503 ? 'outage' : 'bug'
    throw new ApiError(result.status, kind, `The answer to a card was refused (${result.status}): ${result.message ?? ''}`)
  }
  return result.card === null ? null : cardOf(result.card)
}
