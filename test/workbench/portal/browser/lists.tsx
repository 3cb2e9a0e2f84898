import * as React from 'react'
import { useEffect, useState } from 'react'
import type { Colleague } from '../protocol.js'
import { Link } from './link.js'
import { type ListPage, listPageOf, listsOf, type ListView, NotYours, type Row, rowsOf, type RowsPage } from './lists-data.js'
import { useLoaded } from './reach.js'
import { pathTo } from './route.js'
import { Empty, Failed, Waiting } from './states.js'
import { dayShort } from './when.js'

export type ListsProps = { readonly person: Colleague; readonly item: string | null; readonly revision: number }

/** SharePoint without our web parts: the lists of the site with the rights, the views and the words this person has there. */
export function Lists({ person, item, revision }: ListsProps): React.ReactElement {
  return item === null ? (
    <Contents person={person} revision={revision} />
  ) : (
    <OneList key={`${person.id} ${item}`} person={person} list={item} revision={revision} />
  )
}

function Contents({ person, revision }: Omit<ListsProps, 'item'>): React.ReactElement {
  const loaded = useLoaded(() => mine(listsOf(person.id)), [revision], person.id)
  return (
    <div className="lists">
      <header>
        <h1>Site contents</h1>
        <p className="lists-lead">The lists of the site that {person.name} may open. What people confide is not among them.</p>
      </header>
      {loaded.state === 'loading' && <Waiting what="the lists" rows={5} />}
      {loaded.state === 'failed' && <Failed what="The lists could not be read." message={loaded.message} />}
      {loaded.state === 'here' && loaded.value === 'not yours' && <NoAccess person={person} />}
      {loaded.state === 'here' && loaded.value !== 'not yours' && loaded.value.length === 0 && (
        <Empty title="There is nothing here for you." />
      )}
      {loaded.state === 'here' && loaded.value !== 'not yours' && loaded.value.length > 0 && (
        <div className="lists-box">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Rows</th>
                <th scope="col">Changed</th>
              </tr>
            </thead>
            <tbody>
              {loaded.value.map((list) => (
                <tr key={list.key}>
                  <th scope="row">
                    <Link to={pathTo(person.id, 'lists', list.key)}>{list.title}</Link>
                    <span className="lists-about">{list.about}</span>
                  </th>
                  <td>{list.rows}</td>
                  <td>{dayShort(list.changed, person.timeZone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

type OfList = { readonly person: Colleague; readonly list: string; readonly revision: number }

function OneList({ person, list, revision }: OfList): React.ReactElement {
  const [chosen, setChosen] = useState<string | null>(null)
  const loaded = useLoaded(() => mine(listPageOf(person.id, list)), [], `${person.id} ${list}`)
  if (loaded.state === 'loading')
    return (
      <div className="lists">
        <Waiting what="the list" rows={8} />
      </div>
    )
  if (loaded.state === 'failed')
    return (
      <div className="lists">
        <Failed what="The list could not be read." message={loaded.message} />
      </div>
    )
  if (loaded.value === 'not yours')
    return (
      <div className="lists">
        <NoAccess person={person} />
      </div>
    )
  const page = loaded.value
  const views = [...page.views].sort((one, other) => Number(other.isDefault) - Number(one.isDefault))
  const view = views.find(({ id }) => id === chosen) ?? views[0]
  return (
    <div className="lists">
      <header>
        <Link to={pathTo(person.id, 'lists')}>Site contents</Link>
        <h1>{page.title}</h1>
        <p className="lists-lead">{page.about}</p>
        <label className="lists-view">
          View
          <select value={view?.id ?? ''} onChange={({ target }) => setChosen(target.value)}>
            {views.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </header>
      {view && <Rows key={view.id} person={person} list={list} page={page} view={view} revision={revision} />}
      <p className="lists-lead">
        This page only reads. Rows of a programme are changed in the programme console, which keeps to the rules; competences,
        toolkit and training are edited in SharePoint itself.
      </p>
    </div>
  )
}

function Rows({
  person,
  list,
  page,
  view,
  revision,
}: OfList & { readonly page: ListPage; readonly view: ListView }): React.ReactElement {
  const loaded = useLoaded(() => rowsOf(person.id, list, view, null), [revision], view.id)
  const [further, setFurther] = useState<readonly RowsPage[]>([])
  useEffect(() => setFurther([]), [revision])
  if (loaded.state === 'loading') return <Waiting what="the rows" rows={6} />
  if (loaded.state === 'failed') return <Failed what="The rows could not be read." message={loaded.message} />
  const pages = [loaded.value, ...further]
  const rows = pages.flatMap((one) => one.rows)
  const next = pages[pages.length - 1]?.next ?? null
  if (rows.length === 0) return <Empty title="There are no rows in this view." />
  const columns = view.columns.filter((name) => !view.groupBy.includes(name))
  return (
    <>
      <div className="lists-box" role="region" aria-label={`${page.title}, ${view.title}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {page.columnTitles[name] ?? name}
                </th>
              ))}
            </tr>
          </thead>
          {grouped(rows, view.groupBy).map(({ title, rows: own }) => (
            <tbody key={title}>
              {title !== '' && (
                <tr>
                  <th className="lists-group" scope="rowgroup" colSpan={columns.length}>
                    {title} <span>({own.length})</span>
                  </th>
                </tr>
              )}
              {own.map((row) => (
                <tr key={String(row['ID'])}>
                  {columns.map((name) => (
                    <td key={name}>
                      {page.choices.has(name) && row[name] ? (
                        <span className="lists-pill">{textOf(row[name])}</span>
                      ) : (
                        textOf(row[name])
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {next !== null && (
        <button
          type="button"
          className="button"
          onClick={() => void rowsOf(person.id, list, view, next).then((more) => setFurther((known) => [...known, more]))}
        >
          Show more rows
        </button>
      )}
    </>
  )
}

function NoAccess({ person }: { readonly person: Colleague }): React.ReactElement {
  return (
    <Empty title="You need permission to open this.">
      SharePoint does not show this to {person.name}. The programme team reads who takes part; what people say in assessments,
      feedback and evaluations is shown to nobody, and stands in its lists as ciphertext.
    </Empty>
  )
}

/** To be refused is an answer here and no failure. */
const mine = <T,>(asked: Promise<T>): Promise<T | 'not yours'> =>
  asked.catch((error: unknown) => {
    if (error instanceof NotYours) return 'not yours' as const
    throw error
  })

function grouped(rows: readonly Row[], by: readonly string[]): { readonly title: string; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const title = by.map((name) => textOf(row[name]) || '(empty)').join(' · ')
    groups.set(title, [...(groups.get(title) ?? []), row])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, own]) => ({ title, rows: own }))
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((one: { title?: string }) => one.title ?? '').join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
