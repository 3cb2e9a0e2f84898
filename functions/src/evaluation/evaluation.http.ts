import { evaluateProgramme, viewReport } from '@tandem/contract'
import { changes, countFigures, meanOf, smallestGroup } from '@tandem/domain'
import { EvaluationAnswers, evaluations, feedback, FeedbackAnswers, type Levels } from '@tandem/lists'
import { competencesOf } from '../assessment/ask-card.js'
import { openLevels } from '../assessment/record.js'
import type { Parts } from '../parts.js'
import { loadState } from '../programme/load-state.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { recordEvaluation } from './record-evaluation.js'

export function registerEvaluation(serve: Serve, parts: Parts): void {
  const { stores, sealer, now } = parts

  serve(evaluateProgramme, async ({ caller, params, body }) => {
    await recordEvaluation(parts, caller.id, params['programme']!, body)
    return {}
  })

  /**
   * Sealed rows are opened here to be counted; nothing of one person leaves this function, and nothing of fewer than five people. Means
   * wait until nobody can answer any more: from two reports, before and after one more answer, that answer could be worked out.
   */
  serve(viewReport, async ({ params, say }) => {
    const key = params['programme']!
    const { row: programme } = await programmeOf(stores, key)
    const [loaded, assessed, said, looked] = await Promise.all([
      loadState(parts, key),
      stores.assessments.inProgramme(key),
      stores.feedback.inProgramme(key),
      stores.evaluations.inProgramme(key),
    ])
    const figures = countFigures(loaded!.state, { now: now(), nextDue: null, named: 0 })
    const twice = new Map<string, { before?: Levels; after?: Levels }>()
    for (const { row } of assessed) twice.set(row.Person, { ...twice.get(row.Person), [row.Moment]: openLevels(parts, row) })
    const pairs = [...twice.values()].flatMap(({ before, after }) => (before && after ? [{ before, after }] : []))
    const competences = competencesOf(programme.Settings, say)
    const nameOf = (competence: string) => competences.find((one) => one.key === competence)?.name ?? competence
    const isOver = programme.Status === 'closed'
    const { shown, withheld } = changes(
      competences.map((one) => one.key),
      isOver ? pairs : [],
    )
    const useful = said.flatMap(({ row }) => {
      const answers = FeedbackAnswers.parse(
        sealer.open(row.Answers, { list: feedback.key, row: row.FeedbackKey, owner: row.Person }),
      )
      return answers.useful === null ? [] : [{ person: row.Person, useful: answers.useful }]
    })
    const raters = new Set(useful.map(({ person }) => person)).size
    const back = (isOver ? looked : []).map(({ row }) =>
      EvaluationAnswers.parse(sealer.open(row.Answers, { list: evaluations.key, row: row.EvaluationKey, owner: row.Person })),
    )
    const mean = (pick: (answers: EvaluationAnswers) => number) => meanOf(back.map(pick))
    const [worthwhile, eyeLevel, recommend] = [mean((a) => a.worthwhile), mean((a) => a.eyeLevel), mean((a) => a.recommend)]
    return {
      people: figures,
      tandems: figures.tandems,
      meetings: figures.meetings,
      feedback: {
        answers: said.length,
        useful: isOver && raters >= smallestGroup ? meanOf(useful.map((one) => one.useful)) : null,
      },
      change: shown.map((change) => ({ ...change, name: nameOf(change.competence) })),
      withheld: withheld.map(nameOf),
      evaluation:
        worthwhile === null || eyeLevel === null || recommend === null
          ? null
          : { n: back.length, worthwhile, eyeLevel, recommend },
    }
  })
}
