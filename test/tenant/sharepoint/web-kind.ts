import { answerValue, type Entity, type Part } from './answers.js'
import { maskOf } from './base-permissions.js'
import { siteContentTypeMembers } from './content-type-kinds.js'
import { refused } from './errors.js'
import { associatedGroups, groupMembers } from './group-kinds.js'
import { type Call, Kind, reading } from './kinds.js'
import { listAtUrl, listsMember } from './list-kinds.js'
import { peopleMembers } from './people-kinds.js'
import { recycleBinMember } from './recycle-kinds.js'
import { assignmentsShown, rightsShown, roleDefinitionsMember, securing } from './role-kinds.js'

type SiteRow = { id: string; title: string }

const rowOf = ({ site, request }: Call): SiteRow | undefined =>
  site.tenant.store.one<SiteRow>('select id, title from sites where path = ?', request.site)

export const siteKind = new Kind<null>('SP.Site', 'web-kind.ts', () => ({
  entity: {
    known: 'documented',
    show: (call) => ({
      entity: {
        type: 'SP.Site',
        path: 'Site',
        values: { Id: rowOf(call)?.id, Url: call.request.webUrl, ServerRelativeUrl: call.request.site, ReadOnly: false },
      },
    }),
  },
}))

export const webKind = new Kind<null>('SP.Web', 'web-kind.ts', () => ({
  enter: ({ site, request }) => site.permissions.need(request.caller, { site: request.site }, 'Open'),
  entity: {
    known: 'documented',
    show: (call) => ({
      entity: { ...webEntity(call), onDemand: rightsShown(call, { site: call.request.site }) },
      deferred: { RegionalSettings: regionalSettings, ...peopleShown(call) },
    }),
  },
  members: {
    lists: listsMember,
    getlist: listAtUrl,
    getlistusingpath: listAtUrl,
    ...siteContentTypeMembers,
    ...peopleMembers,
    ...groupMembers,
    recyclebin: recycleBinMember,
    roledefinitions: roleDefinitionsMember,
    doesuserhavepermissions: doesUserHavePermissions,
    ...securing<null>((_web, { request }) => ({ site: request.site })),
  },
}))

const doesUserHavePermissions = reading<null>('documented', ({ site, request }, _web, { values }) => {
  const asked = /High['"]?\s*:\s*['"]?(\d+).*Low['"]?\s*:\s*['"]?(\d+)/is.exec(values?.[0] ?? '')
  if (!asked?.[1] || !asked[2])
    throw refused.invalidExpression('The expression is not valid: a permission mask has High and Low.')
  const wanted = maskOf(asked[1], asked[2])
  const held = site.permissions.mask(request.caller, { site: request.site })
  return answerValue('DoesUserHavePermissions', (held & wanted) === wanted, request.mode)
})

const peopleShown = (call: Call): Record<string, Part> => ({
  CurrentUser: () => call.site.permissions.user(call.site.permissions.principalIdOf(call.request.caller), call.request.site),
  RoleAssignments: () => assignmentsShown(call, { site: call.request.site }),
  ...associatedGroups(call),
})

const webEntity = (call: Call): Entity => {
  const row = rowOf(call)
  return {
    type: 'SP.Web',
    path: 'Web',
    values: {
      Id: row?.id,
      Title: row?.title,
      Url: call.request.webUrl,
      ServerRelativeUrl: call.request.site,
      Description: '',
      Language: 1033,
      WebTemplate: 'GROUP',
      Configuration: 0,
      Created: '2024-01-08T09:00:00Z',
      NoCrawl: false,
    },
  }
}

const regionalSettings = (): Entity => ({
  type: 'SP.RegionalSettings',
  path: 'Web/RegionalSettings',
  values: {
    LocaleId: 2057,
    TimeZone: {
      type: 'SP.TimeZone',
      path: 'Web/RegionalSettings/TimeZone',
      values: {
        Id: 93,
        Description: '(UTC) Coordinated Universal Time',
        Information: { Bias: 0, DaylightBias: 0, StandardBias: 0 },
      },
    } satisfies Entity,
  },
})
