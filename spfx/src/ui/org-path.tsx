import * as React from 'react'
import { useTheme } from '@fluentui/react'
import type { PersonCard, ProofView } from '@tandem/contract'
import { LinkButton } from './buttons'
import { Icon } from './icon'
import { Column, Row } from './layout'
import { useSay } from './language'
import { useOwnId } from './own-id'
import { firstName, Portrait } from './person-line'
import { at, classes, styles, type } from './styles'
import { Sentence } from './date-text'
import { Text } from './text'

const usePath = styles(({ palette: p, semanticColors: s, effects: e }) => ({
  picture: { position: 'relative', width: '100%', maxWidth: 320, margin: '0 auto' },
  label: [type.caption, { position: 'absolute', color: s.bodySubtext, overflowWrap: 'anywhere' }],
  person: [type.label, { position: 'absolute', color: s.bodyText, overflowWrap: 'anywhere', transform: 'translateY(-50%)' }],
  panel: {
    background: p.neutralLighterAlt,
    borderRadius: e.roundedCorner4,
    padding: 16,
    display: 'flex',
    flexDirection: 'column',
    gap: 12,
    selectors: { [at.forced]: { border: '1px solid CanvasText' } },
  },
  steps: { gridColumn: '1 / -1', minWidth: 0 },
  legs: {
    display: 'grid',
    gap: 16,
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: { [at.medium]: { gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))' } },
  },
}))

const left = 38
const right = 62
const step = 22
const topY = 28

export type Pair = { readonly mentee: PersonCard; readonly mentor: PersonCard; readonly proof: ProofView }

/** The managers strictly between a person and the one at the top. */
const between = (path: readonly PersonCard[], top: PersonCard | null): readonly PersonCard[] =>
  path.filter(({ id }) => id !== top?.id)

/** Two reporting lines that meet only at the top, and the tandem as an arc below. Lines are drawn, names are text of a size of its own. */
export function OrgPath({ mentee, mentor, proof }: Pair): React.ReactElement {
  const { palette: p, semanticColors: s } = useTheme()
  const c = usePath()
  const say = useSay()
  const top = proof.commonSuperior
  const lines = { mentee: between(proof.menteePath, top), mentor: between(proof.mentorPath, top) }
  // Very long lines keep their proportion but not their length.
  const stops = (count: number): number => Math.min(count, 7)
  const yl = topY + step * (stops(lines.mentee.length) + 1)
  const yr = topY + step * (stops(lines.mentor.length) + 1)
  const low = Math.max(yl, yr)
  const height = low + 52
  const leg = (x: number, y: number): string => (top ? `M50 ${topY} H${x} V${y}` : `M${x} ${topY} V${y}`)
  const dots = (x: number, y: number, count: number): React.ReactElement[] =>
    Array.from({ length: stops(count) }, (_, i) => (
      <circle key={`${x}/${i}`} cx={`${x}%`} cy={y - step * (i + 1)} r={3} fill={p.neutralTertiary} />
    ))
  const stroke = { fill: 'none', vectorEffect: 'non-scaling-stroke' } as const
  return (
    <div
      className={c.picture}
      style={{ height }}
      role="img"
      aria-label={say('page.ui.path.picture', { mentee: mentee.name, mentor: mentor.name, top: top?.name ?? 'none' })}
    >
      <svg
        width="100%"
        height={height}
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        style={{ position: 'absolute' }}
        aria-hidden="true"
      >
        <path {...stroke} d={leg(left, yl)} stroke={p.neutralTertiary} strokeWidth={1.5} />
        <path {...stroke} d={leg(right, yr)} stroke={p.neutralTertiary} strokeWidth={1.5} />
        <path
          {...stroke}
          d={`M${left} ${yl + 9} C${left} ${low + 52} ${right} ${low + 52} ${right} ${yr + 9}`}
          stroke={p.themePrimary}
          strokeWidth={2.5}
          strokeLinecap="round"
        />
      </svg>
      <svg width="100%" height={height} style={{ position: 'absolute' }} aria-hidden="true">
        {top && <circle cx="50%" cy={topY} r={4} fill={p.neutralSecondary} />}
        {dots(left, yl, lines.mentee.length)}
        {dots(right, yr, lines.mentor.length)}
        <circle cx={`${left}%`} cy={yl} r={7} fill={s.cardStandoutBackground} stroke={p.themePrimary} strokeWidth={2.5} />
        <circle cx={`${right}%`} cy={yr} r={8} fill={p.themePrimary} />
      </svg>
      {top && (
        <span className={c.label} style={{ top: 0, left: 0, right: 0, textAlign: 'center' }}>
          {top.name}
        </span>
      )}
      <span
        className={c.person}
        style={{ top: yl, right: `calc(${100 - left}% + 14px)`, width: `calc(${left}% - 14px)`, textAlign: 'right' }}
      >
        {firstName(mentee.name)}
      </span>
      <span className={c.person} style={{ top: yr, left: `calc(${right}% + 14px)`, width: `calc(${100 - right}% - 14px)` }}>
        {firstName(mentor.name)}
      </span>
    </div>
  )
}

function Leg({
  person,
  side,
  path,
  top,
}: {
  person: PersonCard
  side: 'mentee' | 'mentor'
  path: readonly PersonCard[]
  top: PersonCard | null
}): React.ReactElement {
  const say = useSay()
  return (
    <Column gap={8}>
      <Text as="h4" size="label" tone="strong">
        {say(`page.ui.path.${side}-line`, { name: firstName(person.name) })}
      </Text>
      <Column as="ol" gap={8}>
        {[person, ...path].map((one) => (
          <Row as="li" key={one.id} gap={8} align="center">
            <Portrait person={one} size={24} {...(one.id === person.id && { side })} />
            <Column gap={0}>
              <Text size="label">{one.id === top?.id ? say('page.ui.path.meets', { name: one.name }) : one.name}</Text>
              {one.jobTitle && (
                <Text size="caption" tone="subtle">
                  {one.jobTitle}
                </Text>
              )}
            </Column>
          </Row>
        ))}
      </Column>
    </Column>
  )
}

/**
 * The proof of independence: a picture, a sentence, and every step for whoever wants to check. Two elements, so that in a grid the
 * steps may take the whole width below.
 */
export function Proof(pair: Pair): React.ReactElement {
  const say = useSay()
  const c = usePath()
  const id = useOwnId('steps')
  const [open, setOpen] = React.useState(false)
  const { mentee, mentor, proof } = pair
  return (
    <>
      <div className={c.panel}>
        <Row gap={8} align="center">
          <Icon name="shield" />
          <Text as="h3" size="strong" tone="strong">
            {say('page.ui.path.title')}
          </Text>
        </Row>
        <OrgPath {...pair} />
        <Text size="caption" tone="subtle">
          <Sentence text={proof.sentence} />
        </Text>
        <div>
          <LinkButton
            small
            text={say(open ? 'page.ui.path.hide' : 'page.ui.path.show')}
            onClick={() => setOpen(!open)}
            expanded={open}
            controls={id}
          />
        </div>
      </div>
      <div id={id} hidden={!open} className={c.steps}>
        <div className={classes(c.panel, c.legs)}>
          <Leg person={mentee} side="mentee" path={proof.menteePath} top={proof.commonSuperior} />
          <Leg person={mentor} side="mentor" path={proof.mentorPath} top={proof.commonSuperior} />
        </div>
      </div>
    </>
  )
}
