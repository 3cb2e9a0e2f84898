import type { Message } from '@tandem/lists'
import { cardOf, type Organisation } from '../directory/directory.js'

/** Reasons store ids; a sentence names people. Each value `…Id` is joined by one that holds the name. */
export function namesIn(organisation: Organisation, message: Message): Message {
  const names = Object.entries(message.values).flatMap(([name, value]) =>
    name.endsWith('Id') && typeof value === 'string' ? [[name.slice(0, -2), cardOf(organisation, value).name] as const] : [],
  )
  return { key: message.key, values: { ...message.values, ...Object.fromEntries(names) } }
}
