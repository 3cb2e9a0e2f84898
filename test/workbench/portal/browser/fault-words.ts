import type { FaultKindShown, FaultSubject, FaultView } from '../fault-protocol.js'

export const subjects: Readonly<Record<FaultSubject, string>> = {
  mailbox: 'A mailbox',
  person: 'A person, in everything',
  list: 'A list',
  route: 'A kind of request',
}

type Words = { readonly choice: string; readonly sentence: string; readonly on: readonly FaultSubject[] }
const everything: readonly FaultSubject[] = ['mailbox', 'person', 'list', 'route']

export const kinds: Readonly<Record<FaultKindShown, Words>> = {
  throttled: { choice: 'is asked too often', sentence: 'says: too many requests, come back later', on: everything },
  slow: { choice: 'answers late', sentence: 'answers late', on: everything },
  error: { choice: 'is down', sentence: 'is down: it answers with an error and does nothing', on: everything },
  lost: {
    choice: 'does it, but the answer gets lost',
    sentence: 'does what it is asked, but its answers get lost',
    on: everything,
  },
  duplicate: { choice: 'tells of changes twice', sentence: 'tells of every change twice', on: ['mailbox', 'person', 'list'] },
  gone: { choice: 'has been deleted', sentence: 'has been deleted', on: everything },
  full: { choice: 'is full', sentence: 'is full: nothing more can be stored or sent', on: ['mailbox', 'list'] },
  forbidden: { choice: 'may not be used', sentence: 'may not be used: everybody is refused', on: everything },
}

const subjectOf = ({ on, name }: FaultView): string => {
  if (on === 'mailbox') return `The mailbox of ${name}`
  if (on === 'list') return `The list “${name}”`
  return on === 'person' ? name : `Whatever answers “${name}”`
}

export const sentenceOf = (fault: FaultView): string =>
  `${subjectOf(fault)} ${fault.kind === 'slow' ? `answers ${counted(fault.afterSeconds ?? 0, 'second')} late` : kinds[fault.kind].sentence}.`

export const lastingOf = ({ left, met }: FaultView): string =>
  `${left === null ? 'Until you take it away' : `For the next ${left === 1 ? 'request' : counted(left, 'request')}`}. ${
    met === 0 ? 'No request has met it yet.' : `${counted(met, 'request')} met it.`
  }`

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
