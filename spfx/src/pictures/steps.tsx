import * as React from 'react'
import { mergeStyles, useTheme, type IStyle } from '@fluentui/react'
import { forced } from './forced'

export type StepsProps = {
  /** What was asked. */
  readonly words: string
  /** Between 1 and `most`. */
  readonly mean: number
  readonly most: number
  /** The mean in words: "4.2 of 5". */
  readonly verdict: string
}

/** A mean on a scale from 1: the track is the scale, the dot the mean. */
export function Steps({ words, mean, most, verdict }: StepsProps): React.ReactElement {
  const { palette, semanticColors } = useTheme()
  const share = (value: number): number => ((value - 1) / (most - 1)) * 100
  return (
    <div className={mergeStyles({ color: semanticColors.bodyText, fontSize: 14, lineHeight: '20px' } as IStyle)}>
      <div
        className={mergeStyles({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: '0 16px' } as IStyle)}
      >
        <span>{words}</span>
        <strong>{verdict}</strong>
      </div>
      <div aria-hidden="true" className={mergeStyles({ position: 'relative', height: 24, margin: '0 8px' } as IStyle)}>
        <svg width="100%" height={24} style={{ display: 'block', overflow: 'visible' }}>
          <line className={forced.mark} x1="0" x2="100%" y1={12} y2={12} stroke={palette.neutralTertiary} strokeWidth={2} />
          {Array.from({ length: most }, (_, index) => (
            <circle
              key={index}
              className={forced.point}
              cx={`${share(index + 1)}%`}
              cy={12}
              r={3}
              fill={palette.neutralTertiary}
            />
          ))}
          <line
            className={forced.line}
            x1="0"
            x2={`${share(mean)}%`}
            y1={12}
            y2={12}
            stroke={palette.themePrimary}
            strokeWidth={4}
            strokeLinecap="round"
          />
          <circle className={forced.dot} cx={`${share(mean)}%`} cy={12} r={7} fill={palette.themePrimary} />
        </svg>
      </div>
    </div>
  )
}
