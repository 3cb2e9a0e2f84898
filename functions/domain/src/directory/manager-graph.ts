/**
 * Who is above whom. A directory is kept by hand: people without a manager, managers who left, people who are their own
 * manager and rings in which everybody reports to everybody are all met in real companies. Here they are data, never an
 * exception: a manager who is missing, unknown or oneself is no manager, and a ring counts as one person with many heads,
 * so its members are above one another and above everybody below the ring.
 *
 * A path upwards ends at the top of its tree. Where it enters a ring it goes round once and ends before anybody appears
 * twice; the person the path starts from is never on it.
 */
export type ManagedPerson = { readonly id: string; readonly managerId?: string | null }

/** Paths run from the person's own manager up to and including the nearest common superior, or to the top when there is none. */
export type IndependenceProof = {
  readonly commonSuperiorId: string | null
  readonly menteePath: readonly string[]
  readonly mentorPath: readonly string[]
}

/** What HR has to repair in the directory: ids of the people concerned, in the order of their ids. */
export type ManagerGraphIssues = {
  readonly self: readonly string[]
  readonly missing: readonly string[]
  readonly cycle: readonly string[]
}

/**
 * Where somebody stands, in numbers: everybody below them has an `enter` from their own up to, not including, their `leave`.
 * Comparing two of these needs no look-up, which counts when millions of pairs are asked for.
 */
export type Line = { readonly enter: number; readonly leave: number; readonly managerId: string | null }

/** For two different people. `managerId` is what the directory says, null for somebody who is their own manager. */
export function leadsTo(upper: Line, lower: Line): boolean {
  return upper.enter <= lower.enter && lower.enter < upper.leave
}

export type ManagerGraph = {
  readonly lineOf: (id: string) => Line | null
  readonly has: (id: string) => boolean
  /** True when `a` can reach `b`'s review: any number of steps up from `b` leads to `a`. Nobody is above themselves. */
  readonly isAbove: (a: string, b: string) => boolean
  readonly chain: (id: string) => string[]
  /** Inside a ring several people qualify: the one with the shortest two paths is meant, then the smaller id. */
  readonly nearestCommonSuperior: (a: string, b: string) => string | null
  readonly independenceProof: (menteeId: string, mentorId: string) => IndependenceProof
  readonly reportsBelow: (id: string) => number
  readonly directReports: (id: string) => readonly string[]
  /** Compares what the directory says, so two people naming the same unknown manager do share one. */
  readonly sameManager: (a: string, b: string) => boolean
  readonly issues: ManagerGraphIssues
}

/** The last entry for an id counts. */
export function managerGraph(people: readonly ManagedPerson[]): ManagerGraph {
  const byId = new Map(people.map((person) => [person.id, person]))
  const ids = [...byId.keys()].sort(byText)
  const at = new Map(ids.map((id, index) => [id, index]))
  const parent = new Int32Array(ids.length).fill(-1)
  const self: string[] = []
  const missing: string[] = []
  ids.forEach((id, index) => {
    const managerId = byId.get(id)?.managerId ?? null
    if (managerId === null) return
    const manager = at.get(managerId)
    if (managerId === id) self.push(id)
    else if (manager === undefined) missing.push(id)
    else parent[index] = manager
  })
  const { head, ring } = heads(parent)
  const { enter, leave } = intervals(parent, head)

  const reports = new Map<string, string[]>()
  ids.forEach((id, index) => {
    const manager = ids[parent[index]!]
    if (manager === undefined) return
    const known = reports.get(manager)
    if (known) known.push(id)
    else reports.set(manager, [id])
  })

  const chain = (id: string): string[] => {
    const path: string[] = []
    const start = at.get(id)
    if (start === undefined) return path
    const seen = new Set([start])
    for (let next = parent[start]!; next >= 0 && !seen.has(next); next = parent[next]!) {
      seen.add(next)
      path.push(ids[next]!)
    }
    return path
  }
  const nearestCommonSuperior = (a: string, b: string): string | null => {
    const above = new Map(chain(a).map((id, step) => [id, step]))
    let nearest: { id: string; steps: number } | null = null
    for (const [step, id] of chain(b).entries()) {
      const other = above.get(id)
      if (other === undefined) continue
      const steps = step + other
      if (nearest === null || steps < nearest.steps || (steps === nearest.steps && byText(id, nearest.id) < 0))
        nearest = { id, steps }
    }
    return nearest?.id ?? null
  }
  const upTo = (id: string, superior: string | null): string[] => {
    const path = chain(id)
    return superior === null ? path : path.slice(0, path.indexOf(superior) + 1)
  }
  const namedManager = (id: string): string | null => {
    const managerId = byId.get(id)?.managerId ?? null
    return managerId === id ? null : managerId
  }

  return {
    lineOf: (id) => {
      const index = at.get(id)
      return index === undefined ? null : { enter: enter[index]!, leave: leave[index]!, managerId: namedManager(id) }
    },
    has: (id) => at.has(id),
    isAbove: (a, b) => {
      const upper = at.get(a)
      const lower = at.get(b)
      if (upper === undefined || lower === undefined || upper === lower) return false
      return enter[upper]! <= enter[lower]! && enter[lower]! < leave[upper]!
    },
    chain,
    nearestCommonSuperior,
    independenceProof: (menteeId, mentorId) => {
      const commonSuperiorId = nearestCommonSuperior(menteeId, mentorId)
      return { commonSuperiorId, menteePath: upTo(menteeId, commonSuperiorId), mentorPath: upTo(mentorId, commonSuperiorId) }
    },
    reportsBelow: (id) => {
      const index = at.get(id)
      return index === undefined ? 0 : leave[index]! - enter[index]! - 1
    },
    directReports: (id) => reports.get(id) ?? [],
    sameManager: (a, b) => {
      const manager = namedManager(a)
      return a !== b && manager !== null && manager === namedManager(b)
    },
    issues: { self, missing, cycle: ring.map((index) => ids[index]!) },
  }
}

/** Code units, not a locale: the same people must give the same plan on every machine. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Every member of a ring gets the ring's first member as head; everybody else is their own head. */
function heads(parent: Int32Array): { head: Int32Array; ring: number[] } {
  const head = Int32Array.from(parent, (_, index) => index)
  const walk = new Int32Array(parent.length).fill(-1)
  const ring: number[] = []
  for (let start = 0; start < parent.length; start++) {
    let at = start
    while (at >= 0 && walk[at] === -1) {
      walk[at] = start
      at = parent[at]!
    }
    if (at < 0 || walk[at] !== start) continue
    const members = [at]
    for (let next = parent[at]!; next !== at; next = parent[next]!) members.push(next)
    // not Math.min(...members): a ring may be as long as the company, longer than an argument list may be
    const first = members.reduce((low, member) => Math.min(low, member))
    for (const member of members) {
      head[member] = first
      ring.push(member)
    }
  }
  return { head, ring: ring.sort((a, b) => a - b) }
}

/**
 * Numbers the forest of heads so that everybody below a person has a number inside that person's interval; `leave - enter`
 * counts people, with all members of a ring inside the interval they share.
 */
function intervals(parent: Int32Array, head: Int32Array): { enter: Int32Array; leave: Int32Array } {
  const size = parent.length
  const first = new Int32Array(size).fill(-1)
  const sibling = new Int32Array(size).fill(-1)
  const members = new Int32Array(size)
  const hasSuperior = new Uint8Array(size)
  for (let index = size - 1; index >= 0; index--) {
    const own = head[index]!
    members[own]! += 1
    const manager = parent[index]!
    if (manager < 0 || head[manager] === own) continue
    const superior = head[manager]!
    sibling[own] = first[superior]!
    first[superior] = own
    hasSuperior[own] = 1
  }
  const enter = new Int32Array(size)
  const leave = new Int32Array(size)
  let clock = 0
  const stack: number[] = []
  const next = first.slice()
  for (let top = 0; top < size; top++) {
    if (head[top] !== top || hasSuperior[top]) continue
    enter[top] = clock
    clock += members[top]!
    stack.push(top)
    while (stack.length > 0) {
      const current = stack[stack.length - 1]!
      const child = next[current]!
      if (child < 0) {
        leave[current] = clock
        stack.pop()
        continue
      }
      next[current] = sibling[child]!
      enter[child] = clock
      clock += members[child]!
      stack.push(child)
    }
  }
  for (let index = 0; index < size; index++) {
    enter[index] = enter[head[index]!]!
    leave[index] = leave[head[index]!]!
  }
  return { enter, leave }
}
