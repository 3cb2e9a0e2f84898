import type { Send } from '@tandem/contract'
import type { Stack } from './stack.js'

/** The API as one person calls it from a web part: `call(asPerson(stack, id), viewMe)`. */
export function asPerson(stack: Pick<Stack, 'apiUrl' | 'tokenFor'>, personId: string): Send {
  return async (method, path, body) => {
    const answer = await fetch(`${stack.apiUrl}/${path}`, {
      method,
      headers: { authorization: `Bearer ${await stack.tokenFor(personId, 'api')}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : parsed(text) }
  }
}

/** An answer that is no JSON is shown by its status; its text would tell a person nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
