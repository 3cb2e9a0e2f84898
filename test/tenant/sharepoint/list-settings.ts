import { type Bag, isBag } from '../store.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import type { SpList } from './lists.js'

/** What can be said of a list, with the values it is born with. */
const settable: Bag = {
  AllowContentTypes: true,
  ContentTypesEnabled: false,
  CrawlNonDefaultViews: false,
  DefaultContentApprovalWorkflowId: '00000000-0000-0000-0000-000000000000',
  Description: '',
  Direction: 'none',
  DisableCommenting: false,
  DisableGridEditing: false,
  DraftVersionVisibility: 0,
  EnableAttachments: true,
  EnableFolderCreation: false,
  EnableMinorVersions: false,
  EnableModeration: false,
  EnableVersioning: true, // SharePoint Online versions every new list
  ForceCheckout: false,
  Hidden: false,
  ImageUrl: '/_layouts/15/images/itgen.png?rev=47',
  IrmEnabled: false,
  IrmExpire: false,
  IrmReject: false,
  IsApplicationList: false,
  ListExperienceOptions: 0,
  MajorVersionLimit: 50,
  MajorWithMinorVersionsLimit: 0,
  MultipleDataList: false,
  NoCrawl: false, // and lets search, and so assistants, read it
  ParserDisabled: false,
}

/** The same, but given only to those who ask by name. */
const askedFor: Bag = {
  OnQuickLaunch: false,
  ReadSecurity: 1,
  ShowHiddenFieldsInModernForm: false,
  ValidationFormula: null,
  ValidationMessage: null,
  WriteSecurity: 1,
}

/** What is decided when a list is made. */
const born: Bag = { BaseTemplate: 100 }

/** What SharePoint knows of a list by itself. */
const managed = new Set([
  'BaseTemplate',
  'BaseType',
  'Created',
  'CurrentChangeToken',
  'DefaultViewUrl',
  'EntityTypeName',
  'HasExternalDataSource',
  'HasUniqueRoleAssignments',
  'Id',
  'IsCatalog',
  'IsPrivate',
  'ItemCount',
  'LastItemDeletedDate',
  'LastItemModifiedDate',
  'LastItemUserModifiedDate',
  'ListItemEntityTypeFullName',
  'ParentWebPath',
  'ParentWebUrl',
  'ServerTemplateCanCreateFolders',
  'TemplateFeatureId',
])

/** A list's kind: which settings follow from its template. */
const templates: Readonly<Record<number, Bag>> = {
  100: { BaseType: 0, TemplateFeatureId: '00bfea71-de22-43b2-a848-c05709900100' },
  101: {
    BaseType: 1,
    TemplateFeatureId: '00bfea71-e717-4e80-aa17-d0c71b360101',
    EnableAttachments: false,
    EnableFolderCreation: true,
    ImageUrl: '/_layouts/15/images/itdl.png?rev=47',
  },
}

const annotations = new Set(['Title', '__metadata', 'odata.type', '@odata.type'])

export function settingsOfNew(given: Bag): Bag {
  const { BaseTemplate = 100, ...rest } = given
  const ofTemplate = templates[Number(BaseTemplate)]
  if (!ofTemplate) throw refused.notInStandIn(`lists of BaseTemplate ${String(BaseTemplate)}`, 'list-settings.ts')
  return changedSettings({ ...settable, ...askedFor, ...born, BaseTemplate, ...ofTemplate }, rest)
}

export function changedSettings(before: Bag, given: Bag): Bag {
  const settings: Bag = { ...before }
  for (const [name, value] of Object.entries(given)) {
    if (annotations.has(name)) continue
    if (managed.has(name)) throw refused.readOnlyProperty(name, 'SP.List')
    const usual = { ...settable, ...askedFor }[name]
    if (usual === undefined) throw refused.noSuchProperty(name, 'SP.List')
    if (isBag(value) || Array.isArray(value)) throw refused.notPrimitive(Array.isArray(value) ? 'StartArray' : 'StartObject')
    if (usual !== null && value !== null && typeof value !== typeof usual)
      throw refused.wrongType(typeof usual === 'string' ? 'Edm.String' : typeof usual === 'boolean' ? 'Edm.Boolean' : 'Edm.Int32')
    settings[name] = value
  }
  return settings
}

export const isLibrary = (list: SpList): boolean => list.settings['BaseType'] === 1

/** Libraries stand directly below the site, lists below `Lists`. */
export const folderUrl = (list: SpList): string =>
  isLibrary(list) ? `${list.site}/${list.folder}` : `${list.site}/Lists/${list.folder}`

export const listPath = (list: SpList): string => `Web/Lists(guid'${list.id}')`

const escaped = (list: SpList): string =>
  list.folder.replace(/[^\w]/gu, (sign) => `_x${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}_`)

/** `SP.Data.Tandem_x0020_feedbackListItem`: the type that an unknown column is reported against. */
export const itemType = (list: SpList): string => {
  const name = escaped(list)
  return `SP.Data.${name.charAt(0).toUpperCase()}${name.slice(1)}${isLibrary(list) ? '' : 'List'}Item`
}

export function listEntity(list: SpList): Entity {
  const known: Bag = { ...settable, ...askedFor, ...born, BaseType: 0, TemplateFeatureId: null, ...list.settings }
  const shown = Object.entries(known).filter(([name]) => !Object.hasOwn(askedFor, name) && name !== 'HasUniqueRoleAssignments')
  return {
    type: 'SP.List',
    path: listPath(list),
    etag: `"${list.id},${list.lastId}"`,
    values: {
      ...Object.fromEntries(shown),
      Id: list.id,
      Title: list.title,
      Created: list.created,
      LastItemModifiedDate: list.changed,
      LastItemUserModifiedDate: list.changed,
      LastItemDeletedDate: list.created,
      ItemCount: list.count,
      EntityTypeName: `${escaped(list)}${isLibrary(list) ? '' : 'List'}`,
      HasExternalDataSource: false,
      ImagePath: { DecodedUrl: String(known['ImageUrl']).replace(/\?.*$/, '') },
      IsCatalog: false,
      IsPrivate: false,
      ListItemEntityTypeFullName: itemType(list),
      ParentWebPath: { DecodedUrl: list.site },
      ParentWebUrl: list.site,
      ServerTemplateCanCreateFolders: true,
    },
    onDemand: {
      ...Object.fromEntries(Object.keys(askedFor).map((name) => [name, () => known[name]])),
      DefaultViewUrl: () => `${folderUrl(list)}/${list.defaultPage}`,
      DefaultNewFormUrl: () => `${folderUrl(list)}/NewForm.aspx`,
      DefaultEditFormUrl: () => `${folderUrl(list)}/EditForm.aspx`,
      DefaultDisplayFormUrl: () => `${folderUrl(list)}/DispForm.aspx`,
    },
  }
}
