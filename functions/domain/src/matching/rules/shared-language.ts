import { reason, type Couple, type Rule } from './rule.js'

/** They will talk about what is hard to say, so they need one language both named; nobody is assumed to speak one. */
export const sharedLanguage: Rule = {
  name: 'no_shared_language',
  broken: ({ mentee, mentor }) => !mentee.languages.some((language) => mentor.languages.includes(language)),
  reason: ({ mentee, mentor }) =>
    reason('no-shared-language', { menteeSpeaks: mentee.languages, mentorSpeaks: mentor.languages }),
}

export function languagesShared({ mentee, mentor }: Couple): string[] {
  return mentee.languages.filter(
    (language, at) => mentor.languages.includes(language) && mentee.languages.indexOf(language) === at,
  )
}
