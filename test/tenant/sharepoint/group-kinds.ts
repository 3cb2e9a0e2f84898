import { type Answer, answerEntity, type Entity } from './answers.js'
import { accessRefused } from './access-refused.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member, type Place } from './kinds.js'
import { chosen } from './list-kinds.js'
import { memberKind, memberNamed } from './people-kinds.js'
import { userEntity } from './permissions.js'
import { bodyOf } from './request.js'
import type { Associated, SiteGroup } from './site-groups.js'

const done: Answer = { status: 200 }

export function groupEntity(call: Call, group: SiteGroup): Entity {
  const { id, title, ownerId, settings } = group
  return {
    type: 'SP.Group',
    path: `Web/SiteGroups/GetById(${id})`,
    values: {
      Id: id,
      IsHiddenInUI: false,
      LoginName: title,
      Title: title,
      PrincipalType: 8,
      ...settings,
      OwnerTitle: call.site.permissions.principals.find(ownerId)?.title ?? '',
    },
    parts: { Users: () => membersOf(call, group), Owner: () => ownerOf(call, group) },
  }
}

function ownerOf(call: Call, group: SiteGroup): Entity {
  const { groups, principals } = call.site.permissions
  const owner = principals.find(group.ownerId)
  if (!owner) throw accessRefused.noSuchUser()
  return owner.kind === 8 ? groupEntity(call, groups.get(group.site, owner.id)) : userEntity(owner, false)
}

const membersOf = (call: Call, group: SiteGroup): Entity[] => {
  guardSight(call, group)
  const { groups, principals } = call.site.permissions
  return groups.members(group.id).map((each) => userEntity(each, principals.isAdmin(group.site, each.key)))
}

/** Owners of a group, and whoever manages permissions; with the group's leave its members too. */
function manages({ site, request }: Call, group: SiteGroup, leave: string): boolean {
  const { permissions } = site
  const { caller } = request
  if (permissions.can(caller, { site: group.site }, 'ManagePermissions')) return true
  const self = caller.kind === 'person' ? permissions.actsAs(caller.id, group.site) : new Set<number>()
  return self.has(group.ownerId) || (group.settings[leave] === true && self.has(group.id))
}

const guardChange = (call: Call, group: SiteGroup, leave = ''): void => {
  if (!manages(call, group, leave)) throw refused.accessDenied()
}

const guardSight = (call: Call, group: SiteGroup): void => {
  if (group.settings['OnlyAllowMembersViewMembership'] !== true) return
  if (!manages(call, group, 'OnlyAllowMembersViewMembership')) throw refused.accessDenied()
}

export const groupKind = new Kind<SiteGroup>('SP.Group', 'group-kinds.ts', () => ({
  entity: {
    known: 'documented',
    needs: 'BrowseUserInfo',
    show: (call, group) => ({ entity: groupEntity(call, group) }),
  },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'Open',
      answer: (call, group) => {
        guardChange(call, group)
        call.site.permissions.groups.update(group, bodyOf(call.request))
        return { status: 204 }
      },
    },
  },
  members: {
    users: leadsTo('documented', (call, group, { values }) =>
      values === undefined ? groupUsersKind.at(group) : memberOf(call, group, values[0]),
    ),
    setuserasowner: action({ known: 'documented', needs: 'Open' }, (call, group, { values }) => {
      guardChange(call, group)
      call.site.permissions.groups.setOwner(group, Number(values?.[0]))
      return done
    }),
  },
}))

function memberOf(call: Call, group: SiteGroup, key: string | undefined): Place {
  const user = memberNamed(call.site.permissions.groups.members(group.id), key ?? '')
  return memberKind.at({
    principal: user,
    remove: (inner) => {
      guardChange(inner, group, 'AllowMembersEditMembership')
      inner.site.permissions.groups.leave(group, user.id)
    },
  })
}

const groupUsersKind = new Kind<SiteGroup>('SP.UserCollection', 'group-kinds.ts', () => {
  const leave = action<SiteGroup>({ known: 'documented', needs: 'Open' }, (call, group, { values }) => {
    guardChange(call, group, 'AllowMembersEditMembership')
    const { groups } = call.site.permissions
    groups.leave(group, memberNamed(groups.members(group.id), values?.[0] ?? '').id)
    return done
  })
  const find = leadsTo<SiteGroup>('documented', (call, group, { values }) => memberOf(call, group, values?.[0]))
  return {
    methods: {
      GET: {
        known: 'documented',
        needs: 'BrowseUserInfo',
        answer: (call, group) => chosen(membersOf(call, group), call.request),
      },
      POST: {
        known: 'documented',
        needs: 'Open',
        answer: (call, group) => {
          guardChange(call, group, 'AllowMembersEditMembership')
          const { groups, principals } = call.site.permissions
          const member = principals.byLogin(String(bodyOf(call.request)['LoginName'] ?? ''))
          groups.join(group, member)
          return answerEntity(
            userEntity(member, principals.isAdmin(group.site, member.key)),
            call.request.mode,
            call.request.webUrl,
            201,
          )
        },
      },
    },
    members: {
      getbyid: find,
      getbyemail: find,
      getbyloginname: find,
      removebyid: leave,
      removebyloginname: leave,
    },
  }
})

export const groupsKind = new Kind<null>('SP.GroupCollection', 'group-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      needs: 'BrowseUserInfo',
      answer: (call) => shownGroups(call, call.site.permissions.groups.of(call.request.site)),
    },
    POST: {
      known: 'documented',
      needs: 'CreateGroups',
      answer: (call) => {
        const { site, request } = call
        const body = bodyOf(request)
        const owner = site.permissions.principals.of(request.caller)
        const made = site.permissions.groups.add(request.site, String(body['Title'] ?? ''), owner.id, body)
        return answerEntity(groupEntity(call, made), request.mode, request.webUrl, 201)
      },
    },
  },
  members: {
    getbyid: leadsTo('documented', ({ site, request }, _all, { values }) =>
      groupKind.at(site.permissions.groups.get(request.site, Number(values?.[0]))),
    ),
    getbyname: leadsTo('documented', ({ site, request }, _all, { values }) =>
      groupKind.at(site.permissions.groups.called(request.site, values?.[0] ?? '')),
    ),
    removebyid: action({ known: 'documented', needs: 'Open' }, (call, _all, { values }) =>
      removed(call, call.site.permissions.groups.get(call.request.site, Number(values?.[0]))),
    ),
    removebyloginname: action({ known: 'documented', needs: 'Open' }, (call, _all, { values }) =>
      removed(call, call.site.permissions.groups.called(call.request.site, values?.[0] ?? '')),
    ),
  },
}))

export const shownGroups = (call: Call, groups: readonly SiteGroup[]): Answer =>
  chosen(
    groups.map((group) => groupEntity(call, group)),
    call.request,
  )

function removed(call: Call, group: SiteGroup): Answer {
  guardChange(call, group)
  call.site.permissions.groups.remove(group)
  return done
}

const associatedWith = (role: Associated): Member<null> =>
  leadsTo('documented', ({ site, request }) => groupKind.at(site.permissions.groups.associated(request.site, role)))

/** The three groups as parts of the web they belong to. */
export const associatedGroups = (call: Call): Record<string, () => Entity> => {
  const part = (role: Associated) => () => groupEntity(call, call.site.permissions.groups.associated(call.request.site, role))
  return {
    AssociatedOwnerGroup: part('Owners'),
    AssociatedMemberGroup: part('Members'),
    AssociatedVisitorGroup: part('Visitors'),
  }
}

/** What a site says of its groups. */
export const groupMembers: Record<string, Member<null>> = {
  sitegroups: leadsTo('documented', ({ site, request }, _web, { values }) =>
    values === undefined ? groupsKind.at(null) : groupKind.at(site.permissions.groups.get(request.site, Number(values[0]))),
  ),
  associatedownergroup: associatedWith('Owners'),
  associatedmembergroup: associatedWith('Members'),
  associatedvisitorgroup: associatedWith('Visitors'),
}
