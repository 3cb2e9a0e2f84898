/** What the portal's server tells its pages; one process and one build, so plain types will do. */

export type Colleague = {
  readonly id: string
  readonly name: string
  readonly jobTitle: string | null
  readonly department: string | null
  readonly office: string | null
  readonly mail: string | null
  /** IANA name, for showing times as the person's Outlook would; in lists of people only `UTC`. */
  readonly timeZone: string
  readonly runsProgrammes: boolean
}

export type People = { readonly people: readonly Colleague[]; readonly total: number }

export type Suggestion = { readonly person: Colleague; readonly as: string; readonly sentence: string; readonly tab: Tab }

export const tabs = ['intranet', 'console', 'mail', 'calendar', 'approvals', 'teams', 'lists'] as const
export type Tab = (typeof tabs)[number]

export type ClockView = {
  readonly now: string
  /** Grows whenever something may have changed: pages that show mail or calendars read them again. */
  readonly revision: number
  /** Grows when time has moved: web parts are loaded anew, as a visitor would do who comes back the next day. */
  readonly moves: number
  readonly work: Work | null
  /** What went wrong the last time, until the next thing is begun. */
  readonly failed: string | null
  /** Whether somebody can play the other people. */
  readonly canPlayOthers: boolean
}

/** `share` of the way that is behind us; null where nobody can tell. */
export type Work = { readonly sentence: string; readonly share: number | null }

export type SentMail = {
  readonly id: string
  readonly on: string
  readonly subject: string
  readonly to: { readonly id: string; readonly name: string } | null
}

/** What Tandem did since the clock was last moved. */
export type Happenings = {
  readonly since: string
  readonly mails: readonly SentMail[]
  /** The same mail to many people is told once. */
  readonly counts: readonly { readonly what: string; readonly n: number }[]
  readonly meetings: { readonly added: number; readonly removed: number }
}

/** What Outlook's service does for a card: sends the answer in the person's name and says what came back. */
export type CardActionRequest = {
  readonly person: string
  readonly method: string
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}
export type CardActionResult = {
  readonly ok: boolean
  readonly status: number
  /** The text of the header CARD-ACTION-STATUS. */
  readonly message: string | null
  /** The card that takes the answered one's place. */
  readonly card: Readonly<Record<string, unknown>> | null
}
