import { SPDefault } from '@pnp/nodejs/index.js'
import { BearerToken } from '@pnp/queryable/index.js'
import { spfi, type SPFI } from '@pnp/sp/index.js'
import '@pnp/sp/batching.js'
import '@pnp/sp/fields/index.js'
import '@pnp/sp/items/index.js'
import '@pnp/sp/lists/index.js'
import '@pnp/sp/security/index.js'
import '@pnp/sp/site-groups/index.js'
import '@pnp/sp/site-users/index.js'
import '@pnp/sp/views/index.js'
import '@pnp/sp/webs/index.js'
import type { IList } from '@pnp/sp/lists/index.js'
import { z } from 'zod'
import { Stopped } from './stopped.js'

/** The site we provision: its address without a trailing slash, and the client that carries our token. */
export type Site = { readonly url: string; readonly path: string; readonly sp: SPFI; readonly tenantId: string | undefined }

export function openSite(address: string, token: string): Site {
  const url = siteUrl(address)
  return {
    url,
    path: new URL(url).pathname.replace(/\/$/, ''),
    sp: spfi(url).using(SPDefault(), BearerToken(token)),
    tenantId: tenantOf(token),
  }
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

/** SharePoint takes a hundred requests in one; half of that keeps an answer with a few dozen columns each small. */
const inOneBatch = 50

/** Asks everything at once. The client writes the requests of a batch in the order in which they were made. */
export async function together<Answers>(site: Site, ask: (sp: SPFI) => Promise<Answers>): Promise<Answers> {
  const [batched, execute] = site.sp.batched({ maxRequests: inOneBatch })
  const [answers] = await Promise.all([ask(batched), execute()])
  return answers
}

const Claims = z.object({ tid: z.string() })

/** Which tenant the token is from: "everybody who works here" has the tenant in its name. Whether the token is good, SharePoint says. */
function tenantOf(token: string): string | undefined {
  const [, claims] = token.split('.')
  if (claims === undefined) return undefined
  try {
    return Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).tid
  } catch {
    return undefined
  }
}
