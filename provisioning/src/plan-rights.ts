import type { ListDefinition } from '@tandem/lists'
import { wholeSite, type Change, type Planned } from './changes.js'
import type { FoundGroup, FoundList, FoundRight, FoundSite, Principal } from './found.js'
import { levels, rightsOf, teamGroup, type Receiver, type Wanted } from './wanted.js'

/** Permission levels and the group of the programme team, which lists then refer to. */
export function planPrincipals({ teamGroupId }: Wanted, found: FoundSite): Change[] {
  const forLevels = levels.flatMap(({ name, description, high, low }): Change[] => {
    const change = { list: wholeSite, level: name, description, high, low }
    const present = found.levels.find((level) => level.name === name)
    if (!present) return [{ kind: 'create-level', ...change, isWider: false }]
    const isSame = present.high === high && present.low === low && present.description === description
    const isWider = (low & ~present.low) !== 0 || (high & ~present.high) !== 0
    return isSame ? [] : [{ kind: 'set-level', ...change, isWider }]
  })
  const group = teamOf(found)
  const isIn = group?.members.some(({ login }) => login.toLowerCase().endsWith(`|${teamGroupId?.toLowerCase()}`))
  return [
    ...forLevels,
    ...(group ? [] : [{ kind: 'create-group', list: wholeSite, ...teamGroup } as const]),
    ...(teamGroupId === undefined || isIn
      ? []
      : [{ kind: 'add-member', list: wholeSite, group: teamGroup.title, directoryGroupId: teamGroupId } as const]),
  ]
}

const teamOf = ({ groups }: FoundSite): FoundGroup | undefined => groups.find(({ title }) => title === teamGroup.title)

const isReceiver: Record<Receiver, (principal: Principal) => boolean> = {
  team: ({ kind, title }) => kind === 'site group' && title === teamGroup.title,
  everyone: ({ login }) => login.includes('spo-grid-all-users/'),
}

/** A list goes by its own rights and has exactly those of its tier; what everybody may read may have more, for whoever helps with it. */
export function planRights({ key: list, tier }: ListDefinition, found: FoundList | undefined, site: FoundSite): Planned[] {
  const wanted = rightsOf[tier]
  const rights = found?.rights
  const grants = wanted
    .filter(({ to, level }) => !rights?.some((right) => isReceiver[to](right.principal) && right.level === level.name))
    .map(({ to, level }) => ({ kind: 'grant', list, to, level: level.name }) as const)
  if (!rights) return [{ kind: 'own-rights', list, tier, isNew: found === undefined }, ...grants]
  const tooMuch = (right: FoundRight) =>
    tier !== 'everyone' && !wanted.some(({ to, level }) => isReceiver[to](right.principal) && right.level === level.name)
  return [
    ...rights.filter(tooMuch).map(
      ({ principal, level, levelId }) =>
        ({
          kind: 'revoke',
          list,
          tier,
          principalId: principal.id,
          who: principal.title,
          people: membersOf(principal, site).map(({ title }) => title),
          level,
          levelId,
        }) as const,
    ),
    ...grants,
  ]
}

export const membersOf = (principal: Principal, { groups }: FoundSite): readonly Principal[] =>
  principal.kind === 'site group' ? (groups.find(({ id }) => id === principal.id)?.members ?? []) : []
