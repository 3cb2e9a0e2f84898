import { z } from 'zod'

/** A level of a competence: 0 nothing yet … 8 highly specialised, the eight steps of the European DigComp framework. */
export const Level = z.number().int().min(0).max(8)
export const Levels = z.record(z.string(), Level)
export type Levels = z.output<typeof Levels>

export const Competence = z.object({
  key: z.string().min(1).max(40),
  /** What everybody should reach; the gap below it is what a mentor is sought for. */
  required: Level.min(1),
})

/** Who may take which side. Level and function only: never age, hire date or tenure, nor anything that stands for them. */
export const SelectionRule = z.object({
  menteeMinReports: z.number().int().min(0).max(10_000),
  mentorMaxReports: z.number().int().min(0).max(10_000),
  /** Decides the order among equals; the same seed proposes the same people. */
  seed: z.number().int().min(0),
})

/** Every number of a programme that HR may edit before launch. Days are calendar days. */
export const Settings = z.object({
  competences: z.array(Competence).min(1).max(21),
  topics: z.array(z.string().min(1).max(40)).min(1).max(40),
  selection: SelectionRule,
  mentorCapacity: z.number().int().min(1).max(10),
  minLoad: z.number().int().min(0).max(10),
  meetings: z.number().int().min(1).max(26),
  meetingMinutes: z.number().int().min(15).max(180),
  /** From one meeting to the next. */
  meetingGapDays: z.number().int().min(1).max(90),
  /** From publication to the first possible meeting. */
  firstMeetingAfterDays: z.number().int().min(0).max(60),
  invitationDays: z.number().int().min(1).max(90),
  approvalDays: z.number().int().min(1).max(60),
  /** Outlook stops honouring a card after about a month, so an assessment never stays open longer than 28 days. */
  assessmentDays: z.number().int().min(1).max(28),
  /** How long the running phase may last before what is left of a tandem is closed. */
  runningDays: z.number().int().min(14).max(370),
  evaluationDays: z.number().int().min(1).max(28),
})
export type Settings = z.output<typeof Settings>
