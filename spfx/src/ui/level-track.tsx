import * as React from 'react'
import { useSay } from './language'
import { Row } from './layout'
import { at, classes, styles, type } from './styles'
import { Text } from './text'

const useTrack = styles(({ palette: p, semanticColors: s }) => ({
  track: { position: 'relative', height: 28, margin: '0 10px' },
  line: {
    position: 'absolute',
    left: -6,
    right: -6,
    top: 11,
    height: 6,
    borderRadius: 3,
    background: p.neutralLight,
    selectors: { [at.forced]: { background: 'GrayText' } },
  },
  filled: {
    position: 'absolute',
    left: -6,
    top: 11,
    height: 6,
    borderRadius: 3,
    background: p.themePrimary,
    selectors: { [at.forced]: { background: 'Highlight' } },
  },
  goal: {
    position: 'absolute',
    top: 3,
    width: 2,
    height: 22,
    marginLeft: -1,
    background: p.neutralSecondary,
    selectors: { [at.forced]: { background: 'CanvasText' } },
  },
  mark: { position: 'absolute', boxSizing: 'border-box', borderRadius: '50%', transform: 'translate(-50%, -50%)', top: 14 },
  start: { width: 14, height: 14, background: s.cardStandoutBackground, border: `2.5px solid ${p.themePrimary}` },
  now: {
    width: 18,
    height: 18,
    background: p.themePrimary,
    border: `2px solid ${s.cardStandoutBackground}`,
    selectors: { [at.forced]: { background: 'Highlight' } },
  },
  sample: { display: 'inline-block', position: 'static', transform: 'none', flex: 'none' },
  tick: { display: 'inline-block', position: 'static', margin: '0 4px', height: 14, flex: 'none' },
  words: [type.caption, { flex: 'none', whiteSpace: 'nowrap' }],
}))

export type LevelTrackProps = { name: string; before?: number | undefined; now: number; required: number }

/** Eight steps: where you began, where you are, what everybody should reach. The same as a sentence for screen readers. */
export function LevelTrack({ name, before, now, required }: LevelTrackProps): React.ReactElement {
  const say = useSay()
  const c = useTrack()
  const percent = (level: number): string => `${(level / 8) * 100}%`
  const words =
    before === undefined ? say('page.ui.level', { now, required }) : say('page.ui.level-change', { before, now, required })
  return (
    <div>
      <Row justify="space-between" gap={12} align="baseline">
        <Text size="strong">{name}</Text>
        <span className={c.words}>
          <Text as="span" size="caption" tone="subtle">
            {words}
          </Text>
        </span>
      </Row>
      <div className={c.track} aria-hidden="true">
        <span className={c.line} />
        <span className={c.filled} style={{ width: `calc(${percent(now)} + 6px)` }} />
        <span className={c.goal} style={{ left: percent(required) }} />
        {before !== undefined && before !== now && (
          <span className={classes(c.mark, c.start)} style={{ left: percent(before) }} />
        )}
        <span className={classes(c.mark, c.now)} style={{ left: percent(now) }} />
      </div>
    </div>
  )
}

export function LevelKey({ withStart }: { withStart: boolean }): React.ReactElement {
  const say = useSay()
  const c = useTrack()
  const entry = (sample: string, words: string): React.ReactElement => (
    <Row gap={8} align="center">
      <span className={sample} />
      <Text size="caption" tone="subtle">
        {words}
      </Text>
    </Row>
  )
  return (
    <Row gap={16} wrap>
      {withStart && entry(classes(c.start, c.mark, c.sample), say('page.ui.level-key.start'))}
      {entry(classes(c.now, c.mark, c.sample), say('page.ui.level-key.now'))}
      {entry(classes(c.goal, c.tick), say('page.ui.level-key.required'))}
    </Row>
  )
}
