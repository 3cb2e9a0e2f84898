import * as React from 'react'
import { mergeStyles, type IStyle } from '@fluentui/react'
import { at, classes, styles } from './styles'

type BoxProps = {
  as?: 'div' | 'ul' | 'ol' | 'li' | 'span' | 'dl'
  gap?: 0 | 2 | 4 | 8 | 12 | 16 | 20 | 24 | 32
  align?: 'start' | 'center' | 'end' | 'stretch' | 'baseline'
  justify?: 'start' | 'center' | 'end' | 'space-between'
  wrap?: boolean
  grow?: boolean
  label?: string
  className?: string
  children?: React.ReactNode
}

function Box({
  as: Tag = 'div',
  gap = 8,
  align,
  justify,
  wrap,
  grow,
  label,
  className,
  children,
  row,
}: BoxProps & { row: boolean }): React.ReactElement {
  const box: IStyle = {
    display: 'flex',
    flexDirection: row ? 'row' : 'column',
    gap,
    minWidth: 0,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    ...(align && { alignItems: align === 'start' || align === 'end' ? `flex-${align}` : align }),
    ...(justify && { justifyContent: justify === 'start' || justify === 'end' ? `flex-${justify}` : justify }),
    ...(wrap && { flexWrap: 'wrap' }),
    ...(grow && { flex: '1 1 0' }),
  }
  return (
    <Tag aria-label={label} className={classes(mergeStyles(box), className)}>
      {children}
    </Tag>
  )
}

export function Row(props: BoxProps): React.ReactElement {
  return <Box {...props} row />
}

export function Column(props: BoxProps): React.ReactElement {
  return <Box {...props} row={false} />
}

const useGrid = styles(() => ({
  grid: {
    display: 'grid',
    gap: 24,
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: { [at.narrow]: { gap: 16 }, [at.wide]: { gridTemplateColumns: 'repeat(12, minmax(0,1fr))' } },
  },
  cell: { minWidth: 0, display: 'flex', flexDirection: 'column', gap: 24, selectors: { [at.narrow]: { gap: 16 } } },
}))

/** Twelve columns from 880 px of container, one below. */
export function Grid({ children }: { children: React.ReactNode }): React.ReactElement {
  return <div className={useGrid().grid}>{children}</div>
}

export function Cell({ of, children }: { of: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 12; children: React.ReactNode }): React.ReactElement {
  return (
    <div className={classes(useGrid().cell, mergeStyles({ selectors: { [at.wide]: { gridColumn: `span ${of}` } } }))}>
      {children}
    </div>
  )
}
