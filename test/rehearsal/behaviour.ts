import { seededNumber } from '@tandem/domain'
import type { Levels, Role, Settings } from '@tandem/lists'

/**
 * What a rehearsed person does. Each answer depends on the seed, the person and the question (with its number), and on nothing else: not
 * on the time, not on who answered before. So the same seed gives the same half-year, however the work is scheduled.
 */
export function behaviourOf(seed: number) {
  const draw = (...question: (string | number)[]) => seededNumber(seed, ...question)

  return {
    /** Seven in ten say yes, two say no, one does not answer. */
    answersInvitation(person: string): 'volunteer' | 'decline' | 'nothing' {
      const drawn = draw(person, 'invitation')
      return drawn < 0.7 ? 'volunteer' : drawn < 0.9 ? 'decline' : 'nothing'
    },

    wishes(person: string, preferredLanguage: string | null, topics: readonly string[]) {
      const own = preferredLanguage?.slice(0, 2).toLowerCase()
      const native = own && /^[a-z]{2}$/.test(own) ? own : 'en'
      const languages = native !== 'en' && draw(person, 'speaks-english') < 0.8 ? [native, 'en'] : [native]
      const wanted = 2 + Math.floor(draw(person, 'how-many-topics') * 3)
      const ordered = [...topics].sort((a, b) => draw(person, 'topic', a) - draw(person, 'topic', b) || (a < b ? -1 : 1))
      return { languages, topics: ordered.slice(0, wanted).sort() }
    },

    capacity: (person: string, most: number) => 1 + Math.floor(draw(person, 'capacity') ** 0.5 * most),

    /** Nine in ten yes; a few no, a few let it lapse. */
    answersApproval(approver: string, about: string): 'approve' | 'refuse' | 'nothing' {
      const drawn = draw(approver, 'approval', about)
      return drawn < 0.91 ? 'approve' : drawn < 0.97 ? 'refuse' : 'nothing'
    },

    withdrawsBeforeMatching: (person: string) => draw(person, 'withdraws-early') < 0.015,
    withdrawsAfterMeeting: (person: string, number: number) => number === 1 && draw(person, 'withdraws-late') < 0.02,
    answersAssessment: (person: string, moment: 'before' | 'after') =>
      draw(person, 'assessment', moment) < (moment === 'before' ? 0.95 : 0.92),
    prefersThePage: (person: string, question: string) => draw(person, 'page-or-card', question) < 0.3,

    levels(person: string, role: Role, moment: 'before' | 'after', competences: Settings['competences']): Levels {
      return Object.fromEntries(
        competences.map(({ key }) => {
          const drawn = draw(person, 'level', key)
          const before = role === 'mentor' ? 4 + Math.floor(drawn * 5) : Math.floor(drawn * 6)
          if (moment === 'before') return [key, before]
          const learned = Math.floor(draw(person, 'learned', key) * (role === 'mentor' ? 1.6 : 3))
          return [key, Math.min(8, before + learned)]
        }),
      )
    },

    evaluates: (person: string) => draw(person, 'evaluates') < 0.88,
    evaluation: (person: string) => {
      const answer = (question: string) => 3 + Math.floor(draw(person, 'evaluation', question) * 3)
      return { worthwhile: answer('worthwhile'), eyeLevel: answer('eye-level'), recommend: answer('recommend') }
    },

    /** Whether somebody calls a meeting off, and whether it takes place; the latter is a fact both sides report alike. */
    cancels: (person: string, mentee: string, number: number, attempt: number) =>
      draw(person, 'cancels', mentee, number, attempt) < 0.03,
    takesPlace: (mentee: string, number: number, attempt: number) => draw(mentee, 'takes-place', number, attempt) >= 0.04,
    givesFeedback: (person: string, mentee: string, number: number, attempt: number) =>
      draw(person, 'feedback', mentee, number, attempt) < 0.8,
    useful: (person: string, mentee: string, number: number): number | null => {
      const drawn = draw(person, 'useful', mentee, number)
      return drawn < 0.1 ? null : 2 + Math.floor(((drawn - 0.1) / 0.9) * 4)
    },

    /** A moment of the rehearsal itself, such as when the host is killed. */
    moment: (what: string, n: number) => draw('rehearsal', what, n),
  }
}
export type Behaviour = ReturnType<typeof behaviourOf>
