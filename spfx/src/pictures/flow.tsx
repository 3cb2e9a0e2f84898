import * as React from 'react'
import { mergeStyles, useTheme } from '@fluentui/react'
import { forced } from './forced'
import { useWidth } from './use-width'

export type Stage = {
  readonly key: string
  readonly name: string
  readonly count: number
  /** What became of those who did not come along: "12 said not now". */
  readonly note?: string | undefined
}

export type FlowProps = {
  readonly stages: readonly Stage[]
  /** The whole picture in a sentence. */
  readonly label: string
}

const narrowBelow = 560
const band = { height: 88, least: 4, middle: 56 }

/** The way from invitation to tandem as one narrowing stream; what leaves it is said, not hidden. */
export function Flow({ stages, label }: FlowProps): React.ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>(720)
  const most = Math.max(1, ...stages.map(({ count }) => count))
  return (
    <div ref={ref} role="img" aria-label={label} style={{ width: '100%' }}>
      {width < narrowBelow ? <Downwards stages={stages} most={most} /> : <Across stages={stages} most={most} width={width} />}
    </div>
  )
}

type Drawn = { readonly stages: readonly Stage[]; readonly most: number }

/** From left to right, a column a stage. */
function Across({ stages, most, width }: Drawn & { readonly width: number }): React.ReactElement {
  const { palette, semanticColors } = useTheme()
  const step = width / stages.length
  const half = (count: number): number => Math.max(band.least, (count / most) * band.height) / 2
  return (
    <div aria-hidden="true" style={{ color: semanticColors.bodyText }}>
      <svg width={width} height={112} viewBox={`0 0 ${width} 112`} style={{ display: 'block' }}>
        {stages.map(({ key, count }, index) => {
          const next = stages[index + 1]?.count ?? count
          const [x, a, b, mid] = [step * index, half(count), half(next), band.middle]
          return (
            <path
              key={key}
              d={`M${x} ${mid - a} C${x + step * 0.6} ${mid - a} ${x + step * 0.5} ${mid - b} ${x + step} ${mid - b} L${x + step} ${mid + b} C${x + step * 0.5} ${mid + b} ${x + step * 0.6} ${mid + a} ${x} ${mid + a} Z`}
              className={forced.area}
              fill={palette.themePrimary}
              fillOpacity={0.12 + index * 0.06}
            />
          )
        })}
        {stages.map(({ key, count }, index) => (
          <g key={key} transform={`translate(${step * index + 1} 0)`}>
            <line className={forced.mark} x1={0} x2={0} y1={8} y2={104} stroke={palette.themePrimary} strokeOpacity={0.4} />
            <text
              x={8}
              y={half(count) > 14 ? 63 : band.middle - half(count) - 6}
              fontSize={20}
              fontWeight={600}
              fill="currentColor"
              style={{ fontVariantNumeric: 'tabular-nums' }}
            >
              {count}
            </text>
          </g>
        ))}
      </svg>
      <div style={{ display: 'grid', gridTemplateColumns: `repeat(${stages.length}, minmax(0, 1fr))`, paddingTop: 4 }}>
        {stages.map((stage) => (
          <Words key={stage.key} stage={stage} />
        ))}
      </div>
    </div>
  )
}

/** From top to bottom, a row a stage: the same stream where there is no width for columns. */
function Downwards({ stages, most }: Drawn): React.ReactElement {
  const { palette, semanticColors } = useTheme()
  const share = (count: number): number => Math.max(2, (count / most) * 100) / 2
  return (
    <div aria-hidden="true" style={{ display: 'grid', gridTemplateColumns: '112px minmax(0, 1fr)', columnGap: 16 }}>
      {stages.map((stage, index) => {
        const next = stages[index + 1]?.count ?? stage.count
        const [a, b] = [share(stage.count), share(next)]
        return (
          <React.Fragment key={stage.key}>
            <div style={{ position: 'relative', minHeight: 64 }}>
              <svg
                viewBox="0 0 100 100"
                preserveAspectRatio="none"
                style={{ position: 'absolute', width: '100%', height: '100%' }}
              >
                <path
                  d={`M${50 - a} 0 C${50 - a} 60 ${50 - b} 50 ${50 - b} 100 L${50 + b} 100 C${50 + b} 50 ${50 + a} 60 ${50 + a} 0 Z`}
                  className={forced.area}
                  fill={palette.themePrimary}
                  fillOpacity={0.12 + index * 0.06}
                />
                <line
                  className={forced.mark}
                  x1={0}
                  x2={100}
                  y1={0}
                  y2={0}
                  stroke={palette.themePrimary}
                  strokeOpacity={0.4}
                  vectorEffect="non-scaling-stroke"
                />
              </svg>
              <span
                className={mergeStyles({
                  position: 'relative',
                  display: 'block',
                  textAlign: 'center',
                  paddingTop: 6,
                  fontSize: 20,
                  lineHeight: 28,
                  fontWeight: 600,
                  fontVariantNumeric: 'tabular-nums',
                  color: semanticColors.bodyText,
                })}
              >
                {/* On a stream too thin to carry it, the number stands on a ground of its own. */}
                <span style={a < 16 ? { background: semanticColors.cardStandoutBackground, padding: '0 6px' } : undefined}>
                  {stage.count}
                </span>
              </span>
            </div>
            <div style={{ paddingTop: 8, paddingBottom: 12 }}>
              <Words stage={stage} />
            </div>
          </React.Fragment>
        )
      })}
    </div>
  )
}

function Words({ stage }: { readonly stage: Stage }): React.ReactElement {
  const { semanticColors } = useTheme()
  return (
    <div style={{ paddingRight: 8, minWidth: 0, overflowWrap: 'anywhere' }}>
      <div style={{ fontSize: 14, lineHeight: '20px', fontWeight: 600, color: semanticColors.bodyText }}>{stage.name}</div>
      {stage.note && <div style={{ fontSize: 12, lineHeight: '16px', color: semanticColors.bodySubtext }}>{stage.note}</div>}
    </div>
  )
}
