import { randomUUID } from 'node:crypto'

import type { Bag, Store } from '../store.js'
import type { Tenant } from '../tenant.js'

export type ApprovalType = 'basic' | 'basicAwaitAll' | 'custom' | 'customAwaitAll'

/** An approval as it was asked for. What has become of it is told by its requests, responses and `canceled`. */
export type ApprovalItem = {
  readonly seq: number
  readonly id: string
  readonly ownerId: string
  readonly created: string
  readonly canceled: string | null
  readonly name: string
  readonly description: string | null
  readonly type: ApprovalType
  readonly prompts: readonly string[]
  readonly mails: boolean | null
  readonly approverIds: readonly string[]
}

export type ApprovalRequest = {
  readonly id: string
  readonly itemId: string
  readonly approverId: string
  readonly reassignedFrom: string | null
  /** Somebody else was asked instead. */
  readonly isReassigned: boolean
  readonly created: string
}

export type ApprovalResponse = {
  readonly id: string
  readonly itemId: string
  readonly requestId: string
  readonly byId: string
  readonly response: string
  readonly comments: string | null
  readonly created: string
}

/** Work the service does after it has answered. `problem` is why it failed, if it did. */
export type ApprovalOperation = {
  readonly id: string
  readonly byId: string
  readonly itemId: string
  readonly created: string
  readonly startedMs: number
  readonly reads: number
  readonly problem: string | null
}

type ItemRow = Omit<ApprovalItem, 'prompts' | 'mails' | 'approverIds'> & {
  prompts: string
  mails: number | null
  approverIds: string
}
type RequestRow = Omit<ApprovalRequest, 'isReassigned'> & { isReassigned: number }

/** So long, in real time, the service takes for what it promised; asking for the operation twice makes it ready sooner. */
const lagMs = 1000
const readsUntilReady = 2

/** The operation behind a row is over, and has not failed: only then anybody sees the row. */
const ready = `o.problem is null and (o.reads >= ${readsUntilReady} or o.startedMs <= ?)`

/** Approvals of the whole tenant, as rows. */
export class ApprovalStore {
  readonly #store: Store
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.#store = tenant.store
    this.#store.tables(`
      create table if not exists approval_items (
        seq integer primary key, id text not null unique collate nocase, ownerId text not null collate nocase, created text not null, canceled text,
        name text not null, description text, type text not null, prompts text not null, mails integer, approverIds text not null, operationId text not null);
      create index if not exists approval_items_owner on approval_items (ownerId);
      create table if not exists approval_requests (
        id text primary key, itemId text not null collate nocase, approverId text not null collate nocase, reassignedFrom text, isReassigned integer not null,
        created text not null);
      create index if not exists approval_requests_item on approval_requests (itemId);
      create index if not exists approval_requests_approver on approval_requests (approverId);
      create table if not exists approval_responses (
        seq integer primary key, id text not null unique, itemId text not null collate nocase, requestId text not null, byId text not null,
        response text not null, comments text, created text not null, operationId text not null);
      create index if not exists approval_responses_item on approval_responses (itemId);
      create table if not exists approval_operations (
        id text primary key collate nocase, byId text not null collate nocase, itemId text not null, created text not null, startedMs integer not null,
        reads integer not null, problem text);
    `)
  }

  addItem(item: Omit<ApprovalItem, 'seq' | 'id' | 'created' | 'canceled'>, operation: ApprovalOperation): void {
    const { itemId, created } = operation
    this.#store.run(
      `insert into approval_items (id, ownerId, created, name, description, type, prompts, mails, approverIds, operationId)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[itemId, item.ownerId, created, item.name, item.description, item.type, JSON.stringify(item.prompts)],
      ...[item.mails === null ? null : Number(item.mails), JSON.stringify(item.approverIds), operation.id],
    )
    for (const approverId of item.approverIds) this.addRequest(itemId, approverId, null)
  }

  addRequest(itemId: string, approverId: string, reassignedFrom: string | null): void {
    this.#store.run(
      'insert into approval_requests (id, itemId, approverId, reassignedFrom, isReassigned, created) values (?, ?, ?, ?, 0, ?)',
      ...[randomUUID(), itemId, approverId, reassignedFrom, this.#tenant.clock.now()],
    )
  }

  /** Puts somebody else in the place of who was asked; the old request stays to be seen. */
  reassign(request: ApprovalRequest, toId: string): void {
    this.#store.run('update approval_requests set isReassigned = 1 where id = ?', request.id)
    this.addRequest(request.itemId, toId, request.approverId)
  }

  addResponse(request: ApprovalRequest, response: string, comments: string | null, operation: ApprovalOperation): void {
    this.#store.run(
      'insert into approval_responses (id, itemId, requestId, byId, response, comments, created, operationId) values (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[randomUUID(), request.itemId, request.id, request.approverId, response, comments, operation.created, operation.id],
    )
  }

  cancel(itemId: string): void {
    this.#store.run('update approval_items set canceled = ? where id = ?', this.#tenant.clock.now(), itemId)
  }

  startOperation(byId: string, itemId: string, problem: string | null): ApprovalOperation {
    const created = this.#tenant.clock.now()
    const operation = { id: randomUUID(), byId, itemId, created, startedMs: Date.now(), reads: 0, problem }
    this.#store.run(
      'insert into approval_operations (id, byId, itemId, created, startedMs, reads, problem) values (?, ?, ?, ?, ?, 0, ?)',
      ...[operation.id, byId, itemId, created, operation.startedMs, problem],
    )
    return operation
  }

  finish(operationId: string): void {
    this.#store.run('update approval_operations set reads = ? where id = ?', readsUntilReady, operationId)
  }

  /** Each look brings an operation one step nearer to its end. */
  lookAtOperation(
    id: string,
  ): { readonly operation: ApprovalOperation; readonly step: 'scheduled' | 'inProgress' | 'over' } | undefined {
    const operation = this.#store.one<ApprovalOperation>('select * from approval_operations where id = ?', id)
    if (!operation) return undefined
    this.#store.run('update approval_operations set reads = reads + 1 where id = ?', operation.id)
    const over = operation.reads >= readsUntilReady || operation.startedMs <= Date.now() - lagMs
    return { operation, step: over ? 'over' : operation.reads === 0 ? 'scheduled' : 'inProgress' }
  }

  item(id: string): ApprovalItem | undefined {
    const sql = `select i.* from approval_items i join approval_operations o on o.id = i.operationId where i.id = ? and ${ready}`
    const row = this.#store.one<ItemRow>(sql, id, Date.now() - lagMs)
    return row && itemOf(row)
  }

  /** Newest first; all of the tenant's when nobody is named. */
  items(personId?: string): ApprovalItem[] {
    const sql = `select i.* from approval_items i join approval_operations o on o.id = i.operationId where ${ready}`
    const theirs = ' and (i.ownerId = ? or exists (select 1 from approval_requests r where r.itemId = i.id and r.approverId = ?))'
    const since = Date.now() - lagMs
    const rows = personId
      ? this.#store.all<ItemRow>(`${sql}${theirs} order by i.seq desc`, since, personId, personId)
      : this.#store.all<ItemRow>(`${sql} order by i.seq desc`, since)
    return rows.map(itemOf)
  }

  requests(itemId: string): ApprovalRequest[] {
    return this.#store
      .all<RequestRow>('select * from approval_requests where itemId = ? order by rowid', itemId)
      .map((row) => ({ ...row, isReassigned: row.isReassigned === 1 }))
  }

  /** With `promised` also those that are accepted but not yet carried out. */
  responses(itemId: string, options: { readonly promised?: boolean } = {}): ApprovalResponse[] {
    const sql = `select r.* from approval_responses r join approval_operations o on o.id = r.operationId where r.itemId = ? and ${ready} order by r.seq`
    return this.#store.all<ApprovalResponse>(sql, itemId, options.promised ? Date.now() : Date.now() - lagMs)
  }
}

const itemOf = ({ prompts, mails, approverIds, ...row }: ItemRow): ApprovalItem => ({
  ...row,
  prompts: JSON.parse(prompts) as string[],
  mails: mails === null ? null : mails === 1,
  approverIds: JSON.parse(approverIds) as string[],
})

/** What has become of an approval, from who was asked and what they answered. */
export function outcomeOf(
  item: ApprovalItem,
  requests: readonly ApprovalRequest[],
  responses: readonly ApprovalResponse[],
): { readonly state: 'pending' | 'completed' | 'canceled'; readonly result: string | null; readonly on: string | null } {
  if (item.canceled !== null) return { state: 'canceled', result: null, on: item.canceled }
  const completed = (result: string, by: ApprovalResponse) => ({ state: 'completed' as const, result, on: by.created })
  const [first] = responses
  const last = responses.at(-1)
  if (!first || !last) return { state: 'pending', result: null, on: null }
  if (item.type === 'basic' || item.type === 'custom') return completed(first.response, first)
  const everybody = requests.filter(({ isReassigned }) => !isReassigned)
  const refusal = item.type === 'basicAwaitAll' ? responses.find(({ response }) => response === item.prompts[1]) : undefined
  if (refusal) return completed(refusal.response, refusal)
  if (responses.length < everybody.length) return { state: 'pending', result: null, on: null }
  if (item.type === 'basicAwaitAll') return completed(last.response, last)
  return completed(responses.map(({ response }) => response).join('; '), last)
}

/** Somebody as an approval shows them. Of guests it knows no name. */
export function identityOf(tenant: Tenant, personId: string): Bag {
  const person = tenant.directory.find(personId)
  const name = person && person.document['userType'] !== 'Guest' ? String(person.document['displayName']) : null
  return { user: { id: person?.id ?? personId, displayName: name }, group: null }
}
