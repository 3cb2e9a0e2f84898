import type { Addressed } from './addressed.js'

const minute = 60_000

/**
 * What Microsoft has published. SharePoint: "Avoid getting throttled or blocked in SharePoint Online"; everything else: "Microsoft Graph
 * service-specific throttling limits". Which column counts follows from the size of the tenant.
 */
export const publishedLimits = {
  sharePoint: {
    /** Licences up to which a column counts, and what it allows. */
    tiers: [
      { upTo: 1_000, appPerMinute: 1_250, appPerDay: 1_200_000, tenantPerFiveMinutes: 18_750 },
      { upTo: 5_000, appPerMinute: 2_500, appPerDay: 2_400_000, tenantPerFiveMinutes: 37_500 },
      { upTo: 15_000, appPerMinute: 3_750, appPerDay: 3_600_000, tenantPerFiveMinutes: 56_250 },
      { upTo: 50_000, appPerMinute: 5_000, appPerDay: 4_800_000, tenantPerFiveMinutes: 75_000 },
      { upTo: Infinity, appPerMinute: 6_250, appPerDay: 6_000_000, tenantPerFiveMinutes: 93_750 },
    ],
    personPerFiveMinutes: 3_000,
    /** From this share of the minute on, answers say how much is left. */
    tellsFrom: 0.8,
  },
  identity: {
    tiers: [
      { upTo: 49, perTenSeconds: 3_500 },
      { upTo: 500, perTenSeconds: 5_000 },
      { upTo: Infinity, perTenSeconds: 8_000 },
    ],
    writesPer150Seconds: 3_000,
    tellsFrom: 0.8,
  },
  outlook: { perTenMinutes: 10_000, atOnce: 4 },
} as const

export type ThrottlingMode = 'counted' | 'enforced'

/** A limit was met. */
export type Refusal = { readonly retryAfterSeconds: number; readonly headers: Readonly<Record<string, string>> }
export type Charge = {
  readonly refusal: Refusal | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly done: () => void
}

type Window = { startMs: number; used: number; most: number; total: number; refused: number }
type Concurrent = { now: number; most: number }

const nothing: Charge = { refusal: undefined, headers: {}, done: () => undefined }

/** Counts what each app uses, always; holds it to what is published only when told to. */
export class Throttle {
  /** The longest wait anybody is asked for; what it really is unless somebody who rehearses has less time. */
  retryAfterMost = Infinity
  readonly #windows = new Map<string, Window>()
  readonly #atOnce = new Map<string, Concurrent>()
  readonly #mailboxes = new Map<string, string>()
  #people: { readonly count: number; readonly untilMs: number } = { count: 0, untilMs: 0 }

  /** `idOf` finds the mailbox behind any of its keys; `now` is real time, which a stopped clock does not stop. */
  constructor(
    private readonly tenant: {
      readonly mode: () => ThrottlingMode
      readonly countPeople: () => number
      readonly idOf: (key: string) => string | undefined
    },
    private readonly now: () => number = Date.now,
  ) {}

  /** Charges one request, alone or as a part of a batch; `done` is called when it has been answered. */
  charge(about: Addressed): Charge {
    if (about.appId === undefined || about.isBatch) return nothing
    if (about.face === 'sharepoint' || (about.face === 'graph' && /^\/(sites|drives?)(\/|$)/.test(about.path)))
      return this.#sharePoint(about, about.appId)
    if (about.face !== 'graph') return nothing
    if (about.inMailbox && about.person !== undefined) return this.#outlook(about.appId, about.person)
    return isIdentity(about.path) ? this.#identity(about, about.appId) : nothing
  }

  figures(): ThrottlingFigures {
    const apps = new Map<string, AppFigures>()
    const of = (appId: string): AppFigures => {
      const known = apps.get(appId) ?? { appId, sharePoint: null, identity: null, busiestMailbox: null }
      apps.set(appId, known)
      return known
    }
    for (const [key, window] of this.#windows) {
      const [kind = '', appId = '', mailbox = ''] = key.split(' ')
      const current = this.now() - window.startMs
      if (kind === 'sp-minute')
        of(appId).sharePoint = {
          units: window.total,
          thisMinute: current < minute ? window.used : 0,
          worstMinute: window.most,
          allowedPerMinute: this.#sharePointTier().appPerMinute,
          refused: window.refused,
        }
      if (kind === 'id-10s')
        of(appId).identity = {
          units: window.total,
          worstTenSeconds: window.most,
          allowedPerTenSeconds: this.#identityTier().perTenSeconds,
          refused: window.refused,
        }
      const busiest = of(appId).busiestMailbox
      if (kind === 'ol-10m' && (busiest === null || window.most > busiest.worstTenMinutes))
        of(appId).busiestMailbox = { mailbox, worstTenMinutes: window.most, mostAtOnce: 0 }
    }
    for (const [key, { most }] of this.#atOnce) {
      const [appId = ''] = key.split(' ')
      const busiest = of(appId).busiestMailbox
      if (busiest && most > busiest.mostAtOnce) busiest.mostAtOnce = most
    }
    return {
      mode: this.tenant.mode(),
      apps: [...apps.values()].filter((app) => app.sharePoint ?? app.identity ?? app.busiestMailbox),
    }
  }

  #sharePoint(about: Addressed, appId: string): Charge {
    const units = sharePointUnits(about)
    const { appPerMinute, appPerDay, tenantPerFiveMinutes } = this.#sharePointTier()
    const app = this.#use(`sp-minute ${appId}`, minute, units)
    // Requests that were refused count as well: who does not wait, waits longer.
    const limits: [Window, number, number][] = [
      [app, appPerMinute, minute],
      [this.#use(`sp-day ${appId}`, 1440 * minute, units), appPerDay, 1440 * minute],
      [this.#use('sp-tenant', 5 * minute, units), tenantPerFiveMinutes, 5 * minute],
    ]
    if (about.callerId !== undefined)
      limits.push([
        this.#use(`sp-person ${about.callerId}`, 5 * minute, 1),
        publishedLimits.sharePoint.personPerFiveMinutes,
        5 * minute,
      ])
    const left = Math.max(0, appPerMinute - app.used)
    const reset = this.#secondsLeft(app, minute)
    const tells = app.used >= appPerMinute * publishedLimits.sharePoint.tellsFrom
    const headers: Record<string, string> = tells
      ? { 'RateLimit-Limit': String(appPerMinute), 'RateLimit-Remaining': String(left), 'RateLimit-Reset': String(reset) }
      : {}
    return this.#judged(limits, headers, app)
  }

  #identity(about: Addressed, appId: string): Charge {
    const units = identityUnits(about)
    const { perTenSeconds } = this.#identityTier()
    const app = this.#use(`id-10s ${appId}`, 10_000, units)
    const limits: [Window, number, number][] = [[app, perTenSeconds, 10_000]]
    if (about.method !== 'GET')
      limits.push([this.#use(`id-write ${appId}`, 150_000, 1), publishedLimits.identity.writesPer150Seconds, 150_000])
    const share = app.used / perTenSeconds
    const headers: Record<string, string> = {
      'x-ms-resource-unit': String(units),
      ...(share > publishedLimits.identity.tellsFrom
        ? { 'x-ms-throttle-limit-percentage': String(Math.min(1.8, Math.round(share * 100) / 100)) }
        : {}),
    }
    const charge = this.#judged(limits, headers, app)
    if (!charge.refusal) return charge
    // A bucket refuses only what is too much for it: the units are given back.
    app.used -= units
    return {
      ...charge,
      refusal: {
        ...charge.refusal,
        headers: {
          'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${appId}/${about.callerId ?? appId}`,
          'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
        },
      },
    }
  }

  #outlook(appId: string, key: string): Charge {
    const mailbox = this.#mailboxOf(key)
    const window = this.#use(`ol-10m ${appId} ${mailbox}`, 10 * minute, 1)
    const name = `${appId} ${mailbox}`
    const atOnce = this.#atOnce.get(name) ?? { now: 0, most: 0 }
    this.#atOnce.set(name, atOnce)
    const { refusal } = this.#judged([[window, publishedLimits.outlook.perTenMinutes, 10 * minute]], {}, window)
    if (refusal) return { ...nothing, refusal }
    if (this.tenant.mode() === 'enforced' && atOnce.now >= publishedLimits.outlook.atOnce) {
      window.refused += 1
      return { ...nothing, refusal: { retryAfterSeconds: 1, headers: {} } }
    }
    atOnce.now += 1
    atOnce.most = Math.max(atOnce.most, atOnce.now)
    let over = false
    const done = (): void => {
      if (over) return
      over = true
      atOnce.now -= 1
    }
    return { refusal: undefined, headers: {}, done }
  }

  #judged(limits: readonly [Window, number, number][], headers: Readonly<Record<string, string>>, counts: Window): Charge {
    if (this.tenant.mode() !== 'enforced') {
      const units = headers['x-ms-resource-unit']
      return units === undefined ? nothing : { ...nothing, headers: { 'x-ms-resource-unit': units } }
    }
    const exceeded = limits.find(([{ used }, allowed]) => used > allowed)
    if (!exceeded) return { ...nothing, headers }
    counts.refused += 1
    const [window, , lengthMs] = exceeded
    return { ...nothing, refusal: { retryAfterSeconds: this.#secondsLeft(window, lengthMs), headers } }
  }

  #secondsLeft({ startMs }: Window, lengthMs: number): number {
    const seconds = Math.max(1, Math.ceil((startMs + lengthMs - this.now()) / 1000))
    return Math.min(seconds, this.retryAfterMost)
  }

  #use(key: string, lengthMs: number, units: number): Window {
    const now = this.now()
    const window = this.#windows.get(key) ?? { startMs: now, used: 0, most: 0, total: 0, refused: 0 }
    if (now - window.startMs >= lengthMs) {
      window.startMs = now
      window.used = 0
    }
    window.used += units
    window.total += units
    window.most = Math.max(window.most, window.used)
    this.#windows.set(key, window)
    return window
  }

  #mailboxOf(key: string): string {
    const known = this.#mailboxes.get(key)
    if (known !== undefined) return known
    const id = this.tenant.idOf(key) ?? key
    this.#mailboxes.set(key, id)
    return id
  }

  /** Counted once a minute: a tenant does not change its size from one request to the next. */
  #size(): number {
    const now = this.now()
    if (now >= this.#people.untilMs) this.#people = { count: this.tenant.countPeople(), untilMs: now + minute }
    return this.#people.count
  }

  #sharePointTier(): (typeof publishedLimits.sharePoint.tiers)[number] {
    const { tiers } = publishedLimits.sharePoint
    return tiers.find(({ upTo }) => this.#size() <= upTo) ?? tiers[4]
  }

  #identityTier(): (typeof publishedLimits.identity.tiers)[number] {
    const { tiers } = publishedLimits.identity
    return tiers.find(({ upTo }) => this.#size() <= upTo) ?? tiers[2]
  }
}

export type AppFigures = {
  readonly appId: string
  sharePoint: {
    readonly units: number
    readonly thisMinute: number
    readonly worstMinute: number
    readonly allowedPerMinute: number
    readonly refused: number
  } | null
  identity: {
    readonly units: number
    readonly worstTenSeconds: number
    readonly allowedPerTenSeconds: number
    readonly refused: number
  } | null
  busiestMailbox: { readonly mailbox: string; readonly worstTenMinutes: number; mostAtOnce: number } | null
}
export type ThrottlingFigures = { readonly mode: ThrottlingMode; readonly apps: readonly AppFigures[] }

const isIdentity = (path: string): boolean =>
  /^\/(users|me|groups|serviceprincipals|applications|directoryobjects|directory|organization|domains|oauth2permissiongrants|subscribedskus)(\/|\(|$)/.test(
    path,
  )

const permissionPath = /(roleassignments|roledefinitions|breakroleinheritance|resetroleinheritance|permissions)/
const manyPath =
  /\/(items|lists|fields|views|viewfields|contenttypes|folders|files|attachmentfiles|versions|webs|siteusers|sitegroups|subscriptions|children|columns)$/

/** Published for Graph; REST has no published costs and is charged the same here. */
export function sharePointUnits({ method, path, query }: Pick<Addressed, 'method' | 'path' | 'query'>): number {
  if (permissionPath.test(path) || /permissions/i.test(query.get('$expand') ?? '')) return 5
  if (/(delta|getchanges|getlistitemchangessincetoken)(\(.*\))?$/.test(path))
    return query.has('token') || method === 'POST' ? 1 : 2
  if (method !== 'GET') return 2
  return manyPath.test(path) ? 2 : 1
}

const identityCosts: readonly (readonly [method: string, path: RegExp, units: number])[] = [
  ['GET', /^\/applications$/, 2],
  ['POST', /^\/directoryobjects\/getbyids$/, 3],
  ['GET', /^\/groups\/[^/]+\/members$/, 3],
  ['GET', /^\/groups\/[^/]+\/transitivemembers$/, 5],
  ['POST', /\/(checkmembergroups|checkmemberobjects)$/, 4],
  ['POST', /\/(getmembergroups|getmemberobjects)$/, 2],
  ['GET', /^\/(me|users\/[^/]+)\/(licensedetails|memberof|ownedobjects|transitivememberof)$/, 2],
  ['GET', /^\/(oauth2permissiongrants(\/[^/]+)?|serviceprincipals\/[^/]+\/approleassignments)$/, 2],
  ['GET', /^\/subscribedskus$/, 3],
  ['GET', /^\/users$/, 2],
]

/** The published base cost, and what $select, $expand and a small page make of it; never below one. */
export function identityUnits({ method, path, query }: Pick<Addressed, 'method' | 'path' | 'query'>): number {
  const base = identityCosts.find(([verb, shape]) => verb === method && shape.test(path))?.[2] ?? 1
  const top = query.get('$top')
  const less = (query.has('$select') ? 1 : 0) + (top !== null && Number(top) < 20 ? 1 : 0)
  return Math.max(1, base - less + (query.has('$expand') ? 1 : 0))
}
