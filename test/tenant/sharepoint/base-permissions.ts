/** SharePoint's base permissions and the number each is known by (`SP.PermissionKind`); the number less one is its bit. */
const kinds = {
  EmptyMask: 0,
  ViewListItems: 1,
  AddListItems: 2,
  EditListItems: 3,
  DeleteListItems: 4,
  ApproveItems: 5,
  OpenItems: 6,
  ViewVersions: 7,
  DeleteVersions: 8,
  /** "Override List Behaviors" on the pages of permission levels: it also reads and edits past "only their own". */
  CancelCheckout: 9,
  ManagePersonalViews: 10,
  ManageLists: 12,
  ViewFormPages: 13,
  AnonymousSearchAccessList: 14,
  Open: 17,
  ViewPages: 18,
  AddAndCustomizePages: 19,
  ApplyThemeAndBorder: 20,
  ApplyStyleSheets: 21,
  ViewUsageData: 22,
  CreateSSCSite: 23,
  ManageSubwebs: 24,
  CreateGroups: 25,
  ManagePermissions: 26,
  BrowseDirectories: 27,
  BrowseUserInfo: 28,
  AddDelPrivateWebParts: 29,
  UpdatePersonalWebParts: 30,
  ManageWeb: 31,
  AnonymousSearchAccessWebLists: 32,
  UseClientIntegration: 37,
  UseRemoteAPIs: 38,
  ManageAlerts: 39,
  CreateAlerts: 40,
  EditMyUserInfo: 41,
  EnumeratePermissions: 63,
} as const

export type PermissionName = keyof typeof kinds

/** 63 bits; in JavaScript's numbers the upper ones would be lost. */
export type Mask = bigint

/** As it travels: two numbers of 32 bits, written as text. */
export type BasePermissions = { readonly High: string; readonly Low: string }

export const maskOf = (high: number | string, low: number | string): Mask => (BigInt(high) << 32n) | BigInt(low)

export const onTheWire = (mask: Mask): BasePermissions => ({
  High: String(mask >> 32n),
  Low: String(mask & 0xffffffffn),
})

export const nothing: Mask = 0n
export const everything: Mask = maskOf(2147483647, 4294967295)

const bitOf = (name: PermissionName): Mask => (name === 'EmptyMask' ? nothing : 1n << BigInt(kinds[name] - 1))

export const allows = (mask: Mask, name: PermissionName): boolean => (mask & bitOf(name)) === bitOf(name)

/** A permission level: a named set of base permissions. */
export type Level = {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly order: number
  readonly kind: number
  readonly hidden: boolean
  readonly mask: Mask
}

/** The permission levels every site is born with. */
export const levels = {
  fullControl: {
    id: 1073741829,
    name: 'Full Control',
    description: 'Has full control.',
    order: 1,
    kind: 5,
    hidden: false,
    mask: everything,
  },
  design: {
    id: 1073741828,
    name: 'Design',
    description: 'Can view, add, update, delete, approve, and customize.',
    order: 32,
    kind: 4,
    hidden: false,
    mask: maskOf(432, 1012866047),
  },
  edit: {
    id: 1073741830,
    name: 'Edit',
    description: 'Can add, edit and delete lists; can view, add, update and delete list items and documents.',
    order: 48,
    kind: 6,
    hidden: false,
    mask: maskOf(432, 1011030767),
  },
  contribute: {
    id: 1073741827,
    name: 'Contribute',
    description: 'Can view, add, update, and delete list items and documents.',
    order: 64,
    kind: 3,
    hidden: false,
    mask: maskOf(432, 1011028719),
  },
  read: {
    id: 1073741826,
    name: 'Read',
    description: 'Can view pages and list items and download documents.',
    order: 128,
    kind: 2,
    hidden: false,
    mask: maskOf(176, 138612833),
  },
  limitedAccess: {
    id: 1073741825,
    name: 'Limited Access',
    description: 'Can view specific lists, document libraries, list items, folders, or documents when given permissions.',
    order: 160,
    kind: 1,
    hidden: true,
    mask: maskOf(48, 134287360),
  },
  viewOnly: {
    id: 1073741924,
    name: 'View Only',
    description:
      'Can view pages, list items, and documents. Document types with server-side file handlers can be viewed in the browser but not downloaded.',
    order: 2147483647,
    kind: 0,
    hidden: false,
    mask: maskOf(176, 138612801),
  },
} as const satisfies Record<string, Level>

/** What the four rights of an app are worth: Microsoft equates them with the levels of people. */
export const appRights = {
  read: levels.read.mask,
  write: levels.contribute.mask,
  manage: levels.design.mask,
  fullcontrol: levels.fullControl.mask,
} as const

export type AppRight = keyof typeof appRights
