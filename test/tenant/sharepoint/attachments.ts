import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused } from './errors.js'
import { folderUrl, type SpList } from './lists.js'

/** Files that hang on rows of a list. */
export class Attachments {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    tenant.store.tables(`create table if not exists attachments (
      listId text not null, itemId integer not null, name text not null collate nocase, content blob not null,
      primary key (listId, itemId, name)) without rowid;`)
  }

  add(list: SpList, itemId: number, name: string, content: Uint8Array): void {
    if (list.settings['EnableAttachments'] === false) throw refused.attachmentsOff()
    if (name === '' || /["#%*:<>?/\\|]/.test(name)) throw refused.badFileName(name)
    if (this.#find(list, itemId, name)) throw refused.fileExists(name)
    this.#tenant.store.run(
      'insert into attachments (listId, itemId, name, content) values (?, ?, ?, ?)',
      list.id,
      itemId,
      name,
      content,
    )
  }

  /** Puts other content under a name that is there. */
  replace(list: SpList, itemId: number, name: string, content: Uint8Array): void {
    this.content(list, itemId, name)
    this.#tenant.store.run(
      'update attachments set content = ? where listId = ? and itemId = ? and name = ?',
      content,
      list.id,
      itemId,
      name,
    )
  }

  remove(list: SpList, itemId: number, name: string): void {
    this.content(list, itemId, name)
    this.#tenant.store.run('delete from attachments where listId = ? and itemId = ? and name = ?', list.id, itemId, name)
  }

  forget(list: SpList, itemId: number): void {
    this.#tenant.store.run('delete from attachments where listId = ? and itemId = ?', list.id, itemId)
  }

  content(list: SpList, itemId: number, name: string): Uint8Array {
    const found = this.#find(list, itemId, name)
    if (!found) throw refused.noSuchFile()
    return found.content
  }

  of(list: SpList, itemId: number): Entity[] {
    const rows = this.#tenant.store.all<{ name: string }>(
      'select name from attachments where listId = ? and itemId = ? order by name',
      list.id,
      itemId,
    )
    return rows.map(({ name }) => attachmentEntity(list, itemId, name))
  }

  has(list: SpList, itemId: number): boolean {
    return (
      this.#tenant.store.one('select name from attachments where listId = ? and itemId = ? limit 1', list.id, itemId) !==
      undefined
    )
  }

  #find(list: SpList, itemId: number, name: string): { content: Uint8Array } | undefined {
    return this.#tenant.store.one<{ content: Uint8Array }>(
      'select content from attachments where listId = ? and itemId = ? and name = ?',
      list.id,
      itemId,
      name,
    )
  }
}

export const attachmentEntity = (list: SpList, itemId: number, name: string): Entity => {
  const url = `${folderUrl(list)}/Attachments/${itemId}/${name}`
  return {
    type: 'SP.Attachment',
    path: `Web/Lists(guid'${list.id}')/Items(${itemId})/AttachmentFiles('${name.replaceAll("'", "''")}')`,
    values: {
      FileName: name,
      FileNameAsPath: { DecodedUrl: name },
      ServerRelativePath: { DecodedUrl: url },
      ServerRelativeUrl: url,
    },
  }
}
