/** What a site has, as far as we have to do with it. Everything here was read; nothing is wanted. */

/** A column. What a type does not know is false. */
export type FoundColumn = {
  readonly name: string
  /** What people read above it. */
  readonly title: string
  readonly type: string
  readonly description: string
  readonly required: boolean
  readonly indexed: boolean
  readonly unique: boolean
  readonly choices: readonly string[]
  readonly fillIn: boolean
  readonly richText: boolean
  readonly dateOnly: boolean
  /** SharePoint's own columns cannot be deleted. */
  readonly deletable: boolean
  /** How its values are drawn, as JSON; empty where SharePoint decides. */
  readonly drawing: string
}

export type FoundView = {
  readonly title: string
  readonly query: string
  readonly columns: readonly string[]
  readonly rowLimit: number
  readonly opens: boolean
}

/** Somebody who can be given rights: a person, a group of the directory, a group of the site, an application. */
export type Principal = {
  readonly id: number
  readonly title: string
  readonly login: string
  readonly kind: 'person' | 'directory group' | 'site group' | 'application'
}

/** A principal with one permission level. */
export type FoundRight = { readonly principal: Principal; readonly level: string; readonly levelId: number }

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
  readonly hidden: boolean
  readonly columns: readonly FoundColumn[]
  readonly views: readonly FoundView[]
  /** Undefined while the list goes by the rights on the site. */
  readonly rights: readonly FoundRight[] | undefined
}

export type FoundLevel = {
  readonly id: number
  readonly name: string
  readonly description: string
  /** Both halves of the mask of base permissions. */
  readonly high: number
  readonly low: number
}

export type FoundGroup = {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly members: readonly Principal[]
}

/** A row of content, or of our own records: what its columns hold, by internal name. */
export type FoundRow = { readonly id: number; readonly etag: string; readonly fields: Readonly<Record<string, unknown>> }

export type FoundSite = {
  /** Who is asking. */
  readonly caller: Principal & { readonly isAdministrator: boolean }
  readonly lists: readonly FoundList[]
  readonly levels: readonly FoundLevel[]
  readonly groups: readonly FoundGroup[]
  /** Rights on the site itself, which lists without their own go by. */
  readonly rights: readonly FoundRight[]
  /** Whom no right on a list can keep out. */
  readonly administrators: readonly Principal[]
  /** Rows of the lists whose rows we ship, and of our record list, by list key. */
  readonly rows: Readonly<Record<string, readonly FoundRow[]>>
}

export const emptySite: FoundSite = {
  caller: { id: 0, title: 'Nobody', login: '', kind: 'application', isAdministrator: false },
  lists: [],
  levels: [],
  groups: [],
  rights: [],
  administrators: [],
  rows: {},
}
