import { body, headers } from '@pnp/queryable/index.js'
import { AddFieldOptions } from '@pnp/sp/fields/index.js'
import { spPostMerge } from '@pnp/sp/index.js'
import { z } from 'zod'
import { describeChange } from './describe.js'
import { genericList, type Change } from './plan.js'
import { readLists } from './read.js'
import { listAt, type Site } from './site.js'
import { Stopped, stopped } from './stopped.js'

/** Does one change. Doing it twice is harmless, so a run that broke off is simply run again. */
export async function applyChange(site: Site, change: Change): Promise<void> {
  try {
    await carryOut(site, change)
  } catch (cause) {
    throw stopped(
      cause,
      site.url,
      `${change.list}: ${describeChange(change)}`,
      'somebody removed it meanwhile (404). Run the same command again; it looks anew.',
    )
  }
}

async function carryOut(site: Site, change: Change): Promise<void> {
  switch (change.kind) {
    case 'create-list':
      return createList(site, change)
    case 'create-column':
      return createColumn(site, change)
    case 'set-list-property':
      await listAt(site, change.list).update(listUpdate(change))
      return
    case 'make-optional':
      return updateColumn(site, change, { Required: false })
    case 'set-description':
      return updateColumn(site, change, { Description: change.to })
    case 'index-column':
      return updateColumn(site, change, { Indexed: true })
    case 'enforce-unique':
      return updateColumn(site, change, { EnforceUniqueValues: true })
    case 'add-choices':
      return addChoices(site, change)
  }
}

/** The title is the key for a moment, because SharePoint makes the address from the title a list is born with. */
async function createList(site: Site, change: Extract<Change, { kind: 'create-list' }>): Promise<void> {
  if ((await readLists(site, [change.list])).length > 0) return
  await site.sp.web.lists.add(change.list, change.description, genericList)
  if ((await readLists(site, [change.list])).length === 0)
    throw new Stopped(
      `${change.list}: SharePoint created the list, but not at Lists/${change.list}, so an older list probably left that address occupied. Delete the new list "${change.list}" and what lies in the recycle bin under its name, then run the same command again.`,
    )
}

function listUpdate(change: Extract<Change, { kind: 'set-list-property' }>): Record<string, string | number | boolean> {
  switch (change.property) {
    case 'title':
      return { Title: change.to }
    case 'description':
      return { Description: change.to }
    case 'versions':
      return change.to === 0 ? { EnableVersioning: false } : { EnableVersioning: true, MajorVersionLimit: change.to }
    case 'crawled':
      return { NoCrawl: !change.to }
    case 'inQuickLaunch':
      return { OnQuickLaunch: change.to }
  }
}

const Names = z.array(z.object({ InternalName: z.string() }))
const Created = z.object({ InternalName: z.string() })

/**
 * SharePoint does not refuse a second column of the same name, it calls it "Status0". The client repeats a request that timed out,
 * so we look first, and make sure afterwards that we got the name.
 */
async function createColumn(site: Site, change: Extract<Change, { kind: 'create-column' }>): Promise<void> {
  const fields = listAt(site, change.list).fields
  const present = Names.parse(await fields.select('InternalName')())
  if (present.some(({ InternalName }) => InternalName === change.column)) return
  // The hint makes SharePoint take the internal name from Name; the view is where the programme team reads the list.
  const Options: number = AddFieldOptions.AddFieldInternalNameHint | AddFieldOptions.AddFieldToDefaultView
  const { InternalName } = Created.parse(await fields.createFieldAsXml({ SchemaXml: change.fieldXml, Options }))
  if (InternalName !== change.column)
    throw new Stopped(
      `${change.list}: SharePoint named the new column "${InternalName}" instead of "${change.column}", because that name was taken. Delete "${InternalName}" in the list settings and run the same command again.`,
    )
}

type OnColumn = { readonly list: string; readonly column: string }

const columnAt = (site: Site, { list, column }: OnColumn) => listAt(site, list).fields.getByInternalNameOrTitle(column)

async function updateColumn(
  site: Site,
  on: OnColumn,
  properties: { Required: false } | { Description: string } | { Indexed: true } | { EnforceUniqueValues: true },
) {
  // The type is named so that the client does not ask for it first; these four belong to every type.
  await columnAt(site, on).update(properties, 'SP.Field')
}

/** `field.update` sends no type, and "Choices" does not exist on SP.Field: only the verbose form can say that it is a choice. */
async function addChoices(site: Site, change: Extract<Change, { kind: 'add-choices' }>): Promise<void> {
  await spPostMerge(
    columnAt(site, change),
    body(
      { __metadata: { type: 'SP.FieldChoice' }, Choices: { results: [...change.to] } },
      headers({ Accept: 'application/json;odata=verbose', 'Content-Type': 'application/json;odata=verbose' }),
    ),
  )
}
