import * as React from 'react'
import { localeFor, speaker, type Say } from '@tandem/contract'
import { datesIn, type Dates } from './dates'

type Language = { readonly say: Say; readonly dates: Dates }

const english: Language = { say: speaker('en'), dates: datesIn('en', 'en') }
const LanguageContext = React.createContext<Language>(english)

/** Sentences and dates below are in the person's language. */
export function LanguageProvider({ locale, children }: { locale: string; children: React.ReactNode }): React.ReactElement {
  const language = React.useMemo(() => {
    const ours = localeFor([locale])
    return { say: speaker(ours), dates: datesIn(ours, locale) }
  }, [locale])
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>
}

/** `say('page.key', { values })`. */
export function useSay(): (key: string, values?: Parameters<Say>[0]['values']) => string {
  const { say } = React.useContext(LanguageContext)
  return React.useCallback((key, values) => say({ key, values }), [say])
}

export const useDates = (): Dates => React.useContext(LanguageContext).dates
