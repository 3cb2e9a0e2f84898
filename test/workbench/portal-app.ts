import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Hono, type Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { z } from 'zod'
import { root } from '../run/root.js'
import type { Stack } from '../run/stack.js'
import { sendCardAction } from './card-actions.js'
import { readColleagues, timeZoneOf } from './colleagues.js'
import type { Course } from './course.js'
import { faultDesk } from './fault-desk.js'
import { happeningsSince } from './happenings.js'
import { workbenchRoutes } from './loader/routes.js'
import type { Suggestion } from './portal/protocol.js'
import { passOn, problem } from './proxy.js'
import { shell } from './shell.js'
import { suggestPeople } from './suggestions.js'

export type PortalOptions = { readonly stack: Stack; readonly course: Course; readonly sppkg: string }

const CardAction = z.object({
  person: z.string().min(1),
  method: z.enum(['GET', 'POST']),
  url: z.url(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
})
const personCookie = 'tandem-person'
/** What SharePoint allows its pages: nothing from elsewhere, no inline script. Mails are shown in frames that inherit this. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])$/

/**
 * What a visitor of `npm start` opens: the pages around the product, and behind the same address the API, Graph and SharePoint of the
 * stand-in, because in a company these too are one sign-in away from each other.
 */
export async function portalApp({ stack, course, sppkg }: PortalOptions): Promise<Hono> {
  const colleagues = await readColleagues(stack)
  const app = new Hono()
  let suggestions: { readonly revision: number; readonly found: Promise<Suggestion[]> } | undefined

  // The portal hands out anybody's token: pages from elsewhere, open in the same browser, must not reach it under any name.
  app.use(async (context, next) => {
    const origin = context.req.header('origin')
    const hosts = [new URL(context.req.url).hostname, ...(origin ? [hostnameOf(origin)] : [])]
    const isSameSite = ['same-origin', 'none', undefined].includes(context.req.header('sec-fetch-site'))
    const isNavigation = context.req.header('sec-fetch-mode') === 'navigate' && context.req.method === 'GET'
    if (hosts.every((host) => loopback.test(host)) && (isSameSite || isNavigation)) return next()
    return problem(403, 'not-yours', 'This address answers this machine only.')
  })
  app.onError((error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`)
    return problem(500, 'bug', error.message)
  })

  app.route('/', workbenchRoutes({ sppkg }))
  for (const [file, type] of Object.entries({ 'main.js': 'text/javascript', 'main.css': 'text/css' }))
    app.get(`/portal/${file}`, () => {
      const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }
      return new Response(readFileSync(path.join(root, 'test/lib/portal', file)), { headers })
    })

  app.get('/portal/people', (c) => c.json(colleagues.search(c.req.query('search') ?? '', 60)))
  app.get('/portal/people/:id', async (c) => {
    const person = colleagues.find(c.req.param('id'))
    if (!person) return problem(404, 'bug', 'Nobody in the directory has this address.')
    return c.json({ ...person, timeZone: await timeZoneOf(stack, person) })
  })
  app.get('/portal/suggestions', async (c) => {
    const { revision } = await course.view()
    if (suggestions?.revision !== revision) suggestions = { revision, found: suggestPeople(stack, colleagues) }
    return c.json(await suggestions.found)
  })
  app.route('/portal/faults', faultDesk(stack, colleagues))
  app.get('/portal/clock', async (c) => c.json(await course.view()))
  app.post('/portal/clock', async (c) => {
    const wanted = z.object({ days: z.number().int().min(1).max(31) }).safeParse(await c.req.json())
    if (!wanted.success) return problem(400, 'bug', 'Say how many days, from 1 to 31.')
    if (course.isMoving()) return problem(409, 'refusal', 'Something is still going on; wait until it is done.')
    void course.move(wanted.data.days)
    return c.json({}, 202)
  })
  app.post('/portal/others', async (c) => {
    const wanted = z.object({ visitor: z.string().optional() }).safeParse(await c.req.json())
    if (!wanted.success) return problem(400, 'bug', 'Say who the visitor is, or nothing.')
    if (course.isMoving()) return problem(409, 'refusal', 'Something is still going on; wait until it is done.')
    void course.playOthers(wanted.data.visitor)
    return c.json({}, 202)
  })
  app.get('/portal/happenings', async (c) => c.json(await happeningsSince(stack, colleagues, await course.newsSince())))

  app.get('/token', async (c) => {
    const audience = z.enum(['api', 'graph', 'card']).safeParse(c.req.query('audience'))
    const person = colleagues.find(c.req.query('person') ?? '')
    if (!audience.success || !person) return problem(400, 'bug', 'Say person=<directory id> and audience=api, graph or card.')
    return c.json({ token: await stack.tokenFor(person.id, audience.data) })
  })
  app.post('/outlook/actions', async (c) => {
    const action = CardAction.safeParse(await c.req.json())
    if (!action.success) return problem(400, 'bug', `This is no answer of a card: ${z.prettifyError(action.error)}`)
    const result = await sendCardAction(stack, action.data)
    if (result.ok) course.stirred()
    return c.json(result)
  })

  app.all('/api/*', async (c) => {
    const answer = await passOn(c.req.raw, below(c, '/api', stack.apiUrl))
    if (c.req.method !== 'GET' && answer.ok) course.stirred()
    return answer
  })
  app.all('/graph-beta/*', async (c) => {
    const answer = await passOn(c.req.raw, below(c, '/graph-beta', `${stack.tenantUrl}/beta`))
    if (c.req.method !== 'GET' && answer.ok) course.stirred()
    return answer
  })
  // What people do with "Reassign" in Teams; Graph has no call for it.
  app.post('/portal/approvals/:id/reassign', async (c) => {
    const answer = await passOn(c.req.raw, `${stack.tenantUrl}/_tenant/approvals/${c.req.param('id')}/reassign`)
    if (answer.ok) course.stirred()
    return answer
  })
  app.all('/graph/*', (c) => passOn(c.req.raw, below(c, '/graph', `${stack.tenantUrl}/v1.0`)))
  app.all('/sites/*', async (c) => {
    // SharePoint knows its reader by a cookie; the stand-in wants a token.
    const person = colleagues.find(getCookie(c, personCookie) ?? '')
    if (!person) return problem(401, 'sign-in', 'Choose a person first.')
    return passOn(c.req.raw, below(c, '', stack.tenantUrl), {
      authorization: `Bearer ${await stack.tokenFor(person.id, 'sharepoint')}`,
    })
  })

  // Links in mails lead here, whoever reads them; the reader is the person the portal showed last.
  app.get('/pages/*', (c) => {
    const person = colleagues.find(getCookie(c, personCookie) ?? '')
    return c.redirect(person ? `/people/${person.id}/intranet` : '/')
  })
  const page = (c: Context) => c.html(shell, 200, { 'content-security-policy': policy })
  app.get('/', page)
  app.get('/faults', page)
  app.get('/people/:id/*', (c) => (colleagues.find(c.req.param('id')) ? page(c) : c.redirect('/')))
  app.notFound((c) => problem(404, 'bug', `The portal has nothing at ${c.req.path}.`))
  return app
}

function below(context: Context, prefix: string, target: string): string {
  const { pathname, search } = new URL(context.req.url)
  return `${target}${pathname.slice(prefix.length)}${search}`
}

const hostnameOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : '')
