import { allows, type AppRight } from '../sharepoint/base-permissions.js'
import { Permissions } from '../sharepoint/permissions.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { GraphRefusal } from './errors.js'
import { gone, type GraphCall, guardedBy, type GraphRoute, made, type Permissions as Needed, routesOf, shown } from './routes.js'

const denied = (): GraphRefusal => new GraphRefusal(403, 'accessDenied', 'Access denied')
const notFound = (): GraphRefusal => new GraphRefusal(404, 'itemNotFound', 'Requested site could not be found')
const invalid = (message: string): GraphRefusal => new GraphRefusal(400, 'invalidRequest', message)

const anySite = ['Sites.Read.All', 'Sites.ReadWrite.All', 'Sites.Manage.All', 'Sites.FullControl.All']
const reading: Needed = { application: [...anySite, 'Sites.Selected'], delegated: [...anySite, 'Sites.Selected'] }
/** Who gives sites to apps. The page for POST says application only and speaks of administrators in delegated calls all the same. */
const giving: Needed = { application: ['Sites.FullControl.All'], delegated: ['Sites.FullControl.All'] }

type SiteRow = { path: string; id: string; title: string }
type GrantRow = { principal: string; access: AppRight; displayName: string }

const grantSql = "select principal, access, displayName from grants join apps on appId = principal where site = ? and list = ''"

/**
 * A permission begins as read or write; more is given to one that is there (microsoft-graph-docs issue 11814, and what the CLI for
 * Microsoft 365 does). `owner` is what the documentation calls the right that SharePoint calls fullcontrol.
 */
function rightOf(roles: unknown, begins: boolean): AppRight {
  const role: unknown = Array.isArray(roles) ? roles[0] : undefined
  const name = role === 'owner' ? 'fullcontrol' : role
  const known = name === 'read' || name === 'write' || (!begins && (name === 'manage' || name === 'fullcontrol'))
  if (!known) throw invalid('Invalid value for role')
  return name
}

/** Sites, and what Sites.Selected opens of them: the steps an administrator takes before an app can work. */
export function siteRoutes(tenant: Tenant): GraphRoute[] {
  const permissions = new Permissions(tenant)

  /** By its id, `host,collection,site`, by the middle of it, or by the path behind a host's name. */
  function siteOf(call: GraphCall): SiteRow {
    const [, collection] = call.at('site').split(',')
    const sql = 'select path, id, title from sites where'
    const site = call.at('name')
      ? tenant.store.one<SiteRow>(`${sql} path = ?`, `/sites/${call.at('name').replace(/:$/, '')}`)
      : tenant.store.one<SiteRow>(`${sql} id = ?`, (collection ?? call.at('site')).toLowerCase())
    if (!site) throw notFound()
    return site
  }

  function shownSite(call: GraphCall): Bag {
    const { path, id, title } = siteOf(call)
    const { caller, url } = call
    // A name that opens every site needs no look at this one.
    const everywhere = caller.kind === 'app' && caller.permissions.some((each) => anySite.includes(each))
    if (!everywhere && !allows(permissions.mask(caller, { site: path }), 'Open')) throw denied()
    return {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#sites/$entity',
      id: `${url.host},${id},${id}`,
      name: path.split('/').at(-1),
      displayName: title,
      webUrl: `${url.origin}${path}`,
      createdDateTime: '2024-01-08T09:00:00Z',
      lastModifiedDateTime: '2024-01-08T09:00:00Z',
      root: {},
      siteCollection: { hostname: url.host },
    }
  }

  /** In a person's name only an administrator of the site gives it to apps. */
  function managed(call: GraphCall): SiteRow {
    const site = siteOf(call)
    if (call.caller.kind === 'person' && !permissions.principals.isAdmin(site.path, call.caller.id)) throw denied()
    return site
  }

  const idOf = (appId: string): string => Buffer.from(`i:0i.t|ms.sp.ext|${appId}@${tenant.tenantId}`).toString('base64url')

  function shownGrant({ principal, access, displayName }: GrantRow): Bag {
    const identities = [{ application: { id: principal, displayName } }]
    return { id: idOf(principal), roles: [access], grantedToIdentities: identities, grantedToIdentitiesV2: identities }
  }

  function grantOf(call: GraphCall): { site: SiteRow; row: GrantRow } {
    const site = managed(call)
    const row = tenant.store.all<GrantRow>(grantSql, site.path).find(({ principal }) => idOf(principal) === call.at('permission'))
    if (!row) throw new GraphRefusal(404, 'itemNotFound', 'Item not found')
    return { site, row }
  }

  function given(call: GraphCall): Bag {
    const { path } = managed(call)
    const { roles, grantedToIdentities, grantedToIdentitiesV2 } = call.body
    const [first]: unknown[] = [grantedToIdentitiesV2, grantedToIdentities].find(Array.isArray) ?? []
    const application = isBag(first) ? first['application'] : undefined
    const app = isBag(application) ? tenant.apps.find(String(application['id'])) : undefined
    const access = rightOf(roles, true)
    if (!app) throw invalid('Invalid value for grantedToIdentities')
    permissions.grants.give({ site: path, list: null, principal: app.appId, access })
    return shownGrant({ principal: app.appId, access, displayName: app.displayName })
  }

  function changed(call: GraphCall): Bag {
    const { site, row } = grantOf(call)
    const access = rightOf(call.body['roles'], false)
    permissions.grants.give({ site: site.path, list: null, principal: row.principal, access })
    return shownGrant({ ...row, access })
  }

  const area = { file: 'site-routes.ts', guard: guardedBy(denied) }
  const below = (path: string): GraphRoute[] =>
    routesOf(area, [
      { method: 'GET', path, permissions: reading, answer: (call) => shown(shownSite(call)) },
      {
        method: 'GET',
        path: `${path}/permissions`,
        permissions: giving,
        answer: (call) => shown({ value: tenant.store.all<GrantRow>(grantSql, managed(call).path).map(shownGrant) }),
      },
      { method: 'POST', path: `${path}/permissions`, permissions: giving, answer: (call) => made(given(call)) },
      {
        method: 'GET',
        path: `${path}/permissions/:permission`,
        permissions: giving,
        answer: (call) => shown(shownGrant(grantOf(call).row)),
      },
      {
        method: 'PATCH',
        path: `${path}/permissions/:permission`,
        permissions: giving,
        answer: (call) => shown(changed(call)),
      },
      {
        method: 'DELETE',
        path: `${path}/permissions/:permission`,
        permissions: giving,
        answer: (call) => {
          const { site, row } = grantOf(call)
          permissions.grants.revoke({ site: site.path, list: null, principal: row.principal })
          return gone
        },
      },
    ])
  // `/sites/{id}` and `/sites/{host}:/sites/{name}`, the way in for who knows only the address.
  return [...below('/sites/:site'), ...below('/sites/:site/sites/:name')]
}
