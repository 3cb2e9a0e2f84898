import { createIntl, createIntlCache } from '@formatjs/intl'
import type { Message } from '@tandem/lists'
import { texts } from './texts/index.js'

export const locales = ['en'] as const
export type Locale = (typeof locales)[number]

/** The first of the wanted languages that we have; English otherwise. */
export const localeFor = (wanted: readonly string[]): Locale =>
  locales.find((locale) => wanted.some((tag) => tag.toLowerCase().startsWith(locale))) ?? 'en'

export type Say = {
  (message: { key: string; values?: Message['values'] | undefined }): string
  /** Whether there is a text of that key: what the programme team names itself has none. */
  known: (key: string) => boolean
}

const speakers = new Map<Locale, Say>()

/** The things a list of keys in a message can be about; each key has a text of its own, `competence.ai-basics`. */
const things = { competences: 'competence', topics: 'topic', languages: 'language' } as const

/**
 * Renders messages in one language. Lists of keys become names joined as the language does it; ISO instants are left to the
 * page, which knows the reader's time zone. A key without a text is a bug and says so instead of showing nothing.
 */
export function speaker(locale: Locale): Say {
  const known = speakers.get(locale)
  if (known) return known
  const intl = createIntl(
    {
      locale,
      messages: texts[locale],
      onError: (error) => {
        throw error
      },
    },
    createIntlCache(),
  )
  /** Languages and countries are more than we have texts for; every runtime knows their names. */
  const named = (type: 'language' | 'region', code: string) => intl.formatDisplayName(code, { type, fallback: 'code' }) ?? code
  const nameOf = (thing: string, key: string) =>
    texts[locale][`${thing}.${key}`] ?? (thing === 'language' ? named('language', key) : key)
  const say = ({ key, values = {} }: Parameters<Say>[0]): string => {
    const rendered: Record<string, string | number> = {}
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'object') {
        rendered[name] = name === 'country' && /^[A-Z]{2}$/.test(String(value)) ? named('region', String(value)) : value
        continue
      }
      const thing = name in things ? things[name as keyof typeof things] : undefined
      rendered[name] = intl.formatList(value.map((one) => (thing ? nameOf(thing, one) : one))).toString()
      rendered[`${name}Count`] = value.length
    }
    return intl.formatMessage({ id: key }, rendered)
  }
  const speaking: Say = Object.assign(say, { known: (key: string) => key in texts[locale] })
  speakers.set(locale, speaking)
  return speaking
}
