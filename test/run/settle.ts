import { setTimeout as delay } from 'node:timers/promises'
import { call, listProgrammes, viewProgramme, type ProgrammeView } from '@tandem/contract'
import type { HostStatus } from '../host/admin.js'
import { asPerson } from './api.js'
import type { Stack } from './stack.js'

export type Settled = {
  /** How often the timer was fired until it found nothing more to do. */
  readonly rounds: number
  /** Steps somebody has to look at. */
  readonly stuck: number
  readonly programmes: readonly ProgrammeView[]
}

export type SettleOptions = { readonly withinMs?: number; readonly mostRounds?: number }

const resting = new Set(['draft', 'closed'])

/**
 * Lets the product do all that can be done at this moment: fires its timer, waits until no step is open and the queues are empty, and
 * again, because what is done makes new things due. Throws when it does not come to rest within the bounds.
 */
export async function settle(stack: Stack, programme?: string, options: SettleOptions = {}): Promise<Settled> {
  const { withinMs = 120_000, mostRounds = 60 } = options
  const until = Date.now() + withinMs
  // What people did may still be on the queues; only a look taken alone tells for certain that nothing follows any more.
  await rest(stack, programme, until)
  for (let rounds = 1; rounds <= mostRounds; rounds++) {
    await fireTick(stack)
    const { programmes, firedAgain } = await rest(stack, programme, until)
    if (firedAgain) continue
    const live = programmes.filter((view) => !resting.has(view.programme.status))
    if (live.every(({ figures }) => figures.named === 0))
      return { rounds, stuck: sum(programmes, ({ steps }) => steps.stuck), programmes }
  }
  throw new Error(`After ${mostRounds} rounds every tick still finds something to do; "decide" must name what is done already.`)
}

/** The moment at which time alone will next make something happen; undefined when nothing is pending. */
export function nextDue(programmes: readonly ProgrammeView[]): string | undefined {
  const dues = programmes.flatMap(({ figures }) => figures.nextDue ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))
  return dues[0]
}

export async function viewProgrammes(stack: Stack, programme?: string): Promise<ProgrammeView[]> {
  const send = asPerson(stack, stack.programmeLead)
  const keys = programme ? [programme] : (await call(send, listProgrammes)).programmes.map(({ key }) => key)
  return Promise.all(keys.map((key) => call(send, viewProgramme, { params: { programme: key } })))
}

/** A step whose worker died is taken over when its lease has run out, by the timer that finds it; so the timer is fired now and then. */
const fireAgainMs = 3_000

/** Looks until nothing is due and nothing is queued, in ever longer pauses, but never longer than half a second. */
async function rest(
  stack: Stack,
  programme: string | undefined,
  until: number,
): Promise<{ programmes: ProgrammeView[]; firedAgain: boolean }> {
  let fired = Date.now()
  let firedAgain = false
  for (let pause = 20; ; pause = Math.min(500, pause * 1.5)) {
    const queued = Object.entries((await hostStatus(stack)).queues).filter(
      ([name, count]) => count > 0 && !name.endsWith('-poison'),
    )
    if (queued.length === 0) {
      const programmes = await viewProgrammes(stack, programme)
      if (sum(programmes, ({ steps }) => steps.open + steps.due) === 0) return { programmes, firedAgain }
    }
    if (Date.now() > until) {
      const names = queued.map(([name, count]) => `${count} in ${name}`).join(', ')
      throw new Error(
        `It did not come to rest in time: ${names || 'the queues are empty, but steps are open'}. See ${stack.hostAdminUrl}/failures.`,
      )
    }
    await delay(pause)
    if (queued.length === 0 && Date.now() - fired > fireAgainMs) {
      fired = Date.now()
      firedAgain = true
      await fireTick(stack)
    }
  }
}

async function hostStatus(stack: Stack): Promise<HostStatus> {
  const answer = await fetch(`${stack.hostAdminUrl}/status`)
  if (!answer.ok) throw new Error(`The function host answered ${answer.status} when asked for its status.`)
  return (await answer.json()) as HostStatus
}

async function fireTick(stack: Stack): Promise<void> {
  const answer = await fetch(`${stack.hostAdminUrl}/functions/tick`, { method: 'POST' })
  if (!answer.ok) throw new Error(`The timer could not be fired (${answer.status}): ${await answer.text()}`)
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0)
