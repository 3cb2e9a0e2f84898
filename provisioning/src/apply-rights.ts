import { z } from 'zod'
import type { Change, LevelChange, RightsChange } from './changes.js'
import { listAt, type Site } from './site.js'
import { Stopped } from './stopped.js'
import { unlessThere } from './unless-there.js'
import { teamGroup, type Receiver } from './wanted.js'

type PrincipalChange = LevelChange | RightsChange | Extract<Change, { kind: 'create-group' | 'add-member' }>

export async function applyRightsChange(site: Site, change: PrincipalChange): Promise<void> {
  const { web } = site.sp
  switch (change.kind) {
    case 'create-level':
      return unlessThere(
        async () => (await levelsCalled(site, change.level)).length > 0,
        () => web.roleDefinitions.add(change.level, change.description, order, maskOf(change)),
      )
    case 'set-level':
      await web.roleDefinitions
        .getByName(change.level)
        .update({ Description: change.description, BasePermissions: maskOf(change) })
      return
    case 'create-group':
      return unlessThere(
        async () => (await groupsCalled(site, change.title)).length > 0,
        () => web.siteGroups.add({ Title: change.title, Description: change.description }),
      )
    case 'add-member':
      return addMember(site, change.group, change.directoryGroupId)
    case 'own-rights':
      await listAt(site, change.list).breakRoleInheritance(false, true)
      return
    case 'grant':
      return grant(site, change)
    case 'revoke':
      await listAt(site, change.list).roleAssignments.remove(change.principalId, change.levelId)
      return
  }
}

/** Where a level stands among the others in SharePoint's pages: behind its own. */
const order = 200

/** SharePoint reads these as numbers of 64 bits, which JSON carries as text. */
const maskOf = ({ high, low }: LevelChange) =>
  ({ High: String(high), Low: String(low) }) as unknown as { High: number; Low: number }

const Id = z.object({ Id: z.number() })
const Levels = z.array(z.object({ Id: z.number(), Name: z.string() }))
const Groups = z.array(z.object({ Id: z.number(), Title: z.string() }))

async function levelsCalled({ sp }: Site, name: string): Promise<number[]> {
  const all = Levels.parse(await sp.web.roleDefinitions.select('Id', 'Name')())
  return all.filter(({ Name }) => Name === name).map(({ Id: id }) => id)
}

async function groupsCalled({ sp }: Site, title: string): Promise<number[]> {
  const all = Groups.parse(await sp.web.siteGroups.select('Id', 'Title')())
  return all.filter(({ Title }) => Title === title).map(({ Id: id }) => id)
}

async function grant(site: Site, { list, to, level }: Extract<RightsChange, { kind: 'grant' }>): Promise<void> {
  const [[levelId], principalId] = await Promise.all([levelsCalled(site, level), receiver(site, to)])
  if (levelId === undefined)
    throw new Stopped(`${list}: the permission level "${level}" has gone meanwhile. Run the same command again; it looks anew.`)
  await listAt(site, list).roleAssignments.add(principalId, levelId)
}

async function receiver(site: Site, to: Receiver): Promise<number> {
  if (to === 'everyone') return Id.parse(await site.sp.web.ensureUser(everybody(site))).Id
  const [id] = await groupsCalled(site, teamGroup.title)
  if (id === undefined)
    throw new Stopped(`The group "${teamGroup.title}" has gone meanwhile. Run the same command again; it looks anew.`)
  return id
}

/** "Everyone except external users", which is a claim with the tenant in it. */
function everybody({ tenantId, url }: Site): string {
  if (tenantId === undefined)
    throw new Stopped(
      `The token for ${url} does not say which tenant it is from, so "everyone except external users" cannot be named. Sign in again and run the same command.`,
    )
  return `c:0-.f|rolemanager|spo-grid-all-users/${tenantId}`
}

/** The name a group of the directory has in a site. A Microsoft 365 group is taken under it as well. */
async function addMember(site: Site, group: string, directoryGroupId: string): Promise<void> {
  const { users } = site.sp.web.siteGroups.getByName(group)
  await users.add(`c:0t.c|tenant|${directoryGroupId}`)
}
