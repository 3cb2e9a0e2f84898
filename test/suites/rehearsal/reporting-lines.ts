/**
 * Who is above whom, found the plain way: by walking up from one manager to the next. Slow and written for these suites alone, so that the
 * product is not measured with its own ruler.
 */
type Listed = { readonly id: string; readonly department?: unknown; readonly manager?: { readonly id: string } | null }

export function reportingLines(people: readonly Listed[]) {
  const byId = new Map(people.map((one) => [one.id, one]))
  /** As the directory says it; nobody is their own manager. */
  const namedManager = (id: string): string | null => {
    const manager = byId.get(id)?.manager?.id ?? null
    return manager === id ? null : manager
  }
  const manager = (id: string): string | null => {
    const named = namedManager(id)
    return named !== null && byId.has(named) ? named : null
  }
  /** Everybody above, nearest first; round a ring once, and never the person themselves. */
  const above = (id: string): readonly string[] => {
    const met: string[] = []
    for (let next = manager(id); next !== null && next !== id && !met.includes(next); next = manager(next)) met.push(next)
    return met
  }
  const department = (id: string): string | null => {
    const name = byId.get(id)?.department
    return typeof name === 'string' && name.trim() !== '' ? name.trim() : null
  }
  return {
    inOneLine: (a: string, b: string) => a === b || above(a).includes(b) || above(b).includes(a),
    shareManager: (a: string, b: string) => namedManager(a) !== null && namedManager(a) === namedManager(b),
    provenApart: (a: string, b: string) => department(a) !== null && department(b) !== null && department(a) !== department(b),
    above,
    /** The steps of a path, each checked against the directory: does it lead from this person up, link by link? */
    leadsUp: (from: string, path: readonly string[]) =>
      path.every((step, at) => step === manager(at === 0 ? from : path[at - 1]!)) &&
      new Set([from, ...path]).size === path.length + 1,
    /** Nobody further up who is not on the path already. */
    endsAtTop: (from: string, path: readonly string[]) => {
      const next = manager(path.at(-1) ?? from)
      return next === null || next === from || path.includes(next)
    },
  }
}
