import { type Entity } from './answers.js'
import { refused } from './errors.js'
import { type Call, Kind, leadsTo } from './kinds.js'
import { listKind, listsMember } from './list-kinds.js'
import { ensureUser, usersKind, userKind } from './people-kinds.js'
import { roleDefinitionsMember } from './role-kinds.js'

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
  enter: ({ site, request }) => site.permissions.needSite(request.caller, request.site, 'read'),
  entity: {
    known: 'documented',
    show: (call) => ({ entity: webEntity(call), deferred: { RegionalSettings: regionalSettings } }),
  },
  members: {
    lists: listsMember,
    getlist: leadsTo('documented', ({ site, request }, _web, segment) => {
      const list = site.lists.byUrl(request.site, segment.values?.[0] ?? '')
      if (!list) throw refused.noSuchFile()
      return listKind.at(list)
    }),
    currentuser: leadsTo('documented', ({ site, request }) => userKind.at(site.permissions.principalIdOf(request.caller))),
    ensureuser: ensureUser,
    siteusers: leadsTo('documented', (_call, _web, { values }) =>
      values === undefined ? usersKind.at(null) : userKind.at(Number(values[0])),
    ),
    getuserbyid: leadsTo('documented', (_call, _web, { values }) => userKind.at(Number(values?.[0]))),
    roledefinitions: roleDefinitionsMember,
  },
}))

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
