import type { Tier } from '@tandem/lists'
import type { FoundRight, FoundSite, Principal } from './found.js'
import { membersOf } from './plan-rights.js'
import { rightsOf, teamGroup, type Wanted } from './wanted.js'

/** Everybody who has a right on a list, by name, and through which group. */
export type Access = {
  readonly list: string
  readonly tier: Tier
  /** Whether the list goes by the rights on the site. */
  readonly inherits: boolean
  readonly may: readonly { readonly who: string; readonly level: string; readonly members: readonly string[] }[]
  /** What must not be, a sentence each. */
  readonly alarms: readonly string[]
}

/** As the site has it now, whatever is wanted. Rights of applications are not to be seen here: they come with Sites.Selected. */
export function whoCanSee({ lists }: Pick<Wanted, 'lists'>, site: FoundSite): Access[] {
  return lists.flatMap(({ key, tier }): Access[] => {
    const found = site.lists.find((list) => list.key === key)
    if (!found) return []
    const rights = (found.rights ?? site.rights).filter(({ principal }) => principal.kind !== 'application')
    return [
      {
        list: key,
        tier,
        inherits: found.rights === undefined,
        may: rights.map(({ principal, level }) => ({
          who: principal.title,
          level,
          members: membersOf(principal, site).map(({ title }) => title),
        })),
        alarms: tier === 'everyone' ? [] : rights.flatMap((right) => alarms(key, tier, right, site)),
      },
    ]
  })
}

function alarms(list: string, tier: Exclude<Tier, 'everyone'>, { principal, level }: FoundRight, site: FoundSite): string[] {
  const isMeant = principal.title === teamGroup.title && rightsOf[tier].some((right) => right.level.name === level)
  if (isMeant) return []
  const what = `can read the ${tier === 'sealed' ? 'sealed ' : ''}list ${list}`
  const members = membersOf(principal, site)
  if (members.length > 0) return members.map(({ title }) => `${title} ${what}, as a member of "${principal.title}".`)
  return [`${nameOf(principal)} ${what}.`]
}

const nameOf = ({ kind, title }: Principal): string => (kind === 'person' ? title : `Every member of "${title}"`)

export function describeAccess(access: readonly Access[], site: FoundSite): string[] {
  return [
    'Who could see what:',
    ...access.flatMap(({ list, tier, inherits, may }) => [
      `  ${list} (${tier}${inherits ? ', goes by the rights on the site' : ''})`,
      ...(may.length === 0
        ? ['    no person']
        : may.map(({ who, level, members }) => `    ${who}: ${level}${inBrackets(members)}`)),
    ]),
    site.administrators.length === 0
      ? '  Site collection administrators: none. One could open every list; sealed columns are ciphertext to everybody.'
      : `  Site collection administrators can open every list, and none can be kept out: ${site.administrators.map(({ title }) => title).join(', ')}. Sealed columns are ciphertext to them.`,
    '  Applications with Sites.Selected on this site are not shown by SharePoint; "rights" says how to list them.',
  ]
}

const inBrackets = (members: readonly string[]): string => (members.length > 0 ? ` (${members.join(', ')})` : '')
