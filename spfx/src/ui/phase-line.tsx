import * as React from 'react'
import type { Phase } from '@tandem/contract'
import { Icon } from './icon'
import { useDates, useSay } from './language'
import { at, classes, styles, type } from './styles'
import { Text, Unseen } from './text'

const useLine = styles(({ palette: p, semanticColors: s }) => ({
  list: { display: 'none', listStyle: 'none', margin: 0, padding: 0, selectors: { [at.medium]: { display: 'flex' } } },
  item: {
    flex: '1 1 0',
    minWidth: 0,
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: 8,
    textAlign: 'center',
    selectors: {
      '::before': {
        content: '""',
        position: 'absolute',
        top: 11,
        left: '-50%',
        width: '100%',
        height: 2,
        background: p.neutralTertiaryAlt,
      },
      ':first-child::before': { display: 'none' },
      [at.forced]: { selectors: { '::before': { background: 'GrayText' } } },
    },
  },
  reached: {
    selectors: {
      '::before': { background: p.themePrimary },
      [at.forced]: { selectors: { '::before': { background: 'Highlight' } } },
    },
  },
  dot: {
    width: 24,
    height: 24,
    borderRadius: 12,
    display: 'grid',
    placeItems: 'center',
    position: 'relative',
    zIndex: 1,
    boxSizing: 'border-box',
    background: s.cardStandoutBackground,
    border: `2px solid ${p.neutralTertiaryAlt}`,
    selectors: { [at.forced]: { background: 'Canvas', borderColor: 'GrayText' } },
  },
  done: {
    background: p.themePrimary,
    borderColor: p.themePrimary,
    color: p.white,
    selectors: { [at.forced]: { background: 'Highlight', borderColor: 'Highlight', color: 'HighlightText' } },
  },
  now: {
    borderColor: p.themePrimary,
    boxShadow: `0 0 0 4px ${p.themeLighter}`,
    selectors: {
      '::after': { content: '""', width: 10, height: 10, borderRadius: 5, background: p.themePrimary },
      [at.forced]: { borderColor: 'Highlight', selectors: { '::after': { background: 'Highlight' } } },
    },
  },
  label: { padding: '0 4px' },
  short: { selectors: { [at.medium]: { display: 'none' } } },
  bars: { display: 'flex', gap: 4, marginTop: 8 },
  bar: {
    flex: 1,
    height: 4,
    borderRadius: 2,
    background: p.neutralTertiaryAlt,
    selectors: { [at.forced]: { background: 'GrayText' } },
  },
  barOn: { background: p.themePrimary, selectors: { [at.forced]: { background: 'Highlight' } } },
  strong: type.label,
}))

/** From 560 px a line of stops; below, one sentence and a bar. */
export function PhaseLine({ phases }: { phases: readonly Phase[] }): React.ReactElement | null {
  const say = useSay()
  const dates = useDates()
  const c = useLine()
  const last = phases.length - 1
  const found = phases.findIndex(({ state }) => state === 'now')
  const now = found >= 0 ? found : phases.every(({ state }) => state === 'done') ? last : 0
  const current = phases[now]
  if (!current) return null
  const next = phases[now + 1]
  return (
    <>
      <ol className={c.list} aria-label={say('page.ui.phases')}>
        {phases.map(({ key, name, state, on }, index) => (
          <li
            key={key}
            aria-current={state === 'now' ? 'step' : undefined}
            className={classes(c.item, index <= now && c.reached)}
          >
            <span className={classes(c.dot, state === 'done' && c.done, state === 'now' && c.now)}>
              {state === 'done' && <Icon name="check" size={14} />}
            </span>
            <span className={c.label}>
              <Text size={state === 'now' ? 'label' : 'caption'} tone={state === 'now' ? 'strong' : 'subtle'}>
                {name}
              </Text>
              {on && (
                <Text size="caption" tone="subtle">
                  {dates.show(on, 'day')}
                </Text>
              )}
              {state === 'done' && <Unseen>{say('page.ui.phase-done')}</Unseen>}
            </span>
          </li>
        ))}
      </ol>
      <div className={c.short}>
        <Text size="caption">
          <span className={c.strong}>{current.name}</span>{' '}
          {say(next ? 'page.ui.phase-of-then' : 'page.ui.phase-of', {
            number: now + 1,
            total: phases.length,
            next: next?.name ?? '',
          })}
        </Text>
        <div className={c.bars} aria-hidden="true">
          {phases.map(({ key }, index) => (
            <span key={key} className={classes(c.bar, index <= now && c.barOn)} />
          ))}
        </div>
      </div>
    </>
  )
}
