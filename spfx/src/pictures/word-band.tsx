import * as React from 'react'
import { mergeStyles, useTheme, type IStyle } from '@fluentui/react'

export type WordBandProps = {
  readonly parts: readonly { readonly key: string; readonly count: number; readonly words: string }[]
  readonly label: string
}

/** The tandems in three words as one band; the words carry the meaning, the shades only help. */
export function WordBand({ parts, label }: WordBandProps): React.ReactElement {
  const { palette, semanticColors } = useTheme()
  const shades = [palette.themePrimary, palette.themeTertiary, palette.neutralTertiary]
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  return (
    <div role="img" aria-label={label}>
      <div aria-hidden="true" className={mergeStyles(bandStyle, { background: total === 0 ? palette.neutralLight : undefined })}>
        {parts.map(
          ({ key, count }, index) =>
            count > 0 && <span key={key} style={{ flex: `${count} 0 6px`, background: shades[index % shades.length] }} />,
        )}
      </div>
      <ul aria-hidden="true" className={mergeStyles(wordsStyle)}>
        {parts.map(({ key, count, words }, index) => (
          <li
            key={key}
            className={mergeStyles({ display: 'flex', alignItems: 'center', gap: 8, color: semanticColors.bodyText } as IStyle)}
          >
            <span className={mergeStyles(dotStyle)} style={{ background: shades[index % shades.length] }} />
            <span>
              <strong>{count}</strong> {words}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const bandStyle: IStyle = {
  display: 'flex',
  gap: 2,
  height: 12,
  borderRadius: 6,
  overflow: 'hidden',
  selectors: { '@media (forced-colors: active)': { forcedColorAdjust: 'none' } },
} as IStyle
const dotStyle: IStyle = {
  width: 10,
  height: 10,
  borderRadius: 5,
  flex: 'none',
  selectors: { '@media (forced-colors: active)': { forcedColorAdjust: 'none' } },
} as IStyle
const wordsStyle: IStyle = {
  display: 'flex',
  flexWrap: 'wrap',
  gap: '4px 20px',
  listStyle: 'none',
  margin: '12px 0 0',
  padding: 0,
  fontSize: 14,
  lineHeight: '20px',
} as IStyle
