import * as React from 'react'
import { keyframes } from '@fluentui/react'
import type { Failure } from './api'
import { QuietButton } from './buttons'
import { Card } from './card'
import { Icon, type IconName } from './icon'
import { Cell, Column, Grid, Row } from './layout'
import { useSay } from './language'
import type { Loaded } from './loaded'
import { at, classes, styles } from './styles'
import { Text, Unseen } from './text'

const pulse = keyframes({ '0%': { opacity: 1 }, '50%': { opacity: 0.5 }, '100%': { opacity: 1 } })

const useStates = styles(({ palette: p, semanticColors: s, effects: e }) => ({
  bone: {
    background: p.neutralLight,
    borderRadius: 4,
    animation: `${pulse} 1.6s ease-in-out infinite`,
    selectors: { [at.calm]: { animation: 'none' }, [at.forced]: { background: 'GrayText' } },
  },
  tile: {
    width: 48,
    height: 48,
    borderRadius: e.roundedCorner4,
    display: 'grid',
    placeItems: 'center',
    background: p.themeLighterAlt,
    color: p.themePrimary,
    flex: 'none',
  },
  badTile: { background: s.errorBackground, color: s.errorIcon },
  words: { maxWidth: 560 },
  notice: {
    display: 'flex',
    gap: 8,
    alignItems: 'flex-start',
    borderRadius: 4,
    padding: '10px 12px',
    color: s.bodyText,
    background: s.cardStandoutBackground,
    border: `1px solid ${p.neutralLight}`,
    selectors: { [at.forced]: { borderColor: 'CanvasText' } },
  },
  good: { background: s.successBackground },
  bad: { background: s.errorBackground },
  warn: { background: s.warningBackground },
}))

/** One grey line where text will be; `width` in percent, `height` of the text. */
export function Bone({ width = 100, height = 14 }: { width?: number; height?: number }): React.ReactElement {
  return <div className={useStates().bone} style={{ width: `${width}%`, height }} />
}

/** The shape of the page that is coming: a hero and two cards. */
export function PageSkeleton(): React.ReactElement {
  const say = useSay()
  return (
    <div role="status" aria-busy="true">
      <Unseen>{say('page.ui.loading')}</Unseen>
      <Column gap={24}>
        <Card>
          <Bone width={20} height={12} />
          <Bone width={60} height={28} />
          <Bone width={45} />
          <Bone width={18} height={36} />
        </Card>
        <Grid>
          <Cell of={8}>
            <CardSkeleton lines={5} />
          </Cell>
          <Cell of={4}>
            <CardSkeleton lines={5} />
          </Cell>
        </Grid>
      </Column>
    </div>
  )
}

export function CardSkeleton({ lines = 3 }: { lines?: number }): React.ReactElement {
  const say = useSay()
  return (
    <Card>
      <Unseen>{say('page.ui.loading')}</Unseen>
      <Bone width={40} height={18} />
      {Array.from({ length: lines }, (_, line) => (
        <Bone key={line} width={[90, 75, 82, 60, 70][line % 5] ?? 80} />
      ))}
    </Card>
  )
}

/** What failed, as a sentence for the person. */
export function useFailureText(): (failure: Failure) => string {
  const say = useSay()
  return (failure) => (failure.kind === 'said' ? failure.message : say(`page.ui.failed.${failure.kind}`))
}

/** What happened, what is safe, what to try. */
export function ErrorState({ failure, retry }: { failure: Failure; retry: () => void }): React.ReactElement {
  const say = useSay()
  const words = useFailureText()
  const c = useStates()
  return (
    <Card>
      <div role="alert">
        <Row gap={16} align="start">
          <span className={classes(c.tile, c.badTile)}>
            <Icon name="error" size={24} />
          </span>
          <Column gap={8} className={c.words}>
            <Text as="h2" size="subtitle" tone="strong">
              {say('page.ui.failed.title')}
            </Text>
            <Text>{words(failure)}</Text>
            <Text tone="subtle">{say('page.ui.failed.safe')}</Text>
            <Row>
              <QuietButton text={say('page.ui.retry')} onClick={retry} />
            </Row>
          </Column>
        </Row>
      </div>
    </Card>
  )
}

/** Says what will be here, and what to do until then. */
export function EmptyState({
  icon = 'sparkle',
  title,
  children,
  action,
}: {
  icon?: IconName
  title: string
  children?: React.ReactNode
  action?: React.ReactNode
}): React.ReactElement {
  const c = useStates()
  return (
    <Card>
      <Row gap={16} align="start">
        <span className={c.tile}>
          <Icon name={icon} size={24} />
        </span>
        <Column gap={8} className={c.words}>
          <Text as="h2" size="subtitle" tone="strong">
            {title}
          </Text>
          {children && <Text tone="subtle">{children}</Text>}
          {action && <Row>{action}</Row>}
        </Column>
      </Row>
    </Card>
  )
}

/** The three states of something that loads, in one place. */
export function Await<T>({
  of,
  skeleton,
  children,
}: {
  of: Loaded<T>
  skeleton?: React.ReactElement
  children: (value: T, reload: () => Promise<void>) => React.ReactElement
}): React.ReactElement {
  if (of.state === 'loading') return skeleton ?? <PageSkeleton />
  if (of.state === 'failed') return <ErrorState failure={of.failure} retry={of.retry} />
  return children(of.value, of.reload)
}

const noticeIcons = { good: 'done', bad: 'error', warn: 'warning', plain: 'info' } as const

/** One quiet line about what has just happened or what one should know. */
export function Notice({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: keyof typeof noticeIcons
  icon?: IconName
  children: React.ReactNode
}): React.ReactElement {
  const c = useStates()
  return (
    <div className={classes(c.notice, tone !== 'plain' && c[tone])} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={icon ?? noticeIcons[tone]} />
      <Text>{children}</Text>
    </div>
  )
}

export function FailureNotice({ failure }: { failure: Failure | undefined }): React.ReactElement | null {
  const words = useFailureText()
  return failure ? <Notice tone="bad">{words(failure)}</Notice> : null
}

/** Who can read this. Stands wherever it matters. */
export function Private({ children }: { children: React.ReactNode }): React.ReactElement {
  return (
    <Row gap={8} align="start">
      <Icon name="lock" size={16} />
      <Text size="caption" tone="subtle">
        {children}
      </Text>
    </Row>
  )
}
