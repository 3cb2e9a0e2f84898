import { isBag } from '../store.js'
import { type Answer, answerCollection, answerEntity, answerValue, type Entity, type Part, shaped } from './answers.js'
import { refused } from './errors.js'
import type { SpList } from './lists.js'
import type { Segment } from './path.js'
import type { PermissionName } from './base-permissions.js'
import type { Securable } from './permissions.js'
import { type ApiRequest, queryOf } from './request.js'
import type { Site } from './site.js'

/** How we know that SharePoint answers like this: from Microsoft's pages, from what clients were seen to send and take, or by likeness. */
export type Known = 'documented' | 'observed' | 'inferred'

export type Call = { readonly site: Site; readonly request: ApiRequest }
export type Reply = Answer | Promise<Answer>
/** PATCH is MERGE, as it is for SharePoint. */
export type Method = 'GET' | 'POST' | 'MERGE' | 'PUT' | 'DELETE'

/** Where a path has arrived. Walking on from here answers the rest of it. */
export type Place = { readonly walk: (rest: readonly Segment[], call: Call) => Reply }

/** How a thing is known and which right it takes. */
export type Told = { readonly known: Known; readonly needs?: PermissionName }

export type Way<Held> = Told & { readonly answer: (call: Call, held: Held) => Reply }

export type Member<Held> = Told &
  (
    | { readonly place: (call: Call, held: Held, segment: Segment) => Place }
    | { readonly methods: readonly Method[]; readonly answer: (call: Call, held: Held, segment: Segment) => Reply }
  )

type Shown = { readonly entity: Entity; readonly deferred?: Readonly<Record<string, Part>> }

export type Parts<Held> = {
  /** Whose rights count for what is done here; where a kind does not say, what it holds says it: an item, a list, else the site. */
  readonly securable?: (held: Held, call: Call) => Securable
  /** Refuses who may not come here at all; `rest` is what the path still says. */
  readonly enter?: (call: Call, held: Held, rest: readonly Segment[]) => void
  /** What a GET shows; its properties can then be read one by one as well (`web/title`, `web/title/$value`). */
  readonly entity?: Told & { readonly show: (call: Call, held: Held) => Shown }
  readonly methods?: Partial<Record<Method, Way<Held>>>
  /** By name in lower case. */
  readonly members?: Readonly<Record<string, Member<Held>>>
}

const told = (how: Known | Told): Told => (typeof how === 'string' ? { known: how } : how)

/** A step to another thing: `list/items`, `items/getbyid(3)`. It asks for no right unless it says so: what is found there does. */
export const leadsTo = <Held>(how: Known | Told, place: (call: Call, held: Held, segment: Segment) => Place): Member<Held> => ({
  ...told(how),
  place,
})

/** Something that is done with POST: `list/recycle`. */
export const action = <Held>(how: Known | Told, answer: (call: Call, held: Held, segment: Segment) => Reply): Member<Held> => ({
  ...told(how),
  methods: ['POST'],
  answer,
})

/** Something that is only read; a question too long for an address is posted. */
export const reading = <Held>(how: Known | Told, answer: (call: Call, held: Held, segment: Segment) => Reply): Member<Held> => ({
  ...told(how),
  methods: ['GET', 'POST'],
  answer,
})

export type SharePointRoute = {
  readonly kind: string
  readonly member: string
  readonly methods: string
  readonly known: Known
  readonly file: string
}

/** What is asked for where nobody has said it: enough that a forgotten `needs` refuses and does not leak. */
const usual = {
  read: { site: 'Open', list: 'ViewListItems', item: 'ViewListItems' },
  change: { site: 'ManageWeb', list: 'ManageLists', item: 'EditListItems' },
} as const

const isList = (held: unknown): held is SpList => isBag(held) && held['columns'] instanceof Map

function securedBy(held: unknown, site: string): Securable {
  if (isList(held)) return { site, list: held }
  if (!isBag(held) || !isList(held['list'])) return { site }
  return typeof held['id'] === 'number' ? { site, list: held['list'], item: held['id'] } : { site, list: held['list'] }
}

const registered: { readonly routes: () => SharePointRoute[] }[] = []

/** Everything that is served under `_api`, kind by kind. */
export const sharePointRoutes = (): SharePointRoute[] => registered.flatMap(({ routes }) => routes())

/**
 * A type of SharePoint's API: what can be done with one and where its members lead. A path is answered by walking from kind to
 * kind, as OData means it, so that everything a list can do it can do however the path has reached it.
 */
export class Kind<Held> {
  readonly #parts: () => Parts<Held>

  /** `parts` is a function because kinds lead to one another in circles. `file` is where a missing route is to be added. */
  constructor(
    readonly name: string,
    readonly file: string,
    parts: () => Parts<Held>,
  ) {
    this.#parts = parts
    registered.push({ routes: () => this.#routes() })
  }

  at(held: Held): Place {
    return { walk: (rest, call) => this.#walk(held, rest, call) }
  }

  #walk(held: Held, rest: readonly Segment[], call: Call): Reply {
    const parts = this.#parts()
    parts.enter?.(call, held, rest)
    const [next, ...further] = rest
    if (!next) return this.#answer(parts, held, call)
    const member = parts.members?.[next.name]
    if (!member) return this.#property(parts, held, rest, call)
    if ('place' in member) {
      if (member.needs) this.#need(parts, held, call, member.needs)
      return member.place(call, held, next).walk(further, call)
    }
    if (further.length > 0) throw this.#missing(`/${rest.map(({ text }) => text).join('/')}`)
    const { method } = call.request
    if (!member.methods.some((each) => each === method)) throw refused.wrongMethod(method, next.text)
    this.#need(parts, held, call, member.needs ?? (member.methods.includes('GET') ? 'read' : 'change'))
    return member.answer(call, held, next)
  }

  /** The one place where rights are asked for. A way that does not say which it needs asks for what it would do to any such thing. */
  #need({ securable }: Parts<Held>, held: Held, call: Call, right: PermissionName | 'read' | 'change'): void {
    const { site, request } = call
    const target = securable?.(held, call) ?? securedBy(held, request.site)
    const level = target.item !== undefined ? 'item' : target.list ? 'list' : 'site'
    site.permissions.need(request.caller, target, right === 'read' || right === 'change' ? usual[right][level] : right)
  }

  #answer(parts: Parts<Held>, held: Held, call: Call): Reply {
    const { entity, methods } = parts
    const { request } = call
    const way = methods?.[request.method as Method]
    if (way) {
      this.#need(parts, held, call, way.needs ?? (request.method === 'GET' ? 'read' : 'change'))
      return way.answer(call, held)
    }
    if (request.method !== 'GET' || !entity) throw this.#missing(`, method ${request.method}`)
    this.#need(parts, held, call, entity.needs ?? 'read')
    const { entity: shown, deferred } = entity.show(call, held)
    return answerEntity(shaped(shown, queryOf(request), deferred), request.mode, request.webUrl)
  }

  #property(parts: Parts<Held>, held: Held, rest: readonly Segment[], call: Call): Reply {
    const { entity } = parts
    const { request } = call
    const path = `/${rest.map(({ text }) => text).join('/')}`
    const [next, further] = rest
    if (!entity || !next || next.values !== undefined || request.method !== 'GET') throw this.#missing(path)
    this.#need(parts, held, call, entity.needs ?? 'read')
    const { entity: shown, deferred = {} } = entity.show(call, held)
    const part = Object.entries({ ...shown.parts, ...deferred }).find(([name]) => name.toLowerCase() === next.name)?.[1]()
    if (part && !further) {
      const query = queryOf(request)
      return 'type' in part // an array has a method called values
        ? answerEntity(shaped(part, query), request.mode, request.webUrl)
        : answerCollection(
            part.map((each) => shaped(each, query)),
            request.mode,
            request.webUrl,
          )
    }
    const { onDemand = {}, values } = shown
    const name = [...Object.keys(values), ...Object.keys(onDemand)].find((each) => each.toLowerCase() === next.name)
    if (name === undefined) throw this.#missing(path)
    const value = Object.hasOwn(values, name) ? values[name] : onDemand[name]?.()
    if (further?.name === '$value')
      return { status: 200, raw: { bytes: new TextEncoder().encode(String(value ?? '')), type: 'text/plain;charset=utf-8' } }
    if (further) throw this.#missing(path)
    return answerValue(name, value, request.mode)
  }

  #missing(what: string): Error {
    return refused.notInStandIn(`${this.name}${what}`, this.file)
  }

  #routes(): SharePointRoute[] {
    const { entity, methods = {}, members = {} } = this.#parts()
    const row = (member: string, of: string, known: Known): SharePointRoute => ({
      kind: this.name,
      member,
      methods: of,
      known,
      file: this.file,
    })
    return [
      ...(entity && !methods.GET ? [row('', 'GET', entity.known)] : []),
      ...Object.entries(methods).map(([method, way]) => row('', method, way.known)),
      ...Object.entries(members).map(([name, member]) =>
        row(name, 'place' in member ? '→' : member.methods.join(' '), member.known),
      ),
    ]
  }
}
