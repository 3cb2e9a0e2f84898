import { mergeStyles, useTheme, type IStyle, type ITheme } from '@fluentui/react'

/** Style rules as a function of the theme, merged once a theme. Every colour is a theme token, so any company's theme works. */
export function styles<Key extends string>(rules: (theme: ITheme) => Record<Key, IStyle>): () => Record<Key, string> {
  const known = new WeakMap<ITheme, Record<Key, string>>()
  return function useStyles() {
    const theme = useTheme()
    const merged = known.get(theme)
    if (merged) return merged
    const made = rules(theme)
    const classes = {} as Record<Key, string>
    for (const key of Object.keys(made) as Key[]) classes[key] = mergeStyles(made[key])
    known.set(theme, classes)
    return classes
  }
}

/**
 * One class from the ones that hold, the later winning. Two class names side by side would not do: equal rules share one class, so
 * their order in the sheet is that of whichever component came first.
 */
export const classes = (...names: (string | false | undefined)[]): string => mergeStyles(...names)

/** Widths are the container's: a web part may sit in a third of a page. */
export const at = {
  narrow: '@container tandem (max-width: 559px)',
  medium: '@container tandem (min-width: 560px)',
  wide: '@container tandem (min-width: 880px)',
  full: '@container tandem (min-width: 1120px)',
  forced: '@media (forced-colors: active)',
  calm: '@media (prefers-reduced-motion: reduce)',
} as const

export const type = {
  display: {
    fontSize: 28,
    lineHeight: '36px',
    fontWeight: 600,
    letterSpacing: '-0.01em',
    selectors: { [at.narrow]: { fontSize: 24, lineHeight: '32px' } },
  },
  title: { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
  subtitle: { fontSize: 16, lineHeight: '22px', fontWeight: 600 },
  figure: { fontSize: 32, lineHeight: '40px', fontWeight: 600, letterSpacing: '-0.02em', fontVariantNumeric: 'tabular-nums' },
  large: { fontSize: 16, lineHeight: '24px', fontWeight: 400 },
  body: { fontSize: 14, lineHeight: '20px', fontWeight: 400 },
  strong: { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  caption: { fontSize: 12, lineHeight: '16px', fontWeight: 400 },
  label: { fontSize: 12, lineHeight: '16px', fontWeight: 600 },
} satisfies Record<string, IStyle>
export type TypeName = keyof typeof type

/** Read by screen readers, seen by nobody. */
export const unseen: IStyle = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
}
