import { titleOf, type Column, type ListDefinition } from '@tandem/lists'
import type { Change, Drift, Planned } from './changes.js'
import { fieldXml, sharePointType } from './field-xml.js'
import type { FoundColumn, FoundList } from './found.js'
import { consoleLink } from './console-link.js'
import type { Wanted } from './wanted.js'

export const createColumn = (definition: ListDefinition, column: string, wanted: Column, { consoleUrl }: Wanted): Change[] => [
  { kind: 'create-column', list: definition.key, column, fieldXml: fieldXml(column, wanted) },
  ...(consoleUrl !== undefined && definition.leadsToConsole === column
    ? [{ kind: 'draw-column', list: definition.key, column, drawing: consoleLink(consoleUrl) } as const]
    : []),
]

export function planColumn(
  definition: ListDefinition,
  column: string,
  wanted: Column,
  found: FoundColumn,
  all: Wanted,
): Planned[] {
  const list = definition.key
  const drift = (sentence: string): Drift => ({ kind: 'drift', list, column, sentence })
  const type = sharePointType[wanted.kind]
  if (found.type !== type) {
    if (!all.mayDestroy?.includes(`${list}.${column}`))
      return [
        drift(
          `It is of the type ${found.type} and ${type} is planned. Retyping loses its values; --allow-destroy ${list}.${column} lets them go.`,
        ),
      ]
    return [
      { kind: 'delete-column', list, column, type: found.type, isRetyped: true },
      ...createColumn(definition, column, wanted, all),
    ]
  }

  const planned: Planned[] = []
  const title = titleOf(column, wanted)
  if (found.title !== title) planned.push({ kind: 'set-column-title', list, column, from: found.title, to: title })
  if (found.description !== wanted.about) planned.push({ kind: 'set-description', list, column, to: wanted.about })
  if (wanted.indexed && !found.indexed) planned.push({ kind: 'index-column', list, column })
  if (wanted.unique && !found.unique) planned.push({ kind: 'enforce-unique', list, column })
  if (!wanted.unique && found.unique)
    planned.push(drift('It refuses repeated values, which we write. Switch "Enforce unique values" off by hand.'))
  if (wanted.kind === 'choice') planned.push(...choiceChanges(list, column, wanted.choices, found))
  if (type === 'Note' && found.richText)
    planned.push(drift('It holds rich text, which puts markup around what we store. Switch it to plain text by hand.'))
  if (wanted.kind === 'date' && found.dateOnly)
    planned.push(drift('It shows the date only and we store moments. Switch it to "Date & Time" by hand.'))
  // Where no console is named, somebody else may have named one: it stays.
  if (all.consoleUrl !== undefined && definition.leadsToConsole === column && found.drawing !== consoleLink(all.consoleUrl))
    planned.push({ kind: 'draw-column', list, column, drawing: consoleLink(all.consoleUrl) })
  return planned
}

function choiceChanges(list: string, column: string, wanted: readonly string[], found: FoundColumn): Planned[] {
  const added = wanted.filter((choice) => !found.choices.includes(choice))
  const foreign = found.choices.filter((choice) => !wanted.includes(choice))
  const planned: Planned[] = []
  if (added.length > 0) planned.push({ kind: 'add-choices', list, column, added, to: [...found.choices, ...added] })
  if (foreign.length > 0)
    planned.push({
      kind: 'drift',
      list,
      column,
      sentence: `It offers ${quoted(foreign)}, which we do not know. Choices are only added, so remove them by hand.`,
    })
  if (found.fillIn)
    planned.push({
      kind: 'drift',
      list,
      column,
      sentence: 'It accepts values beyond its choices. Switch "Can add values manually" off by hand.',
    })
  return planned
}

const quoted = (choices: readonly string[]): string => choices.map((choice) => `"${choice}"`).join(', ')

/** Columns we do not know are somebody's: one is removed when it was named, and never proposed otherwise. */
export const deleteForeign = ({ key: list, columns }: ListDefinition, found: FoundList, { mayDestroy = [] }: Wanted): Change[] =>
  found.columns
    .filter(({ name, deletable }) => deletable && !columns[name] && mayDestroy.includes(`${list}.${name}`))
    .map(({ name, type }) => ({ kind: 'delete-column', list, column: name, type, isRetyped: false }))
