import type { Store } from './store.js'

/**
 * How this tenant is, where tenants differ: an administrator has decided, or the service is older there. The first value of each is what
 * a tenant is like when nobody says otherwise.
 */
const choices = {
  /** SharePoint Online takes no app-only token that was got with a secret; the local start has nothing else. */
  secretsForSharePoint: ['accepted', 'refused'],
  /** Whether an administrator's policy asks people to sign in once more when an app acts for them in their absence. */
  conditionalAccess: ['silent', 'asksAgain'],
  /** Whether the tenant has a place for approvals; if not, somebody has to provision it. */
  approvals: ['provisioned', 'notProvisioned'],
  /** Older answers to the creation and cancelling of an approval: what it is now, instead of an operation to ask for. */
  approvalAnswers: ['operation', 'atOnce'],
  /** A filter on the roles of the reader: an issue of 2025 says that it works, a sample of 2026 that it is refused. */
  approvalRoleFilter: ['refused', 'works'],
  /** Whether people have the Teams app through which they are sent notifications. */
  teamsApp: ['installed', 'notInstalled'],
  /** Whether apps are held to the published limits; what they use is counted in any case. */
  throttling: ['counted', 'enforced'],
  /** Whether a delta query on users tells of new managers: reported as lost in 2022 and again in 2026. */
  deltaManagers: ['told', 'lost'],
} as const satisfies Record<string, readonly [string, ...string[]]>

type Choices = typeof choices
type SettingName = keyof Choices
export type TenantSettings = { readonly [Name in SettingName]: Choices[Name][number] }

export class Settings {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables('create table if not exists settings (name text primary key, value text not null) without rowid')
  }

  get<Name extends SettingName>(name: Name): TenantSettings[Name] {
    return this.all()[name]
  }

  all(): TenantSettings {
    const usual = Object.entries(choices).map(([name, [first]]) => [name, first])
    const kept = this.#store.all<{ name: string; value: string }>('select name, value from settings')
    return { ...Object.fromEntries(usual), ...Object.fromEntries(kept.map(({ name, value }) => [name, value])) } as TenantSettings
  }

  change(wanted: Partial<TenantSettings>): void {
    for (const [name, value] of Object.entries(wanted))
      this.#store.run('insert or replace into settings (name, value) values (?, ?)', name, value)
  }
}

/** Throws one sentence when it is something else. */
export function settingsOf(document: Readonly<Record<string, unknown>>): Partial<TenantSettings> {
  for (const [name, value] of Object.entries(document)) {
    const allowed: readonly string[] | undefined = Object.hasOwn(choices, name) ? choices[name as SettingName] : undefined
    if (!allowed) throw new Error(`a tenant has no setting "${name}", only ${Object.keys(choices).join(', ')}`)
    if (!allowed.includes(String(value))) throw new Error(`${name} must be one of ${allowed.join(', ')}`)
  }
  return document as Partial<TenantSettings>
}
