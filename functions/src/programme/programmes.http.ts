import { isDeepStrictEqual } from 'node:util'
import {
  closePhase,
  createProgramme,
  editSettings,
  listBlueprints,
  listProgrammes,
  retryStep,
  viewProgramme,
  type ProgrammeSummary,
  type Say,
} from '@tandem/contract'
import { blueprintOf, blueprints, countFigures } from '@tandem/domain'
import { bucketOf, Settings, type Programme } from '@tandem/lists'
import { Duplicate, Refusal } from '../failures.js'
import type { Parts } from '../parts.js'
import type { Serve } from '../serve.js'
import { programmeOf } from '../stores/found.js'
import { isForTheTeam } from '../approval/is-for-the-team.js'
import { attentionOf } from './attention.js'
import { beginPhase } from './deeds.js'
import { phasesOf } from './phases-of.js'

const summary = (row: Programme): ProgrammeSummary => ({
  key: row.ProgrammeKey,
  name: row.Name,
  blueprint: row.Blueprint,
  status: row.Status,
})

export function registerProgrammes(serve: Serve, parts: Parts): void {
  const { stores, now } = parts

  serve(listBlueprints, async ({ say }) => ({
    blueprints: blueprints.map(({ key, settings }) => ({
      key,
      name: say({ key: `blueprint.${key}` }),
      about: say({ key: `blueprint.${key}.about` }),
      settings,
    })),
  }))

  serve(createProgramme, async ({ caller, body }) => {
    const blueprint = blueprintOf(body.blueprint)
    if (!blueprint)
      throw new Refusal(`There is no blueprint "${body.blueprint}". Known are: ${blueprints.map((one) => one.key).join(', ')}.`)
    const changed = Object.fromEntries(Object.entries(body.settings ?? {}).filter(([, value]) => value !== undefined))
    const wanted = {
      ProgrammeKey: body.key,
      Name: body.name,
      Blueprint: blueprint.key,
      Status: 'draft' as const,
      Settings: Settings.parse({ ...blueprint.settings, ...changed }),
      CreatedBy: caller.id,
    }
    try {
      const added = await stores.programmes.add(wanted)
      return summary(added.row)
    } catch (error) {
      // The same person asking for the same programme again is somebody whose first answer got lost.
      const there = error instanceof Duplicate ? await stores.programmes.byKey(body.key) : undefined
      if (there && isDeepStrictEqual({ ...there.row, ...wanted }, there.row)) return summary(there.row)
      if (error instanceof Duplicate)
        throw new Refusal(`There is a programme with the short name "${body.key}" already. Choose another.`, null, {
          cause: error,
        })
      throw error
    }
  })

  serve(listProgrammes, async () => ({ programmes: (await stores.programmes.all()).map(({ row }) => summary(row)) }))

  const view = async (key: string, say: Say) => {
    const [programme, steps] = await Promise.all([programmeOf(stores, key), stores.steps.inProgramme(key, 'Due')])
    const { row } = programme
    const figures =
      row.Figures ?? countFigures({ enrolments: [], tandems: [], meetings: [] }, { now: now(), nextDue: null, named: 0 })
    const withStatus = (...statuses: string[]) => steps.filter((step) => statuses.includes(step.row.Status))
    // Whoever waits for the programme team's own decision is counted while decisions are taken.
    const waiting = row.Status === 'inviting' || row.Status === 'assessing' ? await stores.enrolments.inProgramme(key) : []
    const organisation = await parts.directory.read()
    const undecided = waiting.filter(({ row: one }) => one.Status === 'volunteered' && isForTheTeam(one, organisation)).length
    return {
      programme: summary(row),
      settings: row.Settings,
      phases: phasesOf(row, say),
      figures,
      attention: attentionOf(
        row,
        figures,
        undecided,
        withStatus('refused', 'stuck').map((step) => step.row),
        say,
      ),
      steps: {
        open: withStatus('open', 'doing').length,
        due: withStatus('open', 'doing').length,
        stuck: withStatus('stuck', 'refused').length,
      },
      now: now(),
    }
  }

  serve(viewProgramme, ({ params, say }) => view(params['programme']!, say))

  serve(editSettings, async ({ params, body, say }) => {
    const key = params['programme']!
    const found = await programmeOf(stores, key)
    if (found.row.Status !== 'draft') throw new Refusal('The numbers of a programme can be changed until the invitations go out.')
    await stores.programmes.update(found, { Settings: body })
    return view(key, say)
  })

  serve(closePhase, async ({ params, body, soon }) => {
    const key = params['programme']!
    const next = body.leave === 'inviting' ? 'assessing' : 'matching'
    const { row } = await programmeOf(stores, key)
    if (row.Status === next) return summary(row)
    if (row.Status !== body.leave) throw new Refusal(`The programme is not in this phase any more. Load the page again.`)
    const changed = await stores.programmes.revise(key, (current) => beginPhase(current, next, now()))
    soon(key)
    return summary(changed!.row)
  })

  serve(retryStep, async ({ params, body, soon }) => {
    const key = params['programme']!
    const found = await stores.steps.byKey(body.step)
    if (!found || found.row.Programme !== key)
      throw new Refusal('This step is not there any more; it was probably done in the meantime.')
    await stores.steps.revise(body.step, (row) =>
      row.Status === 'stuck' || row.Status === 'refused'
        ? { Status: 'open', LeaseUntil: null, EndedOn: null, Reason: null, Due: `${bucketOf(key, row.Subject)}/${now()}` }
        : undefined,
    )
    soon(key)
    return {}
  })
}
