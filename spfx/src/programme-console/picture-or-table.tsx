import * as React from 'react'
import { LinkButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { at, classes, styles, type } from '../ui/styles'

const useTable = styles(({ palette: p, semanticColors: s }) => ({
  table: [type.body, { width: '100%', borderCollapse: 'collapse', color: s.bodyText }],
  cell: {
    padding: '8px 16px 8px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 400,
    borderTop: `1px solid ${p.neutralLight}`,
    overflowWrap: 'anywhere',
    selectors: { ':last-child': { paddingRight: 0 } },
  },
  head: { fontWeight: 600, color: s.bodySubtext, borderTop: 0 },
  number: { fontVariantNumeric: 'tabular-nums' },
  /** Columns become lines where there is no width for them. */
  stacked: {
    selectors: {
      [at.narrow]: {
        selectors: {
          thead: { display: 'none' },
          'tr, td, th': { display: 'block', borderTop: 0, padding: '0' },
          tr: { borderTop: `1px solid ${p.neutralLight}`, padding: '8px 0' },
          'td[data-label]::before': { content: 'attr(data-label) ": "', color: s.bodySubtext },
        },
      },
    },
  },
}))

type TableProps = {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[]
}

export function NumbersTable({ caption, columns, rows }: TableProps): React.ReactElement {
  const c = useTable()
  return (
    <table className={classes(c.table, c.stacked)} aria-label={caption}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={classes(c.cell, c.head)}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) =>
              index === 0 ? (
                <th key={columns[index]} scope="row" className={c.cell}>
                  {cell}
                </th>
              ) : (
                <td key={columns[index]} data-label={columns[index]} className={classes(c.cell, c.number)}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type PictureOrTableProps = TableProps & {
  readonly sub?: string
  readonly picture: React.ReactNode
  readonly fill?: boolean
  readonly children?: React.ReactNode
}

/** Every picture has its numbers behind one link, for whoever reads numbers better or cannot see the picture. */
export function PictureOrTable({
  caption,
  columns,
  rows,
  sub,
  picture,
  fill,
  children,
}: PictureOrTableProps): React.ReactElement {
  const say = useSay()
  const [asTable, setAsTable] = React.useState(false)
  return (
    <Card
      title={caption}
      sub={sub}
      fill={fill ?? false}
      action={
        <LinkButton
          text={say(asTable ? 'console.show-picture' : 'console.show-table')}
          describe={caption}
          onClick={() => setAsTable((before) => !before)}
        />
      }
    >
      {asTable ? <NumbersTable caption={caption} columns={columns} rows={rows} /> : picture}
      {children}
    </Card>
  )
}
