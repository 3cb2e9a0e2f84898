import { z } from 'zod'
import type {
  FoundColumn,
  FoundGroup,
  FoundLevel,
  FoundList,
  FoundRight,
  FoundRow,
  FoundSite,
  FoundView,
  Principal,
} from './found.js'
import { records } from './records.js'
import { listPath, together, type Site } from './site.js'
import type { Wanted } from './wanted.js'

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
  Hidden: z.boolean(),
  HasUniqueRoleAssignments: z.boolean(),
  RootFolder: z.object({ ServerRelativeUrl: z.string() }),
})
type ListInfo = z.output<typeof ListInfo>

/** Those from Choices on exist in some types of column only. */
const FieldInfo = z.object({
  InternalName: z.string(),
  Title: z.string(),
  TypeAsString: z.string(),
  Description: z.string().nullish(),
  Required: z.boolean(),
  Indexed: z.boolean(),
  EnforceUniqueValues: z.boolean(),
  CanBeDeleted: z.boolean(),
  CustomFormatter: z.string().nullish(),
  Choices: z.array(z.string()).nullish(),
  FillInChoice: z.boolean().nullish(),
  RichText: z.boolean().nullish(),
  DisplayFormat: z.number().nullish(),
})

const ViewInfo = z.object({
  Title: z.string(),
  ViewQuery: z.string().nullish(),
  RowLimit: z.number(),
  DefaultView: z.boolean(),
  PersonalView: z.boolean(),
  Hidden: z.boolean(),
  ViewFields: z.object({ Items: z.array(z.string()) }),
})

/** SharePoint's numbers for kinds of principals; sums of them do not occur on a single one. */
const kindOf: Readonly<Record<number, Principal['kind']>> = {
  1: 'person',
  2: 'directory group',
  4: 'directory group',
  8: 'site group',
}
/** Whatever is done with an application's own token is done by this account. */
const applications = /\|app@sharepoint$|^i:0i\.t\|/i

const PrincipalInfo = z
  .object({ Id: z.number(), Title: z.string(), LoginName: z.string(), PrincipalType: z.number() })
  .transform(({ Id, Title, LoginName, PrincipalType }): Principal => ({
    id: Id,
    title: Title,
    login: LoginName,
    kind: applications.test(LoginName) ? 'application' : (kindOf[PrincipalType] ?? 'person'),
  }))

/** "Limited access" opens the way to something below and shows nothing by itself; SharePoint adds and removes it. */
const limitedAccess = 1
const RightInfo = z
  .object({
    Member: PrincipalInfo,
    RoleDefinitionBindings: z.array(z.object({ Id: z.number(), Name: z.string(), RoleTypeKind: z.number() })),
  })
  .transform(({ Member, RoleDefinitionBindings }): FoundRight[] =>
    RoleDefinitionBindings.filter(({ RoleTypeKind }) => RoleTypeKind !== limitedAccess).map(({ Id, Name }) => ({
      principal: Member,
      level: Name,
      levelId: Id,
    })),
  )
const Rights = z.array(RightInfo).transform((all) => all.flat())

const LevelInfo = z
  .object({
    Id: z.number(),
    Name: z.string(),
    Description: z.string().nullish(),
    BasePermissions: z.object({ High: z.coerce.number(), Low: z.coerce.number() }),
  })
  .transform(({ Id, Name, Description, BasePermissions: { High, Low } }): FoundLevel => ({
    id: Id,
    name: Name,
    description: Description ?? '',
    high: High,
    low: Low,
  }))

const GroupInfo = z
  .object({ Id: z.number(), Title: z.string(), Description: z.string().nullish(), Users: z.array(PrincipalInfo) })
  .transform(({ Id, Title, Description, Users }): FoundGroup => ({
    id: Id,
    title: Title,
    description: Description ?? '',
    members: Users,
  }))

const Caller = z
  .looseObject({ IsSiteAdmin: z.boolean() })
  .transform((user) => ({ ...PrincipalInfo.parse(user), isAdministrator: user.IsSiteAdmin }))

const RowInfo = z
  .looseObject({ Id: z.number(), 'odata.etag': z.string() })
  .transform(({ Id, 'odata.etag': etag, ...fields }): FoundRow => ({ id: Id, etag, fields }))

// HasUniqueRoleAssignments, OnQuickLaunch and RootFolder are not among the properties SharePoint gives unasked.
const selected = [...Object.keys(ListInfo.shape).filter((name) => name !== 'RootFolder'), 'RootFolder/ServerRelativeUrl']
const ofViews = Object.keys(ViewInfo.shape)

/** Everything a plan is made of, in a handful of requests: the lists of the site, and then all about ours together. */
export async function readSite(site: Site, wanted: Pick<Wanted, 'lists' | 'content'>): Promise<FoundSite> {
  const infos = await readInfos(
    site,
    wanted.lists.map(({ key }) => key),
  )
  const withRows = new Set([records.key, ...wanted.content.map(({ list }) => list.key)])
  const [lists, rows, levels, groups, rights, administrators, caller] = await together(site, (sp) =>
    Promise.all([
      Promise.all(infos.map(async (one) => foundList(one, await readParts(sp, one.info)))),
      Promise.all(
        infos
          .filter(({ key }) => withRows.has(key))
          .map(
            async ({ key, info }) =>
              [key, z.array(RowInfo).parse(await sp.web.lists.getById(info.Id).items.top(5000)())] as const,
          ),
      ),
      sp.web.roleDefinitions().then((all) => z.array(LevelInfo).parse(all)),
      sp.web.siteGroups
        .expand('Users')()
        .then((all) => z.array(GroupInfo).parse(all)),
      sp.web.roleAssignments
        .expand('Member', 'RoleDefinitionBindings')()
        .then((all) => Rights.parse(all)),
      sp.web.siteUsers
        .filter('IsSiteAdmin eq true')()
        .then((all) => z.array(PrincipalInfo).parse(all)),
      sp.web.currentUser().then((one) => Caller.parse(one)),
    ]),
  )
  return {
    caller,
    lists,
    rows: Object.fromEntries(rows),
    levels,
    groups,
    rights,
    administrators,
  }
}

type Info = { readonly key: string; readonly info: ListInfo }

/** What the site has at the addresses of these lists. */
export async function readInfos(site: Site, keys: readonly string[]): Promise<Info[]> {
  const infos = z.array(ListInfo).parse(await site.sp.web.lists.select(...selected).expand('RootFolder')())
  return keys.flatMap((key) => {
    const address = listPath(site, key).toLowerCase()
    const info = infos.find(({ RootFolder }) => RootFolder.ServerRelativeUrl.toLowerCase() === address)
    return info ? [{ key, info }] : []
  })
}

type Parts = Pick<FoundList, 'columns' | 'views' | 'rights'>

async function readParts(sp: Site['sp'], { Id, HasUniqueRoleAssignments }: ListInfo): Promise<Parts> {
  const list = sp.web.lists.getById(Id)
  const [columns, views, rights] = await Promise.all([
    // Whole fields, unselected: $select on the collection knows only what all types have in common, and choices are not among that.
    list.fields().then((all) => z.array(FieldInfo).parse(all).map(foundColumn)),
    list.views
      .select(...ofViews)
      .expand('ViewFields')()
      .then((all) => z.array(ViewInfo).parse(all)),
    HasUniqueRoleAssignments
      ? list.roleAssignments
          .expand('Member', 'RoleDefinitionBindings')()
          .then((all) => Rights.parse(all))
      : undefined,
  ])
  return {
    columns,
    views: views.filter(({ PersonalView, Hidden }) => !PersonalView && !Hidden).map(foundView),
    // Applications get their rights from the directory; what stands here of them neither gives nor takes any.
    rights: rights?.filter(({ principal }) => principal.kind !== 'application'),
  }
}

const foundColumn = (field: z.output<typeof FieldInfo>): FoundColumn => ({
  name: field.InternalName,
  title: field.Title,
  type: field.TypeAsString,
  description: field.Description ?? '',
  required: field.Required,
  indexed: field.Indexed,
  unique: field.EnforceUniqueValues,
  choices: field.Choices ?? [],
  fillIn: field.FillInChoice ?? false,
  richText: field.RichText ?? false,
  dateOnly: field.TypeAsString === 'DateTime' && field.DisplayFormat === 0,
  deletable: field.CanBeDeleted,
  drawing: field.CustomFormatter ?? '',
})

const foundView = (view: z.output<typeof ViewInfo>): FoundView => ({
  title: view.Title,
  query: view.ViewQuery ?? '',
  columns: view.ViewFields.Items,
  rowLimit: view.RowLimit,
  opens: view.DefaultView,
})

const foundList = ({ key, info }: Info, parts: Parts): FoundList => ({
  key,
  template: info.BaseTemplate,
  rows: info.ItemCount,
  title: info.Title,
  description: info.Description ?? '',
  versions: info.EnableVersioning ? info.MajorVersionLimit : 0,
  crawled: !info.NoCrawl,
  inQuickLaunch: info.OnQuickLaunch,
  hidden: info.Hidden,
  ...parts,
})
