import { tokenFor } from './reach.js'

type Identity = { readonly user: { readonly id: string; readonly displayName: string | null } | null }

/** An approval as Graph shows it to its reader. */
type ApprovalItem = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly responsePrompts: readonly string[]
  readonly owner: Identity
  readonly createdDateTime: string
  readonly completedDateTime: string | null
  readonly state: string
  readonly result: string | null
  readonly allowCancel: boolean
}
type Request = { readonly approver: Identity; readonly isReassigned: boolean; readonly reassignedFrom: Identity | null }
type Response = { readonly createdBy: Identity; readonly response: string; readonly comments: string | null }

/** With everybody who was asked, and whether the reader is one who has not answered yet. */
export type Approval = ApprovalItem & {
  readonly isMine: boolean
  readonly waitsForMe: boolean
  readonly asked: readonly {
    readonly name: string
    readonly passedOn: boolean
    readonly answer: string | null
    readonly comments: string | null
  }[]
}

const items = '/solutions/approval/approvalItems'
/** Enough for anybody who tries things out here. */
const most = 40

/** Everything the person has sent or was asked, newest first. */
export async function approvalsOf(person: string): Promise<Approval[]> {
  const { value } = await beta<{ value: ApprovalItem[] }>(person, `${items}?$orderby=createdDateTime desc&$top=${most}`)
  return Promise.all(value.map((item) => withPeople(person, item)))
}

async function withPeople(person: string, item: ApprovalItem): Promise<Approval> {
  const below = <T>(what: string) => beta<{ value: T[] }>(person, `${items}/${item.id}/${what}`)
  const [requests, responses] = await Promise.all([below<Request>('requests'), below<Response>('responses')])
  const answerOf = (id: string | undefined) => responses.value.find(({ createdBy }) => createdBy.user?.id === id)
  const asked = requests.value.map(({ approver, isReassigned }) => {
    const answer = isReassigned ? undefined : answerOf(approver.user?.id)
    return {
      name: nameOf(approver),
      passedOn: isReassigned,
      answer: answer?.response ?? null,
      comments: answer?.comments || null,
    }
  })
  const waitsForMe = requests.value.some(
    ({ approver, isReassigned }) => approver.user?.id === person && !isReassigned && !answerOf(person),
  )
  return { ...item, isMine: item.owner.user?.id === person, waitsForMe: waitsForMe && item.state === 'pending', asked }
}

export const nameOf = ({ user }: Identity): string => user?.displayName ?? 'A guest'

export const answerApproval = (person: string, id: string, response: string, comments: string): Promise<void> =>
  carriedOut(person, `${items}/${id}/responses`, { response, comments })

export const cancelApproval = (person: string, id: string): Promise<void> => carriedOut(person, `${items}/${id}/cancel`, {})

type Operation = { readonly status: string; readonly error: { readonly message: string } | null }

/** Graph accepts first and does it then; what comes of it has to be asked for. */
async function carriedOut(person: string, path: string, body: object): Promise<void> {
  const answer = await asked(person, path, { method: 'POST', body: JSON.stringify(body) })
  const [, operation] = /\/beta(\/.*)$/.exec(answer.headers.get('location') ?? '') ?? []
  if (!operation) return
  for (;;) {
    const { status, error } = await beta<Operation>(person, operation)
    if (status === 'succeeded') return
    if (status !== 'scheduled' && status !== 'inProgress') throw new Error(error?.message ?? `Teams says: ${status}.`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function beta<T>(person: string, path: string): Promise<T> {
  return (await (await asked(person, path)).json()) as T
}

async function asked(person: string, path: string, init: RequestInit = {}): Promise<globalThis.Response> {
  const headers = { authorization: `Bearer ${await tokenFor(person, 'graph')}`, 'content-type': 'application/json' }
  const answer = await fetch(`/graph-beta${path}`, { ...init, headers }).catch(() => undefined)
  if (!answer) throw new Error('Tandem does not answer. Is "npm start" still running?')
  if (answer.ok) return answer
  const { error } = (await answer.json()) as { error?: { message?: string } }
  throw new Error(error?.message ?? `The server answered ${answer.status}.`)
}
