import * as React from 'react'
import { useTheme } from '@fluentui/react'
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

const narrowBelow = 480

/** The interval as a bar, the mean as a dot; an interval that touches zero stays grey and its dot hollow. */
export function Intervals({ rows, label, tick }: IntervalsProps): React.ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>(560)
  const { palette, semanticColors } = useTheme()
  const narrow = width < narrowBelow
  const from = Math.min(-0.5, ...rows.map(({ low }) => low - 0.2))
  const to = Math.max(2, ...rows.map(({ high }) => high + 0.2))
  const verdictWidth = 72
  const nameWidth = narrow ? 0 : Math.min(200, width * 0.34)
  const [left, right] = [nameWidth + 10, width - (narrow ? 10 : verdictWidth + 16)]
  const x = (level: number): number => left + ((level - from) / (to - from)) * (right - left)
  const rowHeight = narrow ? 56 : 36
  const bottom = rows.length * rowHeight
  const every = to - from > 5 || narrow ? Math.max(1, Math.ceil((to - from) / 4)) : 1
  const levels: number[] = []
  for (let level = Math.ceil(from / every) * every; level <= to; level += every) levels.push(level)
  return (
    <div ref={ref} role="img" aria-label={label} style={{ width: '100%' }}>
      <svg
        aria-hidden="true"
        width={width}
        height={bottom + 28}
        viewBox={`0 0 ${width} ${bottom + 28}`}
        style={{ display: 'block' }}
      >
        {levels.map((level) => (
          <g key={level}>
            <line
              x1={x(level)}
              x2={x(level)}
              y1={0}
              y2={bottom + 6}
              stroke={level === 0 ? palette.neutralSecondary : palette.neutralQuaternaryAlt}
            />
            <text
              x={x(level)}
              y={bottom + 22}
              fontSize={12}
              textAnchor={level === levels[0] && narrow ? 'start' : 'middle'}
              fill={semanticColors.bodySubtext}
            >
              {tick(level)}
            </text>
          </g>
        ))}
        {rows.map((row, index) => {
          const sure = row.low > 0 || row.high < 0
          const colour = sure ? palette.themePrimary : palette.neutralSecondary
          const top = index * rowHeight
          const y = top + (narrow ? 36 : 18)
          return (
            <g key={row.key}>
              <text x={0} y={narrow ? top + 18 : y + 5} fontSize={14} fill={semanticColors.bodyText}>
                {fitted(row.name, narrow ? width - verdictWidth : nameWidth)}
              </text>
              <line
                x1={x(row.low)}
                x2={x(row.high)}
                y1={y}
                y2={y}
                stroke={colour}
                strokeWidth={6}
                strokeLinecap="round"
                strokeOpacity={0.35}
              />
              <circle
                cx={x(row.mean)}
                cy={y}
                r={5}
                fill={sure ? colour : semanticColors.bodyBackground}
                stroke={colour}
                strokeWidth={2}
              />
              <text
                x={width - 2}
                y={narrow ? top + 18 : y + 5}
                fontSize={13}
                textAnchor="end"
                fontWeight={sure ? 600 : 400}
                fill={sure ? semanticColors.bodyText : semanticColors.bodySubtext}
              >
                {row.verdict}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** SVG text does not wrap; a name too long for its column ends in an ellipsis, and stands in full in the table. */
const fitted = (name: string, width: number): string => {
  const letters = Math.floor(width / 7.2)
  return name.length <= letters ? name : `${name.slice(0, Math.max(1, letters - 1)).trimEnd()}…`
}
