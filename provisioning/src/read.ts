import { z } from 'zod'
import type { FoundColumn, FoundList } from './plan.js'
import { listPath, type Site } from './site.js'

const ListInfo = z.object({
  Id: z.string(),
  Title: z.string(),
  Description: z.string().nullish(),
  BaseTemplate: z.number(),
  ItemCount: z.number(),
  EnableVersioning: z.boolean(),
  MajorVersionLimit: z.number(),
  NoCrawl: z.boolean(),
  OnQuickLaunch: z.boolean(),
  RootFolder: z.object({ ServerRelativeUrl: z.string() }),
})
type ListInfo = z.output<typeof ListInfo>

/** The last five exist in some types of column only. */
const FieldInfo = z.object({
  InternalName: z.string(),
  TypeAsString: z.string(),
  Description: z.string().nullish(),
  Required: z.boolean(),
  Indexed: z.boolean(),
  EnforceUniqueValues: z.boolean(),
  Choices: z.array(z.string()).nullish(),
  FillInChoice: z.boolean().nullish(),
  RichText: z.boolean().nullish(),
  DisplayFormat: z.number().nullish(),
})

// OnQuickLaunch and RootFolder are not among the properties SharePoint gives unasked.
const selected = [...Object.keys(ListInfo.shape).filter((name) => name !== 'RootFolder'), 'RootFolder/ServerRelativeUrl']

/** What the site has at the addresses of these lists. */
export async function readLists(site: Site, keys: readonly string[]): Promise<FoundList[]> {
  const infos = z.array(ListInfo).parse(await site.sp.web.lists.select(...selected).expand('RootFolder')())
  const found = keys.flatMap((key) => {
    const address = listPath(site, key).toLowerCase()
    const info = infos.find(({ RootFolder }) => RootFolder.ServerRelativeUrl.toLowerCase() === address)
    return info ? [{ key, info }] : []
  })
  return Promise.all(found.map(async ({ key, info }) => foundList(key, info, await readColumns(site, info.Id))))
}

/** Whole fields, unselected: $select on the collection knows only what all types have in common, and choices are not among that. */
async function readColumns(site: Site, listId: string): Promise<FoundColumn[]> {
  const fields = z.array(FieldInfo).parse(await site.sp.web.lists.getById(listId).fields())
  return fields.map((field) => ({
    name: field.InternalName,
    type: field.TypeAsString,
    description: field.Description ?? '',
    required: field.Required,
    indexed: field.Indexed,
    unique: field.EnforceUniqueValues,
    choices: field.Choices ?? [],
    fillIn: field.FillInChoice ?? false,
    richText: field.RichText ?? false,
    dateOnly: field.TypeAsString === 'DateTime' && field.DisplayFormat === 0,
  }))
}

const foundList = (key: string, info: ListInfo, columns: readonly FoundColumn[]): FoundList => ({
  key,
  template: info.BaseTemplate,
  rows: info.ItemCount,
  title: info.Title,
  description: info.Description ?? '',
  versions: info.EnableVersioning ? info.MajorVersionLimit : 0,
  crawled: !info.NoCrawl,
  inQuickLaunch: info.OnQuickLaunch,
  columns,
})
