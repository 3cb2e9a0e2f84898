import type { Rehearsal } from './rehearse.js'

/** One screen: what happened, in the order in which it happened. */
export function summaryOf({ outcome, report, problems, check, killings, faults }: Rehearsal): string {
  const { asked, found, meetings, requests } = report
  const statuses = countBy(outcome.pairs.map(({ status }) => status))
  const rules = countBy(outcome.unmatched.map(({ rule }) => rule))
  const short = found.mentees < asked.mentees || found.mentors < asked.mentors
  const lines = [
    `Volunteers   ${found.mentees} mentees of ${asked.mentees} asked for, ${found.mentors} mentors of ${asked.mentors}${short ? '; the organisation has no more who may and would' : ''}`,
    `People       ${report.invited} invited, ${report.volunteered} volunteered, ${report.approved} approved, ${report.refused} refused, ${report.assessed} assessed, ${report.matched} in a tandem`,
    `Tandems      ${report.published} published: ${told(statuses)}`,
    `Left out     ${outcome.unmatched.length}, each with a rule: ${told(rules)}`,
    `Meetings     ${meetings.held} held, ${meetings.missed} missed, ${meetings.cancelled} cancelled, ${meetings.planned} planned; ${report.feedback} answers`,
    `Change       ${report.change.map(({ competence, mean, low, high, n }) => `${competence} ${signed(mean)} [${signed(low)}, ${signed(high)}] n=${n}`).join('\n             ') || 'too few people answered twice'}`,
    `Directory    ${problems.length === 0 ? 'nothing to report' : `${problems.length} things to mend, such as: ${problems[0]}`}`,
    `Checked      ${check.letters} letters sent and ${check.events} meetings in calendars, ${check.faults.length === 0 ? 'none of them twice' : check.faults.join(' ')}`,
    ...(killings.asked > 0 ? [`Killed       the function host ${killings.done} times of ${killings.asked} asked for`] : []),
    ...(faults.profile === 'none' ? [] : [`Faults       ${faults.met} requests met one of the profile "${faults.profile}"`]),
    `Took         ${report.seconds} s for ${report.virtualDays} days; ${requests.sharepoint} SharePoint, ${requests.graph} Graph, ${requests.queue} queue and ${requests.api} API calls; ${report.peakMemoryMiB} MiB at most`,
  ]
  return lines.join('\n')
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
const told = (counts: ReadonlyMap<string, number>) => [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || 'none'

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
