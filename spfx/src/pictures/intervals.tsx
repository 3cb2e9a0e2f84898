import * as React from 'react'
import { mergeStyles, useTheme, type IStyle } from '@fluentui/react'
import { forced } from './forced'
import { useWidth } from './use-width'

export type IntervalRow = {
  readonly key: string
  readonly name: string
  readonly mean: number
  readonly low: number
  readonly high: number
  /** What stands at the end of the row: the number, or that nothing can be said yet. */
  readonly verdict: string
}

export type IntervalsProps = {
  readonly rows: readonly IntervalRow[]
  readonly label: string
  /** The words under the scale, by whole level. */
  readonly tick: (level: number) => string
}

const narrowBelow = 520

/** The interval as a bar, the mean as a dot; an interval that touches zero stays grey and its dot hollow. Names are text that wraps. */
export function Intervals({ rows, label, tick }: IntervalsProps): React.ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>(560)
  const { palette, semanticColors } = useTheme()
  const narrow = width < narrowBelow
  const from = Math.min(-0.5, ...rows.map(({ low }) => low - 0.2))
  const to = Math.max(2, ...rows.map(({ high }) => high + 0.2))
  const share = (level: number): number => ((level - from) / (to - from)) * 100
  const every = Math.max(1, Math.ceil((to - from) / (narrow ? 3 : 5)))
  const levels: number[] = []
  for (let level = Math.ceil(from / every) * every; level <= to; level += every) levels.push(level)
  const columns = narrow ? 'minmax(0, 1fr) auto' : 'minmax(0, 2fr) minmax(0, 4fr) 72px'
  return (
    <div ref={ref} role="img" aria-label={label} style={{ width: '100%' }}>
      <div
        aria-hidden="true"
        className={mergeStyles({
          display: 'grid',
          gridTemplateColumns: columns,
          columnGap: '16px',
          alignItems: 'center',
          color: semanticColors.bodyText,
        })}
      >
        {rows.map((row) => {
          const sure = row.low > 0 || row.high < 0
          const colour = sure ? palette.themePrimary : palette.neutralSecondary
          const plot = (
            <div
              className={mergeStyles({
                position: 'relative',
                alignSelf: 'stretch',
                minHeight: narrow ? 28 : 36,
                gridColumn: narrow ? '1 / -1' : undefined,
              } as IStyle)}
            >
              <svg className={mergeStyles(whole)}>
                {levels.map((level) => (
                  <line
                    key={level}
                    className={forced.mark}
                    x1={`${share(level)}%`}
                    x2={`${share(level)}%`}
                    y1="0"
                    y2="100%"
                    stroke={level === 0 ? palette.neutralSecondary : palette.neutralQuaternaryAlt}
                  />
                ))}
                <line
                  className={sure ? forced.line : forced.mark}
                  x1={`${share(row.low)}%`}
                  x2={`${share(row.high)}%`}
                  y1="50%"
                  y2="50%"
                  stroke={colour}
                  strokeWidth={6}
                  strokeLinecap="round"
                  strokeOpacity={0.35}
                />
                <circle
                  className={sure ? forced.dot : forced.hollow}
                  cx={`${share(row.mean)}%`}
                  cy="50%"
                  r={5}
                  fill={sure ? colour : semanticColors.cardStandoutBackground}
                  stroke={colour}
                  strokeWidth={2}
                />
              </svg>
            </div>
          )
          return (
            <React.Fragment key={row.key}>
              <div className={mergeStyles(cell, { padding: narrow ? '12px 0 0' : '8px 0' })}>{row.name}</div>
              {!narrow && plot}
              <div
                className={mergeStyles(cell, {
                  textAlign: 'right',
                  padding: narrow ? '12px 0 0' : '8px 0',
                  fontWeight: sure ? 600 : 400,
                  color: sure ? semanticColors.bodyText : semanticColors.bodySubtext,
                })}
              >
                {row.verdict}
              </div>
              {narrow && plot}
            </React.Fragment>
          )
        })}
        {!narrow && <span />}
        <div className={mergeStyles({ position: 'relative', height: 20, gridColumn: narrow ? '1 / -1' : '2' } as IStyle)}>
          {levels.map((level) => (
            <span
              key={level}
              className={mergeStyles(tickStyle, { color: semanticColors.bodySubtext })}
              style={{ left: `${share(level)}%`, transform: `translateX(${shift(share(level))})` }}
            >
              {tick(level)}
            </span>
          ))}
        </div>
      </div>
    </div>
  )
}

const cell: IStyle = { fontSize: 14, lineHeight: '20px', minWidth: 0, overflowWrap: 'anywhere' }
const whole: IStyle = { position: 'absolute', left: 0, top: 0, width: '100%', height: '100%', overflow: 'visible' }
const tickStyle: IStyle = {
  position: 'absolute',
  top: 4,
  whiteSpace: 'nowrap',
  fontSize: 12,
  lineHeight: '16px',
}

/** Words under the scale stand centred, except at the ends, where they would leave the picture. */
const shift = (share: number): string => (share < 10 ? '0' : share > 88 ? '-100%' : '-50%')
