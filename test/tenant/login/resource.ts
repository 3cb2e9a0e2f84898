import type { App } from '../directory.js'
import { graphAppId, graphResource } from '../identities.js'
import type { Tenant } from '../tenant.js'
import { refusedLogin } from './refusals.js'

/** The API that a token is asked for. `app` is undefined for Microsoft's own. */
export type Resource = { readonly audience: string; readonly app: App | undefined; readonly scopes: readonly string[] }

const aboutThePerson = new Set(['openid', 'profile', 'email', 'offline_access'])

const isSharePoint = (origin: string): boolean =>
  /^(https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?|https:\/\/[\w-]+\.sharepoint\.com)$/i.test(origin)

export const scopesIn = (scope: string): string[] => scope.split(' ').filter((each) => each !== '')

/** Which API the asked scopes belong to. One request may name scopes of one resource only. */
export function resourceOf(scope: string, tenant: Tenant): Resource {
  const parts = scopesIn(scope)
    .filter((each) => !aboutThePerson.has(each))
    .map((each) => {
      const at = each.lastIndexOf('/')
      return at > 0
        ? { resource: each.slice(0, at).replace(/\/$/, ''), name: each.slice(at + 1) }
        : { resource: graphResource, name: each }
    })
  const resource = parts[0]?.resource ?? graphResource
  if (parts.some((part) => part.resource !== resource)) throw refusedLogin.twoResources()
  return named(
    resource,
    parts.map((part) => part.name),
    tenant,
  )
}

export function named(resource: string, scopes: readonly string[], tenant: Tenant): Resource {
  if (resource === graphResource || resource === graphAppId) return { audience: graphResource, app: undefined, scopes }
  if (isSharePoint(resource)) return { audience: resource, app: undefined, scopes }
  const app = tenant.apps.find(resource) ?? tenant.apps.find(resource.replace(/^api:\/\//, ''))
  if (!app) throw refusedLogin.unknownResource(resource, tenant.tenantId)
  return { audience: app.appId, app, scopes }
}
