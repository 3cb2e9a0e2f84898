import { body, headers } from '@pnp/queryable/index.js'
import { AddFieldOptions } from '@pnp/sp/fields/index.js'
import { spPostMerge } from '@pnp/sp/index.js'
import { z } from 'zod'
import type { ColumnChange } from './changes.js'
import { listAt, listPath, together, type Site } from './site.js'
import { Stopped } from './stopped.js'

type Creation = Extract<ColumnChange, { kind: 'create-column' }>

export async function applyColumnChange(site: Site, change: Exclude<ColumnChange, Creation>): Promise<void> {
  switch (change.kind) {
    case 'delete-column':
      return deleteColumn(site, change)
    case 'make-optional':
      return updateColumn(site, change, { Required: false })
    case 'set-column-title':
      return updateColumn(site, change, { Title: change.to })
    case 'set-description':
      return updateColumn(site, change, { Description: change.to })
    case 'index-column':
      return updateColumn(site, change, { Indexed: true })
    case 'enforce-unique':
      return updateColumn(site, change, { EnforceUniqueValues: true })
    case 'draw-column':
      return updateColumn(site, change, { CustomFormatter: change.drawing })
    case 'add-choices':
      return addChoices(site, change)
  }
}

const Names = z.array(z.object({ InternalName: z.string() }))
const Created = z.object({ InternalName: z.string() })

async function namesOf(site: Site, list: string): Promise<string[]> {
  const fields = Names.parse(await listAt(site, list).fields.select('InternalName')())
  return fields.map(({ InternalName }) => InternalName)
}

/**
 * The new columns of one list, in one request. SharePoint does not refuse a second column of the same name, it calls it "Status0";
 * and the client repeats a request whose answer got lost. So we look first, and a twin that we made ourselves goes again.
 */
export async function createColumns(site: Site, changes: readonly [Creation, ...Creation[]]): Promise<void> {
  const [{ list }] = changes
  const before = await namesOf(site, list)
  const missing = changes.filter(({ column }) => !before.includes(column))
  // The hint makes SharePoint take the internal name from Name. Which columns people see is for the views to say.
  const Options: number = AddFieldOptions.AddFieldInternalNameHint
  const created = await together(site, (sp) => {
    const { fields } = sp.web.getList(listPath(site, list))
    return Promise.all(
      missing.map(async ({ column, fieldXml: SchemaXml }) => ({
        wanted: column,
        got: Created.parse(await fields.createFieldAsXml({ SchemaXml, Options })).InternalName,
      })),
    )
  })
  const twins = created.filter(({ wanted, got }) => got !== wanted)
  for (const { got } of twins) await columnAt(site, { list, column: got }).delete()
  const after = twins.length > 0 ? await namesOf(site, list) : []
  const lost = twins.find(({ wanted }) => !after.includes(wanted))
  if (lost)
    throw new Stopped(
      `${list}: SharePoint named the new column "${lost.got}" instead of "${lost.wanted}", because that name was taken. See in the list settings what took it, and run the same command again.`,
    )
}

async function deleteColumn(site: Site, change: Extract<ColumnChange, { kind: 'delete-column' }>): Promise<void> {
  if (!(await namesOf(site, change.list)).includes(change.column)) return
  await columnAt(site, change).delete()
}

type OnColumn = { readonly list: string; readonly column: string }

const columnAt = (site: Site, { list, column }: OnColumn) => listAt(site, list).fields.getByInternalNameOrTitle(column)

async function updateColumn(
  site: Site,
  on: OnColumn,
  properties:
    | { Required: false }
    | { Title: string }
    | { Description: string }
    | { Indexed: true }
    | { EnforceUniqueValues: true }
    | { CustomFormatter: string },
) {
  // The type is named so that the client does not ask for it first; these belong to every type.
  await columnAt(site, on).update(properties, 'SP.Field')
}

/** `field.update` sends no type, and "Choices" does not exist on SP.Field: only the verbose form can say that it is a choice. */
async function addChoices(site: Site, change: Extract<ColumnChange, { kind: 'add-choices' }>): Promise<void> {
  await spPostMerge(
    columnAt(site, change),
    body(
      { __metadata: { type: 'SP.FieldChoice' }, Choices: { results: [...change.to] } },
      headers({ Accept: 'application/json;odata=verbose', 'Content-Type': 'application/json;odata=verbose' }),
    ),
  )
}
