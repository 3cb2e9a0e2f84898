import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { NotYours } from '../failures.js'

/** What a card is about: which question, about which enrolment or meeting, asked of whom. */
export const CardSubject = z.object({ card: z.string(), about: z.string(), person: z.string() })
export type CardSubject = z.output<typeof CardSubject>

export type CardTokens = {
  readonly issue: (subject: CardSubject) => Promise<string>
  readonly read: (token: string, caller: string) => Promise<CardSubject>
}

/**
 * Binds an answer to the question that was asked. Outlook's own token says who pressed the button; ours says what was asked of whom, so that
 * a forwarded mail cannot be answered by somebody else and a forged body not at all.
 */
export const cardTokens = (key: Buffer): CardTokens => ({
  issue: (subject) => new SignJWT(subject).setProtectedHeader({ alg: 'HS256' }).sign(key),
  async read(token, caller) {
    const subject = await jwtVerify(token, key, { algorithms: ['HS256'] })
      .then(({ payload }) => CardSubject.parse(payload))
      .catch((cause: unknown) => {
        throw new NotYours('This card was not sent by us, or was changed on the way.', { cause })
      })
    if (subject.person !== caller) throw new NotYours('This card was sent to somebody else. Only they can answer it.')
    return subject
  },
})
