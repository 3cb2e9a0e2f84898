import { isChange, isDrift, type Change, type Planned, type Risk, type RightsChange } from './changes.js'
import { teamGroup, type Receiver } from './wanted.js'

/** A change in words, without the list it belongs to. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'create-level':
      return `create the permission level "${change.level}"`
    case 'set-level':
      return `give the permission level "${change.level}" exactly its permissions again`
    case 'create-group':
      return `create the group "${change.title}"`
    case 'add-member':
      return `put the directory group ${change.directoryGroupId} into "${change.group}"`
    case 'create-list':
      return `create the list at Lists/${change.list}`
    case 'own-rights':
    case 'grant':
    case 'revoke':
      return describeRights(change)
    case 'set-list-property':
      return describeProperty(change)
    case 'make-optional':
      return `let rows do without a value in ${change.column}`
    case 'create-column':
      return `create the column ${change.column}`
    case 'delete-column':
      return change.isRetyped
        ? `delete the column ${change.column} (${change.type}) with all its values, to create it with another type`
        : `delete the column ${change.column} (${change.type}) with all its values`
    case 'set-column-title':
      return `call the column ${change.column} "${change.to}", which is called "${change.from}"`
    case 'set-description':
      return `describe the column ${change.column}`
    case 'index-column':
      return `index the column ${change.column}, which has no index`
    case 'enforce-unique':
      return `refuse repeated values in ${change.column}`
    case 'add-choices':
      return `offer ${change.added.map((choice) => `"${choice}"`).join(', ')} in ${change.column}`
    case 'draw-column':
      return `let ${change.column} lead to the programme console`
    case 'create-view':
      return `create the view "${change.view}"`
    case 'set-view':
      return `give the view "${change.view}" its ${change.differs.map((part) => viewParts[part]).join(' and ')} again`
    case 'open-with-view':
      return `open with the view "${change.view}"`
    case 'ship-row':
      return `add "${change.row}"`
    case 'renew-row':
      return `renew "${change.row}", which nobody has edited`
    case 'record-row':
      return `remember that "${change.row}" is ours`
  }
}

const viewParts = { rows: 'rows', columns: 'columns', page: 'page length' } as const

const receivers: Record<Receiver, string> = { team: `"${teamGroup.title}"`, everyone: 'everybody who works here' }
const rightWords: Readonly<Record<string, string>> = { 'Tandem read': 'read it', 'Tandem edit': 'edit its rows' }

function describeRights(change: RightsChange): string {
  switch (change.kind) {
    case 'own-rights':
      if (change.isNew) return 'give it rights of its own, none to begin with'
      return change.tier === 'sealed'
        ? 'take it out of the rights on the site: whoever may read the site can read this sealed list'
        : 'take it out of the rights on the site, which decide who can read it'
    case 'grant':
      return `let ${receivers[change.to]} ${rightWords[change.level] ?? `have "${change.level}"`}`
    case 'revoke': {
      const what = change.tier === 'sealed' ? 'this sealed list' : 'it'
      const through = change.people.length > 0 ? `: ${change.people.join(', ')}` : ''
      return `take "${change.level}" from ${change.who}, who can read ${what}${through}`
    }
  }
}

function describeProperty(change: Extract<Change, { kind: 'set-list-property' }>): string {
  switch (change.property) {
    case 'title':
      return `call it "${change.to}"`
    case 'description':
      return 'describe it'
    case 'versions':
      if (change.isTrim) return `keep ${change.to} versions of a row and delete older ones`
      return change.to === 0 ? 'keep no versions' : `keep ${change.to} versions of a row`
    case 'crawled':
      return change.to ? 'let search find it' : 'keep it out of search'
    case 'inQuickLaunch':
      return change.to ? 'show it in the quick launch' : 'keep it out of the quick launch'
    case 'hidden':
      return change.to ? 'hide it from the contents of the site' : 'show it in the contents of the site'
  }
}

/** A change with what may come of it, as it is listed and given as JSON. */
export type Step = Change & { readonly risk: Risk }

const widest = 'withdraws'.length

/** Every planned line under the list it belongs to. What is marked with `!`, a person has to decide. */
export function describePlan(planned: readonly (Step | Exclude<Planned, Change>)[]): string[] {
  const keys = [...new Set(planned.map(({ list }) => list))]
  return keys.flatMap((key) => [key, ...planned.filter(({ list }) => list === key).map(describeLine)])
}

function describeLine(line: Step | Exclude<Planned, Change>): string {
  if (isDrift(line)) return `  ! ${'drift'.padEnd(widest)}  ${line.column ? `${line.column}: ` : ''}${line.sentence}`
  if (!isChange(line)) return `    ${'note'.padEnd(widest)}  ${line.sentence}`
  return `  ${signOf(line)} ${line.risk.padEnd(widest)}  ${describeChange(line)}`
}

/** As in a plan for infrastructure: something comes, something changes, something goes. */
function signOf({ kind }: Change): '+' | '~' | '-' {
  if (kind.startsWith('create-') || kind === 'grant' || kind === 'add-member' || kind === 'ship-row') return '+'
  return kind === 'revoke' || kind === 'delete-column' ? '-' : '~'
}

const counted = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

type Counted = {
  readonly changes: readonly { readonly risk: Risk }[]
  readonly drift: readonly unknown[]
  readonly migrations: readonly unknown[]
}

export function summary({ changes, drift, migrations }: Counted): string {
  const risks = (['safe', 'slow', 'exposes', 'withdraws', 'destroys'] as const)
    .map((risk) => ({ risk, number: changes.filter((change) => change.risk === risk).length }))
    .filter(({ number }) => number > 0)
    .map(({ risk, number }) => `${number} ${risk}`)
  const sentences = [
    changes.length === 0 ? 'There is nothing to do.' : `${counted(changes.length, 'change', 'changes')}: ${risks.join(', ')}.`,
    ...(drift.length > 0 ? [`${counted(drift.length, 'thing', 'things')} for a person to decide.`] : []),
    ...(migrations.length > 0 ? [`${counted(migrations.length, 'migration', 'migrations')} to run.`] : []),
  ]
  return sentences.join(' ')
}
