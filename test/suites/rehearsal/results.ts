import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The forms of the files, to the letter: whoever reads them later reads no more and no less than this. */
const id = z.string().min(1)
const count = z.number().int().min(0)
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
/** A finished English sentence: nothing left to fill in, no key, no id. */
const sentence = z
  .string()
  .regex(/^[A-Z\d][^{}]+\.$/)
  .refine((text) => !/[0-9a-f]{8}-[0-9a-f]{4}-|undefined|null|\b[a-z]+\.[a-z]+-[a-z]/.test(text), 'is not finished')
const perRole = z.strictObject({ mentees: count, mentors: count })

const Pairs = z.array(
  z.strictObject({
    menteeId: id,
    mentorId: id,
    status: z.enum(['active', 'completed', 'ended', 'suspended']),
    score: z.number(),
    because: z.array(sentence).min(1).max(6),
    proof: z.strictObject({ commonSuperiorId: id.nullable(), menteePath: z.array(id), mentorPath: z.array(id) }),
  }),
)
const Meetings = z.array(
  z.strictObject({
    menteeId: id,
    mentorId: id,
    number: count.min(1),
    startUtc: moment,
    endUtc: moment,
    organizerId: id,
    eventId: id,
    outcome: z.enum(['held', 'missed', 'cancelled', 'planned']),
  }),
)
const Unmatched = z.array(
  z.strictObject({
    personId: id,
    role: z.enum(['mentee', 'mentor']),
    rule: z.enum([
      ...([
        'refused_by_manager',
        'approval_expired',
        'withdrew',
        'no_assessment',
        'left',
        'reporting_line',
        'same_manager',
      ] as const),
      ...(['same_department', 'no_shared_language', 'capacity', 'competition'] as const),
    ]),
    sentence,
  }),
)
const Report = z.strictObject({
  asked: perRole,
  found: perRole,
  invited: count,
  volunteered: count,
  approved: count,
  refused: count,
  assessed: count,
  matched: count,
  published: count,
  meetings: z.strictObject({ planned: count, held: count, missed: count, cancelled: count }),
  feedback: count,
  assessedAfter: count,
  change: z.array(z.strictObject({ competence: id, n: count, mean: z.number(), low: z.number(), high: z.number() })),
  seconds: count,
  virtualDays: count,
  requests: z.strictObject({ sharepoint: count, graph: count, queue: count, api: count }),
  peakMemoryMiB: z.number().positive(),
})

export type Pair = z.output<typeof Pairs>[number]
export type Meeting = z.output<typeof Meetings>[number]

/** What a rehearsal has written into a folder. */
export function resultsIn(folder: string) {
  const read = <Content>(name: string, form: z.ZodType<Content>): Content =>
    form.parse(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')))
  return {
    pairs: read('pairs', Pairs),
    meetings: read('meetings', Meetings),
    unmatched: read('unmatched', Unmatched),
    report: read('report', Report),
    problems: read('problems', z.array(z.string().regex(/^.+\.$/))),
  }
}
export type Results = ReturnType<typeof resultsIn>
