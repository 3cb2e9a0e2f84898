import * as React from 'react'
import { mergeStyles } from '@fluentui/react'
import { Column, Row } from './layout'
import { Mark } from './mark'
import { at, classes, styles } from './styles'
import { Text } from './text'

const usePage = styles(({ semanticColors: s, fonts }) => ({
  page: {
    ...fonts.medium,
    background: s.bodyStandoutBackground,
    color: s.bodyText,
    containerType: 'inline-size',
    containerName: 'tandem',
    minHeight: '100%',
  },
  inner: {
    maxWidth: 1216,
    margin: '0 auto',
    padding: '32px 32px 48px',
    display: 'flex',
    flexDirection: 'column',
    gap: 24,
    boxSizing: 'border-box',
    selectors: { [at.narrow]: { padding: '16px 16px 32px', gap: 16 } },
  },
}))

/** Names the container that every question of width is asked of. `max` for pages of one column, such as forms. */
export function Page({ max, children }: { max?: number; children: React.ReactNode }): React.ReactElement {
  const c = usePage()
  return (
    <div className={c.page}>
      <div className={classes(c.inner, max !== undefined && mergeStyles({ maxWidth: max }))}>{children}</div>
    </div>
  )
}

/** The page's own name, quiet: what matters is the next step below. */
export function PageHead({
  title,
  sub,
  children,
}: {
  title: string
  sub?: React.ReactNode
  children?: React.ReactNode
}): React.ReactElement {
  return (
    <Row gap={16} align="center" justify="space-between" wrap>
      <Row gap={12} align="center">
        <Mark size={28} />
        <Column gap={0}>
          <Text as="h1" size="title" tone="strong">
            {title}
          </Text>
          {sub && (
            <Text size="caption" tone="subtle">
              {sub}
            </Text>
          )}
        </Column>
      </Row>
      {children}
    </Row>
  )
}
