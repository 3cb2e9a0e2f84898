import { createHash, randomUUID } from 'node:crypto'

import type { Addressed } from './addressed.js'
import type { Directory } from './directory.js'
import { type Fault, faultKinds } from './fault-shapes.js'
import type { Store } from './store.js'

export { type Fault, type FaultKind, faultKinds, readFaults } from './fault-shapes.js'

/** A fault as it stands now: what is left of it and how often it has met a request. */
export type StandingFault = Fault & { readonly id: string; readonly lasting: boolean; readonly met: number }

type Entry = {
  readonly fault: Fault & { readonly id: string }
  readonly route: RegExp | undefined
  /** The person's id in the directory, which requests may know under three keys. */
  readonly personId: string | undefined
  left: number
  met: number
  /** Requests it could have met: the number that is drawn with. */
  seen: number
}

/** What comes over a request, other than an answer that is late. */
export type Met = Fault & { readonly id: string }

const writes = new Set(['POST', 'PATCH', 'PUT', 'MERGE'])
/** POST is how these ask; they store nothing. */
const onlyAsks =
  /(getschedule|findmeetingtimes|getmailtips|getitems|getchanges|renderlistdataasstream|getlistitemchangessincetoken)(\(|$)/

/**
 * Failures as data: they belong to a person, a mailbox, a list or a route, stand in the tenant's file, and meet whatever request comes
 * their way. Nothing in the code of the tenant knows a certain one.
 */
export class Faults {
  readonly #store: Store
  readonly #directory: Directory
  #entries: Entry[] = []

  constructor(store: Store, directory: Directory) {
    this.#store = store
    this.#directory = directory
    store.tables(
      'create table if not exists faults (id text primary key, position integer not null, document text not null, left integer, met integer not null)',
    )
    const rows = store.all<{ document: string; left: number | null; met: number }>(
      'select document, left, met from faults order by position',
    )
    this.#entries = rows.map(({ document, left, met }) => ({
      ...this.#entryOf(JSON.parse(document) as Met),
      left: left ?? Infinity,
      met,
    }))
  }

  /** What of these nobody could ever meet: people that are not there. Lists may still come. */
  unknownIn(faults: readonly Fault[]): string[] {
    return faults.flatMap(({ target: { person, mailbox } }) => {
      const key = person ?? mailbox
      return key === undefined || this.#personOf(key) ? [] : [`There is nobody "${key}" in the directory.`]
    })
  }

  replace(faults: readonly Fault[]): void {
    this.#entries = faults.map((fault) => this.#entryOf({ ...fault, id: fault.id ?? randomUUID() }))
    this.#keep()
  }

  /** One with a known id takes the known one's place. */
  add(faults: readonly Fault[]): StandingFault[] {
    const added = faults.map((fault) => this.#entryOf({ ...fault, id: fault.id ?? randomUUID() }))
    const ids = new Set(added.map(({ fault }) => fault.id))
    this.#entries = [...this.#entries.filter(({ fault }) => !ids.has(fault.id)), ...added]
    this.#keep()
    return added.map(standing)
  }

  remove(id: string): boolean {
    const left = this.#entries.filter(({ fault }) => fault.id !== id)
    const found = left.length < this.#entries.length
    this.#entries = left
    this.#keep()
    return found
  }

  /** The ones that are not over. */
  get waiting(): StandingFault[] {
    return this.#entries.filter(({ left }) => left > 0).map(standing)
  }

  /** How late the answer is to be, and what becomes of the request; both are used up by it. */
  meeting(about: Addressed): { readonly lateMs: number; readonly met: Met | undefined } {
    let lateMs = 0
    if (this.#entries.length === 0) return { lateMs, met: undefined }
    for (const entry of this.#entries) {
      const { kind, afterMs = 0 } = entry.fault
      if (entry.left <= 0 || kind === 'duplicate' || !this.#concerns(entry, about)) continue
      if (kind === 'full' && (!writes.has(about.method) || onlyAsks.test(about.path))) continue
      if (!this.#strikes(entry)) continue
      if (kind !== 'slow') return { lateMs, met: entry.fault }
      lateMs += afterMs
    }
    return { lateMs, met: undefined }
  }

  /** How often a notification is delivered: of what changed in a mailbox, in a list, or to an address. */
  deliveries(of: { readonly personId?: string; readonly listId?: string; readonly url?: string }): number {
    const meets = ({ fault: { kind, target }, route, personId }: Entry): boolean => {
      if (kind !== 'duplicate') return false
      if (route) return of.url !== undefined && route.test(of.url)
      if (target.list !== undefined) return of.listId !== undefined && this.#isList(target.list, { by: 'id', key: of.listId })
      return of.personId !== undefined && personId === of.personId.toLowerCase()
    }
    return this.#entries.some((entry) => entry.left > 0 && meets(entry) && this.#strikes(entry)) ? 2 : 1
  }

  /** Whether a mailbox has this lasting fault: what comes to it from elsewhere fares accordingly. Uses nothing up. */
  mailboxIs(kind: 'gone' | 'full' | 'forbidden', userId: string): boolean {
    return this.#entries.some(({ fault, personId, left }) => left > 0 && fault.kind === kind && personId === userId.toLowerCase())
  }

  #concerns({ fault: { target, kind }, route, personId }: Entry, about: Addressed): boolean {
    if (target.method !== undefined && target.method.toUpperCase() !== about.method) return false
    if (route) return route.test(about.url)
    if (target.list !== undefined) return about.list !== undefined && this.#isList(target.list, about.list)
    const isAbout = about.person !== undefined && this.#personOf(about.person) === personId
    if (target.mailbox !== undefined || kind === 'full') return isAbout && about.inMailbox
    return isAbout || (kind !== 'gone' && about.callerId !== undefined && about.callerId === personId)
  }

  #strikes(entry: Entry): boolean {
    const { probability, seed = 0, id } = entry.fault
    entry.seen += 1
    if (probability !== undefined && drawn(`${seed} ${id} ${entry.seen}`) >= probability) return false
    entry.left -= 1
    entry.met += 1
    // The many of a rehearsal are not written down one by one.
    if (probability === undefined)
      this.#store.run('update faults set left = ?, met = ? where id = ?', finite(entry.left), entry.met, id)
    return true
  }

  #isList(wanted: string, { by, key }: NonNullable<Addressed['list']>): boolean {
    const same = (text: string): boolean => text.toLowerCase() === wanted.toLowerCase()
    const bare = key.replace(/^\{|\}$/g, '').replace(/\/+$/, '')
    const row = this.#store
      .all<{ id: string; title: string; folder: string }>('select id, title, folder from lists')
      .find(({ id, title, folder }) => {
        const name = folder.split('/').at(-1)?.toLowerCase() ?? ''
        if (by === 'id') return id.toLowerCase() === bare.toLowerCase()
        return by === 'title' ? title.toLowerCase() === bare.toLowerCase() : bare.toLowerCase().split('/').includes(name)
      })
    return row ? [row.id, row.title, row.folder.split('/').at(-1) ?? ''].some(same) : same(bare.split('/').at(-1) ?? '')
  }

  #personOf(key: string): string | undefined {
    return (this.#directory.find(key) ?? this.#directory.byAddress(key))?.id.toLowerCase()
  }

  #entryOf(fault: Met): Entry {
    const { route, person, mailbox } = fault.target
    const key = person ?? mailbox
    return {
      fault,
      route: route === undefined ? undefined : new RegExp(route, 'i'),
      personId: key === undefined ? undefined : (this.#personOf(key) ?? key.toLowerCase()),
      left: fault.times ?? Infinity,
      met: 0,
      seen: 0,
    }
  }

  #keep(): void {
    this.#store.transaction(() => {
      this.#store.run('delete from faults')
      this.#entries.forEach(({ fault, left, met }, at) =>
        this.#store.run(
          'insert into faults (id, position, document, left, met) values (?, ?, ?, ?, ?)',
          fault.id,
          at,
          JSON.stringify(fault),
          finite(left),
          met,
        ),
      )
    })
  }
}

const finite = (left: number): number | null => (Number.isFinite(left) ? left : null)

const standing = ({ fault, left, met }: Entry): StandingFault => {
  const { times: _, ...rest } = fault
  return { ...rest, ...(Number.isFinite(left) ? { times: left } : {}), lasting: faultKinds[fault.kind].lasting, met }
}

/** The same number from nought to one for the same words. */
const drawn = (words: string): number => createHash('sha256').update(words).digest().readUInt32BE() / 2 ** 32
