import type { Column, ListDefinition } from '@tandem/lists'
import { fieldXml, sharePointType } from './field-xml.js'

/** A column as the site has it. What a type does not know is false. */
export type FoundColumn = {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly required: boolean
  readonly indexed: boolean
  readonly unique: boolean
  readonly choices: readonly string[]
  readonly fillIn: boolean
  readonly richText: boolean
  readonly dateOnly: boolean
}

export type FoundList = {
  /** The last segment of its address; titles are for people and may change. */
  readonly key: string
  readonly template: number
  readonly rows: number
  readonly title: string
  readonly description: string
  /** 0 when versioning is off. */
  readonly versions: number
  readonly crawled: boolean
  readonly inQuickLaunch: boolean
  readonly columns: readonly FoundColumn[]
}

export type ListProperties = Pick<FoundList, 'title' | 'description' | 'versions' | 'crawled' | 'inQuickLaunch'>
type PropertyChange = {
  [Name in keyof ListProperties]: { readonly property: Name; readonly to: ListProperties[Name] }
}[keyof ListProperties]

/** What we would have to delete, retype or narrow. It is told and never done. */
export type Drift = { readonly kind: 'drift'; readonly list: string; readonly column?: string; readonly sentence: string }

export type Change =
  | { readonly kind: 'create-list'; readonly list: string; readonly description: string }
  | ({ readonly kind: 'set-list-property'; readonly list: string } & PropertyChange)
  | { readonly kind: 'make-optional'; readonly list: string; readonly column: string }
  | { readonly kind: 'create-column'; readonly list: string; readonly column: string; readonly fieldXml: string }
  | { readonly kind: 'set-description'; readonly list: string; readonly column: string; readonly to: string }
  | { readonly kind: 'index-column'; readonly list: string; readonly column: string }
  | { readonly kind: 'enforce-unique'; readonly list: string; readonly column: string }
  | {
      readonly kind: 'add-choices'
      readonly list: string
      readonly column: string
      readonly added: readonly string[]
      readonly to: readonly string[]
    }

export type Planned = Change | Drift

export const isDrift = (planned: Planned): planned is Drift => planned.kind === 'drift'
export const isChange = (planned: Planned): planned is Change => planned.kind !== 'drift'

/** SharePoint's number for a plain list. */
export const genericList = 100

/**
 * What separates the site from the definitions, in the order in which it can be done. Nothing is ever deleted, retyped or narrowed,
 * because each of these loses rows or refuses ones that were fine yesterday: that becomes drift, for a person to decide.
 */
export function planChanges(definitions: readonly ListDefinition[], found: readonly FoundList[]): Planned[] {
  return definitions.flatMap((definition) => {
    const list = found.find(({ key }) => key.toLowerCase() === definition.key.toLowerCase())
    return list ? changesOf(definition, list) : newList(definition)
  })
}

const wantedProperties = ({ title, about, versions, crawled }: ListDefinition): ListProperties => ({
  title,
  description: about,
  versions,
  crawled,
  // People reach the rows through our pages; a link in the navigation would lead most of them to "access denied".
  inQuickLaunch: false,
})

/** Created under its key, so that the address is the key, and renamed afterwards. SharePoint's defaults differ by tenant, so everything is set. */
function newList(definition: ListDefinition): Planned[] {
  const { description, ...properties } = wantedProperties(definition)
  return [
    { kind: 'create-list', list: definition.key, description },
    ...Object.keys(properties).map((property) => setProperty(definition, property as keyof ListProperties)),
    { kind: 'make-optional', list: definition.key, column: 'Title' },
    ...Object.entries(definition.columns).map(([name, column]) => createColumn(definition.key, name, column)),
  ]
}

const setProperty = (definition: ListDefinition, property: keyof ListProperties): Change =>
  ({ kind: 'set-list-property', list: definition.key, property, to: wantedProperties(definition)[property] }) as Change

const createColumn = (list: string, column: string, definition: Column): Change => ({
  kind: 'create-column',
  list,
  column,
  fieldXml: fieldXml(column, definition),
})

function changesOf(definition: ListDefinition, found: FoundList): Planned[] {
  const list = definition.key
  if (found.template !== genericList)
    return [
      {
        kind: 'drift',
        list,
        sentence: `It is no plain list (template ${found.template}), so nothing in it is touched. Move it away and apply again.`,
      },
    ]

  const title = found.columns.find(({ name }) => name === 'Title')
  return [
    ...propertyChanges(definition, found),
    ...(title?.required && !definition.columns['Title'] ? [{ kind: 'make-optional', list, column: 'Title' } as const] : []),
    ...Object.entries(definition.columns).flatMap(([name, column]) => {
      const present = found.columns.find((candidate) => candidate.name === name)
      return present ? columnChanges(list, column, present) : [createColumn(list, name, column)]
    }),
  ]
}

function propertyChanges(definition: ListDefinition, found: FoundList): Planned[] {
  const wanted = wantedProperties(definition)
  const names = Object.keys(wanted) as (keyof ListProperties)[]
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name) => {
      // Switching versioning off keeps what there is; a lower limit makes SharePoint delete the older versions of a row.
      const trims = name === 'versions' && wanted.versions > 0 && found.versions > wanted.versions && found.rows > 0
      if (!trims) return setProperty(definition, name)
      const sentence = `It keeps ${found.versions} versions of a row and ${wanted.versions} are planned. A lower limit deletes older versions, so set it by hand.`
      return { kind: 'drift', list: definition.key, sentence }
    })
}

function columnChanges(list: string, wanted: Column, found: FoundColumn): Planned[] {
  const column = found.name
  const drift = (sentence: string): Drift => ({ kind: 'drift', list, column, sentence })
  const type = sharePointType[wanted.kind]
  if (found.type !== type)
    return [drift(`It is of the type ${found.type} and ${type} is planned. Retyping loses values, so nothing in it is touched.`)]

  const planned: Planned[] = []
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
