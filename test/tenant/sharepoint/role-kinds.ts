import type { Bag } from '../store.js'
import { type Answer, answerEntity, type Entity } from './answers.js'
import { accessRefused } from './access-refused.js'
import { type Level, type Mask, onTheWire } from './base-permissions.js'
import { chosen } from './list-kinds.js'
import { listPath } from './lists.js'
import { action, type Call, Kind, leadsTo, type Member, type Place, reading } from './kinds.js'
import type { Segment } from './path.js'
import { groupEntity } from './group-kinds.js'
import { type Securable, userEntity } from './permissions.js'
import type { Principal } from './principals.js'
import { type ApiRequest, bodyOf } from './request.js'
import { roleEntity } from './roles.js'

const done: Answer = { status: 200 }

export const roleDefinitionKind = new Kind<Level>('SP.RoleDefinition', 'role-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, level) => ({ entity: roleEntity(level) }) },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'ManagePermissions',
      answer: ({ site, request }, level) => {
        site.permissions.roles.update(request.site, level, bodyOf(request))
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'ManagePermissions',
      answer: ({ site, request }, level) => {
        site.permissions.roles.remove(request.site, level)
        return done
      },
    },
  },
}))

const roleDefinitionsKind = new Kind<null>('SP.RoleDefinitionCollection', 'role-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }) => chosen(site.permissions.roles.of(request.site).map(roleEntity), request),
    },
    POST: {
      known: 'documented',
      needs: 'ManagePermissions',
      answer: ({ site, request }) => {
        const made = site.permissions.roles.add(request.site, bodyOf(request))
        return answerEntity(roleEntity(made), request.mode, request.webUrl, 201)
      },
    },
  },
  members: {
    getbyname: leadsTo('documented', (call, _all, { values }) =>
      definition(call, `name: ${values?.[0]}`, ({ name }) => name.toLowerCase() === values?.[0]?.toLowerCase()),
    ),
    getbytype: leadsTo('documented', (call, _all, { values }) =>
      definition(call, `type: ${values?.[0]}`, ({ kind }) => kind === Number(values?.[0])),
    ),
    getbyid: leadsTo('documented', (call, _all, { values }) => definitionWithId(call, values?.[0])),
  },
}))

export const roleDefinitionsMember: Member<null> = leadsTo('documented', (call, _web, { values }) =>
  values === undefined ? roleDefinitionsKind.at(null) : definitionWithId(call, values[0]),
)

const definitionWithId = (call: Call, text: string | undefined): Place =>
  definition(call, `id: ${text}`, ({ id }) => id === Number(text))

function definition({ site, request }: Call, what: string, wanted: (level: Level) => boolean): Place {
  const found = site.permissions.roles.of(request.site).find(wanted)
  if (!found) throw accessRefused.noSuchRole(what)
  return roleDefinitionKind.at(found)
}

const argument = ({ named, values }: Segment, name: string, at: number): number =>
  Number(named[name] ?? values?.[at] ?? Number.NaN)

const flag = ({ named, values }: Segment, name: string, at: number): boolean =>
  /^(true|1)$/i.test(named[name] ?? values?.[at] ?? 'false')

/** Clients ask all members for their users at once; only groups have any. */
function memberEntity(call: Call, principal: Principal): Entity {
  const { groups, principals } = call.site.permissions
  const { site } = call.request
  if (principal.kind === 8) return groupEntity(call, groups.get(site, principal.id))
  return { ...userEntity(principal, principals.isAdmin(site, principal.key)), parts: { Users: () => [] } }
}

type Held = { readonly securable: Securable; readonly principal: Principal; readonly roleIds: readonly number[] }

const pathOf = ({ list, item }: Securable): string =>
  list ? `${listPath(list)}${item === undefined ? '' : `/Items(${item})`}` : 'Web'

const assignmentEntity = (call: Call, { securable, principal, roleIds }: Held): Entity => ({
  type: 'SP.RoleAssignment',
  path: `${pathOf(securable)}/RoleAssignments/GetByPrincipalId(${principal.id})`,
  values: { PrincipalId: principal.id },
  parts: {
    Member: () => memberEntity(call, principal),
    RoleDefinitionBindings: () => roleIds.map((id) => roleEntity(call.site.permissions.roles.get(securable.site, id))),
  },
})

const assignmentsOf = ({ site }: Call, securable: Securable): Held[] =>
  site.permissions.assignments(securable).map((held) => ({ securable, ...held }))

export const roleAssignmentKind = new Kind<Held>('SP.RoleAssignment', 'role-kinds.ts', () => ({
  securable: ({ securable }) => securable,
  entity: {
    known: 'documented',
    needs: 'EnumeratePermissions',
    show: (call, held) => ({ entity: assignmentEntity(call, held) }),
  },
  methods: {
    DELETE: {
      known: 'observed',
      needs: 'ManagePermissions',
      answer: ({ site }, { securable, principal }) => {
        site.permissions.unassign(securable, principal.id)
        return done
      },
    },
  },
}))

export const roleAssignmentsKind = new Kind<Securable>('SP.RoleAssignmentCollection', 'role-kinds.ts', () => ({
  securable: (securable) => securable,
  methods: {
    GET: {
      known: 'documented',
      needs: 'EnumeratePermissions',
      answer: (call, securable) =>
        chosen(
          assignmentsOf(call, securable).map((held) => assignmentEntity(call, held)),
          call.request,
        ),
    },
  },
  members: {
    getbyprincipalid: leadsTo('documented', (call, securable, { values }) => assignmentAt(call, securable, values?.[0])),
    addroleassignment: action({ known: 'documented', needs: 'ManagePermissions' }, ({ site }, securable, segment) => {
      site.permissions.assign(securable, argument(segment, 'principalid', 0), argument(segment, 'roledefid', 1))
      return done
    }),
    removeroleassignment: action({ known: 'documented', needs: 'ManagePermissions' }, ({ site }, securable, segment) => {
      site.permissions.unassign(securable, argument(segment, 'principalid', 0), argument(segment, 'roledefid', 1))
      return done
    }),
  },
}))

function assignmentAt(call: Call, securable: Securable, text: string | undefined): Place {
  const found = assignmentsOf(call, securable).find(({ principal }) => principal.id === Number(text))
  if (!found) throw accessRefused.noSuchPrincipal(Number(text))
  return roleAssignmentKind.at(found)
}

/** What everything that rights can be given on has in common: its kind puts these among its members. */
export function securing<Of>(securableOf: (held: Of, call: Call) => Securable): Record<string, Member<Of>> {
  return {
    roleassignments: leadsTo('documented', (call, held, { values }) => {
      const securable = securableOf(held, call)
      return values === undefined ? roleAssignmentsKind.at(securable) : assignmentAt(call, securable, values[0])
    }),
    breakroleinheritance: action({ known: 'documented', needs: 'ManagePermissions' }, (call, held, segment) => {
      const securable = securableOf(held, call)
      const { permissions, lists, tenant } = call.site
      tenant.store.transaction(() => {
        permissions.separate(call.request.caller, securable, flag(segment, 'copyroleassignments', 0))
        if (flag(segment, 'clearsubscopes', 1)) permissions.inheritBelow(securable)
        if (securable.list) lists.update(securable.list, {})
      })
      return done
    }),
    resetroleinheritance: action({ known: 'documented', needs: 'ManagePermissions' }, (call, held) => {
      const securable = securableOf(held, call)
      const { permissions, lists, tenant } = call.site
      tenant.store.transaction(() => {
        permissions.inherit(securable)
        if (securable.list) lists.update(securable.list, {})
      })
      return done
    }),
    effectivebasepermissions: reading({ known: 'documented', needs: 'Open' }, (call, held) =>
      maskAnswer(
        'EffectiveBasePermissions',
        call.site.permissions.mask(call.request.caller, securableOf(held, call)),
        call.request,
      ),
    ),
    getusereffectivepermissions: reading(
      { known: 'documented', needs: 'EnumeratePermissions' },
      (call, held, { values, named }) =>
        maskAnswer(
          'GetUserEffectivePermissions',
          call.site.permissions.maskOfLogin(named['username'] ?? values?.[0] ?? '', securableOf(held, call)),
          call.request,
        ),
    ),
    firstuniqueancestorsecurableobject: leadsTo('documented', (call, held) =>
      ancestorKind.at(call.site.permissions.acl.holder(securableOf(held, call))),
    ),
  }
}

/** A complex value stands in the answer itself, not under `value`. */
function maskAnswer(name: string, mask: Mask, { mode, webUrl }: ApiRequest): Answer {
  const shown = onTheWire(mask)
  if (mode === 'verbose')
    return { status: 200, body: { d: { [name]: { __metadata: { type: 'SP.BasePermissions' }, ...shown } } } }
  const metadata = { 'odata.metadata': `${webUrl}/_api/$metadata#SP.BasePermissions` }
  return { status: 200, body: { ...(mode === 'minimal' ? metadata : {}), ...shown } }
}

/** What is shown of a thing's rights to those who ask for it by name. */
export const rightsShown = ({ site, request }: Call, securable: Securable): Record<string, () => unknown> => ({
  HasUniqueRoleAssignments: () => site.permissions.acl.isUnique(securable),
  EffectiveBasePermissions: () => onTheWire(site.permissions.mask(request.caller, securable)),
})

/** Role assignments as a part of something that is expanded. */
export function assignmentsShown(call: Call, securable: Securable): Entity[] {
  call.site.permissions.need(call.request.caller, securable, 'EnumeratePermissions')
  return assignmentsOf(call, securable).map((held) => assignmentEntity(call, held))
}

/** Enough of the thing whose rights count to know which it is. */
const ancestorKind = new Kind<Securable>('SP.SecurableObject', 'role-kinds.ts', () => ({
  entity: {
    known: 'inferred',
    needs: 'Open',
    show: (_call, securable) => {
      const { site, list, item } = securable
      const entity = (type: string, values: Bag): Entity => ({ type, path: pathOf(securable), values })
      if (!list) return { entity: entity('SP.Web', { ServerRelativeUrl: site }) }
      return {
        entity: item === undefined ? entity('SP.List', { Id: list.id, Title: list.title }) : entity('SP.ListItem', { Id: item }),
      }
    },
  },
}))
