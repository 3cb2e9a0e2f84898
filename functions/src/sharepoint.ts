import { SPDefault } from '@pnp/nodejs/index.js'
import type { Queryable } from '@pnp/queryable/index.js'
import { spfi, type SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/webs/index.js'
import type { TokenSource } from './tokens.js'

/** The programme's site as the backend sees it, and its server-relative path, with which lists are addressed. */
export type Site = { readonly sp: SPFI; readonly path: string }

/** App-only, with the token of the function app's own identity on each request. */
export function openSite(siteUrl: string, tokenFor: TokenSource): Site {
  const { origin, pathname } = new URL(siteUrl)
  const signedIn = (instance: Queryable) => {
    instance.on.auth.replace(async (url, init) => [
      url,
      { ...init, headers: { ...init.headers, Authorization: `Bearer ${await tokenFor(`${origin}/.default`)}` } },
    ])
    return instance
  }
  return { sp: spfi(siteUrl).using(SPDefault(), signedIn), path: pathname.replace(/\/$/, '') }
}
