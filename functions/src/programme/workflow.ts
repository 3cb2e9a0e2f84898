import { app, output } from '@azure/functions'
import { z } from 'zod'
import type { Parts } from '../parts.js'
import { carryOut, giveUp, type Deeds } from './carry-out.js'
import { reconcile } from './reconcile.js'

const connection = 'AzureWebJobsStorage'
export const programmesQueue = output.storageQueue({ queueName: 'tandem-programmes', connection })
const stepsQueue = output.storageQueue({ queueName: 'tandem-steps', connection })

const ProgrammeHint = z.object({ programme: z.string() })
const StepHintMessage = z.object({ id: z.number(), step: z.string() })
/** Stands behind a full load of hints: look at the programme again when they have been taken. */
const StepsMessage = z.union([StepHintMessage, ProgrammeHint])

/** The timer, the two queues, and what happens to messages nobody could handle. */
export function registerWorkflow(parts: Parts, deeds: Deeds): void {
  const { stores, now } = parts

  app.timer('tick', {
    schedule: '0 */15 * * * *',
    extraOutputs: [programmesQueue],
    handler: async (_, context) => {
      const running = (await stores.programmes.all()).filter(({ row }) => row.Status !== 'draft' && row.Status !== 'closed')
      context.extraOutputs.set(
        programmesQueue,
        running.map(({ row }) => ({ programme: row.ProgrammeKey })),
      )
    },
  })

  app.storageQueue('reconcileProgramme', {
    queueName: 'tandem-programmes',
    connection,
    extraOutputs: [stepsQueue],
    handler: async (message, context) => {
      const { programme } = ProgrammeHint.parse(message)
      const { hints, more } = await reconcile(parts, programme)
      context.extraOutputs.set(stepsQueue, more ? [...hints, { programme }] : hints)
    },
  })

  app.storageQueue('carryOutStep', {
    queueName: 'tandem-steps',
    connection,
    extraOutputs: [programmesQueue],
    handler: async (message, context) => {
      const hint = StepsMessage.parse(message)
      if ('programme' in hint) context.extraOutputs.set(programmesQueue, [hint])
      else await carryOut(parts, deeds, hint)
    },
  })

  app.storageQueue('giveUpStep', {
    queueName: 'tandem-steps-poison',
    connection,
    handler: async (message) => {
      const hint = StepsMessage.parse(message)
      if (!('programme' in hint)) await giveUp({ stores }, hint, now)
    },
  })
}
