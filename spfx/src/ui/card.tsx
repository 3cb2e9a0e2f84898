import * as React from 'react'
import { useOwnId } from './own-id'
import { Icon, type IconName } from './icon'
import { Column, Row } from './layout'
import { at, classes, styles, type } from './styles'
import { FocusHeading, Text } from './text'

const useCard = styles(({ palette: p, semanticColors: s, effects: e }) => ({
  card: {
    background: s.cardStandoutBackground,
    border: `1px solid ${p.neutralLight}`,
    borderRadius: e.roundedCorner4,
    padding: 24,
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: 16,
    minWidth: 0,
    selectors: { [at.narrow]: { padding: 16 }, [at.forced]: { borderColor: 'CanvasText' } },
  },
  hero: {
    background: p.themeLighterAlt,
    borderColor: p.themeLighter,
    padding: 32,
    gap: 24,
    selectors: { [at.narrow]: { padding: 16, gap: 16 } },
  },
  fill: { flex: '1 1 auto' },
  split: {
    display: 'grid',
    gap: 24,
    gridTemplateColumns: 'minmax(0,1fr)',
    alignItems: 'center',
    selectors: { [at.wide]: { gridTemplateColumns: 'minmax(0,1fr) minmax(0,400px)', gap: 48 } },
  },
  foot: { borderTop: `1px solid ${p.themeLighter}`, paddingTop: 24, selectors: { [at.narrow]: { paddingTop: 16 } } },
  lead: { maxWidth: 560 },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 8,
    marginTop: 16,
    selectors: { [at.narrow]: { flexDirection: 'column', alignItems: 'stretch' }, ':empty': { display: 'none' } },
  },
  rule: { border: 0, borderTop: `1px solid ${p.neutralLight}`, margin: 0, width: '100%' },
  pill: [
    type.label,
    {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      borderRadius: 12,
      padding: '3px 10px',
      background: p.neutralLighter,
      color: p.neutralPrimary,
      flex: 'none',
      alignSelf: 'flex-start',
      selectors: { [at.forced]: { outline: '1px solid CanvasText' } },
    },
  ],
  accent: { background: p.themeLighter, color: p.themeDarker },
  good: { background: s.successBackground, color: s.bodyText },
  warn: { background: s.warningBackground, color: s.bodyText },
  bad: { background: s.errorBackground, color: s.bodyText },
}))

type CardProps = {
  title?: string
  sub?: React.ReactNode
  icon?: IconName
  /** One link, at the right of the title. */
  action?: React.ReactNode
  /** Takes the height its neighbours leave. */
  fill?: boolean
  level?: 'h2' | 'h3'
  children?: React.ReactNode
}

/** Title, one line under it, one link at the right; body; nothing else. */
export function Card({ title, sub, icon, action, fill, level = 'h2', children }: CardProps): React.ReactElement {
  const c = useCard()
  const id = useOwnId('card')
  return (
    <section aria-labelledby={title ? id : undefined} className={classes(c.card, fill && c.fill)}>
      {title && (
        <Row gap={12} align="start" justify="space-between" wrap>
          <Column gap={2}>
            <Row gap={8} align="center">
              {icon && <Icon name={icon} />}
              <Text as={level} size="subtitle" tone="strong" id={id}>
                {title}
              </Text>
            </Row>
            {sub && <Text tone="subtle">{sub}</Text>}
          </Column>
          {action}
        </Row>
      )}
      {children}
    </section>
  )
}

type HeroProps = {
  /** The small line above, such as "Your next step · 5 minutes". */
  above?: React.ReactNode
  title: React.ReactNode
  children?: React.ReactNode
  /** Where the one primary button of the page is. */
  buttons?: React.ReactNode
  picture?: React.ReactNode
  foot?: React.ReactNode
  /** Whenever it changes to something true, the heading takes the focus, so that reading goes on from there. */
  focus?: unknown
}

/** The one thing to do now. There is one on a page, and it comes first. */
export function HeroCard({ above, title, children, buttons, picture, foot, focus }: HeroProps): React.ReactElement {
  const c = useCard()
  const id = useOwnId('hero')
  const words = (
    <Column gap={8}>
      {above && (
        <Text size="label" tone="accent">
          {above}
        </Text>
      )}
      <FocusHeading size="display" id={id} focus={focus}>
        {title}
      </FocusHeading>
      {children && (
        <Text size="large" className={c.lead}>
          {children}
        </Text>
      )}
      {buttons && <div className={c.buttons}>{buttons}</div>}
    </Column>
  )
  return (
    <section aria-labelledby={id} className={classes(c.card, c.hero)}>
      {picture ? (
        <div className={c.split}>
          {words}
          {picture}
        </div>
      ) : (
        words
      )}
      {foot && <div className={c.foot}>{foot}</div>}
    </section>
  )
}

/** A heading with its content inside a card. */
export function Section({ title, children }: { title: string; children: React.ReactNode }): React.ReactElement {
  return (
    <Column gap={12}>
      <Text as="h3" size="strong" tone="strong">
        {title}
      </Text>
      {children}
    </Column>
  )
}

export function Rule(): React.ReactElement {
  return <hr className={useCard().rule} />
}

/** A status in one or two words. Never a number that shouts. */
export function Pill({
  tone,
  icon,
  children,
}: {
  tone?: 'accent' | 'good' | 'warn' | 'bad'
  icon?: IconName
  children: React.ReactNode
}): React.ReactElement {
  const c = useCard()
  return (
    <span className={classes(c.pill, tone && c[tone])}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  )
}
