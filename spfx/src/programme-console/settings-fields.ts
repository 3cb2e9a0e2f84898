import { SelectionRule, Settings } from '@tandem/lists'

export type SelectionKey = keyof Settings['selection']
export type NumberKey = {
  [Key in keyof Settings]: Settings[Key] extends number ? Key : never
}[keyof Settings]
export type FieldKey = SelectionKey | NumberKey

/** The order in which a person thinks about a programme, not the order in which it is stored. */
export const groups: readonly { readonly key: string; readonly fields: readonly FieldKey[] }[] = [
  { key: 'selection', fields: ['menteeMinReports', 'mentorMaxReports', 'seed'] },
  { key: 'tandems', fields: ['mentorCapacity', 'minLoad'] },
  { key: 'meetings', fields: ['meetings', 'meetingMinutes', 'meetingGapDays', 'firstMeetingAfterDays', 'runningDays'] },
  { key: 'time', fields: ['invitationDays', 'approvalDays', 'assessmentDays', 'evaluationDays'] },
]
export const fieldKeys = groups.flatMap(({ fields }) => fields)

/** Fields whose label alone leaves a question open. */
export const explained: ReadonlySet<FieldKey> = new Set<FieldKey>([
  'menteeMinReports',
  'mentorMaxReports',
  'seed',
  'mentorCapacity',
  'minLoad',
])

const isSelection = (key: FieldKey): key is SelectionKey => key in SelectionRule.shape

/** The bounds the schema itself sets; a schema without an upper bound gives the largest whole number. */
export function bounds(key: FieldKey): { min: number; max: number } {
  const schema = isSelection(key) ? SelectionRule.shape[key] : Settings.shape[key]
  return { min: schema.minValue ?? 0, max: Math.min(schema.maxValue ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) }
}

/** What stands in the fields while somebody types; numbers only once they are. */
export type Draft = {
  readonly fields: Readonly<Record<FieldKey, string>>
  readonly competences: readonly { readonly key: string; readonly required: number; readonly kept: boolean }[]
  readonly topics: readonly { readonly key: string; readonly kept: boolean }[]
}

export function draftOf(settings: Settings): Draft {
  const fields = {} as Record<FieldKey, string>
  for (const key of fieldKeys) fields[key] = String(isSelection(key) ? settings.selection[key] : settings[key])
  return {
    fields,
    competences: settings.competences.map(({ key, required }) => ({ key, required, kept: true })),
    topics: settings.topics.map((key) => ({ key, kept: true })),
  }
}

export type Complaint = { readonly key: string; readonly values?: Record<string, number> }
export type Checked =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly complaints: Readonly<Partial<Record<FieldKey | 'competences' | 'topics', Complaint>>> }

const wholeNumber = (text: string): number | undefined => (/^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : undefined)

/** Every field that cannot stay as it is, each with its own sentence; or the settings. */
export function check(draft: Draft): Checked {
  const complaints: Partial<Record<FieldKey | 'competences' | 'topics', Complaint>> = {}
  const values = {} as Record<FieldKey, number>
  for (const key of fieldKeys) {
    const { min, max } = bounds(key)
    const value = wholeNumber(draft.fields[key])
    if (value === undefined || value < min || value > max)
      complaints[key] = { key: 'console.settings.range', values: { min, max } }
    else values[key] = value
  }
  if (!complaints.minLoad && !complaints.mentorCapacity && values.minLoad > values.mentorCapacity)
    complaints.minLoad = { key: 'console.settings.load-above', values: { capacity: values.mentorCapacity } }
  if (!complaints.runningDays && !complaints.meetings && !complaints.meetingGapDays && !complaints.firstMeetingAfterDays) {
    const last = values.firstMeetingAfterDays + (values.meetings - 1) * values.meetingGapDays
    if (last > values.runningDays)
      complaints.runningDays = {
        key: 'console.settings.too-short',
        values: { meetings: values.meetings, last, running: values.runningDays },
      }
  }
  const competences = draft.competences.filter(({ kept }) => kept).map(({ key, required }) => ({ key, required }))
  const topics = draft.topics.filter(({ kept }) => kept).map(({ key }) => key)
  if (competences.length === 0) complaints.competences = { key: 'console.settings.keep-one' }
  if (topics.length === 0) complaints.topics = { key: 'console.settings.keep-one' }
  if (Object.keys(complaints).length > 0) return { ok: false, complaints }
  const { menteeMinReports, mentorMaxReports, seed, ...rest } = values
  return { ok: true, settings: { competences, topics, selection: { menteeMinReports, mentorMaxReports, seed }, ...rest } }
}

/** `proposedKey('Digital Tandem 2026')` is `digital-tandem-2026`. */
export const proposedKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replace(/^-+|-+$/g, '')
