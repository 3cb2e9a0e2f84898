import { Hono } from 'hono'
import { z } from 'zod'
import type { Stack } from '../run/stack.js'
import type { StandingFault } from '../tenant/faults.js'
import type { Colleagues } from './colleagues.js'
import { faultKindsShown, type FaultsView, type FaultSubject, type FaultView } from './portal/fault-protocol.js'
import { problem } from './proxy.js'

const Wish = z.object({
  on: z.enum(['person', 'mailbox', 'list', 'route']),
  what: z.string().min(1),
  kind: z.enum(faultKindsShown),
  times: z.number().int().min(1).max(1000).nullable(),
  afterSeconds: z.number().int().min(1).max(60).nullable(),
})

/** What the page of faults asks: which ones there are, one more, one less. They live in the tenant; here they only get names. */
export function faultDesk(stack: Stack, colleagues: Colleagues): Hono {
  const app = new Hono()
  const tenant = async <Answer>(at: string, method = 'GET', body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${stack.tenantUrl}/_tenant/${at}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Refused(answer.status, text)
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }

  app.onError((error) => {
    if (error instanceof Refused) return problem(error.status, 'refusal', error.message)
    throw error
  })
  app.get('/', async (c) => {
    const { value } = await tenant<{ value: StandingFault[] }>('faults')
    const lists = (await tenant<{ value: { title: string }[] }>('lists')).value.map(({ title }) => title)
    return c.json({ faults: value.map((fault) => shown(fault, colleagues)), lists } satisfies FaultsView)
  })
  app.post('/', async (c) => {
    const wish = Wish.safeParse(await c.req.json())
    if (!wish.success) return problem(400, 'bug', `This is no fault: ${z.prettifyError(wish.error)}`)
    const { on, what, kind, times, afterSeconds } = wish.data
    await tenant('faults', 'POST', {
      target: { [on]: what },
      kind,
      ...(times !== null && { times }),
      ...(kind === 'slow' && { afterMs: (afterSeconds ?? 5) * 1000 }),
    })
    return c.json({}, 201)
  })
  app.delete('/:id', async (c) => {
    await tenant(`faults/${encodeURIComponent(c.req.param('id'))}`, 'DELETE')
    return c.json({})
  })
  return app
}

class Refused extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    const told = z.object({ error: z.object({ message: z.string() }) }).safeParse(JSON.parse(text))
    super(told.success ? told.data.error.message : text)
  }
}

function shown({ id, target, kind, met, times, afterMs, lasting }: StandingFault, colleagues: Colleagues): FaultView {
  const subjects = ['person', 'mailbox', 'list', 'route'] as const
  const on: FaultSubject = subjects.find((subject) => target[subject] !== undefined) ?? 'route'
  const key = target[on] ?? ''
  const name = on === 'person' || on === 'mailbox' ? (colleagues.find(key)?.name ?? key) : key
  return {
    id,
    on,
    name,
    kind,
    lasting,
    met,
    left: times ?? null,
    afterSeconds: afterMs === undefined ? null : afterMs / 1000,
  }
}
