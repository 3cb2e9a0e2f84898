import { randomUUID } from 'node:crypto'

import { type Answer, answerError } from './answers.js'
import { SharePointError } from './errors.js'
import { action, Kind, leadsTo } from './kinds.js'
import { listsMember } from './list-kinds.js'
import { type ApiRequest, segmentsOf } from './request.js'
import type { Site } from './site.js'
import { utilityMembers } from './utility-kinds.js'
import { siteKind, webKind } from './web-kind.js'

/** What stands directly behind `_api/`. */
export const rootKind = new Kind<null>('_api', 'root-kind.ts', () => ({
  members: {
    contextinfo: action({ known: 'observed', needs: 'EmptyMask' }, ({ request }) => contextInfo(request)),
    site: leadsTo('documented', () => siteKind.at(null)),
    web: leadsTo('documented', () => webKind.at(null)),
    lists: listsMember,
    ...utilityMembers,
  },
}))

/** Answers one API request. Refusals become answers; anything else is a bug of the stand-in and is thrown. */
export async function answer(site: Site, request: ApiRequest): Promise<Answer> {
  try {
    // All that a request writes comes with its answer or not at all, whatever stops it in between.
    return await site.tenant.store.transaction(() => rootKind.at(null).walk(segmentsOf(request), { site, request }))
  } catch (error) {
    if (error instanceof SharePointError) return answerError(error, request.mode)
    throw error
  }
}

function contextInfo(request: ApiRequest): Answer {
  const digest = `0x${randomUUID().replaceAll('-', '').toUpperCase()},${new Date().toUTCString().replace('GMT', '-0000')}`
  const info = {
    FormDigestTimeoutSeconds: 1800,
    FormDigestValue: digest,
    LibraryVersion: '16.0.25000.12000',
    SiteFullUrl: request.webUrl,
    WebFullUrl: request.webUrl,
    SupportedSchemaVersions: ['14.0.0.0', '15.0.0.0'],
    SupportedOrigin: new URL(request.webUrl).origin,
  }
  if (request.mode === 'verbose') return { status: 200, body: { d: { GetContextWebInformation: info } } }
  return { status: 200, body: info }
}
