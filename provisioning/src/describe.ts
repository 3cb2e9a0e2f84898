import { isChange, isDrift, type Change, type Planned } from './plan.js'

/** A change in words, without the list it belongs to. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'create-list':
      return `create the list at Lists/${change.list}`
    case 'set-list-property':
      return describeProperty(change)
    case 'make-optional':
      return `let rows do without a value in ${change.column}`
    case 'create-column':
      return `create the column ${change.column}`
    case 'set-description':
      return `describe the column ${change.column}`
    case 'index-column':
      return `index the column ${change.column}`
    case 'enforce-unique':
      return `refuse repeated values in ${change.column}`
    case 'add-choices':
      return `offer ${change.added.map((choice) => `"${choice}"`).join(', ')} in ${change.column}`
  }
}

function describeProperty(change: Extract<Change, { kind: 'set-list-property' }>): string {
  switch (change.property) {
    case 'title':
      return `call it "${change.to}"`
    case 'description':
      return 'describe it'
    case 'versions':
      return change.to === 0 ? 'keep no versions' : `keep ${change.to} versions of a row`
    case 'crawled':
      return change.to ? 'let search find it' : 'keep it out of search'
    case 'inQuickLaunch':
      return change.to ? 'show it in the quick launch' : 'keep it out of the quick launch'
  }
}

/** Every planned line under the list it belongs to; drift is marked, because nobody but a person will settle it. */
export function describePlan(planned: readonly Planned[]): string[] {
  const keys = [...new Set(planned.map(({ list }) => list))]
  return keys.flatMap((key) => [
    key,
    ...planned
      .filter(({ list }) => list === key)
      .map((line) => (isDrift(line) ? `  ! ${describeDrift(line)}` : `  + ${describeChange(line)}`)),
  ])
}

const describeDrift = ({ column, sentence }: { column?: string; sentence: string }): string =>
  column ? `${column}: ${sentence}` : sentence

export function summary(planned: readonly Planned[]): string {
  const changes = planned.filter(isChange).length
  if (changes === 0) return 'There is nothing to do.'
  return changes === 1 ? '1 change.' : `${changes} changes.`
}
