import { X509Certificate } from 'node:crypto'

import type { Store } from './store.js'

/** What is registered of an app beyond its name and secret. */
export type Registration = {
  readonly appId: string
  /** Public certificates in PEM that the app may sign its assertions with. */
  readonly certificates?: readonly string[]
  /** Scopes on Graph that somebody has consented to for all people. Without it everything that is asked for counts as consented. */
  readonly consented?: readonly string[]
  /** Azure gives this identity to what runs there; the first one is handed out to who names none. */
  readonly managedIdentity?: boolean
}

export class Registrations {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    store.tables(`
      create table if not exists app_certificates (
        appId text not null collate nocase, sha1 text not null, sha256 text not null, pem text not null, primary key (appId, sha256)) without rowid;
      create table if not exists app_consents (appId text primary key collate nocase, scopes text not null) without rowid;
      create table if not exists managed_identities (appId text primary key collate nocase, position integer not null);
    `)
  }

  put({ appId, certificates = [], consented, managedIdentity }: Registration): void {
    for (const pem of certificates) {
      const { fingerprint, fingerprint256 } = new X509Certificate(pem)
      const [sha1, sha256] = [fingerprint.replaceAll(':', ''), fingerprint256.replaceAll(':', '')]
      this.#store.run(
        'insert or replace into app_certificates (appId, sha1, sha256, pem) values (?, ?, ?, ?)',
        appId,
        sha1,
        sha256,
        pem,
      )
    }
    if (consented)
      this.#store.run('insert or replace into app_consents (appId, scopes) values (?, ?)', appId, consented.join(' '))
    if (managedIdentity)
      this.#store.run(
        'insert or ignore into managed_identities (appId, position) select ?, count(*) from managed_identities',
        appId,
      )
  }

  /** The certificate with this thumbprint, in hexadecimal. */
  certificate(appId: string, thumbprint: { readonly sha256: string } | { readonly sha1: string }): X509Certificate | undefined {
    const [column, value] = 'sha256' in thumbprint ? ['sha256', thumbprint.sha256] : ['sha1', thumbprint.sha1]
    const sql = `select pem from app_certificates where appId = ? and ${column} = ?`
    const row = this.#store.one<{ pem: string }>(sql, appId, value)
    return row && new X509Certificate(row.pem)
  }

  hasCertificate(appId: string): boolean {
    return this.#store.one('select 1 from app_certificates where appId = ? limit 1', appId) !== undefined
  }

  /** Undefined when nobody has said what is consented to, and so everything is. */
  consented(appId: string): readonly string[] | undefined {
    const row = this.#store.one<{ scopes: string }>('select scopes from app_consents where appId = ?', appId)
    return row?.scopes.split(' ').filter((scope) => scope !== '')
  }

  /** Which app runs with the identity that was asked for, or with the one it has when it names none. */
  managedIdentity(clientId: string | undefined): string | undefined {
    const row = clientId
      ? this.#store.one<{ appId: string }>('select appId from managed_identities where appId = ?', clientId)
      : this.#store.one<{ appId: string }>('select appId from managed_identities order by position limit 1')
    return row?.appId
  }
}
