import type { ListDefinition } from '@tandem/lists'
import type { Change, ListProperties, Planned } from './changes.js'
import type { FoundList, FoundSite } from './found.js'
import { planColumn, createColumn, deleteForeign } from './plan-column.js'
import { planRights } from './plan-rights.js'
import { planViews } from './plan-views.js'
import type { Wanted } from './wanted.js'

/** SharePoint's number for a plain list. */
export const genericList = 100

export function planList(definition: ListDefinition, found: FoundList | undefined, site: FoundSite, wanted: Wanted): Planned[] {
  if (!found) return newList(definition, site, wanted)
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
    // First of all it is closed: what comes afterwards may take a while.
    ...planRights(definition, found, site),
    ...planProperties(definition, found, wanted),
    ...(title?.required ? [{ kind: 'make-optional', list, column: 'Title' } as const] : []),
    ...Object.entries(definition.columns).flatMap(([name, column]) => {
      const present = found.columns.find((candidate) => candidate.name === name)
      return present ? planColumn(definition, name, column, present, wanted) : createColumn(definition, name, column, wanted)
    }),
    ...deleteForeign(definition, found, wanted),
    ...planViews(definition, found.views),
  ]
}

const wantedProperties = ({ title, about, versions, crawled, tier }: ListDefinition): ListProperties => ({
  title,
  description: about,
  versions,
  crawled,
  // People reach the rows through our pages; a link in the navigation would lead most of them to "access denied".
  inQuickLaunch: false,
  hidden: tier === 'sealed',
})

/** Created under its key, so that the address is the key, and renamed afterwards. SharePoint's defaults differ by tenant, so everything is set. */
function newList(definition: ListDefinition, site: FoundSite, wanted: Wanted): Planned[] {
  const list = definition.key
  const { description, ...properties } = wantedProperties(definition)
  return [
    { kind: 'create-list', list, description },
    ...planRights(definition, undefined, site),
    ...Object.keys(properties).map((property) => setProperty(definition, property as keyof ListProperties)),
    { kind: 'make-optional', list, column: 'Title' },
    ...Object.entries(definition.columns).flatMap(([name, column]) => createColumn(definition, name, column, wanted)),
    ...planViews(definition, []),
  ]
}

const setProperty = (definition: ListDefinition, property: keyof ListProperties): Change =>
  ({ kind: 'set-list-property', list: definition.key, property, to: wantedProperties(definition)[property] }) as Change

function planProperties(definition: ListDefinition, found: FoundList, { mayDestroy = [] }: Wanted): Planned[] {
  const wanted = wantedProperties(definition)
  const list = definition.key
  const names = Object.keys(wanted) as (keyof ListProperties)[]
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name): Planned => {
      // Switching versioning off keeps what there is; a lower limit makes SharePoint delete the older versions of a row.
      const trims = name === 'versions' && wanted.versions > 0 && found.versions > wanted.versions && found.rows > 0
      if (!trims) return setProperty(definition, name)
      if (mayDestroy.includes(`${list}.versions`))
        return { kind: 'set-list-property', list, property: 'versions', to: wanted.versions, isTrim: true }
      const sentence = `It keeps ${found.versions} versions of a row and ${wanted.versions} are planned. A lower limit deletes older versions; --allow-destroy ${list}.versions lets it.`
      return { kind: 'drift', list, sentence }
    })
}
