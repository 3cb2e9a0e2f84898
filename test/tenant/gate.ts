import { setTimeout as delay } from 'node:timers/promises'

import { type Addressed, addressedBy, type Asked } from './addressed.js'
import { answerFault, throttled } from './fault-answers.js'
import { Faults } from './faults.js'
import type { Notification } from './notifications.js'
import { isBag } from './store.js'
import type { Tenant } from './tenant.js'
import { Throttle } from './throttle.js'

/** How a request fares before and after it is answered. */
export type Passage = {
  /** The answer when nothing is done. */
  readonly refusal: Response | undefined
  /** The answer that takes the place of the true one, when that one gets lost. */
  readonly lost: Response | undefined
  /** What an answer says of limits. */
  readonly headers: Readonly<Record<string, string>>
  /** To be called when the request has been answered. */
  readonly done: () => void
}

/** Where every request comes by, the whole ones and the parts of batches: limits first, as in front of the services, then faults. */
export class Gate {
  readonly faults: Faults
  readonly throttle: Throttle

  constructor({ store, directory, settings, notifications }: Pick<Tenant, 'store' | 'directory' | 'settings' | 'notifications'>) {
    this.faults = new Faults(store, directory)
    this.throttle = new Throttle({
      mode: () => settings.get('throttling'),
      countPeople: () => store.one<{ many: number }>('select count(*) as many from users')?.many ?? 0,
      idOf: (key) => directory.find(key)?.id,
    })
    notifications.copies = (notification) => this.faults.deliveries(subjectOf(notification))
  }

  async enter(asked: Asked): Promise<Passage> {
    return this.admit(addressedBy(asked))
  }

  async admit(about: Addressed): Promise<Passage> {
    const { refusal, headers, done } = this.throttle.charge(about)
    if (refusal)
      return { refusal: throttled(about, refusal.retryAfterSeconds, refusal.headers), lost: undefined, headers: {}, done }
    const { lateMs, met } = this.faults.meeting(about)
    if (lateMs > 0) await delay(lateMs)
    if (!met) return { refusal: undefined, lost: undefined, headers, done }
    const answer = answerFault(met, about)
    if (met.kind === 'lost') return { refusal: undefined, lost: answer, headers, done }
    done()
    return { refusal: answer, lost: undefined, headers, done }
  }

  /** Answers a request by `answer`, unless something comes over it. */
  async pass(asked: Asked, answer: () => Promise<Response> | Response): Promise<Response> {
    const { refusal, lost, headers, done } = await this.enter(asked)
    if (refusal) return refusal
    try {
      const response = await answer()
      if (lost) return lost
      const told = Object.entries(headers)
      if (told.length === 0) return response
      const shown = new Response(response.body, response)
      for (const [name, value] of told) shown.headers.set(name, value)
      return shown
    } finally {
      done()
    }
  }
}

/** What a notification is about: SharePoint's name the list by its id, Graph's the person in a path. */
function subjectOf({ url, body }: Notification): { readonly personId?: string; readonly listId?: string; readonly url: string } {
  const value: unknown = isBag(body) ? body['value'] : undefined
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  const resource = isBag(first) && typeof first['resource'] === 'string' ? first['resource'] : ''
  const personId = /users(?:\/|\(')([^/')]+)/i.exec(resource)?.[1]
  const listId = /^[0-9a-f-]{36}$/i.exec(resource)?.[0] ?? /lists\/([0-9a-f-]{36})/i.exec(resource)?.[1]
  return { url, ...(personId === undefined ? {} : { personId }), ...(listId === undefined ? {} : { listId }) }
}
