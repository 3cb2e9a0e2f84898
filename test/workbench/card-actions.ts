import type { Stack } from '../run/stack.js'
import type { CardActionRequest, CardActionResult } from './portal/protocol.js'

/**
 * Outlook's side of an actionable card. Microsoft's service, not the browser, posts the answer: with a token for the person that names
 * Outlook as the client, and only to addresses registered for the sender. Here that is the API of this machine, whatever port it had
 * when the card was written.
 */
export async function sendCardAction(stack: Stack, request: CardActionRequest): Promise<CardActionResult> {
  const target = new URL(request.url)
  const isOurs = ['127.0.0.1', 'localhost'].includes(target.hostname) && target.pathname.startsWith('/api/')
  if (!isOurs) return refused(`Outlook may not send answers to ${target.host}: it is not registered for this sender.`)
  const token = await stack.tokenFor(request.person, 'card')
  // A header "Authorization" left empty by the card asks Outlook to use another one, behind services that check it themselves.
  const movesToken = Object.entries(request.headers).some(
    ([name, value]) => name.toLowerCase() === 'authorization' && value === '',
  )
  const { authorization: _, ...headers } = lowerCased(request.headers)
  const answer = await fetch(`${stack.apiUrl}${target.pathname.slice('/api'.length)}${target.search}`, {
    method: request.method,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...headers,
      [movesToken ? 'action-authorization' : 'authorization']: `Bearer ${token}`,
      'action-request-id': crypto.randomUUID(),
    },
    ...(request.method !== 'GET' && { body: request.body }),
  })
  const text = await answer.text()
  const replaces = answer.headers.get('card-update-in-body')?.toLowerCase() === 'true'
  return {
    ok: answer.ok,
    status: answer.status,
    message: answer.headers.get('card-action-status'),
    card: replaces ? cardIn(text) : null,
  }
}

const refused = (message: string): CardActionResult => ({ ok: false, status: 400, message, card: null })

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** Outlook keeps the old card when the new one cannot be read. */
function cardIn(text: string): Record<string, unknown> | null {
  try {
    const card: unknown = JSON.parse(text)
    return typeof card === 'object' && card !== null ? (card as Record<string, unknown>) : null
  } catch {
    return null
  }
}
