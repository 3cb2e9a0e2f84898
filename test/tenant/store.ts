import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

import { openDatabase } from './sqlite.js'

/** What a JSON body or a stored document looks like before anybody has looked at it. */
export type Bag = Record<string, unknown>

export const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)

const schema = `
create table if not exists meta (key text primary key, value text not null) without rowid;
create table if not exists users (
  seq integer primary key, id text not null unique collate nocase, upn text collate nocase, mail text collate nocase,
  managerId text collate nocase, document text not null, mailbox text not null);
create index if not exists users_upn on users (upn);
create index if not exists users_mail on users (mail);
create index if not exists users_manager on users (managerId);
create table if not exists apps (
  appId text primary key collate nocase, principalId text not null, displayName text not null, uri text, secret text, permissions text not null);
create table if not exists role_assignments (userId text collate nocase, appId text collate nocase, role text, primary key (userId, appId, role)) without rowid;
create table if not exists sites (path text primary key collate nocase, id text not null, title text not null);
create table if not exists grants (
  site text not null collate nocase, list text not null collate nocase, principal text not null collate nocase, access text not null,
  primary key (site, list, principal)) without rowid;
create table if not exists principals (id integer primary key, key text not null unique collate nocase, login text not null, title text not null, kind integer not null, mail text);
create table if not exists lists (
  id text primary key, site text not null collate nocase, title text not null collate nocase, folder text not null collate nocase,
  created text not null, changed text not null, lastId integer not null, count integer not null, settings text not null);
create unique index if not exists lists_title on lists (site, title);
create unique index if not exists lists_folder on lists (site, folder);
create table if not exists columns (listId text not null, name text not null, position integer not null, definition text not null, primary key (listId, name)) without rowid;
create table if not exists items (
  listId text not null, id integer not null, guid text not null, version integer not null, created text not null, modified text not null,
  author integer not null, editor integer not null, fields text not null, primary key (listId, id));
create table if not exists item_index (listId text, name text, value, itemId integer, primary key (listId, name, value, itemId)) without rowid;
create table if not exists item_versions (listId text, itemId integer, version integer, modified text, editor integer, fields text, primary key (listId, itemId, version));
create table if not exists events (
  id text primary key, userId text not null collate nocase, iCalUId text not null, isOrganizer integer not null, startMs integer not null, endMs integer not null,
  transactionId text, createdMs integer not null, document text not null);
create index if not exists events_time on events (userId, startMs);
create index if not exists events_uid on events (iCalUId);
create index if not exists events_transaction on events (userId, transactionId);
create table if not exists messages (
  seq integer primary key, id text not null unique, userId text not null collate nocase, folder text not null, received text not null, isRead integer not null,
  immutable integer not null, document text not null);
create index if not exists messages_folder on messages (userId, folder, received);
create index if not exists messages_received on messages (userId, received);
create table if not exists extended (ownerId text, userId text collate nocase, property text collate nocase, value text, primary key (ownerId, property)) without rowid;
create index if not exists extended_value on extended (userId, property, value);
`

/** Statements are kept prepared by their text; filters make ever new ones, so the oldest go. */
const mostStatements = 1000

/**
 * The tenant's memory: one SQLite file and one process that has it open. What has been committed survives a process that is killed,
 * because it is in the operating system's hands by then (write-ahead log). A power cut may take the last moment with it but leaves the
 * file whole: with `synchronous = normal` the log reaches the disk before anything of it is moved into the file.
 */
export class Store {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #undone: (() => void)[] = []
  #depth = 0
  #written = false

  constructor(file: string) {
    this.#db = openDatabase(file)
    // Exclusive, so that a second tenant on the same file is refused at its start: each would keep its own picture of the lists.
    this.#db.exec(
      'pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory; pragma cache_size = -65536;',
    )
    this.#db.exec(schema)
  }

  /** Tables that only one part of the tenant knows of; a part asks for them when it is opened. */
  tables(sql: string): void {
    this.#db.exec(sql)
  }

  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    this.#written = true
    return Number(this.#prepare(sql).run(...values).changes)
  }

  /** For whoever keeps in memory what stands here: called when something that was written has been taken back. */
  onUndone(reload: () => void): void {
    this.#undone.push(reload)
  }

  /**
   * Everything or nothing. Inside another one it is a part of it, but still everything or nothing of its own. Of work that goes on after
   * its first await, only what comes before is in it.
   */
  transaction<Result>(work: () => Result): Result {
    const [begin, commit, rollback] =
      this.#depth === 0
        ? ['begin immediate', 'commit', 'rollback']
        : [`savepoint s${this.#depth}`, `release s${this.#depth}`, `rollback to s${this.#depth}; release s${this.#depth}`]
    this.#db.exec(begin)
    if (this.#depth === 0) this.#written = false
    this.#depth += 1
    try {
      const result = work()
      this.#db.exec(commit)
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec(rollback) // a full disk has rolled everything back by itself
      if (this.#depth === 1 && this.#written) for (const reload of this.#undone) reload()
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  meta(key: string): string | undefined {
    return this.one<{ value: string }>('select value from meta where key = ?', key)?.value
  }

  setMeta(key: string, value: string): void {
    this.run('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', key, value)
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#db.prepare(sql)
    const [oldest] = this.#statements.keys()
    if (this.#statements.size >= mostStatements && oldest !== undefined) this.#statements.delete(oldest)
    this.#statements.set(sql, statement)
    return statement
  }
}
