import { SPDefault } from '@pnp/nodejs/index.js'
import { BearerToken } from '@pnp/queryable/index.js'
import { spfi, type SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/fields/index.js'
import '@pnp/sp/lists/index.js'
import '@pnp/sp/webs/index.js'
import type { IList } from '@pnp/sp/lists/index.js'
import { Stopped } from './stopped.js'

/** The site we provision: its address without a trailing slash, and the client that carries our token. */
export type Site = { readonly url: string; readonly path: string; readonly sp: SPFI }

export function openSite(address: string, token: string): Site {
  const url = siteUrl(address)
  return { url, path: new URL(url).pathname.replace(/\/$/, ''), sp: spfi(url).using(SPDefault(), BearerToken(token)) }
}

/** The address as SharePoint's own links have it, so that it can be the beginning of every other address. */
export function siteUrl(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Stopped(`"${address}" is not the address of a site. Give it as https://contoso.sharepoint.com/sites/mentoring.`)
  const { origin, pathname } = new URL(address)
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

export const listPath = (site: Site, key: string): string => `${site.path}/Lists/${key}`

export const listAt = (site: Site, key: string): IList => site.sp.web.getList(listPath(site, key))
