import type { Client } from '@microsoft/microsoft-graph-client'

import { appToken, graphClient, graphScope, personToken } from '../../tenant/clients'
import { type GraphUser, type RunningTenant, startTenant } from '../../tenant/index'

type Recipient = { emailAddress: { address: string } }
type Mail = {
  id: string
  subject: string
  parentFolderId: string
  conversationId: string
  hasAttachments: boolean
  body: { contentType: string; content: string }
  toRecipients: Recipient[]
  internetMessageHeaders?: { name: string; value: string }[]
}

const person = (number: number): GraphUser => ({
  id: `0a11e77e-0000-4000-8000-${String(number).padStart(12, '0')}`,
  displayName: `Person ${number}`,
  userPrincipalName: `p${number}@contoso.example`,
  mail: `p${number}@contoso.example`,
})
const idOf = (number: number): string => person(number).id
const service = '/users/tandem@contoso.example'
const to = (...numbers: number[]): Recipient[] =>
  numbers.map((number) => ({ emailAddress: { address: `p${number}@contoso.example` } }))
const letter = (subject: string, ...numbers: number[]) => ({
  subject,
  body: { contentType: 'Text', content: `About ${subject}` },
  toRecipients: to(...numbers),
})
const file = {
  '@odata.type': '#microsoft.graph.fileAttachment',
  name: 'a.txt',
  contentType: 'text/plain',
  contentBytes: 'aGVsbG8=',
}

let tenant: RunningTenant
let graph: Client

const asPerson = async (number: number): Promise<Client> =>
  graphClient(tenant.url, await personToken(tenant.url, `p${number}@contoso.example`, graphScope))
const inFolder = async (owner: string, folder: string): Promise<Mail[]> =>
  (await graph.api(`${owner}/mailFolders/${folder}/messages`).top(100).get()).value
const inbox = (number: number): Promise<Mail[]> => inFolder(`/users/${idOf(number)}`, 'inbox')
const only = <Item>(items: readonly Item[]): Item => {
  const [first] = items
  if (!first || items.length > 1) throw new Error(`one was expected, there are ${items.length}`)
  return first
}
const refusal = (work: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: { statusCode: number; code: string; message: string }) => error,
  )

beforeAll(async () => {
  tenant = await startTenant({ dataFile: ':memory:', seed: { users: Array.from({ length: 30 }, (_, at) => person(at + 1)) } })
  graph = graphClient(tenant.url, await appToken(tenant.url, 'https://graph.microsoft.com'))
})

afterAll(() => tenant.close())

describe('the folders of a mailbox', () => {
  it('are those every mailbox has, found by their well-known names in any case', async () => {
    const { value } = await graph.api(`/users/${idOf(1)}/mailFolders`).get()
    expect(value.map(({ displayName }: { displayName: string }) => displayName)).toEqual(
      expect.arrayContaining(['Inbox', 'Drafts', 'Sent Items', 'Deleted Items', 'Archive', 'Junk Email', 'Outbox']),
    )
    expect(await graph.api(`/users/${idOf(1)}/mailFolders/SentItems`).get()).toMatchObject({
      displayName: 'Sent Items',
      totalItemCount: 0,
    })
    expect(await graph.api(`/users/${idOf(1)}/mailFolders('inbox')`).get()).toMatchObject({
      displayName: 'Inbox',
      unreadItemCount: 0,
    })
    expect(await refusal(graph.api(`/users/${idOf(1)}/mailFolders/nowhere`).get())).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidIdMalformed',
    })
  })

  it('count what they hold and what of it is unread', async () => {
    await graph.api(`${service}/sendMail`).post({ message: letter('Count', 2) })
    expect(await graph.api(`/users/${idOf(2)}/mailFolders/inbox`).get()).toMatchObject({ totalItemCount: 1, unreadItemCount: 1 })
  })
})

describe('a message that is sent at once', () => {
  it('is kept in Sent Items unless its sender does not want that', async () => {
    await graph.api(`${service}/sendMail`).post({ message: letter('Kept', 3) })
    await graph.api(`${service}/sendMail`).post({ message: letter('Not kept', 3), saveToSentItems: false })
    const kept = (await inFolder(service, 'sentitems')).map(({ subject }) => subject)
    expect(kept).toContain('Kept')
    expect(kept).not.toContain('Not kept')
    expect((await inbox(3)).map(({ subject }) => subject)).toEqual(expect.arrayContaining(['Kept', 'Not kept']))
  })

  it('carries headers that begin with x- and is refused with any other', async () => {
    const internetMessageHeaders = [{ name: 'x-key', value: '7' }]
    await graph.api(`${service}/sendMail`).post({ message: { ...letter('Headers', 4), internetMessageHeaders } })
    const { id, ...listed } = only(await inbox(4))
    expect(listed).not.toHaveProperty('internetMessageHeaders')
    expect(
      await graph
        .api(`/users/${idOf(4)}/messages/${id}`)
        .select('internetMessageHeaders')
        .get(),
    ).toMatchObject({ internetMessageHeaders })
    const other = { ...letter('Headers', 4), internetMessageHeaders: [{ name: 'Reply-By', value: 'x' }] }
    expect(await refusal(graph.api(`${service}/sendMail`).post({ message: other }))).toMatchObject({
      statusCode: 400,
      code: 'InvalidInternetMessageHeader',
    })
  })
})

describe('a message that is moved', () => {
  const received = async (number: number, subject: string): Promise<Mail> => {
    await graph.api(`${service}/sendMail`).post({ message: letter(subject, number) })
    return only(await inbox(number))
  }

  it('is another one in the other folder', async () => {
    const before = await received(5, 'Move')
    const after = await graph.api(`/users/${idOf(5)}/messages/${before.id}/move`).post({ destinationId: 'archive' })
    expect(after).toMatchObject({ subject: 'Move', parentFolderId: 'archive' })
    expect(after.id).not.toBe(before.id)
    expect(await refusal(graph.api(`/users/${idOf(5)}/messages/${before.id}`).get())).toMatchObject({
      statusCode: 404,
      code: 'ErrorItemNotFound',
    })
    expect(only(await inFolder(`/users/${idOf(5)}`, 'archive')).id).toBe(after.id)
  })

  it('is moved to Deleted Items by deleting it, and is gone by deleting it there', async () => {
    const before = await received(6, 'Delete')
    await graph.api(`/users/${idOf(6)}/messages/${before.id}`).delete()
    const binned = only(await inFolder(`/users/${idOf(6)}`, 'deleteditems'))
    await graph.api(`/users/${idOf(6)}/messages/${binned.id}`).delete()
    expect(await inFolder(`/users/${idOf(6)}`, 'deleteditems')).toEqual([])
  })

  it('keeps its id when that is immutable', async () => {
    const draft = await graph.api(`${service}/messages`).header('Prefer', 'IdType="ImmutableId"').post(letter('Immutable', 7))
    expect((await graph.api(`${service}/messages/${draft.id}/move`).post({ destinationId: 'deleteditems' })).id).toBe(draft.id)
  })
})

describe('an answer', () => {
  it('goes to the sender, in the same conversation, with what it answers below', async () => {
    await graph.api(`${service}/sendMail`).post({ message: letter('Question', 8) })
    const question = only(await inbox(8))
    await (await asPerson(8)).api(`/me/messages/${question.id}/reply`).post({ comment: 'Yes, gladly' })
    const answer = (await inFolder(service, 'inbox')).find(({ subject }) => subject === 'RE: Question')
    expect(answer).toMatchObject({ conversationId: question.conversationId })
    expect(answer?.body.content).toMatch(/^Yes, gladly[\s\S]*About Question/)
  })

  it('can be written as a draft first', async () => {
    await graph.api(`${service}/sendMail`).post({ message: letter('Draft me', 9) })
    const draft = await graph.api(`/users/${idOf(9)}/messages/${only(await inbox(9)).id}/createReply`).post({ comment: 'hm' })
    expect(draft).toMatchObject({
      isDraft: true,
      subject: 'RE: Draft me',
      toRecipients: [{ emailAddress: { address: 'tandem@contoso.example' } }],
    })
  })
})

describe('an attachment', () => {
  it('arrives with the message, byte by byte', async () => {
    await graph.api(`${service}/sendMail`).post({ message: { ...letter('File', 10), attachments: [file] } })
    const mail = only(await inbox(10))
    expect(mail.hasAttachments).toBe(true)
    expect(mail).not.toHaveProperty('attachments')
    const { value } = await graph.api(`/users/${idOf(10)}/messages/${mail.id}/attachments`).get()
    expect(value).toMatchObject([{ ...file, size: 5, isInline: false }])
    expect(await graph.api(`/users/${idOf(10)}/messages/${mail.id}/attachments/${value[0].id}`).get()).toMatchObject({
      contentBytes: 'aGVsbG8=',
    })
  })

  it('is added to a draft and taken off again', async () => {
    const draft = await graph.api(`${service}/messages`).post(letter('Later', 11))
    const path = `${service}/messages/${draft.id}/attachments`
    const added = await graph.api(path).post(file)
    expect(added).toMatchObject({ name: 'a.txt', size: 5, id: expect.any(String) })
    await graph.api(`${path}/${added.id}`).delete()
    expect((await graph.api(path).get()).value).toEqual([])
    expect((await refusal(graph.api(path).post({ name: 'b.txt' }))).statusCode).toBe(400)
  })
})

describe('what is written in a message', () => {
  it('cannot be changed once it is sent, only whether it was read', async () => {
    await graph.api(`${service}/sendMail`).post({ message: letter('Final', 12) })
    const path = `/users/${idOf(12)}/messages/${only(await inbox(12)).id}`
    expect(await refusal(graph.api(path).patch({ subject: 'Changed' }))).toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidPropertySet',
    })
    expect(await graph.api(path).patch({ isRead: true })).toMatchObject({ subject: 'Final', isRead: true })
  })

  it('is not searched here', async () => {
    expect(
      (
        await refusal(
          graph
            .api(`/users/${idOf(12)}/messages`)
            .search('"Final"')
            .get(),
        )
      ).statusCode,
    ).toBe(501)
  })

  it('is not read by other people', async () => {
    expect(await refusal((await asPerson(13)).api(`/users/${idOf(12)}/messages`).get())).toMatchObject({
      statusCode: 403,
      code: 'ErrorAccessDenied',
    })
  })
})
