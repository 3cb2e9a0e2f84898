import { randomUUID } from 'node:crypto'

import { conjuncts, type Filter } from '../odata/filter.js'
import { type Bag, isBag } from '../store.js'
import type { Tenant } from '../tenant.js'
import { wantedItem } from './approval-body.js'
import { type ApprovalItem, type ApprovalOperation, ApprovalStore, identityOf, outcomeOf } from './approval-store.js'
import { ordered, queryOf, selected } from './collection.js'
import { GraphRefusal, refused } from './errors.js'
import { Subscriptions } from './subscription-store.js'

const root = 'https://graph.microsoft.com/beta'
const usualPage = 100

/** What a call is answered with: the operation to ask for, or what older answers said at once. */
export type Accepted = { readonly operation?: string; readonly item?: Bag }

const itemAddress = (id: string): string => `${root}/solutions/approval/approvalItems/${id}`
const operationAddress = (id: string): string => `${root}/solutions/approval/operations/${id}`

/** Teams approvals as a signed-in person meets them through Graph: what they sent and what they are asked. */
export class Approvals {
  readonly #tenant: Tenant
  readonly store: ApprovalStore
  readonly #subscriptions: Subscriptions

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.store = new ApprovalStore(tenant)
    this.#subscriptions = new Subscriptions(tenant)
  }

  solution(): Bag {
    return {
      '@odata.context': `${root}/$metadata#solutions/approval/$entity`,
      id: this.#tenant.tenantId,
      provisioningStatus: this.#provisioned() ? 'provisioningCompleted' : 'notProvisioned',
    }
  }

  provision(): void {
    this.#tenant.settings.change({ approvals: 'provisioned' })
  }

  create(me: string, body: Bag): Accepted {
    this.#guardProvisioned()
    const wanted = wantedItem(body)
    const ownerId = wanted.ownerId ?? me
    const unknown = [...wanted.approverIds, ownerId].find((id) => !this.#tenant.directory.find(id))
    const problem = unknown === undefined ? null : `The user '${unknown}' could not be found in the tenant.`
    const waits = this.#tenant.settings.get('approvalAnswers') === 'operation'
    if (problem && !waits) throw refused.badRequest(problem)
    const operation = this.#tenant.store.transaction((): ApprovalOperation => {
      const started = this.store.startOperation(me, randomUUID(), problem)
      if (problem) return started
      this.store.addItem({ ...wanted, ownerId }, started)
      if (!waits) this.store.finish(started.id)
      this.#tell('created', started)
      return started
    })
    if (waits) return { operation: operationAddress(operation.id) }
    const shown = this.#shown(this.#mine(me, operation.itemId), me)
    return { item: { '@odata.context': `${root}/$metadata#solutions/approval/approvalItems/$entity`, ...shown } }
  }

  list(me: string, url: URL): Bag {
    this.#guardProvisioned()
    const query = queryOf(url.searchParams)
    const role = this.#roleAsked(query.filter)
    const all = this.store.items(me).map((item) => this.#shown(item, me))
    const theirs = role === undefined ? all : all.filter((item) => rolesIn(item).includes(role))
    const rows = ordered(theirs, query, (item) => item)
    const from = query.skipToken ? Number(Buffer.from(query.skipToken, 'base64url').toString()) : query.skip
    const top = Math.min(query.top ?? usualPage, 999)
    const next = new URLSearchParams(url.searchParams)
    next.set('$skiptoken', Buffer.from(String(from + top)).toString('base64url'))
    return {
      '@odata.context': `${root}/$metadata#solutions/approval/approvalItems`,
      ...(query.count ? { '@odata.count': rows.length } : {}),
      ...(from + top < rows.length
        ? { '@odata.nextLink': `${root}/solutions/approval/approvalItems?${next.toString().replaceAll('%24', '$')}` }
        : {}),
      value: rows.slice(from, from + top).map((item) => selected(item, query.select)),
    }
  }

  get(me: string, id: string, url: URL): Bag {
    const { select } = queryOf(url.searchParams)
    const shown = selected(this.#shown(this.#mine(me, id), me), select)
    return { '@odata.context': `${root}/$metadata#solutions/approval/approvalItems/$entity`, ...shown }
  }

  cancel(me: string, id: string): Accepted {
    const item = this.#mine(me, id)
    if (!same(item.ownerId, me)) throw forbidden('Only the owner of the approval item can cancel it.')
    if (this.#outcome(item, { promised: true }).state !== 'pending') throw closed(id)
    const operation = this.#tenant.store.transaction((): ApprovalOperation => {
      const started = this.store.startOperation(me, item.id, null)
      this.store.cancel(item.id)
      this.#tell('updated', started)
      return started
    })
    return this.#tenant.settings.get('approvalAnswers') === 'operation' ? { operation: operationAddress(operation.id) } : {}
  }

  requests(me: string, id: string, url: URL): Bag {
    const item = this.#mine(me, id)
    const { select } = queryOf(url.searchParams)
    return {
      '@odata.context': `${root}/$metadata#solutions/approval/approvalItems('${item.id}')/requests`,
      value: this.requestsOf(item.id).map((request) => selected(request, select)),
    }
  }

  requestsOf(itemId: string): Bag[] {
    return this.store.requests(itemId).map(({ id, created, isReassigned, approverId, reassignedFrom }) => ({
      id,
      createdDateTime: created,
      isReassigned,
      approver: identityOf(this.#tenant, approverId),
      reassignedFrom: reassignedFrom === null ? null : identityOf(this.#tenant, reassignedFrom),
    }))
  }

  responses(me: string, id: string, url: URL): Bag {
    const item = this.#mine(me, id)
    const { select } = queryOf(url.searchParams)
    return {
      '@odata.context': `${root}/$metadata#solutions/approval/approvalItems('${item.id}')/responses`,
      value: this.responsesOf(item).map((response) => selected(response, select)),
    }
  }

  response(me: string, itemId: string, id: string): Bag {
    const found = this.responsesOf(this.#mine(me, itemId)).find((response) => response['id'] === id)
    if (!found) throw absent(id)
    return { '@odata.context': `${root}/$metadata#solutions/approval/approvalItems('${itemId}')/responses/$entity`, ...found }
  }

  responsesOf(item: ApprovalItem): Bag[] {
    return this.store.responses(item.id).map(({ id, created, byId, response, comments, requestId }) => {
      const request = this.store.requests(item.id).find((each) => each.id === requestId)
      const instead = request?.reassignedFrom ?? byId
      return {
        id,
        createdDateTime: created,
        createdBy: identityOf(this.#tenant, byId),
        response,
        comments,
        onBehalfOf: [identityOf(this.#tenant, instead)],
        owners: [identityOf(this.#tenant, item.ownerId)],
      }
    })
  }

  /** Answers the request that waits for this person. */
  respond(me: string, id: string, body: Bag): string {
    const item = this.#mine(me, id)
    const answered = this.store.responses(item.id, { promised: true })
    const request = this.store.requests(item.id).find(({ approverId, isReassigned }) => same(approverId, me) && !isReassigned)
    if (!request) throw forbidden('The user is not an approver of this approval item.')
    const { response, comments } = body
    if (typeof response !== 'string' || !item.prompts.includes(response))
      throw refused.badRequest(`The response must be one of: ${item.prompts.join(', ')}.`)
    if (comments !== undefined && comments !== null && typeof comments !== 'string')
      throw refused.badRequest("The property 'comments' must be a string.")
    const over = this.#outcome(item, { promised: true }).state !== 'pending'
    const twice = answered.some((each) => each.requestId === request.id)
    const problem = over || twice ? 'The approval item request has already been completed.' : null
    const operation = this.#tenant.store.transaction((): ApprovalOperation => {
      const started = this.store.startOperation(me, item.id, problem)
      if (!problem) {
        this.store.addResponse(request, response, comments ?? null, started)
        this.#tell('updated', started)
      }
      return started
    })
    return operationAddress(operation.id)
  }

  /** Not to be had through Graph: what the approver does with "Reassign" in Teams. False when nobody waits for `fromId`. */
  reassign(id: string, fromId: string, toId: string): boolean {
    const item = this.store.item(id)
    if (!item || this.#outcome(item, { promised: true }).state !== 'pending') return false
    const answered = new Set(this.store.responses(id, { promised: true }).map(({ requestId }) => requestId))
    const open = this.store.requests(id).filter((each) => !each.isReassigned && !answered.has(each.id))
    const request = open.find(({ approverId }) => same(approverId, fromId))
    if (!request || open.some(({ approverId }) => same(approverId, toId))) return false
    this.#tenant.store.transaction(() => {
      this.store.reassign(request, toId)
      this.#tell('updated', this.store.startOperation(fromId, item.id, null))
    })
    return true
  }

  operation(me: string, id: string): Bag {
    const found = this.store.lookAtOperation(id)
    if (!found || !same(found.operation.byId, me)) throw absent(id)
    const { operation, step } = found
    const failed = operation.problem !== null
    return {
      '@odata.context': `${root}/$metadata#solutions/approval/operations/$entity`,
      id: operation.id,
      createdDateTime: operation.created,
      lastActionDateTime: step === 'scheduled' ? operation.created : this.#tenant.clock.now(),
      status: step !== 'over' ? step : failed ? 'failed' : 'succeeded',
      resourceLocation: step === 'over' && !failed ? itemAddress(operation.itemId) : null,
      error: step === 'over' && failed ? { code: 'BadRequest', message: operation.problem, target: null, details: [] } : null,
    }
  }

  /** For looking in from outside: an item as nobody in particular sees it. */
  plain(item: ApprovalItem): Bag {
    const { state, result, on } = this.#outcome(item)
    return {
      id: item.id,
      displayName: item.name,
      description: item.description,
      approvalType: item.type,
      allowEmailNotification: item.mails,
      responsePrompts: item.prompts,
      approvers: item.approverIds.map((id) => identityOf(this.#tenant, id)),
      owner: identityOf(this.#tenant, item.ownerId),
      createdDateTime: item.created,
      completedDateTime: on,
      state,
      result,
    }
  }

  /** Subscribers hear the id alone. Who is told of something finds it done. */
  #tell(changeType: 'created' | 'updated', { id, itemId }: ApprovalOperation): void {
    const data = { '@odata.type': '#Microsoft.Graph.approvalItem', id: itemId }
    const resource = `solutions/approval/approvalItems('${itemId}')`
    this.#subscriptions.announce('approvals', { changeType, ownerId: null, resource, data })
    if (this.#subscriptions.all().some(({ kind }) => kind === 'approvals')) this.store.finish(id)
  }

  #shown(item: ApprovalItem, me: string): Bag {
    const plain = this.plain(item)
    const owner = same(item.ownerId, me)
    const approver = this.store.requests(item.id).some(({ approverId }) => same(approverId, me))
    return {
      ...plain,
      allowCancel: owner && plain['state'] === 'pending',
      viewPoint: { roles: [...(owner ? ['owner'] : []), ...(approver ? ['approver'] : [])] },
    }
  }

  #outcome(item: ApprovalItem, options: { readonly promised?: boolean } = {}) {
    return outcomeOf(item, this.store.requests(item.id), this.store.responses(item.id, options))
  }

  #mine(me: string, id: string): ApprovalItem {
    this.#guardProvisioned()
    const item = this.store.item(id)
    const concerned = item && (same(item.ownerId, me) || this.store.requests(item.id).some((each) => same(each.approverId, me)))
    if (!concerned) throw absent(id)
    return item
  }

  #provisioned(): boolean {
    return this.#tenant.settings.get('approvals') === 'provisioned'
  }

  #guardProvisioned(): void {
    if (!this.#provisioned())
      throw new GraphRefusal(400, 'BadRequest', 'The approval solution is not provisioned for the tenant. Provision it first.')
  }

  /** Of a filter only the person's role counts, where it is taken at all; whatever else it says is passed over. */
  #roleAsked(filter: Filter | undefined): string | undefined {
    const byRole = filter && conjuncts(filter).find((each) => each.kind === 'any' && each.path.join('/') === 'viewPoint/roles')
    if (byRole?.kind !== 'any') return undefined
    if (this.#tenant.settings.get('approvalRoleFilter') === 'refused')
      throw refused.badRequest("Filtering on 'viewPoint/roles' is not supported.")
    const { inner } = byRole
    return inner.kind === 'compare' && inner.right.kind === 'value' ? String(inner.right.value).toLowerCase() : undefined
  }
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()
const absent = (id: string): GraphRefusal => new GraphRefusal(404, 'NotFound', `The resource '${id}' could not be found.`)
const forbidden = (message: string): GraphRefusal => new GraphRefusal(403, 'Forbidden', message)
const closed = (id: string): GraphRefusal =>
  refused.badRequest(`The approval item '${id}' is in its final state and cannot be changed.`)
const rolesIn = (item: Bag): readonly string[] => {
  const viewPoint = item['viewPoint']
  return isBag(viewPoint) && Array.isArray(viewPoint['roles']) ? (viewPoint['roles'] as string[]) : []
}
