import type { Change } from './changes.js'
import { genericList } from './plan-list.js'
import { readInfos } from './read.js'
import { listAt, type Site } from './site.js'
import { unlessThere } from './unless-there.js'
import { Stopped } from './stopped.js'

type Creation = Extract<Change, { kind: 'create-list' }>
type Setting = Extract<Change, { kind: 'set-list-property' }>

/** The title is the key for a moment, because SharePoint makes the address from the title a list is born with. */
export async function createList(site: Site, { list, description }: Creation): Promise<void> {
  const isThere = async () => (await readInfos(site, [list])).length > 0
  await unlessThere(isThere, () => site.sp.web.lists.add(list, description, genericList))
  if (!(await isThere()))
    throw new Stopped(
      `${list}: SharePoint created the list, but not at Lists/${list}, so an older list probably left that address occupied. Delete the new list "${list}" and what lies in the recycle bin under its name, then run the same command again.`,
    )
}

export async function setProperties(site: Site, [first, ...others]: readonly [Setting, ...Setting[]]): Promise<void> {
  await listAt(site, first.list).update(Object.assign({}, ...[first, ...others].map(listUpdate)))
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
    case 'hidden':
      return { Hidden: change.to }
  }
}
