import { contentLists, lists, type ListDefinition, type Tier } from '@tandem/lists'
import { competenceRows } from './content/competences.js'
import { toolkitRows } from './content/toolkit.js'
import { trainingRows } from './content/training.js'
import type { Migration } from './migrations.js'
import { migrations } from './migrations.js'
import { records } from './records.js'

/** SharePoint's base permissions, each one bit of a mask of 64. */
const permission = {
  ViewListItems: 0x1,
  AddListItems: 0x2,
  EditListItems: 0x4,
  DeleteListItems: 0x8,
  OpenItems: 0x20,
  ViewFormPages: 0x1000,
  Open: 0x10000,
  ViewPages: 0x20000,
  BrowseUserInfo: 0x8000000,
} as const
/** UseRemoteAPIs stands in the upper half. Without it neither SharePoint's own pages nor a web part get at the rows. */
const useRemoteApis = 0x20

const mask = (...names: readonly (keyof typeof permission)[]): number => names.reduce((sum, name) => sum + permission[name], 0)

const reading = [
  'ViewListItems',
  'OpenItems',
  'ViewFormPages',
  'Open',
  'ViewPages',
  'BrowseUserInfo',
] as const satisfies readonly (keyof typeof permission)[]

type Level = { readonly name: string; readonly description: string; readonly high: number; readonly low: number }

/**
 * Less than SharePoint's "Read": that one opens earlier versions of a row as well, and with them what somebody took back.
 * And levels of our own have the same name in every language.
 */
const readLevel: Level = {
  name: 'Tandem read',
  description: 'Sees rows as they are now; no earlier versions, no changes.',
  high: useRemoteApis,
  low: mask(...reading),
}
const editLevel: Level = {
  name: 'Tandem edit',
  description: 'Sees, adds, changes and deletes rows; no settings, no earlier versions.',
  high: useRemoteApis,
  low: mask(...reading, 'AddListItems', 'EditListItems', 'DeleteListItems'),
}
export const levels: readonly Level[] = [readLevel, editLevel]

export const teamGroup = {
  title: 'Tandem programme team',
  description: 'Runs the reverse mentoring programmes: reads their lists, and edits competences, toolkit and training.',
} as const

/** Who is given rights by a tier: the group of the programme team, or everybody who works here. */
export type Receiver = 'team' | 'everyone'
type WantedRight = { readonly to: Receiver; readonly level: Level }

/**
 * Who may do what with a list of a tier, and nobody else. The backend is not among them: its rights come with Sites.Selected and
 * reach every list. Site collection administrators cannot be kept out of any; what is sealed is ciphertext to them.
 */
export const rightsOf: Record<Tier, readonly WantedRight[]> = {
  everyone: [
    { to: 'everyone', level: readLevel },
    { to: 'team', level: editLevel },
  ],
  team: [{ to: 'team', level: readLevel }],
  sealed: [],
}

/** A row we ship: found again by its key, whatever people do to the rest. */
export type StarterRow = { readonly key: string; readonly fields: Readonly<Record<string, string | number>> }
type StarterContent = { readonly list: ListDefinition; readonly rows: readonly StarterRow[] }

export type Wanted = {
  readonly lists: readonly ListDefinition[]
  readonly content: readonly StarterContent[]
  readonly migrations: readonly Migration[]
  /** Object id of a group of the directory that is to be in the programme team's group; nobody is put in without. */
  readonly teamGroupId?: string | undefined
  /** The page with the programme console; rows lead there when it is known. */
  readonly consoleUrl?: string | undefined
  /** What may lose data, by name: `LIST.COLUMN` or `LIST.versions`. */
  readonly mayDestroy?: readonly string[] | undefined
}

const [competences, toolkit, training] = contentLists

export const product: Wanted = {
  lists: [...lists, ...contentLists, records],
  content: [
    { list: competences, rows: competenceRows },
    { list: toolkit, rows: toolkitRows },
    { list: training, rows: trainingRows },
  ],
  migrations,
}
