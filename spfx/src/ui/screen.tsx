import * as React from 'react'
import { createTheme, ThemeProvider, type ITheme, type PartialTheme } from '@fluentui/react'
import type { IReadonlyTheme } from '@microsoft/sp-component-base'
import { LanguageProvider } from './language'

/** Rounder corners than Fluent 8's own: cards 8, controls 4. */
const effects = { roundedCorner2: '4px', roundedCorner4: '8px', roundedCorner6: '12px' }

function fluentTheme(theme: IReadonlyTheme | undefined): ITheme {
  const given: PartialTheme = { effects, isInverted: theme?.isInverted ?? false }
  if (theme?.palette) given.palette = theme.palette
  if (theme?.semanticColors) given.semanticColors = theme.semanticColors
  return createTheme(given)
}

/** The root of every web part: the site's theme for Fluent's controls and ours, and the person's language. */
export function Screen({
  theme,
  locale,
  children,
}: {
  theme: IReadonlyTheme | undefined
  locale: string
  children: React.ReactNode
}): React.ReactElement {
  const ours = React.useMemo(() => fluentTheme(theme), [theme])
  return (
    <ThemeProvider theme={ours} applyTo="none">
      <LanguageProvider locale={locale}>{children}</LanguageProvider>
    </ThemeProvider>
  )
}
