import { type Bag, isBag } from '../store.js'
import type { ApprovalItem, ApprovalType } from './approval-store.js'
import { type GraphRefusal, refused } from './errors.js'

const types: readonly ApprovalType[] = ['basic', 'basicAwaitAll', 'custom', 'customAwaitAll']
const writable = new Set([
  'displayName',
  'description',
  'allowEmailNotification',
  'approvalType',
  'responsePrompts',
  'approvers',
  'owner',
])

/** What somebody asks for when they send an approval; `ownerId` when it is to be another person's. */
type Wanted = Omit<ApprovalItem, 'seq' | 'id' | 'created' | 'canceled' | 'ownerId'> & { readonly ownerId: string | undefined }

export function wantedItem(body: Bag): Wanted {
  for (const name of Object.keys(body))
    if (!writable.has(name) && !name.startsWith('@odata')) throw refused.noSuchProperty(name, 'microsoft.graph.approvalItem')
  const { displayName, description, approvalType, responsePrompts, approvers, owner, allowEmailNotification } = body
  if (typeof displayName !== 'string' || displayName.trim() === '') throw missing('displayName')
  const type = types.find((each) => each === approvalType)
  if (!type) throw approvalType === undefined ? missing('approvalType') : wrongType(String(approvalType))
  const ids = Array.isArray(approvers) ? (approvers as unknown[]).map((each) => userIdOf(each, 'approvers')) : []
  if (ids.length === 0) throw missing('approvers')
  return {
    name: displayName,
    description: typeof description === 'string' ? description : null,
    type,
    prompts: promptsOf(type, responsePrompts),
    mails: typeof allowEmailNotification === 'boolean' ? allowEmailNotification : null,
    approverIds: [...new Set(ids)],
    ownerId: owner === undefined || owner === null ? undefined : userIdOf(owner, 'owner'),
  }
}

function promptsOf(type: ApprovalType, given: unknown): readonly string[] {
  const prompts = given === null ? undefined : given
  const isCustom = type === 'custom' || type === 'customAwaitAll'
  if (!isCustom && prompts !== undefined) throw refused.badRequest("The property 'responsePrompts' is for custom approvals only.")
  if (!isCustom) return ['Approve', 'Reject']
  const texts = Array.isArray(prompts) ? (prompts as unknown[]).filter((each) => typeof each === 'string') : []
  if (texts.length !== 2 || !Array.isArray(prompts) || prompts.length !== 2)
    throw refused.badRequest("The property 'responsePrompts' must hold exactly two responses.")
  return texts
}

function userIdOf(identity: unknown, property: string): string {
  const user: unknown = isBag(identity) ? identity['user'] : undefined
  const id: unknown = isBag(user) ? user['id'] : undefined
  if (typeof id === 'string' && id !== '') return id
  if (isBag(identity) && isBag(identity['group'])) throw refused.notInStandIn('approvals that are sent to groups', 'approvals.ts')
  throw refused.badRequest(`The property '${property}' must name users by their id.`)
}

const missing = (name: string): GraphRefusal => refused.badRequest(`The property '${name}' is required.`)
const wrongType = (given: string): GraphRefusal =>
  refused.badRequest(`Cannot convert the literal '${given}' to the expected type 'microsoft.graph.approvalItemType'.`)
