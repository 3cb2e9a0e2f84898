import * as React from 'react'
import type { PersonCard } from '@tandem/contract'
import type { Role } from '@tandem/lists'
import { Column, Row } from './layout'
import { at, classes, styles } from './styles'
import { Text } from './text'

const usePortrait = styles(({ palette: p }) => ({
  circle: {
    display: 'grid',
    placeItems: 'center',
    borderRadius: '50%',
    flex: 'none',
    fontWeight: 600,
    boxSizing: 'border-box',
    background: p.neutralLighter,
    color: p.neutralPrimary,
    selectors: { [at.forced]: { border: '1px solid CanvasText' } },
  },
  mentor: { background: p.themeDarkAlt, color: p.white },
  mentee: { background: p.themeLighterAlt, color: p.themeDarker, border: `2px solid ${p.themePrimary}` },
}))

/** First and last initial, in whatever script the name is written. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = Array.from(words[0] ?? '')[0] ?? ''
  const last = words.length > 1 ? (Array.from(words[words.length - 1] ?? '')[0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

/** The part of a name one says to a colleague. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name

/** Filled is the mentor, a ring the mentee: the same in every picture. */
export function Portrait({
  person,
  side,
  size = 40,
}: {
  person: Pick<PersonCard, 'name'>
  side?: Role
  size?: 24 | 32 | 40 | 56 | 72
}): React.ReactElement {
  const c = usePortrait()
  return (
    <span
      className={classes(c.circle, side && c[side])}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.36) }}
      aria-hidden="true"
    >
      {initialsOf(person.name)}
    </span>
  )
}

type PersonLineProps = {
  person: PersonCard
  side?: Role
  size?: 32 | 40 | 56 | 72
  /** A third line, such as "Your mentor". */
  note?: React.ReactNode
}

export function PersonLine({ person, side, size = 40, note }: PersonLineProps): React.ReactElement {
  const work = [person.jobTitle, person.department].filter(Boolean).join(', ')
  const big = size >= 56
  return (
    <Row gap={big ? 16 : 12} align="center">
      <Portrait person={person} size={size} {...(side && { side })} />
      <Column gap={0}>
        <Text size={big ? 'subtitle' : 'strong'} tone="strong">
          {person.name}
        </Text>
        {work && (
          <Text size={big ? 'body' : 'caption'} tone="subtle">
            {work}
          </Text>
        )}
        {(note || (big && person.office)) && (
          <Text size="caption" tone="subtle">
            {[note, big && person.office].filter(Boolean).map((part, index) => (
              <React.Fragment key={index}>
                {index > 0 && ' · '}
                {part}
              </React.Fragment>
            ))}
          </Text>
        )}
      </Column>
    </Row>
  )
}
