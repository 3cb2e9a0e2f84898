import { localeFor, speaker, type Locale, type Say } from '@tandem/contract'
import type { Message } from '@tandem/lists'
import { Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import { letterHtml } from './letter.js'

export type WriteRequest = {
  /** Names the letter for ever. */
  readonly key: string
  readonly to: string
  /** Its texts are `mail.<name>.subject`, `.heading`, `.body` (paragraphs parted by an empty line) and, with a page, `.button`. */
  readonly name: string
  readonly values?: Message['values']
  readonly points?: (say: Say) => readonly string[]
  /** What of our pages the button leads to, after the `#`. */
  readonly page?: string
  readonly card?: (say: Say) => Promise<object>
  readonly again: boolean
}

/** Writes to a person in their own language. Somebody without a mail address is a case for the programme team. */
export const writerOf =
  ({ directory, post, environment }: Pick<Parts, 'directory' | 'post' | 'environment'>) =>
  async (request: WriteRequest): Promise<void> => {
    const organisation = await directory.read()
    const person = organisation.byId.get(request.to)
    if (!person?.mail) {
      const name = person?.name ?? request.to
      throw new Refusal(`${name} has no mail address.`, { key: 'step.no-mail', values: { name } })
    }
    const locale: Locale = localeFor([person.language ?? 'en'])
    const say = speaker(locale)
    const values = { ...request.values, reader: firstName(person.name) }
    const text = (part: string) => say({ key: `mail.${request.name}.${part}`, values })
    await post(
      request.key,
      {
        to: person.mail,
        subject: text('subject'),
        html: letterHtml({
          heading: text('heading'),
          paragraphs: text('body').split('\n\n'),
          points: request.points?.(say) ?? [],
          button:
            request.page === undefined
              ? undefined
              : { label: text('button'), url: `${environment.TANDEM_PAGES_URL}#${request.page}` },
          foot: say({ key: 'mail.foot' }),
          card: await request.card?.(say),
        }),
      },
      request.again,
    )
  }

export const firstName = (name: string): string => name.split(' ')[0] ?? name
