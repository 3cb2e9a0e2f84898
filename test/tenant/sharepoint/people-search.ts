import type { EntraGroup } from '../entra-groups.js'
import type { Person } from '../directory.js'
import type { Tenant } from '../tenant.js'
import type { Permissions } from './permissions.js'
import type { SiteGroup } from './site-groups.js'

/** `SP.Utilities.PrincipalType`, which is a set of flags: 15 is everybody. */
export const sought = { user: 1, securityGroup: 4, siteGroup: 8 } as const

export type Match = { readonly person: Person } | { readonly group: EntraGroup } | { readonly siteGroup: SiteGroup }

const escaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Whose name, or one word of it, or whose address begins like this; people first. */
export function matching(
  { tenant, permissions }: { tenant: Tenant; permissions: Permissions },
  site: string,
  text: string,
  types: number,
  limit: number,
): Match[] {
  const words = text.trim()
  if (words === '') return []
  const found: Match[] = []
  if (types & sought.user) {
    const start = escaped(words.replace(/^i:0#\.f\|membership\|/i, ''))
    const sql = `select id from users where json_extract(document, '$.displayName') like ? escape '\\'
      or json_extract(document, '$.displayName') like ? escape '\\' or mail like ? escape '\\' or upn like ? escape '\\' order by seq limit ?`
    const rows = tenant.store.all<{ id: string }>(sql, `${start}%`, `% ${start}%`, `${start}%`, `${start}%`, limit)
    for (const { id } of rows) {
      const person = tenant.directory.find(id)
      if (person) found.push({ person })
    }
  }
  if (types & sought.securityGroup)
    for (const group of permissions.principals.groups.called(escaped(words), limit)) found.push({ group })
  if (types & sought.siteGroup)
    for (const siteGroup of permissions.groups.of(site))
      if (siteGroup.title.toLowerCase().includes(words.toLowerCase())) found.push({ siteGroup })
  return found.slice(0, limit)
}

export const loginOf = (match: Match): string =>
  'person' in match
    ? `i:0#.f|membership|${match.person.upn.toLowerCase()}`
    : 'group' in match
      ? `c:0t.c|tenant|${match.group.id}`
      : match.siteGroup.title
