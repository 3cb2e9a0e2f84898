import type { Attention, Say } from '@tandem/contract'
import type { Figures, Programme, StepRow } from '@tandem/lists'

/** What the programme team has to do now, most urgent first; nothing when the programme runs by itself. */
export function attentionOf(
  programme: Programme,
  figures: Figures,
  undecided: number,
  failed: readonly StepRow[],
  say: Say,
): Attention[] {
  const items: Attention[] = []
  const add = (name: string, action: Attention['action'], values: Record<string, string | number> = {}) =>
    items.push({ key: name, sentence: say({ key: `attention.${name}`, values }), action, step: null })
  if (programme.Status === 'draft') add('invite', 'invite')
  if (programme.Status === 'matching') {
    if (programme.MatchedOn === null) add('run-matching', 'run-matching', { ready: figures.assessed })
    else add('publish', 'publish', { tandems: figures.tandems.proposed })
  }
  if (undecided > 0) add('decide', 'approve-without-manager', { people: undecided })
  if (programme.Status === 'inviting')
    add('inviting', 'close-invitations', { volunteered: figures.volunteered, invited: figures.invited })
  if (programme.Status === 'assessing')
    add('assessing', 'close-assessment', { assessed: figures.assessed, approved: figures.approved })
  if (programme.Status === 'closed') add('report', 'read-report')
  for (const step of failed) {
    const reason = step.Reason ?? { key: 'step.stuck', values: { kind: step.Kind } }
    items.push({ key: `step-${step.StepKey}`, sentence: say(reason), action: 'retry-step', step: step.StepKey })
  }
  return items
}
