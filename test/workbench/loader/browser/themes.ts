import { createTheme } from '@fluentui/theme'

export type ThemeName = 'light' | 'dark'

/** SharePoint's default theme and its inverted section theme, in the form SPFx hands to web parts. */
export function themeNamed(name: ThemeName): object {
  if (name === 'light') return createTheme({ isInverted: false })
  return createTheme({
    isInverted: true,
    palette: {
      themeDarker: '#82c7ff',
      themeDark: '#6cb8f6',
      themeDarkAlt: '#3aa0f3',
      themePrimary: '#2899f5',
      themeSecondary: '#0078d4',
      themeTertiary: '#235a85',
      themeLight: '#004c87',
      themeLighter: '#043862',
      themeLighterAlt: '#092c47',
      black: '#ffffff',
      neutralDark: '#faf9f8',
      neutralPrimary: '#f3f2f1',
      neutralPrimaryAlt: '#c8c6c4',
      neutralSecondary: '#a19f9d',
      neutralSecondaryAlt: '#979693',
      neutralTertiary: '#797775',
      neutralTertiaryAlt: '#484644',
      neutralQuaternary: '#3b3a39',
      neutralQuaternaryAlt: '#323130',
      neutralLight: '#292827',
      neutralLighter: '#252423',
      neutralLighterAlt: '#201f1e',
      white: '#1b1a19',
    },
  })
}
