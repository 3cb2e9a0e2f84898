import * as React from 'react'
import { useTheme } from '@fluentui/react'
import { useSay } from './language'
import { at, classes, styles, type } from './styles'

export type Hop = 'held' | 'next' | 'ahead'

const useJourney = styles(({ palette: p, semanticColors: s }) => ({
  picture: { width: '100%', maxWidth: 440 },
  above: { height: 20, position: 'relative' },
  next: [type.label, { position: 'absolute', whiteSpace: 'nowrap', color: p.themeDarkAlt }],
  hops: { display: 'flex', padding: '0 6px' },
  hop: { flex: '1 1 0', minWidth: 0, position: 'relative' },
  dot: {
    position: 'absolute',
    bottom: -5,
    width: 9,
    height: 9,
    borderRadius: 5,
    background: p.themePrimary,
    zIndex: 1,
    selectors: { [at.forced]: { background: 'CanvasText' } },
  },
  dotAhead: { width: 7, height: 7, bottom: -4, background: p.neutralTertiary },
  numbers: { display: 'flex', padding: '0 6px', marginTop: 10 },
  number: [type.caption, { flex: '1 1 0', textAlign: 'center', color: s.bodySubtext, minWidth: 0, minHeight: 16 }],
  numberNext: [type.label, { color: p.themeDarkAlt }],
}))

/** Meetings as hops along a line: behind drawn, next bold, ahead dotted. Widths stretch, words keep their size. */
export function Journey({ hops, next }: { hops: readonly Hop[]; next?: string | undefined }): React.ReactElement {
  const say = useSay()
  const { palette: p } = useTheme()
  const c = useJourney()
  const held = hops.filter((hop) => hop === 'held').length
  const nextAt = hops.indexOf('next')
  const percent = ((nextAt + 0.5) / Math.max(hops.length, 1)) * 100
  const numbered = (index: number): boolean => hops.length <= 10 || index === 0 || index === nextAt || index === hops.length - 1
  const label = next
    ? say('page.ui.journey.next', { held, total: hops.length, next })
    : say('page.ui.journey', { held, total: hops.length })
  return (
    <div className={c.picture} role="img" aria-label={label}>
      <div className={c.above}>
        {next && nextAt >= 0 && (
          <span className={c.next} style={{ left: `${percent}%`, transform: `translateX(-${percent}%)` }}>
            {next}
          </span>
        )}
      </div>
      <div className={c.hops}>
        {hops.map((hop, index) => {
          const rise = hop === 'next' ? 2 : 26
          return (
            <div key={index} className={c.hop}>
              <svg
                width="100%"
                height={72}
                viewBox="0 0 100 72"
                preserveAspectRatio="none"
                style={{ display: 'block', overflow: 'visible' }}
              >
                <path
                  d={`M0 72 C14 ${rise - 20} 86 ${rise - 20} 100 72`}
                  fill={hop === 'next' ? p.themePrimary : 'none'}
                  fillOpacity={hop === 'next' ? 0.12 : 0}
                  stroke={hop === 'ahead' ? p.neutralSecondaryAlt : p.themePrimary}
                  strokeWidth={hop === 'next' ? 3 : hop === 'held' ? 2 : 1.5}
                  strokeDasharray={hop === 'ahead' ? '2 4' : undefined}
                  strokeLinecap="round"
                  vectorEffect="non-scaling-stroke"
                />
              </svg>
              <span className={classes(c.dot, hop === 'ahead' && c.dotAhead)} style={{ left: hop === 'ahead' ? -3 : -4 }} />
              {index === hops.length - 1 && (
                <span className={classes(c.dot, hop !== 'held' && c.dotAhead)} style={{ right: -4 }} />
              )}
            </div>
          )
        })}
      </div>
      <div className={c.numbers}>
        {hops.map((hop, index) => (
          <span key={index} className={classes(c.number, hop === 'next' && c.numberNext)}>
            {numbered(index) ? index + 1 : ''}
          </span>
        ))}
      </div>
    </div>
  )
}
