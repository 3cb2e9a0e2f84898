import type { Planned } from './changes.js'
import type { FoundSite } from './found.js'
import { planContent } from './plan-content.js'
import { planList } from './plan-list.js'
import { planPrincipals } from './plan-rights.js'
import type { Wanted } from './wanted.js'

/**
 * What separates a site from what is wanted, in the order in which it can be done. Nothing is deleted, retyped or narrowed unless it
 * was named: each of these loses rows or refuses ones that were fine yesterday. What is left is drift, for a person to decide.
 */
export function planChanges(wanted: Wanted, found: FoundSite): Planned[] {
  const lists = wanted.lists.flatMap((definition) => {
    const list = found.lists.find(({ key }) => key.toLowerCase() === definition.key.toLowerCase())
    return planList(definition, list, found, wanted)
  })
  return [...planPrincipals(wanted, found), ...lists, ...planContent(wanted, found), ...nothingToDestroy(wanted, found, lists)]
}

/** What was named and is not to be destroyed, so that nobody believes it was. */
function nothingToDestroy({ mayDestroy = [], lists }: Wanted, found: FoundSite, planned: readonly Planned[]): Planned[] {
  return mayDestroy.flatMap((name): Planned[] => {
    const [list = '', part = ''] = splitName(name)
    const isPlanned = planned.some(
      (change) =>
        change.list === list &&
        ((change.kind === 'delete-column' && change.column === part) ||
          (change.kind === 'set-list-property' && change.isTrim === true && part === 'versions')),
    )
    if (isPlanned) return []
    const definition = lists.find(({ key }) => key === list)
    const column = found.lists.find(({ key }) => key === list)?.columns.find((one) => one.name === part)
    const why = definition?.columns[part]
      ? 'it is as planned'
      : column && !column.deletable
        ? 'SharePoint does not let it go'
        : 'there is nothing of it'
    return [{ kind: 'note', list, sentence: `${part} was named to be destroyed and is not, because ${why}.` }]
  })
}

const splitName = (name: string): string[] => [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)]
