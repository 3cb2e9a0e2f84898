import type { Person } from '../directory.js'
import { type Bag, isBag } from '../store.js'
import { graphRoot } from './collection.js'
import { refused } from './errors.js'
import { type CalendarEvent, type EventStore, recurrenceIn } from './event-store.js'
import { type Events, windowOf } from './events.js'
import type { Span } from './event-body.js'

/** Where a round of a delta query stands: since which change it reports, up to which, and how much of it was handed out. */
type State = { readonly span: Span | null; readonly since: number | null; readonly upTo: number; readonly skip: number }

const tokenOf = (state: State): string => Buffer.from(JSON.stringify(state)).toString('base64url')

function stateOf(token: string): State {
  try {
    const state: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (isBag(state) && typeof state['upTo'] === 'number') return state as State
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw refused.invalid('SyncStateInvalid', 'The sync state is invalid.')
}

const unsupported = ['$orderby', '$filter', '$select', '$expand', '$search', '$top']

/**
 * What has changed in a calendar. `window` asks for the events of a time window (`calendarView/delta`), otherwise all of them
 * are meant. The first round tells everything, each later one what was added, changed or removed since.
 */
export function eventDelta(
  events: Events,
  store: EventStore,
  { owner, url, prefer, window }: { owner: Person; url: URL; prefer: string | undefined; window: boolean },
): Bag {
  if (unsupported.some((name) => url.searchParams.has(name)))
    throw refused.invalid(
      'ErrorInvalidUrlQuery',
      `The following parameters are not supported with change tracking over the '${window ? 'CalendarView' : 'Events'}' resource: '${unsupported.join(', ')}'.`,
    )
  const token = url.searchParams.get('$skiptoken') ?? url.searchParams.get('$deltatoken')
  const state: State = token
    ? stateOf(token)
    : { span: window ? windowOf(url) : null, since: null, upTo: store.rows.lastChange(), skip: 0 }
  const { since, span, skip } = state
  // A round that starts from a deltaLink reports up to now; its pages then keep to that.
  const upTo = url.searchParams.has('$deltatoken') ? store.rows.lastChange() : state.upTo
  const all = since === null ? everything(store, owner.id, span) : changes(store, owner.id, span, since)
  const size = Number(/odata\.maxpagesize=(\d+)/i.exec(prefer ?? '')?.[1] ?? 10)
  const more = skip + size < all.length
  const link = (name: string, next: State): string =>
    `https://graph.microsoft.com${url.pathname}?${name}=${encodeURIComponent(tokenOf(next))}`
  return {
    '@odata.context': `${graphRoot}/$metadata#Collection(event)`,
    ...(more
      ? { '@odata.nextLink': link('$skiptoken', { span, since, upTo, skip: skip + size }) }
      : { '@odata.deltaLink': link('$deltatoken', { span, since: upTo, upTo, skip: 0 }) }),
    value: all.slice(skip, skip + size).map((each) => shownIn(events, each, prefer)),
  }
}

type Entry = CalendarEvent | { readonly removed: string }

function everything(store: EventStore, userId: string, span: Span | null): Entry[] {
  if (!span) return store.all(userId)
  const seen = store.between(userId, span.startMs, span.endMs)
  const masters = [...new Set(seen.flatMap(({ occurrence }) => occurrence?.masterId ?? []))]
  return [...masters.map((id) => store.get(userId, id)), ...seen]
}

function changes(store: EventStore, userId: string, span: Span | null, since: number): Entry[] {
  const found = new Map<string, Entry>()
  for (const id of store.rows.changedSince(userId, since)) {
    const event = store.rows.find(userId, id)
    const within = event && recurrenceIn(event) && span ? store.rows.occurrences(event, span.startMs, span.endMs) : []
    const touches =
      event !== undefined && (!span || within.length > 0 || (event.startMs < span.endMs && event.endMs > span.startMs))
    found.set(id, event && touches ? event : { removed: id })
    for (const each of within) found.set(each.id, each)
  }
  return [...found.values()]
}

/** An occurrence that follows its series tells only when it is; the rest stands in the series. */
function shownIn(events: Events, entry: Entry, prefer: string | undefined): Bag {
  if ('removed' in entry) return { '@removed': { reason: 'deleted' }, id: entry.removed }
  const { '@odata.etag': etag, id, seriesMasterId, type, start, end, ...rest } = events.shown(entry, prefer)
  const slim = { '@odata.type': '#microsoft.graph.event', '@odata.etag': etag, id, seriesMasterId, type, start, end }
  return entry.occurrence?.changed === false ? slim : { ...slim, ...rest }
}
