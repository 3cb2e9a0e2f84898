import type { Caller } from '../caller.js'
import type { Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type GraphRefusal, refused } from './errors.js'

export type GraphVersion = 'v1.0' | 'beta'
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Any one of the names opens the call; null is what the documentation calls "Not supported". */
export type Permissions = {
  readonly application: readonly string[] | null
  readonly delegated: readonly string[] | null
}

/** One request, read as far as every area reads it. */
export type GraphCall = {
  readonly tenant: Tenant
  readonly caller: Caller
  readonly version: GraphVersion
  readonly url: URL
  readonly headers: Headers
  readonly body: Bag
  /** What stands in the path for `:name`. */
  readonly at: (name: string) => string
  /** The person in the path, or the signed-in one under /me. */
  readonly user: () => string
  readonly permissions: Permissions
}

export type Reply = {
  readonly status: 200 | 201 | 202 | 204
  readonly body?: Bag
  /** Instead of a JSON body: what `$count` answers with. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type GraphRoute = {
  readonly method: Method
  /** Below the version: `/users/:user/manager`. What begins with `/users/:user` is served under `/me` as well. */
  readonly path: string
  /** Whatever v1.0 serves, beta serves too. */
  readonly versions: readonly GraphVersion[]
  readonly known: 'documented' | 'observed' | 'inferred'
  readonly permissions: Permissions
  /** Where it is written: `test/tenant/graph/<file>`. */
  readonly file: string
  /** Throws the refusal of this area when the caller may not. */
  readonly guard: (call: GraphCall) => void
  readonly answer: (call: GraphCall) => Reply | Promise<Reply>
}

/** What the routes of one file have in common; a route can say otherwise. */
export type Area = Pick<GraphRoute, 'file' | 'guard'> & {
  readonly versions?: readonly GraphVersion[]
  readonly known?: GraphRoute['known']
}

export type RouteOf = Omit<GraphRoute, 'file' | 'guard' | 'versions' | 'known'> & Partial<GraphRoute>

export const routesOf = (area: Area, routes: readonly RouteOf[]): GraphRoute[] =>
  routes.map((route) => ({ versions: ['v1.0', 'beta'], known: 'documented', ...area, ...route }))

export const shown = (body: Bag): Reply => ({ status: 200, body })
export const made = (body: Bag): Reply => ({ status: 201, body })
export const accepted: Reply = { status: 202 }
export const gone: Reply = { status: 204 }

const carried = (caller: Caller): readonly string[] => (caller.kind === 'app' ? caller.permissions : caller.scopes)

/** Whether the caller's token carries one of the names the table asks for; none helps where the call is not supported. */
export function permitted({ caller, permissions }: Pick<GraphCall, 'caller' | 'permissions'>): boolean {
  const needed = caller.kind === 'app' ? permissions.application : permissions.delegated
  return needed !== null && carried(caller).some((each) => needed.includes(each))
}

/** The usual guard: the table decides, and the area has its own words for no. */
export const guardedBy =
  (denied: (call: GraphCall) => GraphRefusal) =>
  (call: GraphCall): void => {
    if (!permitted(call)) throw denied(call)
  }

export type Found = { readonly route: GraphRoute; readonly values: ReadonlyMap<string, string>; readonly personal: boolean }

type Node = {
  readonly branches: Map<string, Node>
  readonly routes: Map<Method, { route: GraphRoute; names: readonly string[] }>
}
const node = (): Node => ({ branches: new Map(), routes: new Map() })

/** Every route by version and segment, found without regard to case; a literal segment goes before a value. */
export class RouteTable {
  readonly #roots: Record<GraphVersion, Node> = { 'v1.0': node(), beta: node() }

  constructor(readonly routes: readonly GraphRoute[]) {
    for (const route of routes)
      for (const version of new Set<GraphVersion>([...route.versions, 'beta'])) {
        this.#add(version, route, route.path)
        if (route.path.startsWith('/users/:user')) this.#add(version, route, route.path.replace('/users/:user', '/me'))
      }
  }

  find(version: GraphVersion, method: string, path: string): Found {
    const segments = segmentsOf(path)
    const hit = this.#walk(this.#roots[version], method, segments, [])
    if (!hit && version === 'v1.0' && this.#walk(this.#roots.beta, method, segments, []))
      throw refused.noSuchSegment(this.#lostAt(segments))
    if (!hit) throw refused.notInStandIn(`${method} /${version}${path}`, this.#fileFor(segments))
    const { names, route } = hit.end
    return {
      route,
      values: new Map(names.map((name, at) => [name, hit.values[at] ?? ''])),
      personal: segments[0]?.toLowerCase() === 'me',
    }
  }

  #add(version: GraphVersion, route: GraphRoute, path: string): void {
    const names: string[] = []
    let at = this.#roots[version]
    for (const segment of segmentsOf(path)) {
      if (segment.startsWith(':')) names.push(segment.slice(1))
      const key = segment.startsWith(':') ? ':' : segment.toLowerCase()
      const next = at.branches.get(key) ?? node()
      at.branches.set(key, next)
      at = next
    }
    if (at.routes.has(route.method)) throw new Error(`${route.method} ${path} is served twice, the second time by ${route.file}`)
    at.routes.set(route.method, { route, names })
  }

  #walk(
    at: Node,
    method: string,
    segments: readonly string[],
    values: readonly string[],
  ): { end: { route: GraphRoute; names: readonly string[] }; values: readonly string[] } | undefined {
    const [segment, ...rest] = segments
    if (segment === undefined) {
      const end = at.routes.get(method as Method)
      return end && { end, values }
    }
    const literal = at.branches.get(segment.toLowerCase())
    const found = literal && this.#walk(literal, method, rest, values)
    if (found) return found
    const value = at.branches.get(':')
    return value && this.#walk(value, method, rest, [...values, segment])
  }

  /** Where v1.0 knows no further. It does know `/solutions`, for bookings and backups. */
  #lostAt(segments: readonly string[]): string {
    let at: Node | undefined = this.#roots['v1.0']
    for (const segment of segments) {
      at = at?.branches.get(segment.toLowerCase()) ?? at?.branches.get(':')
      if (!at && segment.toLowerCase() !== 'solutions') return segment
    }
    return segments.at(-1) ?? ''
  }

  /** The file whose routes go along the longest part of the path: whoever adds the missing one will look there first. */
  #fileFor(segments: readonly string[]): string {
    const asked = segments[0]?.toLowerCase() === 'me' ? ['users', ':user', ...segments.slice(1)] : segments
    let best = { length: 0, file: 'face.ts' }
    for (const { path, file } of this.routes) {
      const own = path.split('/').slice(1)
      let length = 0
      while (
        length < own.length &&
        length < asked.length &&
        (own[length]?.startsWith(':') || own[length]?.toLowerCase() === asked[length]?.toLowerCase())
      )
        length += 1
      if (length > best.length) best = { length, file }
    }
    return best.file
  }
}

/** `/users('a')/manager/microsoft.graph.user` as users, a, manager, user: keys in brackets and names with a namespace are the same thing. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((segment) => {
      const text = decoded(segment)
      const called = /^([\w.$]+)\((?:'((?:[^']|'')*)'|([0-9a-f-]{36})?)\)$/i.exec(text)
      const parts = called ? [called[1] ?? '', called[2]?.replaceAll("''", "'") ?? called[3]] : [text]
      return parts.filter((part) => part !== undefined).map((part) => part.replace(/^microsoft\.graph\.(?=\w+$)/i, ''))
    })
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw refused.badRequest('Bad Request - Error in query syntax.')
  }
}
