import { speaker } from '@tandem/contract'
import { escaped } from '../mail/letter.js'

type About = { readonly number: number; readonly mentee: string; readonly mentor: string }

/** An event has one text for both calendars, so it is written in the programme's language and names nothing but the two of them. */
const say = speaker('en')

export const eventSubject = (about: About): string => say({ key: 'event.subject', values: about })
export const eventHtml = (about: About): string =>
  ['event.body', about.number === 1 ? 'event.kick-off' : 'event.going-on', 'event.privacy']
    .map((key) => `<p>${escaped(say({ key, values: about }))}</p>`)
    .join('')
