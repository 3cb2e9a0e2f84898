import { randomUUID } from 'node:crypto'

import { type Answer, answerCollection, answerEntity, answerError, type Entity, shaped } from './answers.js'
import { refused, SharePointError } from './errors.js'
import { answerList, answerLists } from './list-routes.js'
import type { Segment } from './path.js'
import { type ApiRequest, bodyOf, queryOf, segmentsOf } from './request.js'
import type { Site } from './site.js'

/** Answers one API request. Refusals become answers; anything else is a bug of the stand-in and is thrown. */
export function answer(site: Site, request: ApiRequest): Answer {
  try {
    return routed(site, request)
  } catch (error) {
    if (error instanceof SharePointError) return answerError(error, request.mode)
    throw error
  }
}

function routed(site: Site, request: ApiRequest): Answer {
  const [first, second, ...rest] = segmentsOf(request)
  if (first?.name === 'contextinfo') return contextInfo(request)
  if (first?.name === 'site' && !second)
    return answerEntity(shaped(siteEntity(site, request), queryOf(request)), request.mode, request.webUrl)
  if (first?.name === 'lists') return answerLists(site, request, first, second ? [second, ...rest] : [])
  if (first?.name !== 'web') throw refused.notInStandIn(`route _api/${first?.text ?? ''}`, 'web-routes.ts')
  site.permissions.needSite(request.caller, request.site, 'read')
  if (!second) return answerWeb(site, request)
  switch (second.name) {
    case 'lists':
      return answerLists(site, request, second, rest)
    case 'getlist': {
      const url = second.values?.[0] ?? ''
      const list = site.lists.byUrl(request.site, url)
      if (!list) throw refused.noSuchFile()
      return answerList(site, request, list, rest)
    }
    default:
      return answerPeople(site, request, second, rest)
  }
}

function answerPeople(site: Site, request: ApiRequest, segment: Segment, rest: readonly Segment[]): Answer {
  const { permissions } = site
  const show = (entity: Entity): Answer => answerEntity(shaped(entity, queryOf(request)), request.mode, request.webUrl)
  switch (segment.name) {
    case 'currentuser':
      if (rest.length === 0) return show(permissions.user(permissions.principalIdOf(request.caller)))
      break
    case 'ensureuser':
      permissions.needSite(request.caller, request.site, 'write')
      return show(permissions.ensureUser(segment.values?.[0] ?? String(bodyOf(request)['logonName'] ?? '')))
    case 'siteusers': {
      const id = rest[0]?.name === 'getbyid' ? rest[0].values?.[0] : segment.values?.[0]
      return id === undefined
        ? answerCollection(permissions.users(), request.mode, request.webUrl)
        : show(permissions.user(Number(id)))
    }
    case 'getuserbyid':
      return show(permissions.user(Number(segment.values?.[0])))
    case 'roledefinitions': {
      const [next] = rest
      const found = permissions.definitions().filter(({ values }) => {
        if (next?.name === 'getbyname') return values['Name'] === next.values?.[0]
        if (next?.name === 'getbytype') return values['RoleTypeKind'] === Number(next.values?.[0])
        return segment.values === undefined || values['Id'] === Number(segment.values[0])
      })
      if (!next && segment.values === undefined) return answerCollection(found, request.mode, request.webUrl)
      if (found[0]) return show(found[0])
      throw new SharePointError(
        404,
        '-2146232832, Microsoft.SharePoint.SPException',
        'Can not find the permission level with this name, type or id.',
      )
    }
  }
  throw refused.notInStandIn(`route _api/web/${[segment, ...rest].map(({ text }) => text).join('/')}`, 'web-routes.ts')
}

type SiteRow = { id: string; title: string }

function answerWeb(site: Site, request: ApiRequest): Answer {
  if (request.method !== 'GET') throw refused.notInStandIn(`method ${request.method} on the web`, 'web-routes.ts')
  const row = site.tenant.store.one<SiteRow>('select id, title from sites where path = ?', request.site)
  const web: Entity = {
    type: 'SP.Web',
    path: 'Web',
    values: {
      Id: row?.id,
      Title: row?.title,
      Url: request.webUrl,
      ServerRelativeUrl: request.site,
      Description: '',
      Language: 1033,
      WebTemplate: 'GROUP',
      Configuration: 0,
      Created: '2024-01-08T09:00:00Z',
      NoCrawl: false,
    },
  }
  const timeZone: Entity = {
    type: 'SP.TimeZone',
    path: 'Web/RegionalSettings/TimeZone',
    values: {
      Id: 93,
      Description: '(UTC) Coordinated Universal Time',
      Information: { Bias: 0, DaylightBias: 0, StandardBias: 0 },
    },
  }
  return answerEntity(
    shaped(web, queryOf(request), {
      RegionalSettings: () => ({
        type: 'SP.RegionalSettings',
        path: 'Web/RegionalSettings',
        values: { LocaleId: 2057, TimeZone: timeZone },
      }),
    }),
    request.mode,
    request.webUrl,
  )
}

const siteEntity = (site: Site, request: ApiRequest): Entity => ({
  type: 'SP.Site',
  path: 'Site',
  values: {
    Id: site.tenant.store.one<SiteRow>('select id, title from sites where path = ?', request.site)?.id,
    Url: request.webUrl,
    ServerRelativeUrl: request.site,
    ReadOnly: false,
  },
})

function contextInfo(request: ApiRequest): Answer {
  const digest = `0x${randomUUID().replaceAll('-', '').toUpperCase()},${new Date().toUTCString().replace('GMT', '-0000')}`
  const origin = new URL(request.webUrl).origin
  const info = {
    FormDigestTimeoutSeconds: 1800,
    FormDigestValue: digest,
    LibraryVersion: '16.0.25000.12000',
    SiteFullUrl: request.webUrl,
    WebFullUrl: request.webUrl,
    SupportedSchemaVersions: ['14.0.0.0', '15.0.0.0'],
    SupportedOrigin: origin,
  }
  if (request.mode === 'verbose') return { status: 200, body: { d: { GetContextWebInformation: info } } }
  return { status: 200, body: info }
}
