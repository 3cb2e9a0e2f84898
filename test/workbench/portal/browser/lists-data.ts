/** SharePoint as the person; the portal's server adds the token of whoever the page shows. */
const api = '/sites/mentoring/_api/web'

export type ListLine = {
  readonly key: string
  readonly title: string
  readonly about: string
  readonly rows: number
  readonly changed: string
}
export type ListView = {
  readonly id: string
  readonly title: string
  readonly isDefault: boolean
  readonly columns: readonly string[]
  readonly query: string
  readonly rowLimit: number
  /** Columns by which rows are gathered, outermost first. */
  readonly groupBy: readonly string[]
}
export type ListPage = {
  readonly title: string
  readonly about: string
  readonly views: readonly ListView[]
  /** What columns are called, by internal name. */
  readonly columnTitles: Readonly<Record<string, string>>
  /** Columns whose values are one of a few words. */
  readonly choices: ReadonlySet<string>
}
export type Row = Readonly<Record<string, unknown>>
export type RowsPage = { readonly rows: readonly Row[]; readonly next: string | null }

/** SharePoint said that this is not for this person. */
export class NotYours extends Error {}

async function sharePoint<T>(person: string, path: string, body?: unknown): Promise<T> {
  document.cookie = `tandem-person=${encodeURIComponent(person)}; path=/; samesite=strict`
  const answer = await fetch(`${api}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { accept: 'application/json;odata=nometadata', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => undefined)
  if (!answer) throw new Error('Tandem does not answer. Is "npm start" still running?')
  if (answer.status === 403) throw new NotYours('SharePoint shows this only to people who have been given access.')
  if (answer.status === 404) throw new NotYours('There is no such list, or it is not shown to you.')
  if (!answer.ok) throw new Error(`SharePoint answered ${answer.status}.`)
  return (await answer.json()) as T
}

type FoundList = {
  readonly Title: string
  readonly Description: string
  readonly ItemCount: number
  readonly LastItemModifiedDate: string
  readonly RootFolder: { readonly Name: string }
}

/** The contents of the site, as far as this person may see them; hidden lists are not among them, as in SharePoint. */
export async function listsOf(person: string): Promise<ListLine[]> {
  const select = '$select=Title,Description,ItemCount,LastItemModifiedDate,RootFolder/Name&$expand=RootFolder'
  const { value } = await sharePoint<{ value: FoundList[] }>(person, `/lists?${select}&$filter=Hidden eq false`)
  return value.map((list) => ({
    key: list.RootFolder.Name,
    title: list.Title,
    about: list.Description,
    rows: list.ItemCount,
    changed: list.LastItemModifiedDate,
  }))
}

const addressOf = (key: string): string =>
  `/getlist('${encodeURIComponent(`/sites/mentoring/Lists/${key}`.replaceAll("'", "''"))}')`

type FoundView = {
  readonly Id: string
  readonly Title: string
  readonly DefaultView: boolean
  readonly Hidden: boolean
  readonly RowLimit: number
  readonly ViewQuery: string
  readonly ViewFields: { readonly Items: readonly string[] }
}
type FoundColumn = { readonly InternalName: string; readonly Title: string; readonly TypeAsString: string }

export async function listPageOf(person: string, key: string): Promise<ListPage> {
  const list = addressOf(key)
  const [{ Title, Description }, views, columns] = await Promise.all([
    sharePoint<FoundList>(person, `${list}?$select=Title,Description`),
    sharePoint<{ value: FoundView[] }>(person, `${list}/views?$expand=ViewFields`),
    sharePoint<{ value: FoundColumn[] }>(person, `${list}/fields?$select=InternalName,Title,TypeAsString`),
  ])
  return {
    title: Title,
    about: Description,
    views: views.value.filter(({ Hidden }) => !Hidden).map(viewOf),
    columnTitles: Object.fromEntries(columns.value.map((column) => [column.InternalName, column.Title])),
    choices: new Set(columns.value.filter(({ TypeAsString }) => TypeAsString === 'Choice').map((column) => column.InternalName)),
  }
}

function viewOf({ Id, Title, DefaultView, RowLimit, ViewQuery, ViewFields }: FoundView): ListView {
  const query = new DOMParser().parseFromString(`<Query>${ViewQuery}</Query>`, 'text/xml')
  const groupBy = [...query.querySelectorAll('GroupBy > FieldRef')].map((field) => field.getAttribute('Name') ?? '')
  return {
    id: Id,
    title: Title,
    isDefault: DefaultView,
    columns: ViewFields.Items.map((name) => (name === 'LinkTitle' ? 'Title' : name)),
    query: ViewQuery,
    rowLimit: RowLimit,
    groupBy,
  }
}

/** One page of a view. `paging` is what the page before said comes next. */
export async function rowsOf(person: string, key: string, view: ListView, paging: string | null): Promise<RowsPage> {
  const fields = [...new Set([...view.columns, ...view.groupBy])].map((name) => `<FieldRef Name="${name}"/>`).join('')
  const ViewXml = `<View><ViewFields>${fields}</ViewFields><Query>${view.query}</Query><RowLimit Paged="TRUE">${view.rowLimit}</RowLimit></View>`
  const parameters = { ViewXml, RenderOptions: 2, ...(paging ? { Paging: paging } : {}) }
  const answer = await sharePoint<{ Row: Row[]; NextHref?: string }>(person, `${addressOf(key)}/RenderListDataAsStream`, {
    parameters,
  })
  return { rows: answer.Row, next: answer.NextHref ?? null }
}
